"""Who gets in, what a key may do, and how often."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from clients.models import ApiKey, Client
from clients.services.api_keys import KEY_PREFIX, digest_of, find_caller, generate_key
from clients.services.demo import provision_demo
from propscrape.tenancy import staff_scope
from tests.factories import make_client, make_key

pytestmark = pytest.mark.django_db
URL = {"url": "https://www.rightmove.co.uk/properties/1"}


def code_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_a_key_is_256_random_bits_of_which_a_hash_and_eight_characters_are_kept(client_account):
    key = make_key(client_account)
    with staff_scope():
        row = ApiKey.objects.get(client=client_account)
    assert key.startswith(KEY_PREFIX)
    assert len(key.removeprefix(KEY_PREFIX)) == 43  # 32 bytes in base64 without padding
    assert bytes(row.digest) == digest_of(key)
    assert row.prefix == key[len(KEY_PREFIX) : len(KEY_PREFIX) + 8]
    assert key not in str(row.__dict__)


def test_no_two_keys_are_alike():
    assert len({generate_key() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("key", [None, "", "ps_live_wrong", "x" * 10_000, "ps_live_\u00e9"])
def test_no_key_or_a_wrong_one_is_unauthorized(call, key):
    answer = call("get", "/listings", URL, key=key)
    assert code_of(answer) == (401, "UNAUTHORIZED")


@pytest.mark.parametrize(
    "spoiled",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"client__is_active": False},
    ],
    ids=["revoked", "expired", "inactive client"],
)
def test_a_spoiled_key_is_unauthorized(call, client_account, api_key, spoiled):
    with staff_scope():
        if "client__is_active" in spoiled:
            Client.objects.filter(pk=client_account.pk).update(is_active=False)
        else:
            ApiKey.objects.filter(client=client_account).update(**spoiled)
    assert code_of(call("get", "/listings", URL)) == (401, "UNAUTHORIZED")


def test_a_key_that_expires_later_is_good(call, client_account):
    key = make_key(client_account, expires_at=timezone.now() + timedelta(hours=1))
    assert code_of(call("get", "/listings", URL, key=key)) == (404, "LISTING_NOT_FOUND")


def test_a_key_in_the_query_string_is_refused_even_when_it_is_right(call, api_key):
    for name in ("api_key", "Key", "access_token"):
        answer = call("get", "/listings", URL | {name: api_key}, key=None)
        assert code_of(answer) == (401, "UNAUTHORIZED")
        assert code_of(call("get", "/listings", URL | {name: api_key})) == (401, "UNAUTHORIZED")


def test_a_key_that_may_only_read_cannot_write(call, client_account):
    key = make_key(client_account, scopes=["read"])
    assert code_of(call("post", "/listings", URL | {"html": "<p>"}, key=key)) == (403, "FORBIDDEN")
    assert code_of(call("get", "/listings", URL, key=key)) == (404, "LISTING_NOT_FOUND")


def test_the_last_use_of_a_key_is_noted_at_most_once_a_minute(client_account, api_key):
    def last_used():
        with staff_scope():
            return ApiKey.objects.get(client=client_account).last_used_at

    assert last_used() is None
    find_caller(api_key)
    first = last_used()
    assert first is not None
    find_caller(api_key)
    assert last_used() == first


def test_open_routes_need_no_key(call):
    assert call("get", "/supported_sites", key=None).status_code == 200
    assert call("get", "/health", key=None).json()["success"] is True


def test_requests_above_the_limit_are_told_when_to_come_back(call, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"get": 3}
    answers = [call("get", "/listings", URL) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"3"}
    refused = answers[-1]
    assert code_of(refused) == (429, "RATE_LIMITED")
    assert 1 <= int(refused["Retry-After"]) <= 65
    assert refused["Retry-After"] == refused["RateLimit-Reset"]


def test_limits_are_each_clients_own_and_may_be_set_for_one(call, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"get": 1}
    generous = make_key(make_client(limit_get=2))
    assert [call("get", "/listings", URL).status_code for _ in range(2)] == [404, 429]
    assert [call("get", "/listings", URL, key=generous).status_code for _ in range(3)] == [404, 404, 429]


def test_a_limit_of_nothing_allows_nothing(call):
    assert call("get", "/listings", URL, key=make_key(make_client(limit_get=0))).status_code == 429


def test_head_counts_as_get(call, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"get": 1}
    assert [call("head", "/listings", URL).status_code for _ in range(2)] == [404, 429]


def test_refused_posts_are_counted(call, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"post_html": 2}
    bodies = (b"no json", b'{"html": "<p>"}', b"{}")
    assert [call("post", "/listings", body).status_code for body in bodies] == [400, 400, 429]


def test_a_large_body_over_the_limit_is_not_read(call, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"post_html": 1}
    large = b"x" * (2 * 1024 * 1024)
    assert [call("post", "/listings", large).json()["error"]["code"] for _ in range(2)] == [
        "INVALID_JSON",
        "RATE_LIMITED",
    ]


def test_a_refused_key_is_told_how_to_come_in(call):
    assert call("get", "/listings", URL, key="ps_live_wrong")["WWW-Authenticate"] == "ApiKey"


def test_a_count_that_redis_lost_starts_again(db):
    from django.core.cache import cache

    assert cache.incr("never-added") == 1
    assert cache.incr("never-added") == 2


def test_posts_with_html_and_by_url_are_counted_apart(call, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"post_html": 1, "post_url": 1}
    page = URL | {"html": "<p>"}
    assert call("post", "/listings", page).status_code == 422
    assert call("post", "/listings", page).status_code == 429
    assert call("post", "/listings", {"url": "https://nowhere.example/"}).status_code == 400
    assert call("post", "/listings", {"url": "https://nowhere.example/"}).status_code == 429


def test_without_redis_the_limit_holds_in_process(call, settings, dead_redis):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"get": 2}
    assert [call("get", "/listings", URL).status_code for _ in range(3)] == [404, 404, 429]


@pytest.fixture
def dead_redis(settings):
    """A cache at an address where nothing listens."""
    from django.core.cache import caches
    from django.core.cache.backends.locmem import LocMemCache

    dead = settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": dead}
    LocMemCache("shared-cache-fallback", {}).clear()
    assert caches["default"].add("probe", 1)


def test_a_count_that_redis_took_with_it_starts_again_in_process(dead_redis):
    from django.core.cache import cache

    assert [cache.incr("counted-elsewhere") for _ in range(3)] == [1, 2, 3]
    assert cache.add("counted-elsewhere", 1) is False


def test_the_demo_is_made_once_and_keeps_its_credentials(tmp_path):
    file = tmp_path / "home" / "credentials.json"
    first = provision_demo(api_key=None, staff_password=None, credentials_file=file)
    again = provision_demo(api_key=None, staff_password=None, credentials_file=file)
    assert first == again
    assert file.stat().st_mode & 0o777 == 0o600
    assert find_caller(first.api_key).name == "Demo"
    assert get_user_model().objects.get(username=first.staff_username).check_password(first.staff_password)


def test_the_demo_takes_the_key_and_password_it_is_given(tmp_path):
    provision_demo(api_key=None, staff_password=None, credentials_file=tmp_path / "c.json")
    given = provision_demo(
        api_key="ps_live_given", staff_password="given-password", credentials_file=tmp_path / "c.json"
    )
    assert (given.api_key, given.staff_password) == ("ps_live_given", "given-password")
    assert find_caller("ps_live_given").name == "Demo"
    user = get_user_model().objects.get(username=given.staff_username)
    assert user.check_password("given-password")
    assert user.is_staff
