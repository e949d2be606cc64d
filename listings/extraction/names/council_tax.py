"""The council tax band, where a country has one."""

from listings.extraction.names.idea import Idea

# fmt: off
COUNCIL_TAX = Idea(
    fact="council_tax_band",
    keys=(
        "counciltax", "counciltaxband", "taxband", "counciltaxbanding", "counciltaxbandname", "counciltaxvalue",
        "propertycounciltax", "counciltaxbandcode", "ctband", "localtaxband", "counciltaxrating", "counciltaxinfo",
        "domesticratesband",
    ),
    labels=(
        "council tax", "council tax band", "tax band", "council tax banding", "band (council tax)",
        "council tax rating", "local council tax band", "current council tax band", "council tax – band",
        "council tax - band", "council tax bracket", "property tax band",
    ),
    before=(
        "council tax band", "council tax: band", "council tax - band", "tax band", "council tax", "band",
    ),
    marks=(
        "council-tax", "council-tax-band", "counciltax", "tax-band", "counciltaxband",
    ),
    headings=(
        "council tax", "council tax band", "council tax information", "council tax & utilities",
        "council tax and utilities",
    ),
)
# fmt: on
