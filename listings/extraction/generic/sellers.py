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
MAX_BLOCK_ELEMENTS = 400
MAX_BLOCKS = 12
_WHO = (
    "seller", "agent", "agency", "advertiser", "broker", "realtor", "vendor", "landlord", "anbieter", "makler",
    "annonceur", "anunciante", "inserzionista", "anunciant", "aanbieder", "negotiator", "makelaar", "medewerker",
    "megler", "maegler", "maklare", "agente", "conseiller", "consulente", "vendeur", "courtier", "ansprechpartner",
    "corretor", "consultor",
)  # fmt: skip
_OFTEN_ELSE = ("owner", "contact", "kontakt")
_PLAIN = rf"(?:{'|'.join(_WHO)})s?"
_OF_BLOCK = r"[_-]{1,2}(?:info|information|details?|data|block|card|box|panel|profile|section)"
_OF_OFFER = r"(?:offer|ad|advert|listing|property)[_-]{0,2}(?:owner|author|user)"
_BLOCK = re.compile(rf"(?:^|[\s_-])(?:(?:{_PLAIN}|{'|'.join(_OFTEN_ELSE)}){_OF_BLOCK}(?![a-z])|{_OF_OFFER}(?:$|\s))")
_OWN_TAG = re.compile(rf"(?:^|-)(?:{_PLAIN}|company|contact|profile)-")  # of elements that programs define
# A block that is called so without more must hold a way to reach them
_MAY_BE_BLOCK = re.compile(rf"(?:^|[\s_-]){_PLAIN}(?:$|\s)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # as programs write names: "AgentCard_card"
_REACHED = ("tel:", "mailto:", "callto:")
_PEOPLE = ("agent_company", "agent_name")
_PRESSED = frozenset({"button", "label", "option", "input"})
_HEADS = frozenset({"h2", "h3", "h4", "h5", "h6", "strong", "b"})
_NAME = re.compile(r"(?:^|[\s_-]|vendeur|agent)(?:name|nom|naam|nombre|nome|navn|namn)\b")
_BEFORE_NAME = re.compile(r"^[^:]{2,30}: ?")  # "Le atiende: Rocío Benjumea"


def seller_candidates(view: View) -> Iterator[Candidate]:
    """The first name of a person or company that is set apart in such a block, behind the page's headline."""
    named = view.outline.stated("class")
    names = list({name for _, name in named})  # as cards and rows share theirs
    likely = [names[place] for place in holding(names, (*_WHO, *_OFTEN_ELSE, "Agent", "Seller", "Owner"))]
    words = {name: _HUMP.sub("-", name).lower() for name in likely}
    telling = {name for name in likely if _BLOCK.search(words[name])}
    maybe = {name for name in likely if name not in telling and _MAY_BE_BLOCK.search(words[name])}
    blocks = [
        element
        for element, name in named
        if (name in telling or (name in maybe and _is_reached(view, element))) and view.is_of_people(element)
    ]
    blocks += [*_defined(view), *_marked(view)]
    for block in [element for element in blocks if element > (view.headline or 0)][:MAX_BLOCKS]:
        if 0 < view.outline.size(block) <= MAX_BLOCK_TEXTS and (found := _head_of(view, block)):
            yield found
            return
    yield from _headed(view)


def _defined(view: View) -> list[int]:
    """The elements of a program's own whose tag says that they show people: <finn-company-profile>."""
    by_tag = view.outline.by_tag
    tags = [tag for tag in by_tag if "-" in tag and _OWN_TAG.search(f"{tag}-")]
    return [element for tag in tags for element in by_tag[tag] if view.is_of_people(element)]


def _marked(view: View) -> list[int]:
    """The larger elements that are named for an agency or an agent; small ones are names themselves."""
    named = [element for fact in _PEOPLE for element in view.marked.get(fact, ())]
    return [element for element in named if view.outline.size(element) > 2]


def _headed(view: View) -> Iterator[Candidate]:
    """The name right below a heading such as "About the agency"."""
    outline = view.outline
    for element, _ in [pair for fact in _PEOPLE for pair in view.headed(fact)]:
        at = outline.end[element]
        if element < (view.headline or 0) or at >= outline.end[view.section_of(element)]:
            continue
        text = outline.texts[at]
        fact = "agent_company" if COMPANY.search(text) else "agent_name" if PERSON.fullmatch(text) else ""
        if fact and outline.tags[outline.owners[at]] not in _PRESSED and is_sound(fact, text):
            yield Candidate(fact, text, "css", view.path(outline.owners[at]), SELLER_TRUST)
            return


def _is_reached(view: View, block: int) -> bool:
    """Whether a block holds a telephone number or an address to write to."""
    outline = view.outline
    last = min(outline.stop[block], block + MAX_BLOCK_ELEMENTS)
    inner = range(block, last) if 0 < outline.size(block) <= MAX_BLOCK_TEXTS else ()
    return any((outline.attributes[element].get("href") or "").startswith(_REACHED) for element in inner)


def _head_of(view: View, block: int) -> Candidate | None:
    outline = view.outline
    for element in range(block, outline.stop[block]):
        style = outline.attributes[element].get("class") or ""
        style = _HUMP.sub("-", style).lower()
        if outline.size(element) == 1 and (outline.tags[element] in _HEADS or _NAME.search(style)):
            text = _BEFORE_NAME.sub("", outline.text(element))
            fact = "agent_company" if COMPANY.search(text) else "agent_name" if PERSON.fullmatch(text) else ""
            if fact and is_sound(fact, text):
                return Candidate(fact, text, "css", view.path(element), SELLER_TRUST)
    return None
