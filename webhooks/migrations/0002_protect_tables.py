"""Row-level security on every table that a client owns."""

from django.db import migrations

from propscrape.tenancy_migrations import bind_to_same_client, protect_table


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial")]
    operations = [
        protect_table("webhooks_stream"),
        protect_table("webhooks_event"),
        protect_table("webhooks_subscription"),
        protect_table("webhooks_delivery"),
        bind_to_same_client("webhooks_delivery", "event_id", "webhooks_event"),
        bind_to_same_client("webhooks_delivery", "subscription_id", "webhooks_subscription"),
    ]
