"""Latitude and longitude, two fields of PWS, as rules for our one fact, a position of one statement."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from listings.mapping_import.findings import Findings, NotExpressibleError
from listings.mapping_import.pws_rules import PwsRule
from listings.mapping_import.sources import source_rule

# What the engine's own reading of <head> proposes anyway (listings/extraction/generic.py).
_READ_ANYWAY = frozenset({("og:latitude", "og:longitude"), ("place:location:latitude", "place:location:longitude")})
# The names by which the reader of positions knows them in an object.
_KNOWN_KEYS = ({"latitude", "lat"}, {"longitude", "lng", "lon", "long"})
_PLAIN_KEY = re.compile(r"(?!\d+$)\w+")
_ALTERING = ("splitTextCharacter", "stripString", "stripPunct", "stripFirstChar", "modifiers")


PlacedRule = tuple[str, dict[str, Any]]


def position_rules(latitude: PwsRule | None, longitude: PwsRule | None, findings: Findings) -> list[PlacedRule]:
    """(place in the file, rule) for where both are stated together; what does not pair is reported."""
    if latitude is None or longitude is None:
        if one := latitude or longitude:
            findings.lose(one.place, "a position needs both latitude and longitude")
        return []
    rules: list[PlacedRule] = []
    for lat, lng in zip_longest(latitude.chain(), longitude.chain()):
        if lat is None or lng is None:
            findings.lose((lat or lng).place, "a position needs both latitude and longitude")
        elif any(rule.given or rule.text("xpath") for rule in (lat, lng)):
            rules += _paired(lat, lng, findings)
    return rules


def _paired(lat: PwsRule, lng: PwsRule, findings: Findings) -> Iterator[PlacedRule]:
    place = f"{lat.place} and {lng.field}"
    try:
        rule = _pair(lat, lng)
    except NotExpressibleError as error:
        findings.lose(place, str(error))
        return
    if rule is None:
        findings.port(place, "position: read without a rule, by the engine's own reading of <head>")
        return
    yield place, rule


def _pair(lat: PwsRule, lng: PwsRule) -> dict[str, Any] | None:
    """The rule for both; None where no rule is needed.  Raises NotExpressibleError."""
    (kind, north), (other_kind, east) = _way(lat), _way(lng)
    if any(option in rule.options for rule in (lat, lng) for option in _ALTERING):
        raise NotExpressibleError("a position is read from where it stands whole, not cut out of two texts")
    if kind == other_kind == "meta" and (north, east) in _READ_ANYWAY:
        return None
    if kind != other_kind or kind not in ("json", "jsonld", "flight"):
        raise NotExpressibleError("a position is one statement; latitude and longitude stand apart here")
    (parent, north_key), (other_parent, east_key) = _split(north), _split(east)
    if parent != other_parent:
        raise NotExpressibleError("a position is one statement; latitude and longitude stand in different objects")
    return {kind: parent, **_keys(north_key, east_key)}


def _way(rule: PwsRule) -> tuple[str, str]:
    """The one source of our rule, and its value."""
    strategies = rule.effective or (("xpath",) if rule.text("xpath") else ())
    if not strategies:
        raise NotExpressibleError("only one of latitude and longitude says where to look")
    source = source_rule(rule, strategies[0], "position")
    kind = next(iter(source))
    return (kind, str(source[kind])) if len(source) == 1 else ("css", "")


def _split(path: str) -> tuple[str, str]:
    parent, _, key = path.rpartition(".")
    return parent, key


def _keys(north: str, east: str) -> dict[str, Any]:
    """Options that find the two in their object, or in their list."""
    if north in _KNOWN_KEYS[0] and east in _KNOWN_KEYS[1]:
        return {}
    if (north, east) == ("0", "1"):
        return {}
    if _PLAIN_KEY.fullmatch(north) and _PLAIN_KEY.fullmatch(east):
        return {"format": f"{{{north}}},{{{east}}}"}
    raise NotExpressibleError("of a list, a position is read as latitude, longitude; here it is stated the other way")
