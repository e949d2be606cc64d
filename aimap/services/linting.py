"""What is wrong with a mapping that staff are writing for a proposal."""

from aimap.linting.faults import Fault, locate_faults
from aimap.models import Proposal
from listings.extraction.mapping_lint import lint_mapping
from listings.services.mapping_drafts import MAX_DOCUMENT_BYTES, lint


def lint_text(proposal: Proposal, text: str) -> list[Fault]:
    """Every fault of the text, with its line; none for a mapping in order."""
    if len(text.encode("utf-8", "replace")) > MAX_DOCUMENT_BYTES:
        return [Fault(None, "", f"longer than {MAX_DOCUMENT_BYTES // 1024} KB")]
    raw = text.encode("utf-8", "replace")
    faults = lint(raw, portal=proposal.portal_id) if proposal.portal_id else lint_mapping(raw)
    return locate_faults(text, faults)
