"""Row-level security on every table that a client owns."""

from django.db import migrations

from propscrape.tenancy_migrations import protect_table


class Migration(migrations.Migration):
    dependencies = [("pricehistory", "0002_first_partitions")]
    operations = [
        protect_table("pricehistory_pricesnapshot"),
        protect_table("pricehistory_current"),
    ]
