"""What tests share: a client, its key, and a way to call the API as it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client as HttpClient
from django.test import override_settings
from hypothesis import HealthCheck, settings

from clients.models import Client
from listings.services.current_mappings import CURRENT
from listings.services.health.quarantine import BROKEN_PORTALS
from listings.services.portal_index import INDEX
from tests.emptying import emptied_by_what_is_left
from tests.factories import make_client, make_key

# How fast a busy machine draws examples says nothing of what is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

API = "/public_api/v1"


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Hundreds of tests make a member of staff, and none is about how long it takes to guess a password."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_emptying() -> Iterator[None]:
    """Hundreds of tests commit what they write, and few of them write to more than some tables."""
    with emptied_by_what_is_left():
        yield


@pytest.fixture
def client_account(db: None) -> Client:
    """A client with nothing yet."""
    return make_client()


@pytest.fixture
def api_key(client_account: Client) -> str:
    """A key of client_account that may read and write."""
    return make_key(client_account)


@pytest.fixture
def call(api_key: str) -> Callable[..., HttpResponse]:
    """Call the API as client_account: call("get", "/listings", {"url": ...})."""
    http = HttpClient(raise_request_exception=False)

    def _call(method: str, route: str, *args: Any, key: str | None = api_key, **options: Any) -> Any:
        headers = {"X-Api-Key": key} | options.pop("headers", {}) if key else options.pop("headers", {})
        if method == "post" and "content_type" not in options:
            options["content_type"] = "application/json"
        return getattr(http, method)(API + route, *args, headers=headers, **options)

    return _call


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Requests of one test do not count against another's limits."""
    cache.clear()


@pytest.fixture(autouse=True)
def fresh_mappings() -> None:
    """The mappings that one test made active read no page of another."""
    CURRENT.forget()


@pytest.fixture(autouse=True)
def fresh_portals() -> None:
    """A portal that one test registered is none in another."""
    INDEX.forget()
    BROKEN_PORTALS.forget()
