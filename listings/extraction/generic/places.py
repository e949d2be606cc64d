"""Where the home stands: named elements, breadcrumbs, links to maps, attributes and scripts that hold a position."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from listings.extraction.candidates import Candidate
from listings.extraction.generic.lookup import fact_of_key
from listings.extraction.generic.scan import holding
from listings.extraction.generic.view import View
from listings.extraction.parsing.words import fold, words_in

ADDRESS_TRUST = 0.66
MAX_ADDRESS_CHARS = 140
MAP_TRUST = 0.74
SCRIPT_TRUST = 0.66
MAX_SCANNED_CHARS = 400_000
MAX_HITS = 12
NEAR_TEXTS = 20
MIN_MAP_CHARS = 20
_MAP_SIGNS = ("map", "Map", "yandex", "2gis", "waze", "geoapify", "here.com")
MAX_NAMED = 1_000
LINES_BEFORE, LINES_BEHIND = 6, 14
MIN_LINE_CHARS, MAX_LINE_CHARS = 8, 80
MAX_COMMAS = 4
MIN_WORD_CHARS = 4
# What may be a postal code, with a letter behind or in front: "00250 Helsinki", "3511 AW Utrecht", "Lyon 69003"
_CODE = re.compile(
    r"\d{2}(?<![\w.,/+-]\d\d)(?:-\d{3}|\d{1,4}| \d{3}|\d \d{2}) (?=[^\W\d_])|[^\W\d_] (?:\d{4,6}$|\(\d{5}\))"
)
LINE_TRUST = 0.5
_NUMBER = r"(-?\d{1,3}\.\d{3,18})"
_MAP_PAIR = re.compile(
    rf"(?:[?&/@](?:q|ll|sll|center|query|daddr|destination|loc|location|markers|cp|pt|c|point|marker)?=?|%7C|\|)(?:loc:|color:\w{{1,12}}\||icon:[^|]{{1,200}}\|)?"
    rf"{_NUMBER}(?:,|%2C|~|;|%20|\+|_){{1,3}}{_NUMBER}",
    re.IGNORECASE,
)
_MAP_HOST = re.compile(
    r"google\.[a-z.]{2,6}/maps|maps\.google|maps\.apple|openstreetmap|yandex\.[a-z]{2,3}/maps|bing\.com/maps|mapbox|geoapify|here\.com|maps\.googleapis|staticmap|mapy\.cz|2gis|waze",
    re.IGNORECASE,
)
# The search runs fastest to a literal, so what may stand in front of it is looked back at.
_SCRIPT_LATITUDE = re.compile(rf"at(?<=[lL]at)(?:itude)?\\?[\"']?\s{{0,3}}[:=,]\s{{0,3}}\\?[\"']?{_NUMBER}")
_SCRIPT_LONGITUDE = re.compile(rf"[lL](?:on|ng|ong)(?:itude)?\\?[\"']?\s{{0,3}}[:=,]\s{{0,3}}\\?[\"']?{_NUMBER}")
_DECIMALS = re.compile(r"\.\d\d\d")  # without which no script holds a position
_PAIR = re.compile(rf"\.\d{{3,18}}['\"]?\s{{0,3}},\s{{0,3}}['\"]?{_NUMBER}")  # in each of those below, and faster found
PAIR_REACH = 40  # of what stands before it there
MAX_PAIRS = 300
_SCRIPT_PAIR = re.compile(
    rf"(?:LatLng\(|fromLonLat|setView\(\s{{0,3}}\[|marker\(\s{{0,3}}\[|center\"?:\s{{0,3}}\[)\s{{0,3}}['\"]?{_NUMBER}['\"]?\s{{0,3}},\s{{0,3}}['\"]?{_NUMBER}"
)
_LATITUDE_NAMES = ("data-lat", "data-latitude", "lat", "latitude", "data-map-lat", "data-geo-lat", "data-center-lat")
_LONGITUDE_NAMES = (
    "data-lng",
    "data-lon",
    "data-longitude",
    "lng",
    "longitude",
    "data-map-lng",
    "data-geo-lng",
    "data-long",
    "data-center-lng",
    "data-map-lon",
)


_ADDRESSES = ("href", "src", "data-src", "style", "srcset", "data-href", "data-url")
_NAMED = ("address", "city", "street_name", "postal_code", "region", "province")


def place_candidates(view: View) -> Iterator[Candidate]:
    """Addresses by name and heading, then positions."""
    yield from _named(view)
    yield from _headed(view)
    yield from _near_headline(view)
    yield from _of_attributes(view)
    yield from _of_links(view)
    yield from _of_scripts(view)


def _named(view: View) -> Iterator[Candidate]:
    outline = view.outline
    named = [(element, fact) for fact in _NAMED for element in view.marked.get(fact, ())]
    # <address> is how to reach whoever wrote the page (HTML Standard, 4.3.10), but portals write homes' into it
    near = range(view.start - NEAR_TEXTS, view.start + NEAR_TEXTS)
    tagged = [element for element in outline.by_tag.get("address", ()) if not view.dead[element]]
    named += [(element, "address") for element in tagged if outline.first[element] in near]
    for found, (element, fact) in enumerate(named[:MAX_NAMED]):
        if not 0 < outline.size(element) <= 8 or "agent_company" in view.marks_around(element, 4):
            continue
        text = outline.text(element)
        if 3 <= len(text) <= MAX_ADDRESS_CHARS:
            yield Candidate(fact, text, "css", view.path(element), ADDRESS_TRUST - 0.01 * min(found, 10))


def _near_headline(view: View) -> Iterator[Candidate]:
    """Short lines close to the headline, itself included: it takes a known city to make an address.

    Their parts stand between commas or slashes, or there is what may be a postal code beside the city.
    """
    for at in view.around_start(LINES_BEFORE, LINES_BEHIND):
        text = view.outline.texts[at]
        if MIN_LINE_CHARS <= len(text) <= MAX_LINE_CHARS and ":" not in text and _has_parts(view, at, text):
            yield Candidate("address_line", text, "css", "near the headline", LINE_TRUST)


def _has_parts(view: View, at: int, text: str) -> bool:
    parts = text.count(",") + text.count(" / ")
    if parts:
        return parts <= MAX_COMMAS
    return at in view.numbered and _CODE.search(text) is not None and view.amount(at) == "" and _is_named(view, text)


def _is_named(view: View, line: str) -> bool:
    """Whether a word of a line stands in the page's title or headline, too: else it may be where the agency sits."""
    headline = view.outline.text(view.headline)[:300] if view.headline is not None else ""
    titles = fold(" ".join((headline, *view.page.meta.get("title", ())[:1], *view.page.meta.get("og:title", ())[:1])))
    return any(len(word) >= MIN_WORD_CHARS and word.isalpha() and word in titles for word in words_in(fold(line)))


def _headed(view: View) -> Iterator[Candidate]:
    """The short texts under a heading such as "Location"."""
    outline = view.outline
    for element, text in (*view.headed("address"), *view.headed("position")):
        section = view.section_of(element)
        texts = [t for t in outline.texts[outline.end[element] : outline.end[section]] if len(t) <= MAX_ADDRESS_CHARS][
            :2
        ]
        if texts:
            yield Candidate(
                "address", " ".join(texts) if texts[0].endswith(",") else texts[0], "css", f"below {text!r}", 0.58
            )
        return


def _of_attributes(view: View) -> Iterator[Candidate]:
    """data-lat and data-lng of one element, and hidden inputs named so."""
    outline = view.outline
    for element, _, latitude in outline.with_attributes(_LATITUDE_NAMES):
        attributes = outline.attributes[element]
        longitude = next((value for name in _LONGITUDE_NAMES if (value := attributes.get(name))), None)
        if longitude and not view.dead[element]:
            pair = {"latitude": latitude, "longitude": longitude}
            yield Candidate("position", pair, "css", view.path(element), MAP_TRUST)
    inputs = _inputs(view)
    if "latitude" in inputs and "longitude" in inputs:
        pair = {"latitude": inputs["latitude"], "longitude": inputs["longitude"]}
        yield Candidate("position", pair, "css", "input", MAP_TRUST)


def _inputs(view: View) -> dict[str, str]:
    """The values of the inputs that are named for a fact."""
    outline = view.outline
    inputs = set(outline.by_tag.get("input", ()))
    if not inputs:
        return {}
    names = dict(outline.stated("id")) | dict(outline.stated("name"))
    found: dict[str, str] = {}
    for element, value in outline.stated("value"):
        if element in inputs and (known := fact_of_key(names.get(element, ""))):
            found.setdefault(known[0], value)
    return found


def _of_links(view: View) -> Iterator[Candidate]:
    """Links and pictures of maps."""
    outline = view.outline
    values = [value for name in _ADDRESSES for _, value in outline.stated(name)]
    likely = [at for at in holding(values, _MAP_SIGNS) if len(values[at]) >= MIN_MAP_CHARS]
    likely = [at for at in likely if _MAP_HOST.search(values[at][:300])]
    stated = list(outline.with_attributes(_ADDRESSES)) if likely else []
    hits = 0
    for element, name, value in (stated[at] for at in likely):
        pair = _MAP_PAIR.search(unquote(value[:2000]))
        if pair and hits < MAX_HITS:
            hits += 1
            where = f"{outline.tags[element]}[{name}]"
            yield Candidate("position", [float(pair[1]), float(pair[2])], "css", where, MAP_TRUST)


def _centre(text: str) -> re.Match[str] | None:
    """The first pair of numbers that a program gives a map as its centre or a marker's place."""
    for pair in islice(_PAIR.finditer(text), MAX_PAIRS):
        if found := _SCRIPT_PAIR.search(text, max(pair.start() - PAIR_REACH, 0), pair.end()):
            return found
    return None


def _of_scripts(view: View) -> Iterator[Candidate]:
    """The first latitude that has a longitude beside it."""
    budget = MAX_SCANNED_CHARS
    for script in view.page.scripts:
        text = script.text[:budget]
        budget -= len(text)
        if not text or budget <= 0 or not _DECIMALS.search(text):
            continue
        for latitude in _SCRIPT_LATITUDE.finditer(text):
            longitude = _SCRIPT_LONGITUDE.search(text, max(latitude.start() - 81, 0), latitude.end() + 120)
            if longitude:
                yield Candidate(
                    "position", [float(latitude[1]), float(longitude[1])], "script", "lat, lng", SCRIPT_TRUST
                )
                return
        if pair := _centre(text):
            yield Candidate("position", [float(pair[1]), float(pair[2])], "script", pair[0][:20], SCRIPT_TRUST)
            return
