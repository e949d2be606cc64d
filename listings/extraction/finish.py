"""What follows from accepted values: no new reading of the page, only conclusions that always hold."""

from collections.abc import Mapping

from listings.extraction.limits import fits
from listings.extraction.market import Market
from listings.extraction.page import Page, absolute_url
from listings.extraction.parsing.money import find_money
from listings.extraction.parsing.price import MAX_PRICE_TEXT, minor_units, parse_price
from listings.extraction.parsing.vocabulary.price import ON_REQUEST
from listings.extraction.parsing.vocabulary.rent import SALES_FROM
from listings.extraction.parsing.words import fold
from listings.extraction.portals import Portal, country_market
from listings.extraction.reconcile import Accepted
from listings.extraction.result import Provenance

FOLLOWS_CONFIDENCE = 0.9
PORTAL_CONFIDENCE = 0.6
OFFER_CONFIDENCE = 0.85
# Where a house's number stands in front of its street (UPU, addressing systems of its members)
NUMBER_FIRST = frozenset({"AU", "CA", "FR", "GB", "IE", "IN", "LU", "NZ", "PH", "SG", "US", "ZA"})
_UNITS_OF: dict[str | None, str] = {"CLP": "CLF"}  # a country's second unit of account
CITY_STATES = {"SG": "Singapore", "MC": "Monaco", "GI": "Gibraltar"}
DOUBTFUL = 0.2  # so much less is one of two believed than the other


def finish(accepted: Accepted, page: Page, portal: Portal | None, market: Market) -> None:
    """Fill in what is implied, and take out what contradicts the rest."""
    values = accepted.values
    _settle_areas(accepted)
    images = values.get("image_urls")
    if isinstance(images, list) and images:
        values.pop("main_image_url", None)
        _conclude(accepted, "main_image_url", images[0]["url"], "image_urls")
    if values.get("property_type") == "studio":
        _conclude(accepted, "count_bedrooms", 0, "property_type")
    _settle_offer(accepted)
    if values.get("price_float") is not None and values.get("for_sale") is True and values.get("for_rent") is not True:
        _conclude(accepted, "price_period", "total", "for_sale")
    _settle_currency(accepted)
    if values.get("price_qualifier") == "on_request" and values.get("price_float") is None:
        values.pop("currency", None)  # no price, so nothing that it is in
        accepted.provenance.pop("currency", None)
    _settle_street(accepted, market)
    _settle_reference(accepted)
    _settle_agent(accepted)
    _drop_the_portals_own(accepted, portal)
    is_elsewhere = _names_a_country(accepted) or (portal is None and _is_priced_elsewhere(values, market))
    if market.country and not is_elsewhere:
        _conclude(accepted, "country", market.country, "portal", PORTAL_CONFIDENCE)
    country_is_stated = "country" in accepted.provenance and accepted.provenance["country"].source != "derived"
    city = CITY_STATES.get(str(values.get("country")))
    if city is not None and (portal is not None or country_is_stated or city in page.text):
        _conclude(accepted, "city", city, "country")
    canonical = absolute_url(page.canonical, page.url) if page.canonical else None
    if canonical:
        _conclude(accepted, "canonical_url", canonical, "link rel=canonical")


def _settle_currency(accepted: Accepted) -> None:
    """A sign that several currencies share is that of the country where the home turned out to stand."""
    values = accepted.values
    text, country = values.get("price_string"), values.get("country")
    if values.get("currency") is not None or not isinstance(text, str) or not isinstance(country, str):
        return
    market = country_market(country)
    price = parse_price(text, market=market) if market.currency and _has_mark(text, market) else None
    if price is None or price.amount is None or price.currency is None:
        return
    if float(price.amount) != values.get("price_float"):
        return
    _conclude(accepted, "currency", price.currency, "country")
    _conclude(accepted, "price_cents", minor_units(price.amount, price.currency), "country")


def _has_mark(text: str, market: Market) -> bool:
    return any(money.is_marked for money in find_money(text[:MAX_PRICE_TEXT], market))


def _drop_the_portals_own(accepted: Accepted, portal: Portal | None) -> None:
    """An e-mail address of the portal itself is nobody's who offers the home."""
    email = accepted.values.get("agent_email")
    if portal is not None and isinstance(email, str) and email.lower().endswith(f"@{portal.host}"):
        del accepted.values["agent_email"], accepted.provenance["agent_email"]


def _settle_reference(accepted: Accepted) -> None:
    """What is a price or a postal code as well is no reference: both stand in addresses of pages as ids do."""
    values = accepted.values
    reference, price, code = values.get("reference"), values.get("price_float"), values.get("postal_code")
    if not isinstance(reference, str):
        return
    is_price = isinstance(price, float) and reference == f"{price:.0f}"
    is_code = isinstance(code, str) and reference.partition("-")[0] == code
    if is_price or is_code:
        values.pop("reference"), accepted.provenance.pop("reference", None)


def _settle_street(accepted: Accepted, market: Market) -> None:
    """The street and its number are the street address where nothing states it whole."""
    values = accepted.values
    street, number = values.get("street_name"), values.get("street_number")
    if not isinstance(street, str) or "street_name" not in accepted.provenance or ON_REQUEST.in_(fold(street)):
        return
    written = [street, number] if isinstance(number, str) and number != "0" and number not in street else [street]
    if (values.get("country") or market.country) in NUMBER_FIRST:
        written.reverse()
    confidence = accepted.provenance["street_name"].confidence
    _conclude(accepted, "street_address", " ".join(written), "street_name", confidence)


def _settle_agent(accepted: Accepted) -> None:
    """A company offers the home where no person is named, or one that is believed far less."""
    company, person = (accepted.provenance.get(name) for name in ("agent_company", "agent_name"))
    if company is None:
        return
    if person is not None and person.confidence < company.confidence - DOUBTFUL:
        accepted.values.pop("agent_name", None)
    _conclude(accepted, "agent_name", accepted.values.get("agent_company"), "agent_company", company.confidence)


def _settle_offer(accepted: Accepted) -> None:
    """An amount by the month is a rent, and one that no home is let for is the price of a sale."""
    values = accepted.values
    if values.get("for_sale") is not None or values.get("for_rent") is not None:
        return
    if values.get("price_period") in ("month", "week", "day", "night"):
        offer = "rent"
    elif _is_no_rent(values.get("price_float"), values.get("currency")) and values.get("price_period") is None:
        offer = "sale"
    else:
        return
    _conclude(accepted, "for_sale", offer == "sale", "price_float", OFFER_CONFIDENCE)
    _conclude(accepted, "for_rent", offer == "rent", "price_float", OFFER_CONFIDENCE)


def _is_no_rent(amount: object, currency: object) -> bool:
    floor = SALES_FROM.get(currency) if isinstance(currency, str) else None
    return floor is not None and isinstance(amount, int | float) and amount >= floor


def _settle_areas(accepted: Accepted) -> None:
    """Land has no living area: its only area is its plot, as is one that nothing calls another."""
    values = accepted.values
    same = values.get("plot_area") is not None and values.get("plot_area") == values.get("constructed_area")
    if same and accepted.provenance["constructed_area"].source == "css":
        del values["constructed_area"], accepted.provenance["constructed_area"]
    if values.get("property_type") == "land" and values.get("constructed_area") is not None:
        area = values.pop("constructed_area")
        found = accepted.provenance.pop("constructed_area")
        if values.get("plot_area") is None:
            values["plot_area"] = area
            accepted.provenance["plot_area"] = found


def _is_priced_elsewhere(values: Mapping[str, object], market: Market) -> bool:
    """Whether the price is in another currency than the country's: then the domain does not tell where the home is."""
    money = values.get("currency")
    return money not in (None, market.currency, _UNITS_OF.get(market.currency)) and market.currency is not None


def _names_a_country(accepted: Accepted) -> bool:
    """Whether the page names a country, even one that we do not know: then the home is not where the portal is."""
    return any(trace.fact == "country" for trace in accepted.traces)


def _conclude(
    accepted: Accepted, name: str, value: object, reason: str, confidence: float = FOLLOWS_CONFIDENCE
) -> None:
    """Set a value that nothing stated, because of another field or of the portal."""
    if accepted.values.get(name) in (None, []) and fits(name, value):
        accepted.values[name] = value
        accepted.provenance[name] = Provenance("derived", reason, value, min(confidence, FOLLOWS_CONFIDENCE))
