"""Versions of mappings: what reads each portal's pages, what read them before, and what may read them next."""

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

from listings.admin.console_actions import act_on_row, buttons_of, page_of, tell_error
from listings.admin.mapping_actions import ACTIONS
from listings.models import MappingChange, MappingVersion
from listings.services.mapping_diff import diff_versions
from listings.services.mapping_drafts import MAX_DOCUMENT_BYTES, MAX_NOTES, edit_draft, lint, text_digest
from listings.services.mapping_versions import active_version
from listings.services.portal_rereading import rereadings_of
from listings.services.shadow_runs import differences_of, shadow_runs_of
from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, inside_link, share, shortened, when
from propscrape.console_filters import RecentValuesFilter
from propscrape.errors import ServiceError

TONES = {"draft": "plain", "trial": "fair", "active": "good", "retired": "plain"}
LATEST = 20


class DraftForm(forms.Form):
    """A draft's text and notes."""

    text = forms.CharField(
        label="Mapping",
        max_length=MAX_DOCUMENT_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 40, "spellcheck": "false"}),
        help_text="JSON in the mapping language; docs/extraction.md describes it.",
    )
    notes = forms.CharField(
        max_length=MAX_NOTES, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What it is for."
    )
    seen_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


@admin.register(MappingVersion)
class MappingVersionAdmin(FactAdmin[MappingVersion]):
    """The versions, the latest first. A version's page compares it, and has the buttons."""

    list_display = ("version", "of_portal", "standing", "origin", "made", "created_by", "active_since", "activated_by")
    list_filter = ("state", "origin", ("portal", RecentValuesFilter))
    list_select_related = ("portal",)
    search_fields = ("portal__slug", "portal__host", "notes")
    search_help_text = "Part of a portal's slug or host, or of the notes"
    ordering = ("-created_at",)
    fields = ("portal",)
    empty_hint = "No version yet. Those of the release come with `manage.py prepare`."

    def get_queryset(self, request: HttpRequest) -> QuerySet[MappingVersion]:
        """Without the texts, which a list does not show."""
        return super().get_queryset(request).defer("text")

    def get_urls(self) -> list[URLPattern]:
        """With the addresses that the buttons of a version's page post to."""
        view = self.admin_site.admin_view
        return [
            path("<uuid:version_id>/act/", view(self.act), name="listings_mappingversion_act"),
            path("<uuid:version_id>/edit/", view(self.edit), name="listings_mappingversion_edit"),
            *super().get_urls(),
        ]

    def act(self, request: HttpRequest, version_id: UUID) -> HttpResponseBase:
        """Activate, roll back, retire and so on: POST alone."""
        return act_on_row(self, request, self._get(version_id), ACTIONS)

    def edit(self, request: HttpRequest, version_id: UUID) -> HttpResponseBase:
        """A draft's text, linted when it is sent."""
        if not self.has_act_permission(request):
            raise PermissionDenied
        version = self._get(version_id)
        if version.state != MappingVersion.State.DRAFT:
            self.message_user(request, "Only a draft is edited; draft another from this one.", messages.ERROR)
            return HttpResponseRedirect(page_of(version))
        said = {"text": version.text, "notes": version.notes, "seen_digest": text_digest(version)}
        form = DraftForm(request.POST) if request.method == "POST" else DraftForm(initial=said)
        if request.method == "POST" and form.is_valid() and self._save(request, version, form):
            return HttpResponseRedirect(page_of(version))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": f"Edit {version}",
                   "original": version, "form": form, "back": page_of(version)}  # fmt: skip
        return TemplateResponse(request, "admin/listings/mappingversion/edit.html", context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: MappingVersion | None = None,
    ) -> HttpResponse:
        """With what it does differently, how it is doing beside the active one, and its buttons."""
        facts = self._facts(request, obj) if obj else {}
        return super().render_change_form(request, context | facts, add, change, form_url, obj)

    @admin.display(description="version", ordering="number")
    def version(self, version: MappingVersion) -> str:
        """Its name, as scrapes have it."""
        return version.name

    @admin.display(description="portal", ordering="portal")
    def of_portal(self, version: MappingVersion) -> str:
        """Whose pages it reads."""
        return str(version.portal)

    @admin.display(description="state", ordering="state")
    def standing(self, version: MappingVersion) -> Cell:
        """Where it stands."""
        return badge(version.get_state_display(), TONES[version.state])

    @admin.display(description="drafted", ordering="created_at")
    def made(self, version: MappingVersion) -> Cell:
        """When it was made."""
        return when(version.created_at)

    @admin.display(description="made active", ordering="activated_at")
    def active_since(self, version: MappingVersion) -> Cell:
        """When it last became active."""
        return when(version.activated_at)

    def _get(self, version_id: UUID) -> MappingVersion:
        version = MappingVersion.objects.filter(pk=version_id).first()
        if version is None:
            raise Http404("There is no such version.")
        return version

    def _save(self, request: HttpRequest, version: MappingVersion, form: DraftForm) -> bool:
        said, by = form.cleaned_data, request.user.get_username()
        try:
            edit_draft(
                version_id=version.pk,
                document=said["text"],
                notes=said["notes"],
                seen_digest=said["seen_digest"],
                by=by,
            )
        except ServiceError as error:
            tell_error(self, request, error)
            return False
        self.log_change(request, version, "Text edited")
        self.message_user(request, "Saved.", messages.SUCCESS)
        return True

    def _facts(self, request: HttpRequest, version: MappingVersion) -> dict[str, Any]:
        active = active_version(version.portal_id)
        other = version.replaced if version == active else active
        is_draft = version.state == MappingVersion.State.DRAFT and self.has_act_permission(request)
        return {
            "standing": self.standing(version),
            "buttons": buttons_of(self, request, version, ACTIONS),
            "act_url": reverse("admin:listings_mappingversion_act", args=[version.pk]),
            "edit_url": reverse("admin:listings_mappingversion_edit", args=[version.pk]) if is_draft else "",
            "story": _story(version),
            "faults": lint(version.text, portal=version.portal_id),
            "other": other,
            "diff": diff_versions(other, version) if other else [],
            "changes": [_change_row(change) for change in version.changes.all()[:LATEST]],
            "runs": [_run_facts(run) for run in shadow_runs_of(version.portal_id) if run.version_id == version.pk],
            "rereadings": [_rereading_row(rereading) for rereading in rereadings_of(version.portal_id)[:LATEST]],
        }


def _story(version: MappingVersion) -> list[tuple[str, Cell]]:
    return [
        ("Portal", str(version.portal)),
        ("Written by", f"{version.created_by or 'propscrape'} ({version.get_origin_display()})"),
        ("Drafted", when(version.created_at)),
        ("Made from", _link(version.base)),
        ("Made active", when(version.activated_at)),
        ("Made active by", version.activated_by or UNKNOWN),
        ("Replaced", _link(version.replaced)),
        ("Retired", when(version.retired_at)),
        ("Notes", version.notes or UNKNOWN),
    ]


def _link(version: MappingVersion | None) -> Cell:
    return inside_link(page_of(version), version.name) if version else UNKNOWN


def _change_row(change: MappingChange) -> tuple[Cell, str, str, Cell]:
    return when(change.at), change.get_action_display(), change.by or "propscrape", shortened(change.reason)


def _run_facts(run: Any) -> dict[str, Any]:
    return {"run": run, "differences": differences_of(run), "started": when(run.started_at)}


def _rereading_row(rereading: Any) -> tuple[Cell, str, str, str, int, str]:
    version = rereading.version.name if rereading.version else UNKNOWN
    return (
        when(rereading.created_at), version, rereading.get_state_display(), share(rereading.progress),
        rereading.listings_corrected, rereading.asked_by,
    )  # fmt: skip
