"""For sale or for rent: what breadcrumbs, short texts around the headline, labels and the page's head say."""

from collections.abc import Iterator

from listings.extraction.candidates import Candidate
from listings.extraction.generic.view import View
from listings.extraction.parsing.offer import parse_offer
from listings.extraction.parsing.vocabulary.offer_labels import OFFER_OF_LABEL

BREADCRUMB_TRUST = 0.66
NEAR_TRUST = 0.6
HEAD_TRUST = 0.56
NEAR_TEXTS = 9
NEAR_COST = 0.005  # per text between
MAX_NEAR_CHARS = 45
MAX_BREADCRUMBS = 12
MAX_LINK_LEVELS = 3
_LABEL_TRUST = {"sale": 0.74, "rent": 0.72, "deposit": 0.5}
_LABELS = frozenset(name for names in OFFER_OF_LABEL.values() for name in names)


def offer_candidates(view: View) -> Iterator[Candidate]:
    """What the page says of the offer; nothing of it is sure alone, so the texts are proposed as they are."""
    crumbs = [text for element in view.marked.get("breadcrumbs", ())[:3] for text in _texts(view, element)]
    crumbs += _listed_crumbs(view)
    if crumbs:
        yield Candidate("town", crumbs[:MAX_BREADCRUMBS], "css", "breadcrumbs", BREADCRUMB_TRUST)
    for text in crumbs[:MAX_BREADCRUMBS]:
        if not view.names_site(text):
            yield from _both(text, "css", "breadcrumbs", BREADCRUMB_TRUST)
    yield from _near(view)
    labels = _labels(view)
    for offer, names in OFFER_OF_LABEL.items():
        for name in names:
            if name in labels:
                yield Candidate("offer", "sale" if offer == "sale" else "rent", "label", name, _LABEL_TRUST[offer])
                break
    for name in ("description", "og:description", "keywords"):
        for content in view.page.meta.get(name, ())[:1]:
            yield from _both(content[:200], "meta", name, HEAD_TRUST)


def _near(view: View) -> Iterator[Candidate]:
    """Short texts around the headline; where links offer both, they are the site's menu."""
    outline = view.outline
    near = [at for at in view.around_start(NEAR_TEXTS, NEAR_TEXTS + 1) if len(outline.texts[at]) <= MAX_NEAR_CHARS]
    links = {at for at in near if _is_link(view, at)}
    offers = {offer for at in links if (offer := parse_offer(outline.texts[at])) is not None}
    for at in near:
        if at not in links or len(offers) < 2:
            trust = NEAR_TRUST - NEAR_COST * abs(at - view.start)
            yield Candidate("offer", outline.texts[at], "css", "near the headline", trust)


def _labels(view: View) -> set[str]:
    """The labels of an offer that the page has, those in links left out."""
    if _LABELS.isdisjoint(view.folded):
        return set()
    return {label for at, label in enumerate(view.folded) if label in _LABELS and not _is_link(view, at)}


def _is_link(view: View, at: int) -> bool:
    """Whether a text stands in a link, as those of menus do."""
    tags, parents = view.outline.tags, view.outline.parents
    element = view.outline.owners[at]
    for _ in range(MAX_LINK_LEVELS):
        if element < 0:
            return False
        if tags[element] == "a":
            return True
        element = parents[element]
    return False


def _both(text: str, source: str, path: str, trust: float) -> Iterator[Candidate]:
    yield Candidate("offer", text, source, path, trust)
    yield Candidate("property_type", text, source, path, trust - 0.1)


def _texts(view: View, element: int) -> list[str]:
    outline = view.outline
    return outline.texts[outline.first[element] : min(outline.end[element], outline.first[element] + MAX_BREADCRUMBS)]


def _listed_crumbs(view: View) -> list[str]:
    """The names of a schema.org BreadcrumbList."""
    names: list[str] = []
    for node in view.page.jsonld:
        items = node.get("itemListElement") if node.get("@type") == "BreadcrumbList" else None
        for item in items[:MAX_BREADCRUMBS] if isinstance(items, list) else ():
            inner = item.get("item") if isinstance(item, dict) else None
            name = item.get("name") if isinstance(item, dict) else None
            name = name or (inner.get("name") if isinstance(inner, dict) else None)
            if isinstance(name, str):
                names.append(name)
    return names
