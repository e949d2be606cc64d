"""Every page of ours is sent with a policy under which it works: nothing in it runs but files of our own."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from propscrape.page_policy import POLICY

pytestmark = pytest.mark.django_db
# An inline script, style or handler, which the policy stops; in noscript it is for browsers without scripts alone
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
LISTS = sorted(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry)


@pytest.fixture
def boss():
    """A browser with somebody logged in who may do everything."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(get_user_model().objects.create_superuser("boss", password="a-long-password"))
    return browser


@pytest.mark.parametrize("name", ["admin:index", "ai_map:index", "admin:listings_portal_add", *LISTS])
def test_a_page_of_the_console_bears_the_policy_and_holds_to_it(boss, name):
    page = boss.get(reverse(name))
    assert page["Content-Security-Policy"] == POLICY
    assert INLINE.findall(NOSCRIPT.sub("", page.content.decode())) == []


def test_the_login_and_a_refusal_bear_it_too(boss):
    assert Client().get("/admin/login/")["Content-Security-Policy"] == POLICY
    refused = boss.post("/admin/ai-map/from-page/", {})
    assert (refused.status_code, refused["Content-Security-Policy"]) == (403, POLICY)


def test_a_policy_is_for_pages_alone(boss):
    assert "Content-Security-Policy" not in boss.get("/health").headers
