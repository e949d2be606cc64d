"""Candidates from JSON-LD and microdata: the nodes that describe the home, its offer, its place and its seller."""

from collections import Counter
from collections.abc import Iterable, Iterator

from listings.extraction.candidates import TRUST, Candidate, generic_candidate
from listings.extraction.generic.data import could_state
from listings.extraction.generic.labelled import labelled
from listings.extraction.json_path import find_all, parse_path
from listings.extraction.page import Page
from listings.extraction.result import shown
from listings.extraction.sources.jsonld import is_reference, types_of

HOME_TYPES = frozenset(
    {
        "RealEstateListing", "Residence", "SingleFamilyResidence", "House", "Apartment", "ApartmentComplex",
        "Accommodation", "Suite", "Room", "Product", "IndividualProduct", "Offer", "RentAction", "SellAction",
        "BuyAction", "Place", "LodgingBusiness", "Landform", "GatedResidenceCommunity",
    }
)  # fmt: skip
MAX_HOME_NODES = 6
MANY_ALIKE = 4  # homes of one type of which none says that it is this page's: cards of others

# Where a home's node leads to more about the same home.
_PARTS = (
    "offers", "offers.itemOffered", "itemOffered", "about", "mainEntity", "object", "offers.availableAtOrFrom",
    "availableAtOrFrom", "containedInPlace", "subjectOf", "item",
)  # fmt: skip
_FACTS: dict[str, tuple[str, ...]] = {
    "title": ("name", "headline"),
    "description": ("description",),
    "price": (
        "offers.price", "offers.priceSpecification.price", "offers.lowPrice", "offers.*.price", "price",
        "priceSpecification.price",
    ),
    "currency": (
        "offers.priceCurrency", "offers.priceSpecification.priceCurrency", "offers.*.priceCurrency", "priceCurrency",
        "priceSpecification.priceCurrency",
    ),
    "price_period": ("offers.priceSpecification.unitText", "priceSpecification.unitText"),
    "count_bedrooms": ("numberOfBedrooms", "numberOfBedrooms.value"),
    "count_rooms": ("numberOfRooms", "numberOfRooms.value"),
    "count_bathrooms": (
        "numberOfBathroomsTotal", "numberOfFullBathrooms", "numberOfBathroomsTotal.value", "numberOfBathrooms",
    ),
    "constructed_area": ("floorSize",),
    "plot_area": ("lotSize",),
    "position": ("geo", "location.geo", "address.geo"),
    "address": ("address", "location.address"),
    "images": ("image", "photo", "photos", "images"),
    "reference": ("sku", "productID", "identifier"),
    "year_construction": ("yearBuilt",),
    "floor": ("floorLevel",),
    "features": ("amenityFeature",),
    "agent_company": ("offers.seller", "seller", "offers.offeredBy", "provider", "agent", "broker"),
    "agent_phone": (
        "offers.seller.telephone", "seller.telephone", "offers.offeredBy.telephone", "agent.telephone",
        "provider.telephone",
    ),
    "property_type": ("accommodationCategory", "category"),
}  # fmt: skip
_FUNCTIONS = ("businessFunction", "offers.businessFunction", "offers.*.businessFunction")
_OFFERS = {"Sell": "sale", "LeaseOut": "rent"}
_STATED_OTHERWISE = frozenset({"title", "description", "images", "features", "reference", "address", "position"})
_STEPS = {path: parse_path(path) for paths in (*_FACTS.values(), _PARTS, _FUNCTIONS, ("*.price",)) for path in paths}
# SingleFamilyResidence is missing: portals write it of whatever they sell.
_SPECIFIC_TYPES = {"House": "House", "Apartment": "Apartment", "Room": "Room"}
TEASER_CHARS = 250
TEASER_TRUST = 0.55  # less than a block of the page that is named for its description


def node_candidates(page: Page, nodes: Iterable[dict[str, object]], source: str) -> Iterator[Candidate]:
    """What the home nodes among these propose; nodes that stand for other homes on the page are left out."""
    for node in _home_nodes(page, nodes):
        for part in (node, *_parts(node)):
            name = "/".join(types_of(part)) or "?"
            yield from _part_candidates(part, source, name)


def _part_candidates(part: dict[str, object], source: str, name: str) -> Iterator[Candidate]:
    for fact, paths in _FACTS.items():
        for path in paths:
            found = [
                raw for raw in find_all(part, _STEPS[path]) if raw not in (None, "", [], {}) and not is_reference(raw)
            ]
            if fact == "price" and _differ(found):
                break
            if found and not (fact == "description" and not is_whole(found[0])):
                proposed = "main_image" if fact == "images" and not isinstance(found[0], list) else fact
                trust = TEASER_TRUST if fact == "description" and len(shown(found[0])) < TEASER_CHARS else TRUST[source]
                yield Candidate(proposed, found[0], source, f"{name}.{path}", trust)
                break
    yield from _of_properties(part, source, name)
    yield from _of_function(part, source, name)
    for kind in types_of(part):
        if kind in _SPECIFIC_TYPES:
            yield generic_candidate("property_type", _SPECIFIC_TYPES[kind], source, f"{name}.@type")


def _of_properties(part: dict[str, object], source: str, name: str) -> Iterator[Candidate]:
    """What its properties beyond the vocabulary state by their names (schema.org PropertyValue)."""
    stated = part.get("additionalProperty")
    for fact, called, value in labelled(stated) if isinstance(stated, list) else ():
        if fact not in _FACTS or fact in _STATED_OTHERWISE or not could_state(fact, value):
            continue
        yield generic_candidate(fact, value, source, f"{name}.additionalProperty[{called}]")


def _of_function(part: dict[str, object], source: str, name: str) -> Iterator[Candidate]:
    """Whether its offer is to sell or to let (GoodRelations, as schema.org's businessFunction takes it over)."""
    for path in _FUNCTIONS:
        for raw in find_all(part, _STEPS[path])[:1]:
            function = raw.rpartition("#")[2].rpartition("/")[2] if isinstance(raw, str) else ""
            if function in _OFFERS:
                yield generic_candidate("offer", _OFFERS[function], source, f"{name}.{path}")
                return


def _differ(prices: list[object]) -> bool:
    """Whether several offers differ in price: homes of a project, or an instalment beside the price."""
    return len({shown(price) for price in prices}) > 1


def is_whole(text: object) -> bool:
    """Whether a text ends where it means to, rather than in an ellipsis."""
    return isinstance(text, str) and not text.rstrip().endswith(("...", "…"))


def _home_nodes(page: Page, nodes: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    homes = [node for node in nodes if HOME_TYPES.intersection(types_of(node))]
    own = [node for node in homes if is_about(node, page.address)]
    if not own:
        counted = Counter(name for node in homes for name in types_of(node))
        homes = [node for node in homes if all(counted[name] < MANY_ALIKE for name in types_of(node))]
    return (own or homes)[:MAX_HOME_NODES]


def is_about(node: dict[str, object], url: str) -> bool:
    """Whether a node says that it is of the page with this address."""
    stated = node.get("url") or node.get("@id") or node.get("mainEntityOfPage")
    return isinstance(stated, str) and stated.partition("?")[0].rstrip("/") == url.partition("?")[0].rstrip("/")


def _parts(node: dict[str, object]) -> Iterator[dict[str, object]]:
    for path in _PARTS:
        for part in find_all(node, _STEPS[path])[:1]:
            if isinstance(part, list) and part and not _differ(find_all(part, _STEPS["*.price"])):
                part = part[0]
            if isinstance(part, dict):
                yield part
