"""Giving listings that were stored before search knew them what it compares with."""

from typing import Any

from django.db import connection

from listings.models import Listing
from listings.services.search_columns import SEARCHED, search_columns
from propscrape.tenancy import staff_scope

BATCH = 500
TABLE = Listing._meta.db_table
FILL = f"""
    UPDATE {TABLE} l
    SET area_m2 = made.area_m2, city_key = made.city_key, postal_code_key = made.postal_code_key,
        search_text = made.search_text
    FROM unnest(%(ids)s::uuid[], %(area_m2)s::float8[], %(city_key)s::text[], %(postal_code_key)s::text[],
                %(search_text)s::text[]) AS made(id, area_m2, city_key, postal_code_key, search_text)
    WHERE l.id = made.id
"""  # noqa: S608  a table name of our own


def fill_search_columns() -> int:
    """Fill them where they are empty, 500 listings in a transaction, beside whatever else goes on; how many it were.

    A listing that somebody is writing at the moment is passed over: an import fills it itself.
    """
    filled = 0
    while count := _fill_some():
        filled += count
    return filled


def _fill_some() -> int:
    read = ("pk", "constructed_area", "area_unit", *SEARCHED)
    with staff_scope():
        empty = Listing.objects.filter(search_text__isnull=True).order_by("pk").only(*read)
        found = list(empty.select_for_update(skip_locked=True)[:BATCH])
        if not found:
            return 0
        made = [search_columns({name: getattr(listing, name) for name in read}) for listing in found]
        columns: dict[str, Any] = {name: [each[name] for each in made] for name in made[0]}
        with connection.cursor() as cursor:
            cursor.execute(FILL, columns | {"ids": [listing.pk for listing in found]})
    return len(found)
