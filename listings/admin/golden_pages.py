"""Golden pages: what staff expect to be read from them, and what is read."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from listings.admin.console_actions import RowAction, act_on_row, buttons_of, page_of, tell_error
from listings.errors import FieldNotCorrectable
from listings.extraction.fields import FIELDS_BY_NAME, Kind
from listings.models import GoldenPage
from listings.services.contract_checks import check_contract
from listings.services.contracts import PageResult, judge_golden_page
from listings.services.golden_pages import correct_expected, drop_expected, unpin_golden_page
from listings.services.judged_fields import JUDGED
from listings.services.typed_values import parse_correction
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, outside_link, shortened, when
from propscrape.console_filters import RecentValuesFilter
from propscrape.errors import ServiceError

TYPED = tuple(name for name in JUDGED if FIELDS_BY_NAME[name].kind not in (Kind.IMAGES, Kind.TIMESTAMP))
ACTIONS = (
    RowAction(
        name="check",
        label="Read the portal's golden pages now",
        done="Golden pages read",
        fits=lambda golden: True,
        act=lambda golden, by: check_contract(golden.portal_id) and None,
    ),
    RowAction(
        name="unpin",
        label="Unpin…",
        done="Unpinned",
        fits=lambda golden: True,
        act=lambda golden, by: unpin_golden_page(golden_page_id=golden.pk, by=by),
        consequences="The page and what is expected of it are removed; no version is held to it any more.",
    ),
)


class ExpectationForm(forms.Form):
    """What is expected of a field, as staff type it."""

    field = forms.ChoiceField(choices=[(name, name) for name in TYPED])
    value = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Empty: it must not be stated. Yes or no for a yes-or-no; one line for each item of a list.",
    )

    def clean(self) -> dict[str, Any]:
        """The value as it is kept. Raises ValidationError."""
        said = super().clean() or {}
        if "field" not in said:
            return said
        try:
            said["value"] = parse_correction(FIELDS_BY_NAME[said["field"]], said.get("value", ""))
        except FieldNotCorrectable as error:
            choices = FIELDS_BY_NAME[said["field"]].choices
            self.add_error("value", f"Give one of {', '.join(choices)}." if choices else str(error))
        return said


@admin.register(GoldenPage)
class GoldenPageAdmin(FactAdmin[GoldenPage]):
    """The golden pages of all portals. They are pinned from the list of captures."""

    list_display = ("golden_page", "standing", "checked", "fields_expected", "pinned_by", "pinned", "note")
    list_filter = (("portal", RecentValuesFilter),)
    list_select_related = ("portal",)
    search_fields = ("url", "portal__slug", "note")
    search_help_text = "Part of an address, a portal's slug or a note"
    ordering = ("-pinned_at",)
    fields = ("portal",)
    empty_hint = "No page is pinned. Choose captures in their list, and then: Pin as golden pages."

    def get_queryset(self, request: HttpRequest) -> QuerySet[GoldenPage]:
        """Without the pages themselves."""
        return super().get_queryset(request).defer("html_zstd")

    def get_urls(self) -> list[URLPattern]:
        """With the addresses that the buttons of a page post to."""
        view = self.admin_site.admin_view
        return [
            path("<uuid:golden_page_id>/act/", view(self.act), name="listings_goldenpage_act"),
            path("<uuid:golden_page_id>/expect/", view(self.expect), name="listings_goldenpage_expect"),
            *super().get_urls(),
        ]

    def act(self, request: HttpRequest, golden_page_id: UUID) -> HttpResponseBase:
        """Check or unpin: POST alone."""
        return act_on_row(self, request, self._get(golden_page_id), ACTIONS)

    def expect(self, request: HttpRequest, golden_page_id: UUID) -> HttpResponseBase:
        """Put right what is expected of a field, or expect nothing of it."""
        if not self.has_act_permission(request):
            raise PermissionDenied
        golden = self._get(golden_page_id)
        if request.method == "POST" and "drop" in request.POST:
            return self._drop(request, golden, request.POST["drop"])
        form = (
            ExpectationForm(request.POST) if request.method == "POST" else _form_for(golden, request.GET.get("field"))
        )
        if request.method == "POST" and form.is_valid() and self._correct(request, golden, form):
            return HttpResponseRedirect(page_of(golden))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": golden, "form": form,
                   "title": "What is expected", "back": page_of(golden)}  # fmt: skip
        return TemplateResponse(request, "admin/listings/goldenpage/expect.html", context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: GoldenPage | None = None,
    ) -> HttpResponse:
        """With what is expected and what is found now, field by field."""
        facts = self._facts(request, obj) if obj else {}
        return super().render_change_form(request, context | facts, add, change, form_url, obj)

    @admin.display(description="page", ordering="url")
    def golden_page(self, golden: GoldenPage) -> Cell:
        """Its address."""
        return shortened(golden.url)

    @admin.display(description="read")
    def standing(self, golden: GoldenPage) -> Cell:
        """Whether the active version read it as expected when it was last looked at."""
        if golden.misread is None:
            return badge("not yet")
        return (
            badge("as expected", "good")
            if not golden.misread
            else badge(f"misread: {', '.join(golden.misread)}", "bad")
        )

    @admin.display(description="last looked at", ordering="checked_at")
    def checked(self, golden: GoldenPage) -> Cell:
        """When that was."""
        return when(golden.checked_at)

    @admin.display(description="fields")
    def fields_expected(self, golden: GoldenPage) -> int:
        """How many fields are judged."""
        return len(golden.expected)

    @admin.display(description="pinned", ordering="pinned_at")
    def pinned(self, golden: GoldenPage) -> Cell:
        """When it was pinned."""
        return when(golden.pinned_at)

    def _get(self, golden_page_id: UUID) -> GoldenPage:
        golden = GoldenPage.objects.filter(pk=golden_page_id).first()
        if golden is None:
            raise Http404("There is no such golden page.")
        return golden

    def _correct(self, request: HttpRequest, golden: GoldenPage, form: ExpectationForm) -> bool:
        said = form.cleaned_data
        try:
            correct_expected(
                golden_page_id=golden.pk, field=said["field"], value=said["value"], by=request.user.get_username()
            )
        except ServiceError as error:
            tell_error(self, request, error)
            return False
        self.log_change(request, golden, f"Expectation of {said['field']} put right")
        self.message_user(request, f"Expectation of {said['field']} put right.", messages.SUCCESS)
        return True

    def _drop(self, request: HttpRequest, golden: GoldenPage, field: str) -> HttpResponseBase:
        if field not in golden.expected:
            raise Http404("Nothing is expected of this field.")
        drop_expected(golden_page_id=golden.pk, field=field, by=request.user.get_username())
        self.log_change(request, golden, f"{field} is not judged any more")
        self.message_user(request, f"{field} is not judged any more.", messages.SUCCESS)
        return HttpResponseRedirect(page_of(golden))

    def _facts(self, request: HttpRequest, golden: GoldenPage) -> dict[str, Any]:
        result = judge_golden_page(golden)
        may_act = self.has_act_permission(request)
        return {
            "link": outside_link(golden.url),
            "standing": badge("as expected", "good") if result.ok else badge("misread", "bad"),
            "status": result.status,
            "rows": _rows(result),
            "typed": TYPED if may_act else (),
            "may_act": may_act,
            "buttons": buttons_of(self, request, golden, ACTIONS),
            "act_url": reverse("admin:listings_goldenpage_act", args=[golden.pk]),
            "expect_url": reverse("admin:listings_goldenpage_expect", args=[golden.pk]),
        }


def _rows(result: PageResult) -> list[tuple[str, Cell, Cell, Cell]]:
    """Misread fields first."""
    ordered = sorted(result.fields, key=lambda field: (field.ok, field.field))
    return [
        (field.field, _shown(field.expected), _shown(field.found),
         badge("as expected", "good") if field.ok else badge("misread", "bad"))
        for field in ordered
    ]  # fmt: skip


def _form_for(golden: GoldenPage, field: str | None) -> ExpectationForm:
    value = golden.expected.get(field) if field else None
    return ExpectationForm(initial={"field": field, "value": _as_typed(value)})


def _as_typed(value: Any) -> str:
    """As parse_correction reads it again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _shown(value: Any) -> Cell:
    if value in (None, []):
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shortened(", ".join(map(_item, value)) if isinstance(value, list) else str(value))


def _item(value: Any) -> str:
    return str(value.get("url")) if isinstance(value, dict) else str(value)
