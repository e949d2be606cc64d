"""Indexes of scrapes by quarantine and by end, built without stopping those who write scrapes."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("listings", "0018_scraper_health")]
    operations = [
        # Building may take longer than a statement of the application may
        migrations.RunSQL('SET statement_timeout = 0', migrations.RunSQL.noop),
        AddIndexConcurrently(model_name='scrape', index=models.Index(condition=models.Q(('quarantine__isnull', False)), fields=['portal', 'quarantine', 'created_at'], name='listings_scrape_quarantined')),
        AddIndexConcurrently(model_name='scrape', index=django.contrib.postgres.indexes.BrinIndex(fields=['finished_at'], name='listings_scrape_by_end', pages_per_range=32)),
    ]
