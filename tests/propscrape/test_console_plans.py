"""Lists of the console begin at an index: their tables grow without end, and staff want the first page."""

import pytest
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.db import connection

from listings.models import Listing, Scrape
from pricehistory.models import CurrentPrice, Movement, PriceHold, PriceSnapshot
from propscrape.tenancy import staff_scope


@pytest.mark.django_db
@pytest.mark.parametrize("model", [CurrentPrice, Listing, Movement, PriceHold, PriceSnapshot, Scrape])
def test_the_first_page_of_a_list_sorts_no_table(rf, model):
    request = rf.get("/")
    request.user = get_user_model().objects.create_superuser("boss")
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")  # sorts where there is no other way
        rows = site.get_model_admin(model).get_changelist_instance(request).get_queryset(request)
        plan = rows[:50].explain()
    assert [line for line in plan.splitlines() if line.strip().startswith(("Sort  (", "->  Sort  ("))] == []
