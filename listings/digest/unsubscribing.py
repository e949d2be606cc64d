"""The signed link by which whoever reads a digest ends it, without a login (RFC 8058)."""

import hashlib
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from clients.models import Client
from propscrape.errors import NotFound
from propscrape.tenancy import client_scope, staff_scope

SALT = "propscrape digest"
MAX_TOKEN = 300


def unsubscribe_url(client_id: UUID, email: str) -> str:
    """The link; it holds as long as digests go to this address."""
    token = signing.dumps([str(client_id), _mark(email)], salt=SALT)
    return settings.PUBLIC_URL.rstrip("/") + reverse("digest-unsubscribe", args=[token])


def unsubscribe_headers(url: str) -> dict[str, str]:
    """What mail programs make a button of."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def client_of(token: str) -> Client:
    """Whose link it is. Raises NotFound for one that is not ours, or whose address is not the client's any more."""
    try:
        client_id, mark = signing.loads(token[:MAX_TOKEN], salt=SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    with client_scope(UUID(client_id)):
        client = Client.objects.filter(pk=client_id).first()
    if client is None or _mark(client.digest_email or "") != mark:
        raise NotFound
    return client


def unsubscribe(token: str) -> Client:
    """Send the client no more digests by mail; safe to do twice. Raises NotFound."""
    client = client_of(token)
    with staff_scope():
        Client.objects.filter(pk=client.pk).update(digest_email_off=True)
    return client


def _mark(email: str) -> str:
    return hashlib.sha256(email.lower().encode()).hexdigest()[:16]
