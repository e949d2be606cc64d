"""The one row of the spending switch, so that staff find it to change."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clients", "0007_protect_budgets")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO clients_budgetswitch (id, changed_at) VALUES (1, now()) ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        )
    ]
