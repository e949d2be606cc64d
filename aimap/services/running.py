"""Working a proposal off: its pages are read, a mapping is learned from them, and tried. No transaction is open."""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from aimap.asking.configured import configured_asker
from aimap.asking.filling import Filled, fill_gaps
from aimap.errors import LearningTookTooLong, PagesUnusable
from aimap.induction.captures import UnusableCapturesError
from aimap.induction.known import NOTHING_KNOWN, Known
from aimap.induction.learning import Learned, learn_mapping
from aimap.induction.writing import mapping_text
from aimap.metrics import LEARNING
from aimap.models import Proposal
from aimap.services.claiming import end_proposal, give_up, note_failure, note_step
from aimap.services.mending import known_of, mend
from aimap.services.pages import learned_from, trial_pages
from aimap.services.repairing import after_repair
from aimap.trial.pages import TrialPage
from aimap.trial.running import Trial, run_trial
from listings.extraction.mapping import MappingError, parse_mapping
from listings.extraction.market import UNKNOWN_MARKET
from listings.extraction.portals import Portal
from listings.services.current_mappings import find_mapping
from listings.services.portal_index import find_portal
from propscrape.errors import Internal, ServiceError

logger = structlog.get_logger(__name__)
READING, LEARNING_STEP, ASKING, TRYING = "reading the pages", "learning", "asking a model", "trying it"
NO_MAPPING = "none"


def run_proposal(proposal: Proposal) -> None:
    """Learn or try, and write down what came of it; a failure is noted, and tried again where that may help.

    What took too long is not: it would again, and would ask a model again.

    Raises ProposalLeaseLost where it is somebody else's by now, and what was not foreseen.
    """
    start = time.monotonic()
    try:
        _run(proposal)
    except ServiceError as error:
        note_failure(proposal, error)
    except SoftTimeLimitExceeded:
        give_up(proposal, LearningTookTooLong())
    except Exception:
        note_failure(proposal, Internal())
        raise
    else:
        seconds = time.monotonic() - start
        LEARNING.observe(seconds)
        _log(proposal, seconds)
        if proposal.origin == Proposal.Origin.REPAIR and proposal.work == Proposal.Work.LEARN:
            after_repair(proposal)


def _run(proposal: Proposal) -> None:
    steps = _steps(proposal)
    _say(proposal, steps, READING)
    pages = trial_pages(proposal)
    if proposal.work == Proposal.Work.LEARN:
        _say(proposal, steps, LEARNING_STEP)
        known = _known(proposal, pages)
        learned = _learn(proposal, pages, known)
        filled = _ask(proposal, steps, learned, pages) if proposal.use_model else None
        learned = filled.learned if filled else learned
        proposal.mapping_text = mapping_text(_mended(proposal, learned, pages, known))
        proposal.learning = {**_as_record(learned), **(_told(filled) if filled else {})}
    _say(proposal, steps, TRYING)
    trial, old_version = _try(proposal, pages)
    end_proposal(
        proposal,
        mapping_text=proposal.mapping_text,
        learning=proposal.learning,
        trial=trial.as_record(),
        confidence=trial.confidence,
        regressions=trial.regressions,
        old_version=old_version,
    )


def _steps(proposal: Proposal) -> tuple[str, ...]:
    if proposal.work == Proposal.Work.TRY:
        return READING, TRYING
    return (READING, LEARNING_STEP, ASKING, TRYING) if proposal.use_model else (READING, LEARNING_STEP, TRYING)


def _say(proposal: Proposal, steps: Sequence[str], name: str) -> None:
    note_step(proposal, steps.index(name) + 1, len(steps), name)


def _known(proposal: Proposal, pages: Sequence[TrialPage]) -> Known:
    """Of a repair what the listings stated before the portal changed."""
    portal, old = find_portal(f"https://{proposal.host}/"), find_mapping(proposal.portal_id)
    if proposal.origin != Proposal.Origin.REPAIR or portal is None or old is None:
        return NOTHING_KNOWN
    return known_of(pages, portal=portal, old=old)


def _mended(proposal: Proposal, learned: Learned, pages: Sequence[TrialPage], known: Known) -> dict[str, Any]:
    """What was learned; of a repair with what can be saved of the old mapping."""
    portal = find_portal(f"https://{proposal.host}/")
    if proposal.origin != Proposal.Origin.REPAIR or portal is None:
        return learned.mapping
    return mend(learned.mapping, proposal=proposal, pages=pages, portal=portal, known=known)


def _learn(proposal: Proposal, pages: list[TrialPage], known: Known) -> Learned:
    try:
        return learn_mapping(host=proposal.host, captures=learned_from(pages), find=find_portal, known=known)
    except UnusableCapturesError as error:
        raise PagesUnusable(_as_sentence(str(error))) from error


def _ask(proposal: Proposal, steps: Sequence[str], learned: Learned, pages: list[TrialPage]) -> Filled:
    """What was learned stands, whatever comes of it; staff pay."""
    _say(proposal, steps, ASKING)
    asker = configured_asker(None, subject=proposal.pk)
    return fill_gaps(learned, host=proposal.host, captures=learned_from(pages), asker=asker, find=find_portal)


def _told(filled: Filled) -> dict[str, Any]:
    """What came of asking, without anything that a model said."""
    return {
        "model": {
            "outcome": filled.outcome.value,
            "asked": list(filled.asked),
            "added": list(filled.added),
            "dropped": len(filled.dropped),
            "tried": list(filled.tried),
            "provider": filled.provider,
            "model": filled.model,
            "refusal": filled.refusal,
        },
    }


def _try(proposal: Proposal, pages: Sequence[TrialPage]) -> tuple[Trial, str]:
    document = json.loads(proposal.mapping_text)
    old = find_mapping(proposal.portal_id)
    try:
        known = _known(proposal, pages)
        trial = run_trial(document, pages=pages, portal=_portal_of(proposal, document), old=old, known=known)
    except MappingError as error:
        raise PagesUnusable("The mapping is not in order.", details={"faults": error.faults[:20]}) from error
    return trial, old.version if old else NO_MAPPING


def _portal_of(proposal: Proposal, document: Mapping[str, Any]) -> Portal:
    """The portal in whose light pages are read; of a host that nobody registered, what its mapping says of it."""
    portal = find_portal(f"https://{proposal.host}/")
    if portal is not None:
        return portal
    market = parse_mapping(dict(document)).market or UNKNOWN_MARKET
    return Portal(str(document["portal"]), proposal.host, market, "html", "experimental", needs_javascript=False)


def _as_record(learned: Learned) -> dict[str, Any]:
    return {
        "samples": list(learned.samples),
        "left_out": [{"id": left.id, "reason": left.reason[:200]} for left in learned.left_out],
    }


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _log(proposal: Proposal, seconds: float) -> None:
    """Neither page content nor values: figures alone."""
    logger.info(
        "proposal_done",
        category="ai_mapping",
        proposal=str(proposal.pk),
        host=proposal.host,
        work=proposal.work,
        pages=len((proposal.trial or {}).get("pages", ())),
        confidence=proposal.confidence,
        regressions=proposal.regressions,
        seconds=round(seconds, 2),
    )
