"""Constants of a PWS mapping: a mapping of ours has none, because a portal's market is registered once for all."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from listings.extraction.parsing.address import parse_country
from listings.extraction.portals import Portal, all_portals, find_portal
from listings.mapping_import.findings import Findings

# The same fact as a constant field and in the mapping's "portal".
_MARKET = {"country": "country", "currency": "currency", "locale_code": "localeCode", "area_unit": "areaUnit"}
_UNITS = {"sqmt": "sqmt", "sqm": "sqmt", "m2": "sqmt", "sqft": "sqft", "ft2": "sqft"}
_MAX_HOSTS = 20


def note_constants(name: str, raw: Mapping[str, Any], defaults: Mapping[str, Any], findings: Findings) -> None:
    """Compare the constants with the registered portal; what has no place there is reported as not expressed."""
    metadata = raw.get("portal")
    metadata = metadata if isinstance(metadata, dict) else {}
    portal = _registered(name, metadata)
    for place, field, value in _constants(defaults, metadata):
        if field in _MARKET:
            _note_market(place, field, value, portal, findings)
        else:
            findings.lose(place, f"constant {_shown(value)}: a rule only proposes what the page states")
    if metadata and portal is None:
        findings.lose("portal", "not registered; a portal is registered with a line in listings/extraction/portals.csv")
    if "stripTrailingSlash" in metadata:
        findings.lose("portal.stripTrailingSlash", "addresses are made canonical in one way for all portals")
    if "expectedExtractionRate" in raw:
        findings.lose(
            "expectedExtractionRate", "a listing is graded against the whole vocabulary, not against a mapping"
        )


def area_unit(raw: Mapping[str, Any], defaults: Mapping[str, Any]) -> str | None:
    """The unit of bare areas that the mapping states, as our rules name it; None for one they do not know."""
    metadata = raw.get("portal")
    stated = defaults.get("area_unit") or (metadata.get("areaUnit") if isinstance(metadata, dict) else None)
    return _UNITS.get(str(stated).lower())


def _constants(defaults: Mapping[str, Any], metadata: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    yield from ((f"defaultValues.{field}", field, value) for field, value in defaults.items())
    for field, key in _MARKET.items():
        if key in metadata:
            yield f"portal.{key}", field, metadata[key]


def _registered(name: str, metadata: Mapping[str, Any]) -> Portal | None:
    by_name = next((portal for portal in all_portals() if portal.slug == name), None)
    hosts = metadata.get("hosts")
    hosts = hosts[:_MAX_HOSTS] if isinstance(hosts, list) else []
    return by_name or next((portal for host in hosts if (portal := find_portal(f"https://{host}/"))), None)


def _note_market(place: str, field: str, value: Any, portal: Portal | None, findings: Findings) -> None:
    if portal is None:
        findings.lose(place, f"constant {_shown(value)}: {field} is a portal's, and this one is not registered")
        return
    registered = _of_market(portal, field)
    if _same(field, str(value), registered):
        findings.port(place, f"{field}: the registered portal {portal.slug} has {registered}")
    elif field == "area_unit" and str(value).lower() not in _UNITS:
        findings.lose(place, f"{_shown(value)} is no unit of a rule; that of the registered portal is {registered}")
    else:
        findings.lose(place, f"{_shown(value)}, but {portal.slug} is registered with {registered}, which is used")


def _of_market(portal: Portal, field: str) -> str:
    market = portal.market
    values = {"country": market.country, "currency": market.currency, "locale_code": market.locale}
    return str(values.get(field, market.area_unit))


def _same(field: str, value: str, registered: str) -> bool:
    if field == "country":
        return parse_country(value) == registered
    if field == "area_unit":
        return _UNITS.get(value.lower()) == registered
    if field == "locale_code":  # "de" is said of de-DE, too
        return registered.lower().startswith(value.lower())
    return value.upper() == registered


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:80]
