"""The weeks of the past year are to be computed, of every client that has prices."""

from django.db import migrations

from propscrape.roles import STAFF_ROLE

MARK_WEEKS = """
    INSERT INTO pricehistory_staleweek (id, client_id, week, marked_at)
    SELECT gen_random_uuid(), client_id, week::date, now()
    FROM (SELECT DISTINCT client_id FROM pricehistory_current) AS known
    CROSS JOIN generate_series(
        date_trunc('week', now() AT TIME ZONE 'UTC') - interval '52 weeks',
        date_trunc('week', now() AT TIME ZONE 'UTC'), interval '7 days') AS week
    ON CONFLICT (client_id, week) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("pricehistory", "0006_index_and_protect")]
    operations = [
        # The owner of the tables sees no rows of theirs; staff do
        migrations.RunSQL(
            [f"SET LOCAL ROLE {STAFF_ROLE}", MARK_WEEKS, "RESET ROLE"], migrations.RunSQL.noop
        ),
    ]
