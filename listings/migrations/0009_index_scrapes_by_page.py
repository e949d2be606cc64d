"""An index for asking when a page was last looked at, built without stopping those who write scrapes."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("listings", "0008_index_captures")]
    operations = [
        # Building may take longer than a statement of the application may
        migrations.RunSQL('SET statement_timeout = 0', migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='scrape',
            index=models.Index(fields=['client', 'canonical_url', '-created_at'], name='listings_scrape_by_page'),
        ),
    ]
