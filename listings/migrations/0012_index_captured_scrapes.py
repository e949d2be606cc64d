"""An index for the latest captured pages of a portal, built without stopping those who write scrapes."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("listings", "0011_mapping_versions")]
    operations = [
        # Building may take longer than a statement of the application may
        migrations.RunSQL('SET statement_timeout = 0', migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='scrape',
            index=models.Index(
                condition=models.Q(('capture__isnull', False)), fields=['portal', '-created_at'],
                name='listings_scrape_captured',
            ),
        ),
    ]
