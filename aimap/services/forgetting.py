"""What proposals say of pages goes when the pages go: captures by retention or with their client, others after 30 days.

    forget_gone_pages() -> int     of how many proposals something was forgotten

Whoever deletes a capture knows nothing of proposals, so what is gone is looked for every hour. Of a page that is gone
stay its number and kind, how it was judged, and what was counted. The mapping stays: it names places of the portal.
What golden pages state is staff's, and stays with the proposal.
"""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from aimap.models import Proposal, ProposalPage
from aimap.trial.pages import Kind
from listings.models import Capture
from propscrape.tenancy import staff_scope

logger = structlog.get_logger(__name__)


def forget_gone_pages() -> int:
    """Take addresses, titles and values of pages that are gone out of proposals; of how many proposals."""
    with staff_scope():
        there = Capture.objects.filter(pk=OuterRef("capture_id"))
        ProposalPage.objects.filter(~Exists(there), capture_id__isnull=False).delete()
    forgotten = sum(_forget(proposal_id) for proposal_id in _telling_of_gone_pages())
    if forgotten:
        logger.info("proposals_forgot_pages", category="ai_mapping", proposals=forgotten)
    return forgotten


def without_pages(trial: dict[str, Any], gone: Collection[str]) -> dict[str, Any]:
    """A trial's record without what these pages stated."""
    pages = [{**page, "url": "", "title": None} if page["id"] in gone else page for page in trial["pages"]]
    fields = [
        {**found, "examples": [example for example in found["examples"] if example["page"] not in gone]}
        for found in trial["fields"]
    ]
    return {**trial, "pages": pages, "fields": fields}


def _telling_of_gone_pages() -> Iterator[UUID]:
    tried = Proposal.objects.filter(trial__isnull=False).order_by("pk").values_list("pk", "trial__pages")
    for proposal_id, pages in tried.iterator():
        told = {page["id"] for page in pages if page["kind"] != Kind.GOLDEN and page["url"]}
        if told and _gone(proposal_id, told):
            yield proposal_id


def _gone(proposal_id: UUID, names: Collection[str]) -> set[str]:
    """Those of the names whose page is no more."""
    there = ProposalPage.objects.filter(proposal=proposal_id).defer("html_zstd")
    return set(names) - {page.name for page in there}


@transaction.atomic
def _forget(proposal_id: UUID) -> bool:
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None or proposal.trial is None:
        return False
    gone = _gone(proposal_id, {page["id"] for page in proposal.trial["pages"] if page["kind"] != Kind.GOLDEN})
    proposal.trial = without_pages(proposal.trial, gone)
    for left in proposal.learning.get("left_out", ()):
        if left["id"] in gone:
            left["reason"] = left["reason"].partition(":")[0]  # behind which pages are quoted
    proposal.save(update_fields=["trial", "learning"])
    return True
