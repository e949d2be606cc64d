"""Row-level security on every table that a client owns."""

from django.db import migrations

from propscrape.tenancy_migrations import protect_table


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial")]
    operations = [
        protect_table("clients_client", column="id", client_rights="SELECT"),
        protect_table("clients_apikey"),
    ]
