"""What groups are made of, for staff: pairs, decisions, and the work of finding them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from listings.admin.match_cells import compare_url, listing_link
from listings.models import MatchDecision, MatchKey, MatchMember, MatchPair, MatchWork
from listings.services.match_decisions import withdraw_decision
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, inside_link, share, when
from propscrape.console_filters import RecentValuesFilter

MAX_AT_ONCE = 100
SUBJECTS = ("first__title", "first__canonical_url", "second__title", "second__canonical_url")
TONES = {"queued": "fair", "running": "fair", "done": "good", "failed": "bad", "dead": "bad"}


class _TwoListings:
    """The columns of rows that are of two listings."""

    @admin.display(description="listing")
    def one(self, row: MatchPair | MatchDecision) -> Cell:
        """The older listing."""
        return listing_link(row.first)

    @admin.display(description="other listing")
    def other(self, row: MatchPair | MatchDecision) -> Cell:
        """The newer listing."""
        return listing_link(row.second)

    @admin.display(description="why")
    def compared(self, row: MatchPair | MatchDecision) -> Cell:
        """Both beside each other."""
        return inside_link(compare_url(row.first_id, row.second_id), "compare")


@admin.register(MatchPair)
class MatchPairAdmin(_TwoListings, FactAdmin[MatchPair]):
    """Pairs that were found to be one property, the latest first."""

    list_display = ("found", "one", "other", "sure", "alike", "compared", "owner")
    list_filter = (("client", RecentValuesFilter),)
    list_select_related = ("client", "first", "second")
    search_fields = ("=first__id", "=second__id")
    search_help_text = "A whole id of a listing"
    ordering = ("-id",)
    fields = readonly_fields = ("one", "other", "sure", "alike", "compared", "found", "client")
    empty_hint = "No two listings were found to be one property so far."

    def get_queryset(self, request: HttpRequest) -> QuerySet[MatchPair]:
        """With no more of the listings than what they are called by."""
        return (
            super()
            .get_queryset(request)
            .select_related("client", "first", "second")
            .only("score", "similarity", "found_at", "client__name", *SUBJECTS)
        )

    @admin.display(description="score", ordering="score")
    def sure(self, pair: MatchPair) -> str:
        """How sure it is."""
        return share(pair.score)

    @admin.display(description="texts alike")
    def alike(self, pair: MatchPair) -> str:
        """The cosine of their texts."""
        return UNKNOWN if pair.similarity is None else f"{pair.similarity:.2f}"

    @admin.display(description="found")
    def found(self, pair: MatchPair) -> Cell:
        """When it was found, or last changed."""
        return when(pair.found_at)


@admin.register(MatchDecision)
class MatchDecisionAdmin(_TwoListings, FactAdmin[MatchDecision]):
    """What staff decided, the latest first. Taking one away lets what is found hold again."""

    list_display = ("made", "verdict", "one", "other", "compared", "made_by", "owner")
    list_filter = ("verdict", ("client", RecentValuesFilter))
    list_select_related = ("client", "first", "second")
    search_fields = ("=first__id", "=second__id", "=made_by")
    search_help_text = "A whole id of a listing, or who decided"
    ordering = ("-made_at",)
    actions = ("withdraw",)  # type: ignore[assignment]  # facts have none
    fields = readonly_fields = ("verdict", "one", "other", "compared", "made_by", "made", "client")
    empty_hint = "Nothing was decided so far. A group's page, and two listings compared, have the buttons."

    def get_queryset(self, request: HttpRequest) -> QuerySet[MatchDecision]:
        """With no more of the listings than what they are called by."""
        return (
            super()
            .get_queryset(request)
            .select_related("client", "first", "second")
            .only("verdict", "made_by", "made_at", "client__name", *SUBJECTS)
        )

    @admin.action(description="Take away: what is found holds again", permissions=["act"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[MatchDecision]) -> None:
        """Their groups are made anew."""
        chosen = list(queryset[:MAX_AT_ONCE])
        self.log_deletions(request, queryset.filter(pk__in=[decision.pk for decision in chosen]))
        for decision in chosen:
            withdraw_decision(client_id=decision.client_id, decision_id=decision.pk)
        self.message_user(request, f"Decisions taken away: {len(chosen)}")

    @admin.display(description="made", ordering="made_at")
    def made(self, decision: MatchDecision) -> Cell:
        """When it was made."""
        return when(decision.made_at)


@admin.register(MatchWork)
class MatchWorkAdmin(FactAdmin[MatchWork]):
    """Which listings wait to be compared, and how it went with the others."""

    list_display = ("subject", "standing", "attempts", "candidates", "compared_at", "due", "owner")
    list_display_links = ("standing",)  # the listing's cell leads to the listing
    list_filter = ("state", ("client", RecentValuesFilter))
    list_select_related = ("client", "listing")
    search_fields = ("=listing__id",)
    search_help_text = "A whole id of a listing"
    ordering = ("-listing_id",)
    fields = readonly_fields = ("subject", "standing", "attempts", "candidates", "compared_at", "due", "client")
    empty_hint = "No listing was stored since matching is there."

    @admin.display(description="listing")
    def subject(self, work: MatchWork) -> Cell:
        """The listing."""
        return listing_link(work.listing)

    @admin.display(description="state", ordering="state")
    def standing(self, work: MatchWork) -> Cell:
        """How far it is."""
        return badge(work.get_state_display(), TONES[work.state])

    @admin.display(description="compared")
    def compared_at(self, work: MatchWork) -> Cell:
        """When it was last compared."""
        return when(work.matched_at)

    @admin.display(description="due", ordering="next_attempt_at")
    def due(self, work: MatchWork) -> Cell:
        """When its turn is."""
        return when(work.next_attempt_at) if work.state in MatchWork.UNFINISHED else UNKNOWN


class _Hidden(FactAdmin):  # type: ignore[type-arg]
    """Rows that have a page for those who know their id, and no place on the first page."""

    list_select_related = ("client",)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """None: the list of tables leaves it out."""
        return {}


@admin.register(MatchKey)
class MatchKeyAdmin(_Hidden):
    """The keys that listings are found under."""

    list_display = ("key", "listing_id", "owner")
    ordering = ("-id",)


@admin.register(MatchMember)
class MatchMemberAdmin(_Hidden):
    """Which listing is in which group."""

    list_display = ("listing_id", "group_id", "owner")
    ordering = ("-listing_id",)
