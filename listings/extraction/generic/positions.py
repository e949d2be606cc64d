"""Where the home stands in degrees: links to maps, attributes and programs that hold a position."""

import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from listings.extraction.candidates import Candidate
from listings.extraction.generic.lookup import fact_of_key
from listings.extraction.generic.scan import holding
from listings.extraction.generic.view import View

MAP_TRUST = 0.74
SCRIPT_TRUST = 0.66
SEVERAL_TRUST = 0.5  # of the first of several places that a program states
SAME_PLACE_DEGREES = 0.001
MAX_SCANNED_CHARS = 400_000
MAX_CODED_CHARS = 60_000
MAX_HITS = 12
MIN_MAP_CHARS = 20
_MAP_SIGNS = ("map", "Map", "yandex", "2gis", "waze", "geoapify", "here.com")
_ADDRESSES = ("href", "src", "data-src", "style", "srcset", "data-href", "data-url", "onclick")
_NUMBER = r"(-?\d{1,3}\.\d{3,18})"
_MAP_PAIR = re.compile(
    rf"(?:[?&/@](?:q|ll|sll|center|query|daddr|destination|loc|location|markers|cp|pt|c|point|marker)?=?|%7C|\|)(?:loc:|color:\w{{1,12}}\||icon:[^|]{{1,200}}\|)?"
    rf"{_NUMBER}(?:,|%2C|~|;|%20|\+|_| ){{1,3}}{_NUMBER}",
    re.IGNORECASE,
)
_MAP_HOST = re.compile(
    r"google\.[a-z.]{2,6}/maps|maps\.google|maps\.apple|openstreetmap|yandex\.[a-z]{2,3}/maps|bing\.com/maps|mapbox|geoapify|here\.com|maps\.googleapis|staticmap|mapy\.cz|2gis|waze|/gmap/",
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
    r"(?:LatLng\(|fromLonLat|setView\(\s{0,3}\[|marker\(\s{0,3}\[|center\"?:\s{0,3}\["
    r"|(?:[pP]osition|oord(?:inate)?s?|at[lL]n?g|ng[lL]at|[lL]ocation|(?<![a-z])[pP]oint|gps)['\"]?\s{0,3}[:=]\s{0,3}\[?)"
    rf"\s{{0,3}}['\"]?{_NUMBER}['\"]?\s{{0,3}},\s{{0,3}}['\"]?{_NUMBER}"
)
# Degrees in base64, which begin as what codes a minus or a figure does
_CODE = r"['\"]?\s{0,3}[:=]\s{0,3}['\"]([LMNO][A-Za-z0-9+/]{7,27}={0,2})['\"]"
_CODED_LATITUDE = re.compile(rf"at(?<=[lL]at)(?:itude)?(?:[oO]f)?{_CODE}")
_CODED_LONGITUDE = re.compile(rf"[lL](?:on|ng|ong)(?:itude)?(?:[oO]f)?{_CODE}")
_DEGREES = re.compile(r"-?\d{1,3}\.\d{3,18}")
# A map of a country, which is shown where nothing else is known
_DEFAULT = re.compile(r"efault|allback|general_")
_FAR_OUT = re.compile(r"zoom\\?['\"]?\s{0,3}[:=]\s{0,3}['\"]?[0-8](?![0-9])", re.IGNORECASE)
REACH = 120  # of what belongs to a position
DEFAULT_REACH = 50
MIN_ATTRIBUTE_CHARS, MAX_ATTRIBUTE_CHARS = 9, 2_000
# Names that tests and pictures have, on half of a page's elements
_OF_OTHER_USE = frozenset(
    {
        "data-testid", "data-test", "data-test-id", "data-qa", "data-cy", "data-src", "data-srcset", "data-id",
        "data-href", "data-url", "data-original", "data-lazy", "data-lazy-src", "data-index", "data-reactid",
    }
)  # fmt: skip
_OF_OTHERS = re.compile(r"user|visitor|office|branch|agen[ct]|compan", re.IGNORECASE)
MAX_OF_NAME = 100  # attributes of one name
MAX_NAMES = 100
_ALONE = re.compile(rf"\s*[\[(]?\s*{_NUMBER}\s*[,;| ]\s*{_NUMBER}\s*[\])]?\s*")
_LATITUDE_NAMES = (
    "data-lat", "data-latitude", "lat", "latitude", "data-map-lat", "data-geo-lat", "data-center-lat",
    "data-default-lat", "data-marker-lat", "data-cur_lat",
)  # fmt: skip
_LONGITUDE_NAMES = (
    "data-lng", "data-lon", "data-longitude", "lng", "lon", "longitude", "data-map-lng", "data-geo-lng", "data-long",
    "data-center-lng", "data-map-lon", "data-default-lng", "data-marker-lng",
    "data-cur_long",
)  # fmt: skip


def position_candidates(view: View) -> Iterator[Candidate]:
    """Positions that attributes, links and programs state, in this order."""
    yield from _of_attributes(view)
    yield from _of_data_attributes(view)
    yield from _of_links(view)
    yield from _of_scripts(view)


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


def _of_data_attributes(view: View) -> Iterator[Candidate]:
    """What attributes hand to a map's program: data-map='{"lat": 51.46, "lng": -2.59}', data-latlng="51.46,-2.59"."""
    outline = view.outline
    of_programs = [name for name in outline.by_attribute if name.startswith("data-") and name not in _OF_OTHER_USE]
    of_programs = [name for name in of_programs if not _OF_OTHERS.search(name)]
    for name in of_programs[:MAX_NAMES]:
        stated = outline.by_attribute[name]
        for element, value in [(element, value) for element, value in stated if "." in value][:MAX_OF_NAME]:
            if not MIN_ATTRIBUTE_CHARS <= len(value) <= MAX_ATTRIBUTE_CHARS or view.dead[element]:
                continue
            if pair := _alone(name, value) or (_in_program(value) if value[0] in "{[" else None):
                yield Candidate("position", pair, "css", f"{outline.tags[element]}[{name}]", MAP_TRUST)


def _alone(name: str, value: str) -> list[float] | None:
    known = fact_of_key(name.removeprefix("data-"))
    pair = _ALONE.fullmatch(value) if known and known[0] == "position" else None
    return [float(pair[1]), float(pair[2])] if pair else None


def _of_scripts(view: View) -> Iterator[Candidate]:
    """The first position that a program states."""
    budget = MAX_SCANNED_CHARS
    for script in view.page.scripts:
        if "ld+json" in script.type:
            continue  # there a place is of the node it stands in, which may be the agency
        text = script.text[:budget]
        budget -= len(text)
        if budget <= 0:
            return
        pair = _in_program(text) if _DECIMALS.search(text) else None
        if pair is None and len(text) <= MAX_CODED_CHARS:
            pair = _coded(text)
        if pair:
            trust = SCRIPT_TRUST if _is_alone(text, pair) else SEVERAL_TRUST
            yield Candidate("position", pair, "script", "position", trust)
            return


def _is_alone(text: str, pair: list[float]) -> bool:
    """Whether a program states no second place: that of who sells, or other homes'."""
    others = islice(_SCRIPT_LATITUDE.finditer(text), MAX_PAIRS)
    return all(abs(float(found[1]) - pair[0]) < SAME_PLACE_DEGREES for found in others)


def _in_program(text: str) -> list[float] | None:
    """The first latitude that has a longitude beside it, or the first pair that is a map's centre or a marker's."""
    for latitude in _SCRIPT_LATITUDE.finditer(text):
        longitude = _SCRIPT_LONGITUDE.search(text, max(latitude.start() - 81, 0), latitude.end() + REACH)
        if longitude and not _is_default(text, min(latitude.start(), longitude.start()), latitude.end()):
            return [float(latitude[1]), float(longitude[1])]
    pair = _centre(text)
    return [float(pair[1]), float(pair[2])] if pair else None


def _centre(text: str) -> re.Match[str] | None:
    for pair in islice(_PAIR.finditer(text), MAX_PAIRS):
        found = _SCRIPT_PAIR.search(text, max(pair.start() - PAIR_REACH, 0), pair.end())
        if found and not _is_default(text, found.start(), found.end()):
            return found
    return None


def _is_default(text: str, start: int, end: int) -> bool:
    """Whether a position is that of a map that shows a whole country, as maps do before they know better."""
    is_called_so = _DEFAULT.search(text, max(start - DEFAULT_REACH, 0), start) is not None
    return is_called_so or _FAR_OUT.search(text, end, end + REACH) is not None


def _coded(text: str) -> list[float] | None:
    """A latitude and a longitude in base64."""
    for latitude in islice(_CODED_LATITUDE.finditer(text), MAX_HITS):
        longitude = _CODED_LONGITUDE.search(text, latitude.end(), latitude.end() + REACH)
        degrees = [_decoded(found[1]) for found in (latitude, longitude) if found]
        if len(degrees) == 2 and None not in degrees:
            return [degree for degree in degrees if degree is not None]
    return None


def _decoded(code: str) -> float | None:
    try:
        text = b64decode(code, validate=True).decode("ascii")
    except ValueError:
        return None
    return float(text) if _DEGREES.fullmatch(text) else None
