"""The months around today; pricehistory.services.partitions makes the later ones ahead of time."""

from django.db import migrations

CREATE_MONTHS = """
    DO $$
    DECLARE month date := date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month';
    BEGIN
        FOR step IN 0..4 LOOP
            EXECUTE format(
                'CREATE TABLE IF NOT EXISTS %I PARTITION OF pricehistory_pricesnapshot FOR VALUES FROM (%L) TO (%L)',
                'pricehistory_pricesnapshot_' || to_char(month, 'YYYY_MM'),
                month::timestamp AT TIME ZONE 'UTC',
                (month + interval '1 month')::timestamp AT TIME ZONE 'UTC'
            );
            month := month + interval '1 month';
        END LOOP;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("pricehistory", "0001_initial")]
    operations = [migrations.RunSQL(CREATE_MONTHS, migrations.RunSQL.noop)]
