"""How firm the price is."""

from listings.extraction.names.idea import Idea

# fmt: off
PRICE_QUALIFIER = Idea(
    fact="price_qualifier",
    keys=(
        "pricequalifier", "displaypricequalifier", "pricemodifier", "priceprefix", "pricecaption", "pricelabeltype",
        "pricenote", "priceadditionalinfo", "pricestatus", "pricecondition", "favepropertypriceprefix",
        "realhomespriceprefix", "priceonrequest", "poa", "hideprice", "showprice", "pricehidden", "isnegotiable",
        "negotiable", "pricenegotiable",
    ),
    labels=(
        "price qualifier", "price type", "pricing type", "price condition", "type of price",
    ),
    marks=(
        "price-qualifier", "price-prefix", "qualifier", "pricequalifier", "price-modifier",
    ),
)
# fmt: on
