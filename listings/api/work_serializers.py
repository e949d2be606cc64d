"""What requests for batches and watches may hold, and how their rows look in an answer."""

from collections.abc import Sequence
from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from clients.models import Cadence
from listings.api.serializers import PageUrlField, scrape_json
from listings.models import Scrape, ScrapeBatch, Watch
from listings.services.batches import MAX_BATCH, progress_of
from propscrape.api.fields import DistinctListField, StrictSerializer, TextField, YesNoField
from propscrape.canonical_url import MAX_URL_LENGTH

MAX_KEY = 255
PRINTABLE = RegexValidator(r"\A[\x21-\x7e]+\Z", "Send printable ASCII without spaces.")


class BatchSerializer(StrictSerializer):
    """POST /listings/batch: {urls, render?}."""

    urls = DistinctListField(child=PageUrlField(max_length=MAX_URL_LENGTH), min_length=1, max_length=MAX_BATCH)
    render = YesNoField(source="renders", allow_null=True, default=None)


class IdempotencySerializer(serializers.Serializer[Any]):
    """The header Idempotency-Key."""

    key = TextField(max_length=MAX_KEY, validators=[PRINTABLE], allow_null=True)


class NewWatchSerializer(StrictSerializer):
    """POST /watches: {url, kind?, cadence?}. Without a cadence the client's own is taken."""

    url = PageUrlField(max_length=MAX_URL_LENGTH)
    kind = serializers.ChoiceField(
        Watch.Kind.choices,
        default=Watch.Kind.LISTING,
        error_messages={"invalid_choice": f"Give one of {', '.join(Watch.Kind.values)}."},
    )
    cadence = serializers.ChoiceField(
        Cadence.choices,
        default=None,
        error_messages={"invalid_choice": f"Give one of {', '.join(Cadence.values)}."},
    )


class WatchChangeSerializer(StrictSerializer):
    """PATCH /watches/{id}: {cadence?, state?}."""

    cadence = serializers.ChoiceField(
        Cadence.choices,
        required=False,
        error_messages={"invalid_choice": f"Give one of {', '.join(Cadence.values)}."},
    )
    state = serializers.ChoiceField(
        Watch.State.choices, required=False, error_messages={"invalid_choice": "Give active or paused."}
    )


def batch_json(batch: ScrapeBatch, scrapes: Sequence[Scrape]) -> dict[str, Any]:
    """A batch: how many of its scrapes are in which state, and each of them."""
    progress = progress_of(scrapes)
    summary = {
        "id": batch.pk,
        "size": batch.size,
        "ended": progress.ended,
        "is_done": progress.ended == len(scrapes),
        "by_state": progress.by_state,
        "by_outcome": progress.by_outcome,
        "created_at": batch.created_at,
    }
    return {"batch": summary, "scrapes": list(map(scrape_json, scrapes))}


def watch_json(watch: Watch) -> dict[str, Any]:
    """A watch: what it looks at, when next, and how its last look went."""
    return {
        "id": watch.pk,
        "url": watch.url,
        "kind": watch.kind,
        "portal": watch.portal,
        "cadence": watch.cadence,
        "state": watch.state,
        "paused_reason": watch.paused_reason,
        "next_due_at": watch.next_due_at if watch.state == Watch.State.ACTIVE else None,
        "last_scrape_at": watch.last_scrape_at,
        "last_outcome": watch.last_outcome,
        "failures": watch.failures,
        "created_at": watch.created_at,
    }
