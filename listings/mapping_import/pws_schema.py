"""The mapping format of property_web_scraper (PWS), and which of it takes effect there.

Read from the project's own sources (github.com/RealEstateWebTools/property_web_scraper, astro-app/src/lib): the types
in extractor/mapping-loader.ts, the reading in html-extractor.ts, strategies.ts, image-extractor.ts,
feature-extractor.ts, modifiers.ts and field-processors.ts, and what is kept of it in models/listing.ts.
"""

# In the order in which PWS reads them: a later section overwrites a field of an earlier one.
VALUE_SECTIONS = ("intFields", "floatFields", "textFields", "booleanFields")
LIST_SECTIONS = {"images": "image_urls", "features": "features"}
SECTIONS = ("defaultValues", *LIST_SECTIONS, *VALUE_SECTIONS)
OTHER_KEYS = ("name", "portal", "expectedExtractionRate", "extraFields", "version", "last_checked")
PORTAL_KEYS = (
    "hosts", "country", "currency", "localeCode", "areaUnit", "contentSource", "stripTrailingSlash",
    "requiresJsRendering",
)  # fmt: skip

# Where a value is read: each strategy with the options it needs.
STRATEGIES: dict[str, tuple[str, ...]] = {
    "flightDataPath": ("flightDataPath",),
    "jsonLdPath": ("jsonLdPath",),
    "scriptJsonPath": ("scriptJsonPath", "scriptJsonVar"),
    "scriptRegEx": ("scriptRegEx",),
    "urlPathPart": ("urlPathPart",),
    "cssLocator": ("cssLocator",),
}
# Of several, these take effect whatever they find, the last of them; else the first of SOFT that finds something.
HARD = ("cssLocator", "urlPathPart", "scriptRegEx")
SOFT = ("scriptJsonPath", "jsonLdPath", "flightDataPath")
# The lists read no other strategies, and no fallbacks.
LIST_STRATEGIES = ("scriptJsonPath", "cssLocator")

EVALUATORS = ("include?", "start_with?", "end_with?", "present?", "to_i_gt_0", "==")
EVALUATORS_WITH_PARAM = ("include?", "start_with?", "end_with?", "==")
MODIFIERS = (
    "trim", "int", "float", "removeNewline", "stripPunct", "stripFirstChar", "lowercase", "uppercase",
    "collapseWhitespace", "stripHtmlEntities", "stripCurrency", "digitsOnly",
)  # fmt: skip

OPTIONS = frozenset(
    {
        "cssLocator", "xpath", "scriptRegEx", "flightDataPath", "scriptJsonPath", "scriptJsonVar",
        "scriptJsonDeepParse", "jsonLdPath", "jsonLdType", "urlPathPart", "cssAttr", "xmlAttr", "cssCountId",
        "splitTextCharacter", "splitTextArrayId", "stripString", "stripPunct", "stripFirstChar", "imagePathPrefix",
        "value", "evaluator", "evaluatorParam", "caseInsensitive", "fallbacks", "modifiers", "thumbnailPatterns",
        "apiEndpoint", "apiJsonPath",
    }
)  # fmt: skip

# What a listing takes over from what was extracted (Listing.updateFromHash); every other field is read and dropped.
KEPT_FIELDS = frozenset(
    {
        "reference", "title", "description", "description_html", "price_string", "price_float", "area_unit",
        "currency", "country", "longitude", "latitude", "main_image_url", "for_rent", "for_sale", "image_urls",
        "for_rent_short_term", "for_rent_long_term", "street_address", "address_string", "locale_code", "city",
        "province", "region", "postal_code", "features", "property_type", "property_subtype", "tenure",
        "listing_status", "agent_name", "agent_phone", "agent_email", "agent_logo_url", "price_qualifier",
        "floor_plan_urls", "energy_certificate_grade", "year_construction", "constructed_area", "count_bedrooms",
        "count_bathrooms", "count_toilets", "count_garages",
    }
)  # fmt: skip

# PWS field -> our fact (listings/extraction/facts.py), where one field fills one fact.
FACT_OF_FIELD = {
    "price_string": "price",
    "price_float": "price",
    "price_currency": "currency",
    "property_subtype": "property_type",
    "address_string": "address",
    "image_urls": "images",
    "main_image_url": "main_image",
    "floor_plan_urls": "floor_plans",
    "description_html": "description",
    "land_area": "plot_area",
    "energy_rating": "energy_certificate_grade",
    "available_to_rent_from": "available_from",
    **{
        name: name
        for name in (
            "locale_code", "currency", "title", "property_type", "price_qualifier", "count_bedrooms",
            "count_bathrooms", "count_toilets", "count_garages", "count_rooms", "constructed_area", "plot_area",
            "street_address", "street_name", "street_number", "city", "province", "region", "postal_code", "country",
            "description", "features", "reference", "year_construction", "floor", "tenure",
            "energy_certificate_grade", "energy_performance", "council_tax_band", "service_charge", "available_from",
            "listing_status", "agent_name", "agent_company", "agent_phone", "agent_email", "agent_logo_url",
        )
    },
}  # fmt: skip

# Boolean field -> our fact, and the text that its reader takes for true.
FACT_OF_FLAG = {
    "for_sale": ("offer", "sale"),
    "for_rent": ("offer", "rent"),
    "for_rent_long_term": ("offer", "long-term rent"),
    "for_rent_short_term": ("offer", "short-term rent"),
    "furnished": ("furnished", "true"),
    "sold": ("listing_status", "sold"),
    "reserved": ("listing_status", "reserved"),
}
