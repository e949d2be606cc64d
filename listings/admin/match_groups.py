"""Listings that are the same property, for staff: groups, two listings beside each other, and deciding of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from listings.admin.match_cells import compare_url, comparison_facts, member_row
from listings.errors import NotMergeable
from listings.matching.grouping import MAX_GROUP
from listings.models import Listing, MatchDecision, MatchGroup, MatchMember
from listings.services.match_decisions import decide_pair, merge_listings, split_group
from listings.services.match_groups import fellows_of
from listings.services.match_reading import explain_pair
from propscrape.canonical_url import canonicalize_url
from propscrape.console import FactAdmin
from propscrape.console_cells import Cell, shortened, when
from propscrape.console_filters import RecentValuesFilter
from propscrape.errors import InvalidUrl

logger = structlog.get_logger(__name__)
LISTED = (
    "listing__title", "listing__canonical_url", "listing__import_url", "listing__portal", "listing__city",
    "listing__price_float", "listing__currency", "listing__price_period", "listing__constructed_area",
    "listing__area_unit", "listing__count_bedrooms", "listing__count_rooms", "listing__floor",
    "listing__last_retrieved_at", "listing__client_id", "group_id", "client_id",
)  # fmt: skip
NO_FELLOW = "The client has no other listing with this id or page's address."
GROUP_CHANGED = "This group is not there any more; it was merged, or split."


@admin.register(MatchGroup)
class MatchGroupAdmin(FactAdmin[MatchGroup]):
    """Groups, those that changed last first. Staff merge and split them, and what they decide stands."""

    list_display = ("headline", "size", "portals", "changed", "owner")
    list_filter = (("client", RecentValuesFilter),)
    list_select_related = ("client",)
    search_fields = ("=id", "=members__listing__id", "=members__listing__canonical_url")
    search_help_text = "A whole id of a group or listing, or a page's address"
    ordering = ("-updated_at",)
    actions = ("merge",)  # type: ignore[assignment]  # facts have none
    fields = ("client",)
    empty_hint = "No property was found on two pages so far."

    def get_queryset(self, request: HttpRequest) -> QuerySet[MatchGroup]:
        """With the listings of each."""
        members = MatchMember.objects.select_related("listing").only(*LISTED).order_by("listing_id")
        return super().get_queryset(request).prefetch_related(Prefetch("members", members))

    def get_urls(self) -> list[URLPattern]:
        """With two listings beside each other, and what is posted from there and from a group's page."""
        view = self.admin_site.admin_view
        return [
            path("compare/", view(self.compare), name="listings_matchgroup_compare"),
            path("decide/", view(require_POST(self.decide)), name="listings_matchgroup_decide"),
            path("<uuid:group_id>/split/", view(require_POST(self.split)), name="listings_matchgroup_split"),
            *super().get_urls(),
        ]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: MatchGroup | None = None,
    ) -> HttpResponse:
        """With its listings beside each other."""
        if obj is not None:
            listings = [member.listing for member in obj.members.all()]
            context |= {
                "rows": [member_row(listing, listings[0]) for listing in listings],
                "anchor": listings[0] if listings else None,
                "is_nav_sidebar_enabled": False,  # the table is as wide as the window
                "may_act": self.has_act_permission(request),
                "split_url": reverse("admin:listings_matchgroup_split", args=[obj.pk]),
                "compare_url": reverse("admin:listings_matchgroup_compare"),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.action(description="Merge: they are one property", permissions=["act"])
    def merge(self, request: HttpRequest, queryset: QuerySet[MatchGroup]) -> None:
        """All listings of the chosen groups become one group."""
        chosen = list(queryset[: MAX_GROUP + 1])
        listing_ids = [member.listing_id for group in chosen for member in group.members.all()]
        if len(chosen) < 2 or len({group.client_id for group in chosen}) > 1:
            self.message_user(request, "Choose two groups or more of one client; nothing was done.", messages.ERROR)
            return
        by = request.user.get_username()
        try:
            merge_listings(client_id=chosen[0].client_id, listing_ids=listing_ids, by=by)
        except NotMergeable as error:
            self.message_user(request, f"{error.message} Nothing was done.", messages.ERROR)
            return
        for group in chosen:
            self.log_change(request, group, f"Merged: {len(chosen)} groups are one property")
        logger.info("match_groups_merged", groups=[str(group.pk) for group in chosen], staff=by)
        self.message_user(request, f"Merged: {len(listing_ids)} listings are one property", messages.SUCCESS)

    def split(self, request: HttpRequest, group_id: UUID) -> HttpResponse:
        """POST: the chosen listings are another property than the rest of the group."""
        self._may_act(request)
        back = HttpResponseRedirect(reverse("admin:listings_matchgroup_change", args=[group_id]))
        group = MatchGroup.objects.filter(pk=group_id).first()
        if group is None:
            self.message_user(request, GROUP_CHANGED, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:listings_matchgroup_changelist"))
        off = [_uuid(text) for text in request.POST.getlist("listing")[:MAX_GROUP]]
        by = request.user.get_username()
        try:
            split_group(client_id=group.client_id, group_id=group.pk, off=off, by=by)
        except NotMergeable as error:
            self.message_user(request, f"{error.message} Nothing was done.", messages.ERROR)
            return back
        self.log_change(request, group, f"Split off: {', '.join(map(str, off))}")
        logger.info("match_group_split", group=str(group.pk), off=[str(pk) for pk in off], staff=by)
        self.message_user(request, f"Split off: {len(off)}", messages.SUCCESS)
        still_there = MatchGroup.objects.filter(pk=group_id).exists()
        return back if still_there else HttpResponseRedirect(reverse("admin:listings_matchgroup_changelist"))

    def compare(self, request: HttpRequest) -> HttpResponse:
        """Two listings beside each other (?a=&b=): what speaks for one property, and against it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        first = self._listing(request.GET.get("a"))
        context: dict[str, Any] = {"first": first, "compare_url": reverse("admin:listings_matchgroup_compare")}
        context["rows"] = [member_row(other, first) for other in self._fellows(first)]
        if wanted := request.GET.get("b", "").strip():
            other = _fellow_of(first, wanted)
            if other is None:
                self.message_user(request, NO_FELLOW, messages.ERROR)
                return HttpResponseRedirect(compare_url(first.pk))
            explained = explain_pair(client_id=first.client_id, a=first.pk, b=other.pk)
            context |= comparison_facts(explained) | {
                "may_act": self.has_act_permission(request),
                "decide_url": reverse("admin:listings_matchgroup_decide"),
                "verdicts": MatchDecision.Verdict.choices,
            }
        context |= {"opts": self.opts, "is_nav_sidebar_enabled": False, "title": "Two listings compared"}
        page = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/listings/matchgroup/compare.html", page)

    def decide(self, request: HttpRequest) -> HttpResponse:
        """POST: two listings are one property, or are not."""
        self._may_act(request)
        a, b = self._listing(request.POST.get("a")), self._listing(request.POST.get("b"))
        verdict, by = request.POST.get("verdict", ""), request.user.get_username()
        if verdict not in MatchDecision.Verdict.values or a.client_id != b.client_id:
            raise BadRequest("Say whether two listings of one client are the same property.")
        try:
            decided = decide_pair(client_id=a.client_id, a=a.pk, b=b.pk, verdict=verdict, by=by)
        except NotMergeable as error:
            self.message_user(request, f"{error.message} Nothing was done.", messages.ERROR)
        else:
            words = MatchDecision.Verdict(verdict).label
            _note_in_history(request, decided, f"Decided: {words}")
            logger.info("match_decided", a=str(a.pk), b=str(b.pk), verdict=verdict, staff=by)
            self.message_user(request, f"Decided: {words}", messages.SUCCESS)
        return HttpResponseRedirect(compare_url(a.pk, b.pk))

    @admin.display(description="property")
    def headline(self, group: MatchGroup) -> Cell:
        """The title of its oldest listing."""
        members = list(group.members.all())
        return shortened(str(members[0].listing) if members else str(group))

    @admin.display(description="portals")
    def portals(self, group: MatchGroup) -> Cell:
        """The portals it is on."""
        return shortened(", ".join(sorted({member.listing.portal or "no portal" for member in group.members.all()})))

    @admin.display(description="changed", ordering="updated_at")
    def changed(self, group: MatchGroup) -> Cell:
        """When its listings last changed."""
        return when(group.updated_at)

    def _may_act(self, request: HttpRequest) -> None:
        if not self.has_act_permission(request):
            raise PermissionDenied

    def _fellows(self, listing: Listing) -> list[Listing]:
        fellows = MatchMember.objects.filter(listing_id__in=fellows_of(listing.pk))
        return [member.listing for member in fellows.select_related("listing").only(*LISTED).order_by("listing_id")]

    def _listing(self, text: str | None) -> Listing:
        listing = Listing.objects.filter(pk=_uuid(text)).first()
        if listing is None:
            raise Http404("There is no such listing.")
        return listing


def _note_in_history(request: HttpRequest, decided: Sequence[MatchDecision], what: str) -> None:
    """Who decided what, for the history page of each decision."""
    assert request.user.pk is not None  # the site lets nobody in who is not logged in
    LogEntry.objects.log_actions(user_id=request.user.pk, queryset=decided, action_flag=CHANGE, change_message=what)


def _fellow_of(listing: Listing, wanted: str) -> Listing | None:
    """Another listing of the same client, by its id or its page's address."""
    others = Listing.objects.filter(client_id=listing.client_id).exclude(pk=listing.pk)
    try:
        return others.filter(pk=UUID(wanted)).first()
    except ValueError:
        pass
    try:
        return others.filter(canonical_url=canonicalize_url(wanted)).first()
    except InvalidUrl:
        return None


def _uuid(text: str | None) -> UUID:
    try:
        return UUID((text or "").strip())
    except ValueError as error:
        raise BadRequest("This is no id of a listing.") from error
