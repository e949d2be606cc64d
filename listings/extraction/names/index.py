"""All ideas."""

from listings.extraction.names.address import ADDRESS
from listings.extraction.names.bathrooms import BATHROOMS
from listings.extraction.names.bedrooms import BEDROOMS
from listings.extraction.names.charges import CHARGES
from listings.extraction.names.city import CITY
from listings.extraction.names.country import COUNTRY
from listings.extraction.names.currency import CURRENCY
from listings.extraction.names.deposits import DEPOSITS
from listings.extraction.names.description import DESCRIPTION
from listings.extraction.names.district import DISTRICT
from listings.extraction.names.features import FEATURES
from listings.extraction.names.floor_plans import FLOOR_PLANS
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
from listings.extraction.names.street import STREET
from listings.extraction.names.street_number import STREET_NUMBER
from listings.extraction.names.title import TITLE
from listings.extraction.names.toilets import TOILETS

B = Idea("breadcrumbs", marks=("breadcrumb", "breadcrumbs", "crumbs", "pankuzu"))
SIMILAR = Idea("similar", marks=("similar", "related", "recommended", "recommendations", "recently-viewed"))
BOILERPLATE = Idea("boilerplate", marks=("cookie", "newsletter", "consent"))
AGENT_NAME = Idea("agent_name", marks=("agent-name",))
AGENT_COMPANY = Idea("agent_company", marks=("agency", "broker"))
IDEAS = (
    ADDRESS,
    BATHROOMS,
    BEDROOMS,
    CHARGES,
    CITY,
    COUNTRY,
    CURRENCY,
    DEPOSITS,
    DESCRIPTION,
    DISTRICT,
    FEATURES,
    FLOOR_PLANS,
    GARAGES,
    IMAGES,
    LATITUDE,
    LIVING_AREA,
    LONGITUDE,
    MAIN_IMAGE,
    OFFER,
    PLOT_AREA,
    POSITION,
    POSTAL_CODE,
    PRICE,
    PRICE_PERIOD,
    PRICE_QUALIFIER,
    PROPERTY_TYPE,
    PROVINCE,
    REFERENCE,
    REGION,
    ROOMS,
    STREET,
    STREET_NUMBER,
    TITLE,
    TOILETS,
    SIMILAR,
    BOILERPLATE,
    AGENT_NAME,
    AGENT_COMPANY,
    B,
)
