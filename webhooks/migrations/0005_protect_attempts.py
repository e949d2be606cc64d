"""Row-level security on attempts."""

from django.db import migrations

from propscrape.tenancy_migrations import bind_to_same_client, protect_table


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0004_index_deliveries")]
    operations = [
        protect_table("webhooks_attempt", client_rights="SELECT, DELETE"),
        bind_to_same_client("webhooks_attempt", "delivery_id", "webhooks_delivery"),
    ]
