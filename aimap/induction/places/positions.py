"""Places of the position: attributes of a map's element, links to maps and their pictures, programs that draw one."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from aimap.induction.look import Look
from aimap.induction.proposals import Kind, Proposal, propose
from aimap.induction.selectors import selectors_of

MAX_PLACES = 4
MIN_CHARS = 6  # of a degree that is looked for
MAX_SCANNED_CHARS = 800_000
_DEGREES = r"-?\d{1,3}\.\d{3,18}"
_PAIR = rf"({_DEGREES}(?:,|%2C){_DEGREES})"
_QUERY = rf"lat(?:itude)?=(?P<latitude>{_DEGREES})&(?:amp;)?(?:lon|lng|long|longitude)=(?P<longitude>{_DEGREES})"
_LINKS = ("href", "src", "data-src", "style", "data-url", "data-href", "srcset")
_HOSTS = ("google.", "openstreetmap", "maps.", "yandex", "bing.com")
_LATITUDE, _LONGITUDE = re.compile(r"lat(?:itude)?$"), re.compile(r"(?:lng|lon|long|longitude)$")
_IN_PROGRAM = re.compile(
    rf"""(\\?["']?lat(?:itude)?\\?["']?\s{{0,3}}[:=]\s{{0,3}}\\?["']?)({_DEGREES})""", re.IGNORECASE
)
_WITH_LONGITUDE = rf"^(?P<latitude>{_DEGREES})[^\d-]{{1,40}}(?P<longitude>{_DEGREES})"
_CALLS = ("LatLng(", "setView([", "fromLonLat(", "marker([", "center: [", "center:[")


def position_proposals(look: Look) -> Iterator[Proposal]:
    """Places that hold the agreed position, none where none is agreed."""
    latitude = look.agreed.get("latitude")
    needle = str(latitude)[:MIN_CHARS] if isinstance(latitude, float) else ""
    if len(needle) == MIN_CHARS:
        yield from _of_attributes(look, needle)
        yield from _of_links(look, needle)
        yield from _of_programs(look, needle)


def _of_attributes(look: Look, needle: str) -> Iterator[Proposal]:
    """Elements that bear latitude and longitude as two attributes."""
    outline = look.outline
    names = [name for name in outline.by_attribute if _LATITUDE.search(name)]
    bearing = [element for name in names for element, value in outline.stated(name) if value.startswith(needle)]
    for element in bearing[:MAX_PLACES]:
        latitude = next(name for name in outline.attributes[element] if _LATITUDE.search(name))
        longitude = next((name for name in outline.attributes[element] if _LONGITUDE.search(name)), None)
        for selector in (*(found.text for found in selectors_of(look, element)), f"[{latitude}]"):
            if longitude:
                rule = {"css": selector, "format": f"{{{latitude}}},{{{longitude}}}"}
                yield propose("position", rule, Kind.NAMED_ELEMENT, is_named=True)


def _of_links(look: Look, needle: str) -> Iterator[Proposal]:
    for name in _LINKS:
        holding = [(element, value) for element, value in look.outline.stated(name) if needle in value]
        for element, value in holding[:MAX_PLACES]:
            match = next((pattern for pattern in (_QUERY, _PAIR) if re.search(pattern, value)), None)
            options: dict[str, Any] = {"attr": name, "match": match}
            if match is None:
                continue
            for found in selectors_of(look, element):
                yield propose("position", {"css": found.text, **options}, found.kind, is_named=False)
            for host in _HOSTS:
                if host in value:
                    rule = {"css": f'[{name}*="{host}"]', **options}
                    yield propose("position", rule, Kind.NAMED_ELEMENT, is_named=True)


def _of_programs(look: Look, needle: str) -> Iterator[Proposal]:
    """What stands before the position in a program: its key, or the function that it is given to."""
    budget = MAX_SCANNED_CHARS
    for script in look.page.scripts:
        text = script.text[: max(budget, 0)]
        budget -= len(text)
        if needle not in text:
            continue
        for found in islice(_IN_PROGRAM.finditer(text), 10 * MAX_PLACES):
            if found[2].startswith(needle):
                rule: dict[str, Any] = {"after": found[1], "match": _WITH_LONGITUDE}
                yield propose("position", rule, Kind.PROGRAM, is_named=True)
        for call in _CALLS:
            rule = {"after": call, "match": rf"^[\s\"'\[]{{0,5}}({_DEGREES}[\"']?,\s{{0,3}}[\"']?{_DEGREES})"}
            if call in text:
                yield propose("position", rule, Kind.PROGRAM, is_named=True)
