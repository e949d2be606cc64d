"""The currency of the price."""

from listings.extraction.names.idea import Idea

# fmt: off
CURRENCY = Idea(
    fact="currency",
    keys=(
        "currency", "currencycode", "pricecurrency", "currencyiso", "currencyisocode", "isocurrency", "currencyid",
        "currencysymbol", "currencyname", "currencytype", "pricecurrencycode", "listingcurrency", "currencyunit",
        "currencyabbr", "currencykey", "currencylabel", "devise", "monnaie", "moneda", "codigomoneda", "tipomoneda",
        "monedaprecio", "moeda", "waehrung", "waehrungcode", "valuta", "munt", "waluta", "mena", "valyuta",
        "parabirimi", "doviz", "penznem", "cur", "curr", "nomisma", "matea", "tiente", "valuuta", "valutkode",
        "valutakod",
    ),
    labels=(
        "currency", "price currency", "devise", "moneda", "moeda", "währung", "valuta", "munteenheid", "waluta",
        "měna", "pénznem", "валюта", "νόμισμα", "para birimi", "döviz", "מטבע", "العملة", "عملة", "valuutta",
        "valuuta", "gjaldmiðill", "通貨", "货币", "幣別", "통화", "สกุลเงิน", "loại tiền", "mata uang", "mata wang",
        "मुद्रा",
    ),
    marks=(
        "currency", "currency-code", "currency-symbol", "devise", "moneda", "waehrung", "valuta", "waluta",
    ),
)
# fmt: on
