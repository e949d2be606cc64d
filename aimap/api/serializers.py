"""What a request for a mapping may hold, and how a proposal looks in an answer."""

import json
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from aimap.induction.captures import MAX_CAPTURES
from aimap.models import Proposal
from clients.services.spending import cost_of
from listings.api.serializers import PageField, PageUrlField
from propscrape.api.fields import DistinctListField, StrictSerializer, YesNoField
from propscrape.canonical_url import MAX_URL_LENGTH


class ProposalRequest(StrictSerializer):
    """POST: {url, html} or {capture_ids, url?}; use_model asks a language model for what is left."""

    url = PageUrlField(max_length=MAX_URL_LENGTH, trim_whitespace=True, required=False)
    html = PageField(required=False)
    capture_ids = DistinctListField(
        child=serializers.UUIDField(), min_length=1, max_length=MAX_CAPTURES, required=False
    )
    use_model = YesNoField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A page or captures, not both and not neither."""
        if ("html" in attrs) == ("capture_ids" in attrs):
            raise serializers.ValidationError({"html": "Send html or capture_ids, one of them."})
        if "html" in attrs and "url" not in attrs:
            raise serializers.ValidationError({"url": serializers.ErrorDetail("Give the page's url.", code="required")})
        return attrs


def progress_json(proposal: Proposal) -> dict[str, Any]:
    """How far a proposal is, which is all that a page that waits needs to know."""
    return {
        "id": str(proposal.pk),
        "state": proposal.state,
        "step": proposal.step,
        "steps": proposal.steps,
        "step_name": proposal.step_name,
        "is_underway": proposal.is_underway,
    }


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """A proposal with its result. `cost_usd` is a text, as money is elsewhere."""
    failed = {"code": proposal.error_code, "message": proposal.error_message} if proposal.error_code else None
    return {
        **progress_json(proposal),
        "host": proposal.host,
        "portal": proposal.portal_id,
        "origin": proposal.origin,
        "use_model": proposal.use_model,
        "requested_by": proposal.requested_by,
        "created_at": proposal.created_at,
        "finished_at": proposal.finished_at,
        "error": failed,
        "mapping": json.loads(proposal.mapping_text) if proposal.mapping_text else None,
        "learning": proposal.learning,
        "trial": proposal.trial,
        "confidence": proposal.confidence,
        "cost_usd": str(cost_of(proposal.pk)),
        "version_id": proposal.version_id,
        "links": {
            "self": reverse("ai_map_api:proposal", args=[proposal.pk]),
            "console": reverse("ai_map:proposal", args=[proposal.pk]),
        },
    }
