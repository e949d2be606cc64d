"""How many rows a list of the console says it has."""

import pytest
from django.db import connection

from listings.models import Portal
from listings.services.portals import sync_portals
from propscrape.console_paging import EstimatingPaginator

pytestmark = pytest.mark.django_db
PORTALS = 129


@pytest.fixture(autouse=True)
def portals():
    sync_portals()


def paginator(rows):
    return EstimatingPaginator(rows, 50)


def test_a_small_table_is_counted():
    assert paginator(Portal.objects.order_by("slug")).count == PORTALS


def test_what_a_filter_leaves_is_counted():
    assert (
        paginator(Portal.objects.filter(country="GB").order_by("slug")).count
        == Portal.objects.filter(country="GB").count()
    )


def test_a_large_table_is_estimated_and_a_filter_of_it_is_not(monkeypatch):
    monkeypatch.setattr("propscrape.row_counts.EXACT_BELOW", 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE listings_portal")
        cursor.execute("INSERT INTO listings_portal (slug, host, country, currency, locale, area_unit, content_source,"
                       " tier, needs_javascript, is_enabled) VALUES ('late', 'late.example', 'GB', 'GBP', 'en-GB',"
                       " 'sqft', 'html', 'core', false, true)")  # fmt: skip
    assert paginator(Portal.objects.order_by("slug")).count == PORTALS
    assert paginator(Portal.objects.filter(slug="late").order_by("slug")).count == 1


def test_a_list_in_memory_has_its_length():
    assert paginator([1, 2, 3]).count == 3
