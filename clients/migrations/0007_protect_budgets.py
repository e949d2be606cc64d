"""Row-level security on what is spent for a client: its own rows to read, all for staff to write."""

from django.db import migrations

from propscrape.tenancy_migrations import READ_ONLY, protect_table


class Migration(migrations.Migration):
    dependencies = [("clients", "0006_budgets")]
    operations = [
        protect_table("clients_budgetday", client_rights=READ_ONLY),
        protect_table("clients_ledgerentry", client_rights=READ_ONLY),
    ]
