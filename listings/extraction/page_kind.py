"""What kind of page this is, judged from its structure, before and after anything was extracted from it."""

import re
from collections import Counter
from collections.abc import Set

from listings.extraction.about import is_profile, other_subject, subject_in_address
from listings.extraction.generic.nodes import is_about
from listings.extraction.generic.view import View
from listings.extraction.gone import end_announced, find_gone
from listings.extraction.page import Page
from listings.extraction.parsing.amounts import AREA, MONEY
from listings.extraction.parsing.vocabulary.price import ON_REQUEST
from listings.extraction.parsing.vocabulary.walls import APPLICATION
from listings.extraction.parsing.words import fold
from listings.extraction.reconcile import Accepted
from listings.extraction.result import Status
from listings.extraction.sources.jsonld import types_of
from listings.extraction.walls import find_wall

_LIST_TYPES = frozenset({"ItemList", "SearchResultsPage", "CollectionPage", "OfferCatalog", "AggregateOffer"})
_HOME_TYPES = frozenset(
    {
        "RealEstateListing", "Residence", "SingleFamilyResidence", "House", "Apartment", "ApartmentComplex",
        "Accommodation", "Product", "Place",
    }
)  # fmt: skip
_ONE_HOME_TYPES = _HOME_TYPES - {"Place"}  # which a town is as well
_OWN_HOME_KEYS = frozenset({"mainEntity", "about", "address", "geo", "floorSize", "itemOffered"})
LIST_MIN_HOMES = 4
MANY_PRICES = 12
VERY_MANY_AMOUNTS = 28
MAX_SCANNED_CHARS = 60_000
_HEAD_SOURCES = frozenset({"meta", "title", "url", "derived"})  # what a search page's head says just as well
_MARKS = {
    "price": ("price_float", "price_qualifier"),
    "size": ("constructed_area", "plot_area", "count_bedrooms", "count_rooms"),
    "place": ("latitude", "postal_code", "city", "street_address", "address_string"),
    "text": ("description",),
    "photos": ("image_urls",),
}
_ALL = frozenset(_MARKS)  # what no page about something else states
_STRONG_MARKS = frozenset({"price", "size"})
_DESCRIBED = frozenset({"price", "size", "photos"})
_SHOWN = frozenset({"size", "photos"})  # what pages of people show of homes in cards alone
_WHOLE = _ALL - {"photos"}  # enough on any page, however many prices it shows
_ID = re.compile(r"\d{5,14}|[A-Za-z]{1,4}\d{5,14}|(?=[0-9A-Za-z]{6,14}$)(?=.*\d)(?=.*[A-Z])(?=.*[A-Za-z])[0-9A-Za-z]+")
# Addresses of searches may end in a postal code
_SEARCHED = re.compile(
    r"[/-](?:search|results|suche|recherche|buscar|busqueda|ricerca|zoeken)\b|/\d{5}/?(?:$|[?#])", re.I
)
SHELL_MAX_TEXT_CHARS = 300
MAX_FRAME_CHARS = 1_500  # menus and small print around the empty middle
LOADING_CHARS = 40
MIN_PROGRAM_CHARS = 200
SHORT_AD_CHARS = 3_000
SHORT_AD_AMOUNTS = 2
_ERROR = re.compile(
    r"\W{0,3}(?:(?:http |server )?(?:error|fehler|erreur)\s)?(?:5\d\d\b|internal server error|bad gateway|"
    r"service (?:temporarily )?unavailable|gateway time-?out|application error|"
    r"(?:down|under|site) (?:for )?maintenance|maintenance mode|wartung)",
    re.IGNORECASE,
)
MAX_NAME_CHARS = 300
MANY_CARDS = 10
MAX_AMOUNT_CHARS = 120
SMALL_MARKUP_CHARS = 150_000


def judge_before(page: Page, *, is_elsewhere: bool = False) -> tuple[Status, str] | None:
    """A verdict that needs no extraction: an empty page, a bot wall, a list of homes.  None for everything else.

    is_elsewhere: the page has neither the address of its portal's listings nor their data (Mapping.listing_url).
    """
    if not page.source.strip():
        return Status.FAILED, "the page is empty"
    if wall := find_wall(page):
        return Status.BLOCKED, wall
    if is_elsewhere:
        return _judge_elsewhere(page)
    if (several := _several_listings(page)) and not end_announced(page):
        return Status.NOT_A_LISTING, several
    return None


def _judge_elsewhere(page: Page) -> tuple[Status, str]:
    """A listing that is gone is often answered from another address; a page that says so in its text alone is small."""
    if gone := find_gone(page, set()) if page.markup_size <= SMALL_MARKUP_CHARS else end_announced(page):
        return Status.GONE, gone
    return Status.NOT_A_LISTING, "its address is no listing's, and the portal's listing data is not on it"


def judge_view(view: View) -> tuple[Status, str] | None:
    """A verdict on what the page shows, before any of it is read: cards of homes, and nothing that is a home's own."""
    if view.cards < MANY_CARDS or _has_id(view.page.address) or _shows_a_home(view):
        return None
    if gone := find_gone(view.page, set()):
        return Status.GONE, gone
    return Status.NOT_A_LISTING, f"the page shows {view.cards} homes in cards"


def _shows_a_home(view: View) -> bool:
    """Whether a home is described as data, or by a price, told or withheld, that stands in no card."""
    texts = view.outline.texts
    return (
        any(name in _HOME_TYPES for node in view.page.jsonld for name in types_of(node))
        or any(view.amount(at) for at in view.live if len(texts[at]) <= MAX_AMOUNT_CHARS)
        or _withholds_a_price(view)
    )


def _withholds_a_price(view: View) -> bool:
    """Whether a text says that a price is told on request; in a form it is a choice of what to search for."""
    saying = {label for label in view.labels if ON_REQUEST.in_(label)}
    outline = view.outline
    in_forms = bytearray(len(outline.texts))
    for form in outline.by_tag.get("form", ()):
        if view.headline is None or not form <= view.headline < outline.stop[form]:  # else it is the page itself
            in_forms[outline.first[form] : outline.end[form]] = b"\x01" * outline.size(form)
    return any(text in saying and not in_form for text, in_form in zip(view.folded, in_forms, strict=True))


def judge_after(page: Page, accepted: Accepted, *, mapped: bool, view: View | None = None) -> tuple[Status, str]:
    """The verdict once values were read.  `mapped`: the object that the mapping says is the listing was there.

    view: where the page was looked at, which tells its own texts from those of cards and menus.
    """
    marks = listing_marks(accepted)
    if gone := find_gone(page, marks):
        return Status.GONE, gone
    if mapped and len(marks) >= 2:
        return Status.OK, "the portal's listing data is on the page"
    if several := _several_listings(page):
        return Status.NOT_A_LISTING, several
    if subject := _subject(page, accepted, marks):
        return Status.NOT_A_LISTING, subject
    if marks >= _ALL or (marks >= _WHOLE and _has_id(page.address)):
        return _one_listing(marks)
    shown = MONEY.findall(page.text[:MAX_SCANNED_CHARS])
    read = frozenset(marks)
    marks |= _visible_marks(page, view)
    is_short, has_id = _is_short_ad(page, accepted, marks), _has_id(page.address)
    needed = 2 if is_short or has_id or marks >= _STRONG_MARKS else 3
    if _is_crowded(shown):
        needed = 3
        if not has_id:  # as addresses of searches have none: all must be there, but for photos
            needed, marks = 4, marks - {"photos"}
    if len(marks) >= needed and (is_short or _is_of_a_home(marks, read, has_id, _has_set_apart_price(accepted))):
        return _one_listing(marks)
    if is_shell(page):
        return Status.NEEDS_JAVASCRIPT, "the page is a shell that a script fills"
    return Status.NOT_A_LISTING, "too little of a listing is stated"


def _is_of_a_home(marks: set[str], read: Set[str], has_id: bool, is_priced: bool) -> bool:
    """Whether marks are those of one home: what speaks of homes has prices and sizes, too, but no place and no photos.

    read: those of values, and not only seen.  is_priced: the price is set apart.
    """
    is_shown = bool(marks & {"photos", "place"}) and (bool(marks & {"photos", "text"}) or (has_id and "price" in read))
    is_told = read >= _STRONG_MARKS and (has_id or (is_priced and "text" in read))
    return bool(marks & _STRONG_MARKS) and (is_shown or is_told)


def _subject(page: Page, accepted: Accepted, marks: set[str]) -> str | None:
    """What the page is about, if that is no home; a page that states all that homes do is believed to be one's."""
    is_described, is_priced = marks >= _DESCRIBED, _has_set_apart_price(accepted)
    if any(_is_own_home(node, page) for node in page.jsonld) or (marks >= _ALL and is_priced):
        return None
    if subject := subject_in_address(page.address):
        return subject
    if is_described and is_priced:
        return None
    if is_profile(page.address) and not marks >= _SHOWN and not is_priced:
        return "its address is that of who offers homes"
    return other_subject(page, may_be_article=not is_described)


def _has_set_apart_price(accepted: Accepted) -> bool:
    """Whether the price is told by data, behind a label or in an element that is called so, and not in a text."""
    found = accepted.provenance.get("price_float") or accepted.provenance.get("price_qualifier")
    return found is not None and (found.source != "css" or "price" in found.path.lower())


def _one_listing(marks: set[str]) -> tuple[Status, str]:
    return Status.OK, f"the page states one listing: {', '.join(sorted(marks))}"


def listing_marks(accepted: Accepted) -> set[str]:
    """Which marks of one listing the page's body or data states.  A head says as much of a search page."""
    stated = {
        name: value
        for name, value in accepted.values.items()
        if name in accepted.provenance and accepted.provenance[name].source not in _HEAD_SOURCES
    }
    return {mark for mark, fields in _MARKS.items() if any(stated.get(name) not in (None, []) for name in fields)}


def _visible_marks(page: Page, view: View | None) -> set[str]:
    """A price and an area that can be read on the page, even where it is not clear which is the listing's.

    Not that of another home's card; and what prose speaks of only where the address has an id.
    """
    own = page.text
    if view is not None:
        texts, most = view.outline.texts, MAX_SCANNED_CHARS if _has_id(page.address) else MAX_AMOUNT_CHARS
        own = "\n".join([texts[at] for at in view.live if len(texts[at]) <= most])
    seen = (("price", MONEY), ("size", AREA))
    return {name for name, pattern in seen if pattern.search(own, 0, MAX_SCANNED_CHARS)}


def _has_id(url: str) -> bool:
    """Whether the URL's path ends in what looks like a listing's id, as pages of one thing do."""
    path = url.partition("//")[2].partition("?")[0].partition("#")[0].partition("/")[2].rstrip("/")
    return any(
        _ID.fullmatch(token) for segment in path.split("/")[-2:] for token in re.split(r"[^0-9A-Za-z]+", segment)
    )


def _is_crowded(shown: list[str]) -> bool:
    """Whether the prices shown are as many as a list has."""
    return len(shown) >= VERY_MANY_AMOUNTS or len(set(shown)) >= MANY_PRICES


def _several_listings(page: Page) -> str | None:
    types = [name for node in page.jsonld for name in types_of(node)]
    has_id = _has_id(page.address) and not _SEARCHED.search(page.address)
    if not any(name in _HOME_TYPES for name in types) and any(_is_list(node, page, has_id) for node in page.jsonld):
        return "the page lists several"
    if any(_is_own_home(node, page) for node in page.jsonld):
        return None
    if _most_alike(types) >= LIST_MIN_HOMES:
        return "the page describes several homes"
    if has_id:  # cards are often annotated as one home is
        return None
    types += [name for item in page.microdata for name in types_of(item)]
    return "the page describes several homes" if _most_alike(types) >= LIST_MIN_HOMES else None


def _is_list(node: dict[str, object], page: Page, has_id: bool) -> bool:
    """Whether a node says that the page is a list; a home's page, too, may list others that are like it."""
    types = _LIST_TYPES.intersection(types_of(node))
    if not types or not has_id or types != {"ItemList"}:
        return bool(types)
    name = node.get("name")
    return is_about(node, page.address) or (
        isinstance(name, str) and fold(name) == fold(page.headline[:MAX_NAME_CHARS])
    )


def _is_own_home(node: dict[str, object], page: Page) -> bool:
    """Whether a node is of this page and one home, beside which others are shown."""
    types = types_of(node)
    is_home = not _ONE_HOME_TYPES.isdisjoint(types) and _LIST_TYPES.isdisjoint(types)
    return is_home and is_about(node, page.address) and not _OWN_HOME_KEYS.isdisjoint(node)


def _most_alike(types: list[str]) -> int:
    """How many homes there are of the type of which there are most."""
    return max(Counter(name for name in types if name in _HOME_TYPES).values(), default=0)


def _is_short_ad(page: Page, accepted: Accepted, marks: set[str]) -> bool:
    """Whether the page is one private person's few lines: a kind of property, its price or offer, no other amounts."""
    text = page.text[:SHORT_AD_CHARS]
    is_short = len(page.text) <= SHORT_AD_CHARS and len(set(MONEY.findall(text))) <= SHORT_AD_AMOUNTS
    values = accepted.values
    is_offered = "price" in marks or (values.get("for_sale") is not values.get("for_rent") and _has_id(page.address))
    return is_offered and is_short and values.get("property_type") is not None


def is_shell(page: Page) -> bool:
    """Whether a program has yet to fill the page: an empty root element, or hardly a text and a program."""
    if page.has_more_text_than(MAX_FRAME_CHARS) or _is_about_something_else(page):
        return False
    root = page.tree.css_first(APPLICATION)
    has_program = any(script.src or len(script.text) > MIN_PROGRAM_CHARS for script in page.scripts)
    if root is not None and len(root.text().strip()) <= LOADING_CHARS:
        return has_program
    says_so = re.search(r"javascript|\bJS\b", page.noscript + page.text, re.IGNORECASE)
    return len(page.text) <= SHELL_MAX_TEXT_CHARS and (has_program or says_so is not None)


def _is_about_something_else(page: Page) -> bool:
    """A form to sign in, or an error of the server: short pages that are whole."""
    title = next(iter(page.meta.get("title", ())), "")
    return page.tree.css_first("input[type=password i]") is not None or _ERROR.match(title or page.text) is not None
