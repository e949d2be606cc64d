"""The mapping of a self-repair: what was learned from pages of now, and what is known of the portal from before."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aimap.induction.known import Known
from aimap.models import Proposal
from aimap.repair.relocating import Pair
from aimap.repair.repaired import repaired_mapping
from aimap.trial.pages import TRIED_FIELDS, Kind, TrialPage
from listings.extraction.engine import extract
from listings.extraction.mapping import Mapping as PortalMapping
from listings.extraction.page import Page
from listings.extraction.portals import Portal
from listings.extraction.result import Status
from listings.services.mapping_sync import shipped_files
from listings.services.mapping_versions import active_version
from propscrape.canonical_url import canonicalize_url

Document = Mapping[str, Any]


def known_of(pages: Sequence[TrialPage], *, portal: Portal, old: PortalMapping) -> Known:
    """What the listings of pages of now stated before, as the old mapping read it then; by the ids of the former."""
    known = {}
    for before, now in _pairs(pages):
        found = extract(Page(before.url, before.html), portal=portal, mapping=old)
        if found.status is Status.OK:
            known[now.id] = {name: found.values[name] for name in TRIED_FIELDS if found.values.get(name)}
    return known


def mend(
    learned: Document, *, proposal: Proposal, pages: Sequence[TrialPage], portal: Portal, known: Known
) -> dict[str, Any]:
    """The learned mapping, merged with what can be saved of the one that read the portal before, if there was one."""
    old = _old_document(proposal)
    if old is None:
        return dict(learned)
    now = [page for page in pages if page.kind is Kind.AFTER]
    pairs: list[Pair] = [(Page(one.url, one.html), Page(other.url, other.html)) for one, other in _pairs(pages)]
    return repaired_mapping(old=old, learned=learned, pages=now, portal=portal, known=known, pairs=pairs)


def _pairs(pages: Sequence[TrialPage]) -> list[tuple[TrialPage, TrialPage]]:
    """Pages of one listing, of before and of now."""
    before = {canonicalize_url(page.url): page for page in pages if page.kind is Kind.BEFORE}
    now = [(canonicalize_url(page.url), page) for page in pages if page.kind is Kind.AFTER]
    return [(before[address], page) for address, page in now if address in before]


def _old_document(proposal: Proposal) -> Document | None:
    if proposal.portal_id is None:
        return None
    active = active_version(proposal.portal_id)
    if active is not None:
        return active.document
    shipped = shipped_files().get(proposal.portal_id)
    return json.loads(shipped) if shipped is not None else None
