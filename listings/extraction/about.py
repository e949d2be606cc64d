"""Pages about something else than a home: an article, a person or a firm of the trade.

They speak of prices, rooms and places as pages of homes do, and show homes in cards.  What they are about is said by
their data, by a headline that is a name, and by their address.
"""

from collections.abc import Iterator
from urllib.parse import unquote

from listings.extraction.generic.nodes import is_about
from listings.extraction.page import Page
from listings.extraction.parsing.property_type import parse_property_type
from listings.extraction.parsing.vocabulary.page_addresses import FIGURES, KEPT, READING
from listings.extraction.parsing.vocabulary.people import LEGAL_FORM, PROFILE
from listings.extraction.parsing.words import fold, words_in
from listings.extraction.sources.jsonld import types_of

_ARTICLE_TYPES = frozenset(
    {
        "Article", "NewsArticle", "BlogPosting", "LiveBlogPosting", "Report", "TechArticle", "AnalysisNewsArticle",
        "OpinionNewsArticle", "ReportageNewsArticle", "BackgroundNewsArticle",
    }
)  # fmt: skip
_PEOPLE_TYPES = frozenset(
    {"RealEstateAgent", "Person", "ProfilePage", "Organization", "LocalBusiness", "Corporation", "ProfessionalService"}
)
MAX_PARTS = 3  # of an address
_NAMES = READING | FIGURES | KEPT
# With more words behind them: /stati-kak-kupit-odnushku, /porovnani-nemovitosti
_FIRST_WORDS = KEPT | {"stati", "blog"}
_PLACES = frozenset({"stati-uniti"})
MAX_HEADLINE_CHARS = 120
_OFFICES = "/biuro/"  # which are agencies and offices in Polish
MIN_BEGINNING_CHARS = 20  # of a headline that goes on on the page
MIN_WORD_CHARS = 4


def other_subject(page: Page, *, may_be_article: bool) -> str | None:
    """What the page is about, in words, where that is no home; None where nothing says so.

    may_be_article: not where it states what listings do, which plugins call articles, too.
    """
    headline = " ".join(page.headline[: 2 * MAX_HEADLINE_CHARS].split())
    if not 0 < len(headline) <= MAX_HEADLINE_CHARS:
        return None
    if may_be_article and any(_is_stated(page, node, "headline", headline) for node in _nodes(page, _ARTICLE_TYPES)):
        return "the page is an article"
    if not _is_title(page, headline):
        return None
    is_named = any(_is_stated(page, node, "name", headline) for node in _nodes(page, _PEOPLE_TYPES))
    is_firm = parse_property_type(headline) is None and (LEGAL_FORM.search(headline) or _is_in_address(page, headline))
    if is_named or is_firm:
        return f"the page is about {headline!r}"
    return None


def subject_in_address(address: str) -> str | None:
    """What the first parts of an address say that its page is, where that is no listing: /blog/living-in-otley."""
    parts = fold(unquote(address.partition("//")[2].partition("?")[0])).split("/")[1 : 1 + MAX_PARTS]
    for part in parts:
        is_named_so = part.partition("-")[0] in _FIRST_WORDS and part not in _PLACES
        if is_named_so or part in _NAMES:
            return f"its address is that of {part!r}"
    return None


def is_profile(address: str) -> bool:
    """Whether an address is that of an agent or an agency, or of something of theirs."""
    return PROFILE.search(address.partition("//")[2]) is not None and _OFFICES not in address


def _nodes(page: Page, kinds: frozenset[str]) -> Iterator[dict[str, object]]:
    return (node for node in page.jsonld if not kinds.isdisjoint(types_of(node)))


def _is_stated(page: Page, node: dict[str, object], key: str, headline: str) -> bool:
    """Whether a node is called as the page's headline, or an article is of the page's address."""
    name, is_article = node.get(key), key == "headline"
    if isinstance(name, str) and (
        fold(name) == fold(headline)
        or (is_article and len(name) >= MIN_BEGINNING_CHARS and fold(headline).startswith(fold(name)))
    ):
        return True
    return is_article and is_about(node, page.url)


def _is_title(page: Page, headline: str) -> bool:
    """Whether the page's title begins with its headline, as that of a site's own name on all of its pages does not."""
    return any(fold(title).startswith(fold(headline)) for title in page.meta.get("title", ()))


def _is_in_address(page: Page, headline: str) -> bool:
    """Whether the page's address is one of a profile, and spells the headline: /agence/dupont-immo/1043."""
    found = PROFILE.search(page.address.partition("//")[2])
    words = [word for word in words_in(fold(headline)) if len(word) >= MIN_WORD_CHARS]
    slug = fold(found[1].partition("/")[0]) if found else ""
    return bool(words) and all(word in slug for word in words)
