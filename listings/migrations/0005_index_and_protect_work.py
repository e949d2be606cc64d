"""Indexes of scrapes, built without stopping those who write them; and row-level security on the new tables."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from propscrape.tenancy_migrations import bind_to_same_client, protect_table


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("listings", "0004_work_and_watches")]
    operations = [
        # Building may take longer than a statement of the application may
        migrations.RunSQL('SET statement_timeout = 0', migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='scrape',
            index=models.Index(condition=models.Q(('state__in', ('queued', 'running', 'failed'))), fields=['portal', 'renders', 'priority', 'next_attempt_at'], name='listings_scrape_due_by_portal'),
        ),
        AddIndexConcurrently(
            model_name='scrape',
            index=models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='listings_scrape_by_batch'),
        ),
        AddIndexConcurrently(
            model_name='scrape',
            index=models.Index(condition=models.Q(('watch__isnull', False)), fields=['watch', '-created_at'], name='listings_scrape_by_watch'),
        ),
        AddIndexConcurrently(
            model_name='scrape',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['portal'], name='listings_scrape_running'),
        ),
        protect_table("listings_watch"),
        protect_table("listings_scrapebatch"),
        protect_table("listings_correction"),
        protect_table("listings_export"),
        bind_to_same_client("listings_correction", "listing_id", "listings_listing"),
        bind_to_same_client("listings_scrape", "batch_id", "listings_scrapebatch", in_use=True),
        bind_to_same_client("listings_scrape", "watch_id", "listings_watch", in_use=True),
    ]
