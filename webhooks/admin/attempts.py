"""What was tried, for staff to look at."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, milliseconds, shortened, when
from propscrape.console_filters import RecentValuesFilter
from webhooks.admin import cells
from webhooks.admin.cells import answer_badge, to_delivery
from webhooks.admin.searching import find_uuid
from webhooks.admin.words import error_in_words, status_in_words
from webhooks.models import Attempt, Delivery

SECRETS = ("delivery__subscription__secret_sealed", "delivery__subscription__previous_secret_sealed")


@admin.register(Attempt)
class AttemptAdmin(FactAdmin[Attempt]):
    """Every try, newest first: by id, which is in the order in which they were written."""

    list_display = ("started", "result", "what", "address", "number", "took", "owner")
    list_filter = (("error_code", RecentValuesFilter), ("client", RecentValuesFilter))
    list_select_related = ("client", "delivery__event", "delivery__subscription")
    search_fields = ("delivery__pk",)
    search_help_text = "The id of a delivery or of an event"
    sortable_by = ("started",)
    ordering = ("-pk",)
    fields = readonly_fields = (
        "started", "result", "reason", "took", "answer", "number", "delivery_link", "client", "id",
    )  # fmt: skip
    empty_hint = "Nothing was tried yet. Each try to deliver an event leaves its outcome here."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attempt]:
        """Without what is long or secret, and on no page."""
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        return rows.defer("delivery__event__data", *SECRETS)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Attempt], search_term: str
    ) -> tuple[QuerySet[Attempt], bool]:
        """By the id of what was to be delivered."""
        if not search_term:
            return queryset, False
        pk = find_uuid(search_term)
        return queryset.filter(delivery__in=Delivery.objects.filter(Q(pk=pk) | Q(event=pk))), False

    @admin.display(description="started", ordering="pk")
    def started(self, attempt: Attempt) -> Cell:
        """When."""
        return when(attempt.started_at)

    @admin.display(description="result")
    def result(self, attempt: Attempt) -> Cell:
        """The status, or why there is none."""
        return answer_badge(attempt)

    @admin.display(description="in words")
    def reason(self, attempt: Attempt) -> str:
        """The same, in words."""
        if attempt.error_code:
            return error_in_words(attempt.error_code)
        return status_in_words(attempt.http_status) if attempt.http_status else UNKNOWN

    @admin.display(description="event")
    def what(self, attempt: Attempt) -> Cell:
        """The event's type."""
        return shortened(attempt.delivery.event.type)

    @admin.display(description="to")
    def address(self, attempt: Attempt) -> Cell:
        """Where it went."""
        return cells.address(attempt.delivery.subscription)

    @admin.display(description="took")
    def took(self, attempt: Attempt) -> str:
        """How long the answer took, or was waited for."""
        return milliseconds(attempt.duration_ms)

    @admin.display(description="start of the answer")
    def answer(self, attempt: Attempt) -> Cell:
        """The first KB of what came back: somebody else's text."""
        return format_html('<pre class="data">{}</pre>', attempt.excerpt) if attempt.excerpt else "empty"

    @admin.display(description="delivery")
    def delivery_link(self, attempt: Attempt) -> Cell:
        """What was to be delivered, with all its attempts."""
        return to_delivery(attempt.delivery_id, f"{attempt.delivery.event.type} to {attempt.delivery.subscription.url}")
