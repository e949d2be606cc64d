"""An index for the retention of captures, built without stopping those who write them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("listings", "0007_index_search")]
    operations = [
        # Building may take longer than a statement of the application may
        migrations.RunSQL('SET statement_timeout = 0', migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='capture',
            index=models.Index(fields=['created_at'], name='listings_capture_by_time'),
        ),
    ]
