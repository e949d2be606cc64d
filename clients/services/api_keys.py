"""Making API keys, and finding out whose one is."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from clients.models import ApiKey, Client
from propscrape.tenancy import staff_scope

KEY_PREFIX = "ps_live_"
RANDOM_BYTES = 32
SHOWN_CHARACTERS = 8
# Any key is shorter; a longer header is refused before it is hashed
MAX_KEY_LENGTH = 200
LAST_USED_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request: a client by one of its keys. Stands in for DRF's user."""

    client_id: UUID
    name: str
    key_id: UUID
    scopes: frozenset[str]
    limits: dict[str, int | None]
    is_authenticated: bool = True

    @property
    def pk(self) -> UUID:
        """What request logs call the user."""
        return self.client_id


def generate_key() -> str:
    """A new key in clear: the prefix and 256 random bits, URL-safe base64."""
    return KEY_PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def digest_of(key: str) -> bytes:
    """SHA-256 of a key. A plain hash is enough: a key is 256 random bits, not a password."""
    return hashlib.sha256(key.encode()).digest()


def create_key(
    *,
    client: Client,
    name: str,
    scopes: Sequence[str] = (ApiKey.Scope.READ, ApiKey.Scope.WRITE),
    expires_at: datetime | None = None,
    key: str | None = None,
) -> tuple[ApiKey, str]:
    """Store a key of `client`; returns the row and the key in clear, which is shown once and never kept.

    `key` is given only to make a known one again (the demo's). Call it inside a scope that may write the client's rows.
    """
    key = key or generate_key()
    row = ApiKey.objects.create(
        client=client,
        name=name,
        prefix=key.removeprefix(KEY_PREFIX)[:SHOWN_CHARACTERS],
        digest=digest_of(key),
        scopes=list(scopes),
        expires_at=expires_at,
    )
    return row, key


def find_caller(key: str) -> Caller | None:
    """Whose key this is; None when it is unknown, revoked, expired or of an inactive client."""
    if len(key) > MAX_KEY_LENGTH:
        return None
    with staff_scope():
        row = ApiKey.objects.usable().select_related("client").filter(digest=digest_of(key)).first()
        if row is None:
            return None
        _note_use(row)
    return Caller(
        client_id=row.client_id,
        name=row.client.name,
        key_id=row.pk,
        scopes=frozenset(row.scopes),
        limits={
            "post_html": row.client.limit_post_html,
            "post_url": row.client.limit_post_url,
            "get": row.client.limit_get,
            "webhooks": row.client.limit_webhooks,
            "search": row.client.limit_search,
            "exports": row.client.limit_exports,
            "watches": row.client.limit_watches,
        },
    )


def _note_use(row: ApiKey) -> None:
    """At most one write a minute and key; two requests at once write it once."""
    now = timezone.now()
    if row.last_used_at is None or row.last_used_at < now - LAST_USED_STEP:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - LAST_USED_STEP)
        ApiKey.objects.filter(stale, pk=row.pk).update(last_used_at=now)
