"""Digests, for staff: what was told to whom, and what could not be."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from listings.models import Digest
from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, badge, shortened, when
from propscrape.console_filters import RecentValuesFilter

TONES = {Digest.State.SENT: "good", Digest.State.FAILED: "fair", Digest.State.DEAD: "bad"}


@admin.register(Digest)
class DigestAdmin(FactAdmin[Digest]):
    """One row for each day, reader and channel."""

    list_display = ("day", "reader", "by", "how_far", "sent", "why")
    list_filter = ("state", "channel", ("client", RecentValuesFilter))
    list_select_related = ("client",)
    search_fields = ("=id",)
    search_help_text = "A digest's id"
    actions = ("send_again",)  # type: ignore[assignment]  # facts have none
    fields = readonly_fields = (
        "day", "reader", "channel", "how_far", "attempts", "next_attempt_at", "sent", "about", "went_wrong",
    )  # fmt: skip
    empty_hint = "No digest yet. Clients with a digest address have one every night, and so have staff by setting."

    @admin.display(description="to", ordering="client__name")
    def reader(self, digest: Digest) -> Cell:
        """Who reads it."""
        return shortened(str(digest.client or "staff"))

    @admin.display(description="by", ordering="channel")
    def by(self, digest: Digest) -> str:
        """The channel, in one word."""
        return "mail" if digest.channel == Digest.Channel.EMAIL else "webhook"

    @admin.display(description="state", ordering="state")
    def how_far(self, digest: Digest) -> Cell:
        """How it stands."""
        return badge(str(digest.get_state_display()), TONES.get(Digest.State(digest.state), "plain"))

    @admin.display(description="sent", ordering="sent_at")
    def sent(self, digest: Digest) -> Cell:
        """When."""
        return when(digest.sent_at)

    @admin.display(description="subject or error")
    def why(self, digest: Digest) -> Cell:
        """What it was called, or why it is not sent."""
        return shortened(digest.error or digest.subject)

    @admin.display(description="subject")
    def about(self, digest: Digest) -> Cell:
        """What it was called."""
        return shortened(digest.subject)

    @admin.display(description="error")
    def went_wrong(self, digest: Digest) -> Cell:
        """Of the latest attempt."""
        return shortened(digest.error)

    @admin.action(description="Send again", permissions=["act"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Digest]) -> None:
        """The next sweep sends them, within a minute."""
        ended = queryset.filter(state__in=Digest.ENDED)
        count = ended.update(state=Digest.State.QUEUED, attempts=0, next_attempt_at=timezone.now(), error="")
        self.message_user(request, f"Digests queued: {count}")
