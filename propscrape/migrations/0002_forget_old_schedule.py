"""Schedule entries of the purges that retention has taken over: the beat would go on calling tasks that are no more."""

from django.db import migrations

GONE = (
    "listings.tasks.purge_scrapes",
    "webhooks.tasks.purge_deliveries",
    "pricehistory.tasks.drop_old_prices",
    "clients.tasks.purge_ledger",
)


def forget(apps, schema_editor):
    apps.get_model("django_celery_beat", "PeriodicTask").objects.filter(task__in=GONE).delete()


class Migration(migrations.Migration):
    dependencies = [("propscrape", "0001_purge_runs"), ("django_celery_beat", "0001_initial")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
