"""An index for the latest scrapes of a portal, built without stopping those who write scrapes."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("listings", "0019_index_scraper_health")]
    operations = [
        # Building may take longer than a statement of the application may
        migrations.RunSQL('SET statement_timeout = 0', migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='scrape',
            index=models.Index(fields=['portal', '-created_at'], name='listings_scrape_by_portal'),
        ),
    ]
