"""All ideas that portals have names for: the facts of facts.py, and what must be told from them."""

from listings.extraction.names.address import ADDRESS
from listings.extraction.names.agent_company import AGENT_COMPANY
from listings.extraction.names.agent_email import AGENT_EMAIL
from listings.extraction.names.agent_logo import AGENT_LOGO
from listings.extraction.names.agent_name import AGENT_NAME
from listings.extraction.names.agent_phone import AGENT_PHONE
from listings.extraction.names.available import AVAILABLE
from listings.extraction.names.bathrooms import BATHROOMS
from listings.extraction.names.bedrooms import BEDROOMS
from listings.extraction.names.boilerplate import BOILERPLATE
from listings.extraction.names.breadcrumbs import BREADCRUMBS
from listings.extraction.names.charges import CHARGES
from listings.extraction.names.city import CITY
from listings.extraction.names.council_tax import COUNCIL_TAX
from listings.extraction.names.country import COUNTRY
from listings.extraction.names.currency import CURRENCY
from listings.extraction.names.deposits import DEPOSITS
from listings.extraction.names.description import DESCRIPTION
from listings.extraction.names.district import DISTRICT
from listings.extraction.names.energy_grade import ENERGY_GRADE
from listings.extraction.names.energy_use import ENERGY_USE
from listings.extraction.names.features import FEATURES
from listings.extraction.names.floor import FLOOR
from listings.extraction.names.floor_plans import FLOOR_PLANS
from listings.extraction.names.floors_total import FLOORS_TOTAL
from listings.extraction.names.furnished import FURNISHED
from listings.extraction.names.garages import GARAGES
from listings.extraction.names.idea import Idea
from listings.extraction.names.images import IMAGES
from listings.extraction.names.latitude import LATITUDE
from listings.extraction.names.living_area import LIVING_AREA
from listings.extraction.names.longitude import LONGITUDE
from listings.extraction.names.main_image import MAIN_IMAGE
from listings.extraction.names.offer import OFFER
from listings.extraction.names.plot_area import PLOT_AREA
from listings.extraction.names.position import POSITION
from listings.extraction.names.postal_code import POSTAL_CODE
from listings.extraction.names.price import PRICE
from listings.extraction.names.price_period import PRICE_PERIOD
from listings.extraction.names.price_qualifier import PRICE_QUALIFIER
from listings.extraction.names.property_type import PROPERTY_TYPE
from listings.extraction.names.province import PROVINCE
from listings.extraction.names.reference import REFERENCE
from listings.extraction.names.region import REGION
from listings.extraction.names.rooms import ROOMS
from listings.extraction.names.similar import SIMILAR
from listings.extraction.names.status import STATUS
from listings.extraction.names.street import STREET
from listings.extraction.names.street_number import STREET_NUMBER
from listings.extraction.names.tenure import TENURE
from listings.extraction.names.title import TITLE
from listings.extraction.names.toilets import TOILETS
from listings.extraction.names.year import YEAR

# Not read as facts of their own: parts of a fact, and what a rule must know in order to leave it out or pass it by.
#   deposit: amounts that are not the price; floors_total: the building's floors, not the home's
#   latitude, longitude: halves of position; district: a part of the address
#   breadcrumbs: the trail of links; similar: blocks of other listings; boilerplate: blocks that say nothing of a home
HELPER_FACTS = frozenset(
    {"deposit", "floors_total", "latitude", "longitude", "district", "breadcrumbs", "similar", "boilerplate"}
)

# fmt: off
IDEAS: tuple[Idea, ...] = (
    OFFER, CURRENCY, TITLE, PROPERTY_TYPE, PRICE, PRICE_PERIOD, PRICE_QUALIFIER, DEPOSITS, BEDROOMS, BATHROOMS,
    TOILETS, GARAGES, ROOMS, LIVING_AREA, PLOT_AREA, POSITION, LATITUDE, LONGITUDE, STREET, STREET_NUMBER, CITY,
    DISTRICT, PROVINCE, REGION, POSTAL_CODE, COUNTRY, ADDRESS, DESCRIPTION, IMAGES, MAIN_IMAGE, FLOOR_PLANS, FEATURES,
    REFERENCE, YEAR, FLOOR, FLOORS_TOTAL, TENURE, FURNISHED, ENERGY_GRADE, ENERGY_USE, COUNCIL_TAX, CHARGES,
    AVAILABLE, STATUS, AGENT_NAME, AGENT_COMPANY, AGENT_PHONE, AGENT_EMAIL, AGENT_LOGO, BREADCRUMBS, SIMILAR,
    BOILERPLATE,
)
# fmt: on
