"""Watches, for staff: what is looked at again, how that goes, and pausing it."""

from collections.abc import Mapping

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from listings.admin.cells import OUTCOMES, in_time
from listings.models import Watch
from listings.services.watches import change_watch
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, inside_link, outside_link, when
from propscrape.console_filters import RecentValuesFilter


@admin.register(Watch)
class WatchAdmin(FactAdmin[Watch]):
    """Pages that are looked at on a schedule."""

    list_display = ("page", "kind", "cadence", "standing", "next_look", "last_look", "last_result", "failures", "owner")
    list_filter = (
        "state", "paused_reason", "kind", "cadence", ("portal", RecentValuesFilter), ("client", RecentValuesFilter),
        ("deleted_at", admin.EmptyFieldListFilter),
    )  # fmt: skip
    list_select_related = ("client",)
    search_fields = ("=canonical_url", "=portal", "=id")
    search_help_text = "A whole page address, a portal slug or a watch's id"
    ordering = ("-created_at",)
    actions = ("pause", "resume", "look_now")  # type: ignore[assignment]  # facts have none
    fields = readonly_fields = (
        "page", "client", "kind", "portal", "cadence", "standing", "next_look", "last_look", "last_result", "failures",
        "looks", "created_at", "deleted_at",
    )  # fmt: skip
    empty_hint = "Nothing is watched yet. A client does: POST /public_api/v1/watches with a page's url."

    @admin.display(description="page", ordering="canonical_url")
    def page(self, watch: Watch) -> Cell:
        """The page's address."""
        return outside_link(watch.url)

    @admin.display(description="state", ordering="state")
    def standing(self, watch: Watch) -> Cell:
        """Whether it is looked at, and if not, why."""
        if watch.deleted_at:
            return badge("deleted")
        if watch.state == Watch.State.ACTIVE:
            return badge("active", "good")
        return badge(watch.get_paused_reason_display() or "paused", "bad" if watch.failures else "fair")

    @admin.display(description="next look", ordering="next_due_at")
    def next_look(self, watch: Watch) -> Cell:
        """When it is looked at again."""
        return in_time(watch.next_due_at) if watch.state == Watch.State.ACTIVE and not watch.deleted_at else "none"

    @admin.display(description="last look", ordering="last_scrape_at")
    def last_look(self, watch: Watch) -> Cell:
        """When it was last looked at."""
        return when(watch.last_scrape_at)

    @admin.display(description="result", ordering="last_outcome")
    def last_result(self, watch: Watch) -> Cell:
        """What came of it."""
        return badge(*OUTCOMES[watch.last_outcome]) if watch.last_outcome else UNKNOWN

    @admin.display(description="looks")
    def looks(self, watch: Watch) -> Cell:
        """Where its scrapes are listed."""
        return inside_link(f"{reverse('admin:listings_scrape_changelist')}?watch__id__exact={watch.pk}", "its scrapes")

    @admin.action(description="Pause", permissions=["act"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Watch]) -> None:
        """They are looked at no more until somebody resumes them."""
        changed = {"state": Watch.State.PAUSED, "paused_reason": Watch.Reason.STAFF}
        self._change(request, queryset.filter(state=Watch.State.ACTIVE), changed, "Watches paused")

    @admin.action(description="Resume", permissions=["act"])
    def resume(self, request: HttpRequest, queryset: QuerySet[Watch]) -> None:
        """They are looked at within seconds, and on their schedule from then on."""
        paused = queryset.filter(state=Watch.State.PAUSED)
        self._change(request, paused, {"state": Watch.State.ACTIVE}, "Watches resumed")

    @admin.action(description="Look now", permissions=["act"])
    def look_now(self, request: HttpRequest, queryset: QuerySet[Watch]) -> None:
        """The next sweep queues a look at each."""
        active = queryset.filter(state=Watch.State.ACTIVE)
        self._change(request, active, {"next_due_at": timezone.now()}, "Looks asked for")

    def _change(self, request: HttpRequest, watches: QuerySet[Watch], values: Mapping[str, object], done: str) -> None:
        chosen = list(watches.filter(deleted_at__isnull=True))
        for watch in chosen:
            change_watch(client_id=watch.client_id, watch_id=watch.pk, values=values, by_staff=True)
        self.message_user(request, f"{done}: {len(chosen)}")
