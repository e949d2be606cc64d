"""Who offers the home: named elements, tel: and mailto: links."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from listings.extraction.candidates import Candidate
from listings.extraction.generic.scan import holding
from listings.extraction.generic.sound import is_sound
from listings.extraction.generic.view import View
from listings.extraction.parsing.offer import parse_offer
from listings.extraction.parsing.property_type import parse_property_type
from listings.extraction.parsing.vocabulary.people import (
    COMPANY,
    CONTACT_ACTION,
    CONTACT_WORDS,
    PERSON,
    PROFILE,
    PROFILE_WORDS,
)
from listings.extraction.parsing.words import fold, words_in

NAMED_TRUST = 0.6
LINK_TRUST = 0.62
SITE_COST = 0.12
NUMBER_TRUST = 0.56
CHAT_TRUST = 0.5
_CHAT = re.compile(r"(?:wa\.me/|whatsapp(?:\.com/send/?|://send)\?phone=)(?:\+|%2B)?([1-9]\d{8,14})(?!\d)")
MAX_NAME_CHARS = 80
MAX_NUMBER_CHARS = 40
MAX_NUMBERS = 4
MAX_NAMED = 6
MIN_DIGITS = 8
COMPANY_TRUST = 0.55
PROFILE_TRUST = 0.57
MAX_PROFILES = 3
LOGO_TRUST = 0.53
# Shops of programs, seals, networks and ways to pay, whose logos stand on pages of every trade
_SEAL = re.compile(
    r"app store|google|trusted|trustpilot|paypal|visa|mastercard|facebook|instagram|linkedin|youtube|twitter|whatsapp",
    re.IGNORECASE,
)
MAX_NAME_WORDS = 7
MAX_INNER = 12
_LOGO = re.compile(r"\blogo\w{0,5}(?: (?:du|de la|de|di|von|of|od|der))?\b", re.IGNORECASE)
MIN_WORD_CHARS = 4
MAX_COMPANY_CHARS = 60
NEAR_TEXTS = 12
_NUMBER = re.compile(
    r"(?:(?:tel|phone|t|m|mob|mobile|cell|contact|call|telefon|tél|telefono|teléfono|電話|тел)\b\.?\s{0,2}:?\s{0,2})?"
    r"\+?\(?\d[\d ()./\u00a0\u2011-]{6,22}\d",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?<![\d./-])(?:\d{4}([./-])\d\d?\1\d\d?|\d\d?([./-])\d\d?\2\d{4})(?![\d./-])")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")  # an amount whose sign stands apart: "585.227.000"
_FIRM = re.compile(r"\w (?:Rentals?|Lettings?|Verhuur|Vermietungen)$")
_PEOPLE = ("agent_name", "agent_company")


def people_candidates(view: View) -> Iterator[Candidate]:
    """Names from elements that are called agent or agency; numbers and addresses from links."""
    yield from _links(view)
    yield from _numbers(view)
    yield from _messengers(view)
    yield from _named(view)
    yield from _companies(view)
    yield from _profiled(view)
    yield from _pictured(view)


def _links(view: View) -> Iterator[Candidate]:
    seen: set[str] = set()
    for element, href in view.outline.stated("href"):
        if not href.startswith(("tel:", "callto:", "mailto:")) or not view.is_of_people(element):
            continue
        scheme, _, address = href.partition(":")
        fact = "agent_email" if scheme == "mailto" else "agent_phone"
        is_the_sites = element < _start(view)  # what stands above the headline is whose site it is
        trust = LINK_TRUST - (SITE_COST if is_the_sites else 0)
        if len(address) > 4 and not (is_the_sites and scheme != "mailto" and address in seen):
            seen.add(address)
            yield Candidate(fact, address, "css", f"a[href^='{scheme}:']", trust)


def _messengers(view: View) -> Iterator[Candidate]:
    """Numbers in links that open a chat: wa.me/351912000417 (WhatsApp, click to chat: without plus and zeros)."""
    for element, href in view.outline.stated("href"):
        found = _CHAT.search(href) if "wa.me" in href or "whatsapp" in href else None
        if found and element > _start(view) and view.is_of_people(element):
            yield Candidate("agent_phone", f"+{found[1]}", "css", "link to a chat", CHAT_TRUST)
            return


def _numbers(view: View) -> Iterator[Candidate]:
    """Texts behind the headline that are nothing but a telephone number."""
    found = [view.outline.texts[at] for at in (*_could_be_numbers(view), *_in_contact_forms(view))]
    found = [text for text in found if _NUMBER.fullmatch(text)]
    found = [text for text in found if not _DATE.search(text) and not _GROUPED.fullmatch(text)]
    for number, text in enumerate(found[:MAX_NUMBERS]):
        is_plain = "//" in text or (text.isdigit() and not text.startswith("0"))  # as ids are
        if sum(map(str.isdigit, text)) >= MIN_DIGITS and not is_plain:
            yield Candidate("agent_phone", text, "css", "number", NUMBER_TRUST - 0.01 * number)


def _companies(view: View) -> Iterator[Candidate]:
    """Short texts that read like a company of the trade, close before a telephone number; and the person below them."""
    texts = view.outline.texts
    numbers = [at for at in _could_be_numbers(view) if _NUMBER.search(texts[at]) and not view.amount(at)]
    numbers += _linked_numbers(view) + _calls(view)
    if not numbers:
        return
    behind = view.around_start()
    for place in _places_before(behind, numbers):
        at = behind[place]
        if (
            len(texts[at]) > MAX_COMPANY_CHARS
            or " " not in texts[at]
            or not COMPANY.search(texts[at])
            or not is_sound("agent_company", texts[at])
        ):
            continue
        yield Candidate("agent_company", texts[at], "css", "above a telephone number", COMPANY_TRUST)
        below = texts[behind[place + 1]]
        if PERSON.fullmatch(below) and is_sound("agent_name", below):
            yield Candidate("agent_name", below, "css", "below the company", COMPANY_TRUST)
        return


def _linked_numbers(view: View) -> list[int]:
    """The texts of links to telephone numbers, which may hide them: "Show number"."""
    outline = view.outline
    links = [element for element, href in outline.stated("href") if href.startswith("tel:")]
    return [outline.first[element] for element in links if outline.size(element) and not view.dead[element]]


def _calls(view: View) -> list[int]:
    """The texts behind the headline that ask to call or to write, where a number is hidden: "Show phone number"."""
    labels = list(view.labels)
    likely = (labels[at] for at in holding(labels, CONTACT_WORDS))
    asking = frozenset(label for label in likely if CONTACT_ACTION.search(label))
    return [at for at in view.around_start() if view.folded[at] in asking] if asking else []


def _profiled(view: View) -> Iterator[Candidate]:
    """Names that link to a page about an agent or an agency, whose address spells them: /agents/anna-lindqvist-17."""
    outline = view.outline
    links = outline.stated("href")
    likely = (links[place] for place in holding([href for _, href in links], PROFILE_WORDS))
    found = 0
    for element, href in likely:
        if not view.is_of_people(element) or found >= MAX_PROFILES or not 0 < outline.size(element) <= 2:
            continue
        text, slug = outline.text(element), PROFILE.search(href)
        if slug is None or not 3 <= len(text) <= MAX_COMPANY_CHARS or not _is_spelt(text, slug[1]):
            continue
        fact = "agent_company" if COMPANY.search(text) else "agent_name" if PERSON.fullmatch(text) else None
        if fact is not None and " " in text and not _is_of_homes(text) and is_sound(fact, text):
            found += 1
            yield Candidate(fact, text, "css", view.path(element), PROFILE_TRUST)


def _is_of_homes(text: str) -> bool:
    """Whether a text speaks of an offer or a kind of property, as links to lists of homes do; firms end so, too."""
    return (parse_offer(text) is not None and not _FIRM.search(text)) or (
        parse_property_type(text) is not None and not COMPANY.search(text)
    )


def _pictured(view: View) -> Iterator[Candidate]:
    """The company whose logo stands behind the headline, by the picture's text."""
    host = view.page.address.partition("//")[2].partition("/")[0]
    for element in view.marked.get("agent_logo_url", ()):
        if "partner" in (view.outline.attributes[element].get("class") or "").lower():
            continue
        alt = view.outline.attributes[element].get("alt") if element > _start(view) else None
        for text in (alt,) if alt else _texts_of_pictures(view, element):
            name = _LOGO.sub("", text).strip(" -–:,")
            is_name = 3 <= len(name) <= MAX_COMPANY_CHARS and name[0].isupper() and name.count(" ") < MAX_NAME_WORDS
            is_others = _SEAL.search(name) is not None or "".join(words_in(fold(name))) in host
            if is_name and not is_others and is_sound("agent_company", name):
                yield Candidate("agent_company", name, "css", view.path(element), LOGO_TRUST)
                return


def _texts_of_pictures(view: View, element: int) -> list[str]:
    """The texts of the first pictures behind an element of a page, as far as they lie in it."""
    if element <= _start(view):
        return []
    outline = view.outline
    pictures = range(element, min(outline.stop[element], element + MAX_INNER))
    return [alt for at in pictures if outline.tags[at] == "img" and (alt := outline.attributes[at].get("alt"))]


def _is_spelt(name: str, slug: str) -> bool:
    """Whether a word of some length of a name stands in an address."""
    spelt = fold(slug)
    return any(len(word) >= MIN_WORD_CHARS and word in spelt for word in words_in(fold(name)))


def _could_be_numbers(view: View) -> list[int]:
    """The live texts from the headline on that are as long as telephone numbers and have a digit."""
    texts, numbered = view.outline.texts, view.numbered
    return [at for at in view.around_start() if at in numbered and MIN_DIGITS <= len(texts[at]) <= MAX_NUMBER_CHARS]


def _in_contact_forms(view: View) -> list[int]:
    """The texts behind the headline, in forms to write to who offers the home, that may be telephone numbers."""
    texts, numbered = view.outline.texts, view.numbered
    at_length = [at for at in numbered if at > view.start and MIN_DIGITS <= len(texts[at]) <= MAX_NUMBER_CHARS]
    return [
        at
        for at in sorted(at_length)
        if view.dead[view.outline.owners[at]] and view.is_of_people(view.outline.owners[at])
    ]


def _places_before(behind: list[int], numbers: list[int]) -> list[int]:
    """The places of the texts that have one of the numbers close behind them."""
    places: set[int] = set()
    for number in numbers:
        place = bisect_left(behind, number)
        places.update(range(max(place - NEAR_TEXTS + 1, 0), place))
    return sorted(places)


def _start(view: View) -> int:
    return view.headline if view.headline is not None else 0


def _named(view: View) -> Iterator[Candidate]:
    outline = view.outline
    for fact in _PEOPLE:
        named = [element for element in view.marked_of_people(fact) if 0 < outline.size(element) <= 2]
        for found, element in enumerate(named[:MAX_NAMED]):
            text = outline.text(element)
            if 2 < len(text) <= MAX_NAME_CHARS:
                yield Candidate(fact, text, "css", view.path(element), NAMED_TRUST - 0.01 * found)
