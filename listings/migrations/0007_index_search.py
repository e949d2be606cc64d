"""The indexes of searches, built without stopping those who write listings. Two that they make needless go."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

import django.db.models.deletion

FILTERED_COLUMNS = (
    "portal", "city_key", "postal_code_key", "property_type", "for_sale", "for_rent", "currency", "price_cents",
    "count_bedrooms", "area_m2", "latitude", "longitude",
)
CLIENT_INDEX = "listings_listing_client_id_545a1df6"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("listings", "0006_search_columns")]
    operations = [
        # Building may take longer than a statement of the application may
        migrations.RunSQL("SET statement_timeout = 0", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='listing',
            index=models.Index(fields=['client', '-updated_at', '-id'], include=FILTERED_COLUMNS, name='listings_listing_search'),
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=models.Index(fields=['client', 'city_key', '-updated_at', '-id'], name='listings_listing_by_city'),
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=models.Index(fields=['client', 'postal_code_key', '-updated_at', '-id'], name='listings_listing_by_code'),
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=models.Index(fields=['client', 'currency', 'price_cents', 'id'], name='listings_listing_by_price'),
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=models.Index(fields=['client', 'latitude', 'longitude'], name='listings_listing_by_position'),
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=GinIndex(fields=['client', 'search_text'], name='listings_listing_by_text', opclasses=('uuid_ops', 'gin_trgm_ops')),
        ),
        AddIndexConcurrently(
            model_name='listing',
            index=models.Index(condition=models.Q(('search_text__isnull', True)), fields=['id'], name='listings_listing_to_fill'),
        ),
        RemoveIndexConcurrently(model_name='listing', name='listings_listing_by_client'),
        # Django would drop this one with writers held up
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'DROP INDEX CONCURRENTLY IF EXISTS "{CLIENT_INDEX}"',
                    f'CREATE INDEX CONCURRENTLY "{CLIENT_INDEX}" ON listings_listing (client_id)',
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='listing',
                    name='client',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client'),
                )
            ],
        ),
        # An index is read alone only where vacuum has been; by default it waits until a fifth of the table has changed
        migrations.RunSQL(
            "ALTER TABLE listings_listing"
            " SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05)",
            "ALTER TABLE listings_listing"
            " RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)",
        ),
        migrations.RunSQL("RESET statement_timeout", migrations.RunSQL.noop),
    ]
