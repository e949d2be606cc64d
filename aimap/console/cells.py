"""What the pages of proposals are made of: badges, shares, values of a trial."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from aimap.models import Proposal
from aimap.trial.judging import Verdict
from propscrape.console_cells import UNKNOWN, Cell, badge

State = Proposal.State
_TONES: dict[str, str] = {
    State.QUEUED: "plain",
    State.RUNNING: "plain",
    State.DONE: "fair",
    State.FAILED: "bad",
    State.APPROVED: "good",
    State.REJECTED: "plain",
}
_VERDICTS: dict[str, str] = {
    Verdict.SAME: "plain",
    Verdict.GAINED: "good",
    Verdict.LOST: "bad",
    Verdict.CHANGED: "fair",
}
SURE, FAIR = 0.55, 0.3
GOOD_SHARE = 0.97
MIN_GOOD = 0.8


def state_badge(proposal: Proposal) -> SafeString:
    """Where a proposal stands."""
    return badge(proposal.get_state_display().lower(), _TONES[proposal.state])


def verdict_badge(example: dict[str, Any]) -> SafeString:
    """What becomes of a value; one that gets worse says so."""
    if example["is_regression"]:
        return badge(f"worse: {example['verdict']}", "bad")
    return badge(example["verdict"], _VERDICTS[example["verdict"]])


def confidence_badge(confidence: float | None, compared: int) -> Cell:
    """How sure a trial makes one, 0 to 1; nothing where nothing could be compared."""
    if not compared or confidence is None:
        return badge("not compared", "plain")
    tone = "good" if confidence >= SURE else "fair" if confidence >= FAIR else "bad"
    return badge(f"{confidence:.2f}", tone)


def share_badge(part: float | None) -> Cell:
    """A share of 0 to 1 that is good near 1."""
    if part is None:
        return UNKNOWN
    tone = "good" if part >= GOOD_SHARE else "fair" if part >= MIN_GOOD else "bad"
    return badge(f"{part * 100:.1f} %" if 0 < part < 1 else f"{part * 100:.0f} %", tone)


def value_cell(value: Any) -> Cell:
    """A value of a trial; nothing stated is said so."""
    if value is None:
        return format_html('<span class="nothing" title="not stated">{}</span>', UNKNOWN)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.10g}"
    return str(value)
