"""Where a digest goes: a client's own addresses, or those that staff set."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from clients.models import Client
from listings.models import Digest
from propscrape.sealing import unseal
from propscrape.tenancy import staff_scope

Channel = Digest.Channel


@dataclass(frozen=True, slots=True)
class Addresses:
    """Mail addresses, and a webhook's; empty where there are none. `is_trusted` says that staff set them."""

    emails: tuple[str, ...]
    slack_url: str
    is_trusted: bool

    def has(self, channel: str) -> bool:
        """Whether there is one for a channel."""
        return bool(self.emails if channel == Channel.EMAIL else self.slack_url)


NOWHERE = Addresses((), "", is_trusted=False)


def addresses_for(client_id: UUID | None, channel: str) -> Addresses:
    """Where to by a channel, now; NOWHERE for who has switched digests off. Raises SealBroken."""
    if not settings.DIGESTS:
        return NOWHERE
    if client_id is None:
        return Addresses(tuple(settings.STAFF_DIGEST_EMAILS), settings.STAFF_DIGEST_SLACK_URL, is_trusted=True)
    with staff_scope():
        client = Client.objects.filter(pk=client_id, is_active=True, digest_off=False).first()
    return NOWHERE if client is None else _of(client, channel)


def readers() -> Iterator[tuple[UUID | None, Channel]]:
    """Everybody who wants a digest, with each channel by which it is wanted; staff is None."""
    if not settings.DIGESTS:
        return
    yield from ((None, channel) for channel in Channel if addresses_for(None, channel).has(channel))
    with staff_scope():
        clients = list(
            Client.objects.filter(is_active=True, digest_off=False).only(
                "digest_email", "digest_email_off", "digest_slack_sealed"
            )
        )
    for client in clients:
        if _has_mail(client):
            yield client.pk, Channel.EMAIL
        if client.digest_slack_sealed:
            yield client.pk, Channel.SLACK


def _of(client: Client, channel: str) -> Addresses:
    """Sealed ones are opened for their own channel alone: one that does not open stops no mail."""
    if channel == Channel.EMAIL:
        return Addresses((client.digest_email or "",), "", is_trusted=False) if _has_mail(client) else NOWHERE
    sealed = client.digest_slack_sealed
    return Addresses((), unseal(bytes(sealed)), is_trusted=False) if sealed else NOWHERE


def _has_mail(client: Client) -> bool:
    return bool(client.digest_email) and not client.digest_email_off
