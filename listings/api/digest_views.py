"""The route by which a client decides of its digests."""

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from clients.models import Client
from listings.digest.choosing import choose_digests, chosen_by
from propscrape.api.fields import StrictSerializer, TextField, YesNoField
from propscrape.api.responses import success
from propscrape.canonical_url import MAX_URL_LENGTH


class DigestChangeSerializer(StrictSerializer):
    """PATCH /digest: {off?, email_off?, slack_url?}; a slack_url of null takes the webhook away."""

    off = YesNoField(required=False)
    email_off = YesNoField(required=False)
    slack_url = TextField(required=False, allow_null=True, max_length=MAX_URL_LENGTH)


class DigestView(ClientAPIView):
    """GET where the client's digests go, PATCH whether they do."""

    limits: ClassVar[dict[str, str]] = {"GET": "get", "PATCH": "webhooks"}

    def get(self, request: Request) -> Response:
        """200 with what is chosen; a webhook's address is a secret, and is not shown again."""
        return success(digest=digest_json(chosen_by(self.client_id)))

    def patch(self, request: Request) -> Response:
        """200 with what is chosen now, or VALIDATION_ERROR."""
        changes = DigestChangeSerializer(data=dict(request.data))
        changes.is_valid(raise_exception=True)
        return success(digest=digest_json(choose_digests(client_id=self.client_id, values=changes.validated_data)))


def digest_json(client: Client) -> dict[str, Any]:
    """What a client has chosen, and the mail address that staff set."""
    return {
        "off": client.digest_off,
        "email": client.digest_email,
        "email_off": client.digest_email_off,
        "has_slack": client.digest_slack_sealed is not None,
    }
