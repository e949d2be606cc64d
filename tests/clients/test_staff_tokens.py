"""Tokens of staff: hashed, revocable, and worth what their owner is worth now."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clients.models import StaffToken
from clients.services.staff_tokens import create_token, find_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    """A member of staff."""
    return get_user_model().objects.create_superuser("boss", password="a-long-password")


def test_a_token_is_kept_as_its_hash_alone_and_opens_for_its_owner(boss):
    row, token = create_token(user=boss, name="script")
    assert token.startswith("ps_staff_")
    assert token not in str(StaffToken.objects.filter(pk=row.pk).values())
    assert find_staff(token) == boss
    assert find_staff(token + "x") is None
    assert find_staff("x" * 10_000) is None


@pytest.mark.parametrize(
    "change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(seconds=1)}]
)
def test_a_revoked_or_expired_token_opens_nothing(boss, change):
    row, token = create_token(user=boss, name="script")
    StaffToken.objects.filter(pk=row.pk).update(**change)
    assert find_staff(token) is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_a_token_is_worth_nothing_once_its_owner_is_no_staff(boss, change):
    _, token = create_token(user=boss, name="script")
    get_user_model().objects.filter(pk=boss.pk).update(**change)
    assert find_staff(token) is None


def test_use_is_noted_once_a_minute(boss):
    row, token = create_token(user=boss, name="script")
    find_staff(token)
    first = StaffToken.objects.get(pk=row.pk).last_used_at
    find_staff(token)
    assert StaffToken.objects.get(pk=row.pk).last_used_at == first is not None


def test_in_the_console_everybody_makes_tokens_for_themselves_and_sees_them_once(boss):
    browser = Client()
    browser.force_login(boss)
    page = browser.post(reverse("admin:clients_stafftoken_add"), {"name": "script"}, follow=True).content.decode()
    row = StaffToken.objects.get()
    assert row.user == boss
    assert f"ps_staff_{row.prefix}" in page
    token = page.split("not shown again: ")[1].split("<")[0].strip()
    assert find_staff(token) == boss
    again = browser.get(reverse("admin:clients_stafftoken_changelist")).content.decode()
    assert token not in again
    browser.post(
        reverse("admin:clients_stafftoken_changelist"), {"action": "revoke", "_selected_action": [str(row.pk)]}
    )
    assert find_staff(token) is None
