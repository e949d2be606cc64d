"""What a client decides of its own digests: whether it has any, and the webhook. Its mail address is for staff to set.

Whoever holds a key could have mails sent to anybody otherwise, with words of its own choosing in them.
"""

from typing import Any
from uuid import UUID

from clients.models import Client
from listings.digest.slack import slack_policy
from propscrape.address_policy import AddressRefused
from propscrape.errors import InvalidRequest
from propscrape.sealing import seal
from propscrape.tenancy import client_scope, staff_scope


def chosen_by(client_id: UUID) -> Client:
    """The client, with its digest columns."""
    with client_scope(client_id):
        return Client.objects.get(pk=client_id)


def choose_digests(*, client_id: UUID, values: dict[str, Any]) -> Client:
    """Change `off`, `email_off` and `slack_url` (None: no webhook), those that are given.

    Raises InvalidRequest for a webhook to which nothing may be sent.
    """
    names = {"off": "digest_off", "email_off": "digest_email_off"}
    changes = {names[name]: value for name, value in values.items() if name in names}
    if "slack_url" in values:
        changes["digest_slack_sealed"] = _sealed(values["slack_url"])
    if changes:
        with staff_scope():
            Client.objects.filter(pk=client_id).update(**changes)
    return chosen_by(client_id)


def _sealed(url: str | None) -> bytes | None:
    if url is None:
        return None
    try:
        slack_policy().check_url(url)
    except AddressRefused as error:
        raise InvalidRequest(f"Nothing may be sent to this address: {error}", details={"field": "slack_url"}) from error
    return seal(url)
