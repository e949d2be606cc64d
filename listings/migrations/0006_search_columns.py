"""Columns that search compares with, and the function that looks listings up by their words.

The columns begin as NULL, so the table is not written anew; the next migration fills them.
"""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations, models

from propscrape.roles import CLIENT_ROLE, STAFF_ROLE

FUNCTION = "public.listing_ids_with_text(text[], integer)"

# Staff's policy lets all rows through, so LIKE may use its index; the client is compared here instead. Parameters stay
# parameters: what is put together is but the number of comparisons. How many rows a LIKE lets through is a guess to the
# planner; where it guesses many, it would rather read the client's whole table.
CREATE_FUNCTION = f"""
    CREATE FUNCTION public.listing_ids_with_text(patterns text[], at_most integer) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_indexscan = off AS $function$
    BEGIN
        RETURN QUERY EXECUTE
            'SELECT id FROM public.listings_listing
             WHERE client_id = NULLIF(current_setting(''app.client_id'', true), '''')::uuid'
            || (SELECT string_agg(format(' AND search_text LIKE ($1)[%s]', place), '')
                FROM generate_series(1, cardinality(patterns)) AS place)
            || ' LIMIT $2'
        USING patterns, at_most;
    END
    $function$
"""

HAND_OVER = [
    f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC",
    f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO {CLIENT_ROLE}, {STAFF_ROLE}",
    # Who is to own a function must be allowed to make one there, for as long as it takes
    f"GRANT CREATE ON SCHEMA public TO {STAFF_ROLE}",
    f"ALTER FUNCTION {FUNCTION} OWNER TO {STAFF_ROLE}",
    f"REVOKE CREATE ON SCHEMA public FROM {STAFF_ROLE}",
]


class Migration(migrations.Migration):
    dependencies = [("listings", "0005_index_and_protect_work")]
    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.AddField(
            model_name='listing',
            name='area_m2',
            field=models.FloatField(editable=False, help_text='constructed_area in square metres.', null=True),
        ),
        migrations.AddField(
            model_name='listing',
            name='city_key',
            field=models.CharField(editable=False, help_text='city, folded.', max_length=255, null=True),
        ),
        migrations.AddField(
            model_name='listing',
            name='postal_code_key',
            field=models.CharField(editable=False, help_text='postal_code, folded.', max_length=40, null=True),
        ),
        migrations.AddField(
            model_name='listing',
            name='search_text',
            field=models.TextField(editable=False, help_text='Words to be found by, folded.', null=True),
        ),
        migrations.RunSQL([CREATE_FUNCTION, *HAND_OVER], f"DROP FUNCTION {FUNCTION}"),
    ]
