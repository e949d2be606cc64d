"""A proposal's own page: how far it is, what its trial showed, its mapping, and what can be done with it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aimap.api.serializers import progress_json
from aimap.console.cells import confidence_badge, share_badge, state_badge, value_cell, verdict_badge
from aimap.console.index import model_facts
from aimap.console.pages import VIEW, show
from aimap.console.registering import register_url, registered_slug
from aimap.console.words import model_in_words
from aimap.models import Proposal
from aimap.services.deciding import text_digest
from clients.services.spending import cost_of
from listings.models import MappingVersion, ShadowRun
from listings.services.mapping_versions import active_version
from listings.services.portal_rereading import rereadings_of
from listings.services.shadow_runs import differences_of, shadow_runs_of
from propscrape.console_cells import Cell, badge, outside_link, shortened, size, when
from propscrape.console_pages import console_page


@console_page(VIEW)
@require_safe
def proposal_page(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """All about one proposal."""
    proposal = get_object_or_404(Proposal.objects.select_related("version", "portal"), pk=proposal_id)
    return show(
        request,
        "proposal.html",
        f"Mapping for {proposal.host}",
        proposal=proposal,
        state=state_badge(proposal),
        facts=list(_facts(proposal)),
        pages=list(_pages(proposal)),
        fields=_field_rows(proposal),
        lost_pages=[page for page in (proposal.trial or {}).get("pages", ()) if page["is_lost"]],
        summary=_summary(proposal),
        model=model_facts(),
        model_words=model_in_words(proposal.learning.get("model")),
        actions=_actions(proposal),
        register_url=register_url(proposal),
        digest=text_digest(proposal),
    )


@console_page(VIEW)
@require_safe
def progress(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """How far it is, as JSON, for a page that waits."""
    return JsonResponse(progress_json(get_object_or_404(Proposal, pk=proposal_id)))


@console_page(VIEW)
@require_safe
def download(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """The mapping as a file, for `extract --mapping`."""
    proposal = get_object_or_404(Proposal, pk=proposal_id)
    response = HttpResponse(proposal.mapping_text, content_type="application/json")
    name = "".join(c if c.isalnum() else "_" for c in proposal.host)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


def _facts(proposal: Proposal) -> Iterator[tuple[str, Cell]]:
    yield "Host", proposal.host
    yield "Portal", proposal.portal_id or registered_slug(proposal) or "not registered"
    yield "Asked for by", f"{proposal.requested_by or 'propscrape'}, {proposal.get_origin_display()}"
    yield "Asked for", when(proposal.created_at)
    if proposal.reason:
        yield "Why", proposal.reason
    if proposal.old_version:
        yield "Tried beside", _old_name(proposal)
    yield "Models cost", f"{cost_of(proposal.pk):.4f} USD"
    if proposal.version is not None:
        yield "Version", _version(proposal.version)
    if (run := _shadow_run(proposal)) is not None:
        yield "Shadow run", _run_words(run)
    if proposal.portal_id and proposal.state == Proposal.State.APPROVED:
        yield "Captures read again", _rereading_words(proposal.portal_id)
    if proposal.decided_at is not None:
        yield "Decided", when(proposal.decided_at)
        yield "Decided by", proposal.decided_by
    if proposal.decision_note:
        yield "Note", proposal.decision_note


def _old_name(proposal: Proposal) -> str:
    is_none = proposal.old_version == "none"
    return "reading without a mapping: there is none" if is_none else f"the active mapping, {proposal.old_version}"


def _version(version: MappingVersion) -> Cell:
    tones = {"active": "good", "trial": "fair"}
    return badge(f"{version.name} {version.get_state_display()}", tones.get(version.state, "plain"))


def _shadow_run(proposal: Proposal) -> ShadowRun | None:
    """The latest run of the version that was made of it."""
    if proposal.portal_id is None or proposal.version_id is None:
        return None
    runs = shadow_runs_of(proposal.portal_id)
    return next((run for run in runs if run.version_id == proposal.version_id), None)


def _run_words(run: ShadowRun) -> str:
    different = sum(found.different for found in differences_of(run))
    return f"{run.get_state_display()}: {run.pages} of {run.pages_wanted} pages, {different} values differ"


def _rereading_words(portal: str) -> str:
    latest = next(iter(rereadings_of(portal)), None)
    return "not asked for" if latest is None else f"{latest.get_state_display()}, {latest.listings_corrected} corrected"


def _pages(proposal: Proposal) -> Iterator[dict[str, Any]]:
    """The pages, each with what learning and the trial say of it."""
    tried = {page["id"]: page for page in (proposal.trial or {}).get("pages", ())}
    left_out = {page["id"]: page["reason"] for page in proposal.learning.get("left_out", ())}
    rows = proposal.pages.order_by("number").defer("html_zstd")
    for page in rows:
        found = tried.get(page.name, {})
        yield {
            "number": page.number,
            "name": page.name,
            "kind": page.get_kind_display(),
            "may_be_seen": page.capture_id is None,
            "url": outside_link(page.url),
            "title": shortened(found["title"]) if found.get("title") else "",
            "size": size(page.html_bytes),
            "seen": when(page.seen_at),
            "old_status": found.get("old_status", ""),
            "new_status": found.get("new_status", ""),
            "is_lost": found.get("is_lost", False),
            "left_out": left_out.get(page.name),
        }


def _summary(proposal: Proposal) -> list[tuple[str, Cell]]:
    trial = proposal.trial
    if trial is None:
        return []
    golden = sum(1 for page in trial["pages"] if page["kind"] == "golden")
    compared = sum(found["compared"] for found in trial["fields"])
    wrong = trial["golden_wrong"]
    return [
        ("Confidence", confidence_badge(trial["confidence"], compared)),
        ("Precision", share_badge(trial["precision"])),
        ("Recall", share_badge(trial["recall"])),
        ("Worse than today", badge(str(trial["regressions"]), "bad" if trial["regressions"] else "good")),
        (
            "Golden pages",
            badge(f"{wrong} values wrong", "bad")
            if wrong
            else f"{golden} read as expected"
            if golden
            else "none pinned",
        ),
        ("Pages tried", str(len(trial["pages"]))),
    ]


def _field_rows(proposal: Proposal) -> list[dict[str, Any]]:
    """What gets worse first, then in the vocabulary's order."""
    fields = (proposal.trial or {}).get("fields", ())
    return [_field_row(found) for found in sorted(fields, key=lambda found: not found["regressions"])]


def _field_row(found: dict[str, Any]) -> dict[str, Any]:
    """A field of the trial as a row: its first example, and the others to be unfolded."""
    examples = [_example(example) for example in found["examples"]]
    return {
        **found,
        "first": examples[0] if examples else None,
        "others": examples[1:],
        "place": shortened(found["path"]),
        "sure": confidence_badge(found["confidence"], found["compared"]),
        "agreement": f"{found['right']} of {found['compared']}" if found["compared"] else "",
        "is_constant": found["distinct"] == 1 and found["new"] > 1,
    }


def _example(example: dict[str, Any]) -> dict[str, Any]:
    return {
        **example,
        "old": value_cell(example["old"]),
        "new": value_cell(example["new"]),
        "reference": value_cell(example["reference"]),
        "verdict": verdict_badge(example),
    }


def _actions(proposal: Proposal) -> dict[str, bool]:
    """What can be done with it in its state."""
    is_open = proposal.state == Proposal.State.DONE
    is_registered = proposal.portal_id is not None or registered_slug(proposal) is not None
    is_active = proposal.version is not None and proposal.version.state == MappingVersion.State.ACTIVE
    active = active_version(proposal.portal_id) if proposal.portal_id else None
    return {
        "edit": proposal.state in (Proposal.State.DONE, Proposal.State.FAILED),
        "approve": is_open and is_registered,
        "reject": is_open or proposal.state == Proposal.State.FAILED,
        "register": is_open and not is_registered,
        "draft": is_open and is_registered,
        "shadow": is_open and is_registered and _shadow_run(proposal) is None,
        "reread": is_active,
        "take_back": is_active and active is not None and active.replaced_id is not None,
    }
