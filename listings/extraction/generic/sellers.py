"""The name that heads a block about whoever offers the home: "seller-info", "contact-card", "agent-details"."""

import re
from collections.abc import Iterator

from listings.extraction.candidates import Candidate
from listings.extraction.generic.scan import holding
from listings.extraction.generic.sound import is_sound
from listings.extraction.generic.view import View
from listings.extraction.parsing.vocabulary.people import COMPANY, PERSON

SELLER_TRUST = 0.54
MAX_BLOCK_TEXTS = 40
MAX_BLOCKS = 12
_WHO = (
    "seller", "agent", "agency", "advertiser", "broker", "realtor", "owner", "vendor", "landlord", "contact",
    "anbieter", "makler", "kontakt", "annonceur", "anunciante", "inserzionista", "anunciant", "aanbieder",
)  # fmt: skip
_BLOCK = re.compile(
    rf"(?:^|[\s_-])(?:{'|'.join(_WHO)})s?[_-]{{1,2}}(?:info|information|details?|data|block|card|box|panel|profile|section)(?![a-z])"
)
_HEADS = frozenset({"h2", "h3", "h4", "h5", "h6", "strong", "b"})
_NAME = re.compile(r"(?:^|[\s_-])name\b")


def seller_candidates(view: View) -> Iterator[Candidate]:
    """The first name of a person or company that is set apart in such a block, behind the page's headline."""
    named = view.outline.stated("class")
    names = list({name for _, name in named})  # as cards and rows share theirs
    telling = {names[place] for place in holding(names, _WHO) if _BLOCK.search(names[place].lower())}
    blocks = [element for element, name in named if name in telling and view.is_of_people(element)]
    for block in [element for element in blocks if element > (view.headline or 0)][:MAX_BLOCKS]:
        if 0 < view.outline.size(block) <= MAX_BLOCK_TEXTS and (found := _head_of(view, block)):
            yield found
            return


def _head_of(view: View, block: int) -> Candidate | None:
    outline = view.outline
    for element in range(block, outline.stop[block]):
        style = outline.attributes[element].get("class") or ""
        if outline.size(element) == 1 and (outline.tags[element] in _HEADS or _NAME.search(style)):
            text = outline.text(element)
            fact = "agent_company" if COMPANY.search(text) else "agent_name" if PERSON.fullmatch(text) else ""
            if fact and is_sound(fact, text):
                return Candidate(fact, text, "css", view.path(element), SELLER_TRUST)
    return None
