"""Row-level security on every table that a client owns."""

from django.db import migrations

from propscrape.tenancy_migrations import bind_to_same_client, protect_table


class Migration(migrations.Migration):
    dependencies = [("listings", "0001_initial")]
    operations = [
        protect_table("listings_listing"),
        protect_table("listings_capture"),
        protect_table("listings_scrape"),
        bind_to_same_client("listings_scrape", "listing_id", "listings_listing"),
        bind_to_same_client("listings_scrape", "capture_id", "listings_capture"),
    ]
