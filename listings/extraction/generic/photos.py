"""Photos of this listing among all pictures of the page: the list or gallery that holds the leading photo."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple, Protocol

from listings.extraction.candidates import Candidate
from listings.extraction.generic.own import Own
from listings.extraction.generic.photo_templates import FILE, has_gaps, names_no_host, whole_addresses
from listings.extraction.generic.view import View
from listings.extraction.page import Page
from listings.extraction.parsing.image_variants import SHARD, path_of
from listings.extraction.sources.outline import Outline

MAX_PICTURES = 600
MAX_SCANNED_CHARS = 1_500_000
MAX_GAP_CHARS = 1_500
MAX_DEPTH = 4  # of the address within a list's member
MIN_GALLERY = 3
MAX_GALLERY_LEVELS = 5  # from a picture up to what is called a gallery
MAX_LISTS = 2
WINDOW_CHARS = 60_000
MIN_LIST = 5  # shorter lists may be a preview of the gallery
GALLERY_TRUST = 0.62
LEAD_BONUS = 0.14
OWN_BONUS = 0.1
_SOURCES = (
    "data-zoom-image", "data-full", "data-large", "data-original", "data-src", "data-lazy", "data-lazy-src",
    "data-flickity-lazyload", "data-image", "data-bg", "data-background", "data-img", "data-url", "lazy-src",
    "data-image-url", "data-lazyload", "data-echo", "data-original-src", "data-image-src", "data-highres", "data-big",
    "data-photo", "data-srcset", "srcset", "src", "content",
)  # fmt: skip
_PLACEHOLDER = (".gif", ".svg")
_PICTURE_TAGS = frozenset({"img", "source", "amp-img"})
_BACKGROUND = re.compile(r"background(?:-image)?\s{0,3}:\s{0,3}url\(\s{0,3}['\"]?([^'\")\s]{5,500})", re.IGNORECASE)
_IN_SCRIPT = re.compile(
    r"https?:(?:\\?/|\\u002[Ff]){2}[^\"'\s<>()]{8,400}?\.(?i:jpe?g|png|webp|avif)(?![A-Za-z])[^\"'\s<>()]{0,200}"
)
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[A-Za-z0-9_-]{5,80}")


class Lists(Protocol):
    """(path, list) of a page's lists of pictures, and of those that are only called so."""

    lists: list[tuple[str, list[object]]]
    named_lists: list[tuple[str, list[object]]]


class _Stated(NamedTuple):
    """A list of pictures in the page's data: its addresses, and whether one of them is shown among the page's own."""

    path: str
    members: list[object]
    urls: list[str]
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """What is known of the leading photo: the long words of its path, of which the rarest names it."""

    names: frozenset[str]

    @classmethod
    def of(cls, url: str | None) -> "Lead":
        """The lead that a URL names; none for None."""
        if not url:
            return cls(frozenset())
        names = [name for name in _NAME.findall(path_of(url)) if any(map(str.isdigit, name)) and len(name) >= 6]
        return cls(frozenset(names[-2:]))

    def is_in(self, url: str) -> bool:
        """Whether a URL shows the leading photo."""
        return any(name in url for name in self.names)


def photo_candidates(view: View, own: Own, data: Lists) -> Iterator[Candidate]:
    """Galleries of the DOM, lists of the page's data, and runs of addresses in its programs."""
    leading = next(iter(view.page.meta.get("og:image", ())), None)
    lead = Lead.of(leading)
    pictures = list(_pictures(view))
    gallery = _gallery(pictures, lead, own)
    if not lead.names and gallery:
        lead = Lead.of(gallery[0])
    if len(gallery) > 1:
        yield Candidate("images", gallery, "css", "gallery", _trust(gallery, lead, own))
    shown = [url for url, _ in pictures] + ([leading] if leading else [])
    stated = list(_stated(data, shown, len(gallery)))
    mine = [found for found in stated if len(found.urls) > 1 and _is_this_listings(found, lead, own)]
    mine.sort(key=lambda found: -len(found.urls))
    for found in mine[:MAX_LISTS]:
        yield Candidate("images", found.members, "json", found.path, _trust(found.urls, lead, own))
    if lead.names and max((len(found.urls) for found in mine), default=0) < MIN_LIST:
        yield from _of_programs(view.page, lead, own)


def _stated(data: Lists, shown: list[str], in_gallery: int) -> Iterator[_Stated]:
    """The lists of pictures; where their addresses are not whole, as the page shows them whole."""
    for path, members in data.lists:
        urls = _addresses(members)
        whole = whole_addresses(members, shown) if has_gaps(urls) or names_no_host(urls) else []
        if whole or not has_gaps(urls):
            yield _Stated(path, [*whole] or members, whole or urls, bool(whole))
    for path, members in data.named_lists:
        if len(members) > in_gallery and (whole := whole_addresses(members, shown)):
            yield _Stated(path, [*whole], whole, is_shown=True)


def _addresses(members: list[object]) -> list[str]:
    return [url for member in members if (url := _first_url(member))]


def _is_this_listings(found: _Stated, lead: Lead, own: Own) -> bool:
    is_led = not lead.names or lead.is_in(" ".join(found.urls))
    return found.is_shown or is_led or _is_own(found.urls, own)


def _trust(urls: list[str], lead: Lead, own: Own) -> float:
    has_lead = any(lead.is_in(url) for url in urls)
    return GALLERY_TRUST + (LEAD_BONUS if has_lead else 0) + (OWN_BONUS if _is_own(urls, own) else 0)


def _is_own(urls: list[str], own: Own) -> bool:
    """Whether the addresses of most photos bear the listing's id."""
    bearing = sum(1 for url in urls if any(name in url for name in own.ids))
    return bearing > 0.6 * len(urls)


def _first_url(member: object, depth: int = MAX_DEPTH) -> str | None:
    if isinstance(member, str):
        return member
    if isinstance(member, dict):
        for value in member.values():
            if isinstance(value, str) and (FILE.search(value[:600]) or value.startswith("http")):
                return value
            if isinstance(value, dict) and depth and (inner := _first_url(value, depth - 1)):
                return inner
    return None


def _gallery(pictures: list[tuple[str, bool]], lead: Lead, own: Own) -> list[str]:
    """The pictures of the make (host and kind of path) that most speaks for."""
    groups: dict[str, list[str]] = {}
    score: dict[str, float] = {}
    named = {url for url, is_named in pictures if is_named}
    for url, is_named in pictures:
        make = _make(url)
        groups.setdefault(make, []).append(url)
        bonus = (
            (2 if is_named else 0)
            + (40 if lead.is_in(url) else 0)
            + (20 if any(name in url for name in own.ids) else 0)
        )
        score[make] = score.get(make, 0) + 1 + bonus
    best = max(groups, key=lambda make: score[make], default=None)
    if best is None or score[best] < 3:
        return []
    mine = [url for url in groups[best] if any(name in url for name in own.ids)]
    in_gallery = [url for url in groups[best] if url in named]
    if len(in_gallery) >= MIN_GALLERY and (not lead.names or any(map(lead.is_in, in_gallery))):
        return in_gallery
    return mine if len(mine) > 1 else groups[best]


def _make(url: str) -> str:
    """What pictures of one gallery share: the host and the last folder that is not a number, a hash or a size."""
    host, _, path = url.partition("//")[2].partition("?")[0].partition("/")
    stable = [part for part in path.split("/")[:-1] if len(part) > 2 and not _DIGIT.search(part)]
    return f"{SHARD.sub('', host)}/{stable[-1] if stable else ''}"


def _pictures(view: View) -> Iterator[tuple[str, bool]]:
    """(URL, whether it stands in something called a gallery), of every picture that is the page's own."""
    outline = view.outline
    found: dict[int, str] = {}
    for element, _, value in outline.with_attributes(_SOURCES):
        is_picture = outline.tags[element] in _PICTURE_TAGS or FILE.search(value[:500]) is not None
        if element not in found and is_picture and not view.dead[element] and not value.startswith("data:"):
            found[element] = value
    for element, value in found.items():
        if value.endswith(_PLACEHOLDER):
            found[element] = _late(outline.attributes[element]) or value
    for element, value in outline.stated("href"):
        if not view.dead[element] and FILE.search(value[-300:]):
            found.setdefault(element, value)
            _drop_its_copy(found, outline, element)
    for element, value in outline.stated("style"):
        if "url(" in value and not view.dead[element] and (background := _BACKGROUND.search(value[:1000])):
            found.setdefault(element, background[1])
    galleries = set(view.marked.get("images", ()))
    for element in sorted(found)[:MAX_PICTURES]:
        around = chain((element,), islice(outline.ancestors(element), MAX_GALLERY_LEVELS)) if galleries else ()
        yield found[element], not galleries.isdisjoint(around)


def _late(attributes: dict[str, str | None]) -> str | None:
    """The picture that a program puts in the place of another, whatever attribute it keeps it in."""
    return next((value for value in attributes.values() if value and FILE.search(value[-300:])), None)


def _drop_its_copy(found: dict[int, str], outline: Outline, link: int) -> None:
    """Of a link to a picture around a small one of it, the small one is no other photo."""
    inner = [element for element in range(link + 1, outline.stop[link]) if element in found]
    if len(inner) == 1:
        del found[inner[0]]


def _of_programs(page: Page, lead: Lead, own: Own) -> Iterator[Candidate]:
    """The run of picture addresses around the leading photo's in a program, while they follow each other closely."""
    budget = MAX_SCANNED_CHARS
    best: list[str] = []
    for script in page.scripts:
        text = script.text[:budget]
        budget -= len(text)
        if budget <= 0:
            break
        at = min((found for name in lead.names if (found := text.find(name)) >= 0), default=-1)
        if at >= 0:
            run = _run(text[max(at - WINDOW_CHARS, 0) : at + WINDOW_CHARS], lead)
            best = max(best, run, key=len)
    if len(best) > 1:
        yield Candidate("images", best, "script", "picture addresses", _trust(best, lead, own) - 0.05)


def _run(text: str, lead: Lead) -> list[str]:
    runs: list[list[str]] = []
    last_end = -MAX_GAP_CHARS - 1
    for found in _IN_SCRIPT.finditer(text):
        if found.start() - last_end > MAX_GAP_CHARS:
            runs.append([])
        last_end = found.end()
        runs[-1].append(found[0].replace("\\u002F", "/").replace("\\/", "/").rstrip("\\"))
    with_lead = [run for run in runs if any(lead.is_in(url) for url in run)]
    run = max(with_lead, key=len, default=[])
    makes = {_make(url) for url in run if lead.is_in(url)}
    return [url for url in run if _make(url) in makes][:MAX_PICTURES]
