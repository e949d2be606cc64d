"""The town in a British address line, as portals write it: "Stephen Road, Headington, OX3"."""

import re

# Postcode areas whose every address has London as its post town (Royal Mail's Postcode Address File).
_LONDON_AREAS = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})
_POSTCODE_AT_END = re.compile(r"(?<![, ])[, ]+([A-Z]{1,2})\d[A-Z\d]?(?: ?\d[A-Z]{2})?$")
_COUNTRIES = ("england", "scotland", "wales", "northern ireland", "united kingdom", "uk", "great britain")
_COUNTIES = frozenset(
    (
        *_COUNTRIES,
        "avon", "berks", "bucks", "cambs", "cheshire", "cleveland", "cornwall", "cumbria", "devon", "dorset", "durham",
        "county durham", "co durham", "east sussex", "east yorkshire", "east riding of yorkshire", "essex",
        "greater london", "greater manchester", "hants", "herts", "humberside", "isle of wight", "kent", "lancs",
        "leics", "lincs", "merseyside", "middlesex", "norfolk", "northants", "north yorkshire", "northumberland",
        "notts", "oxon", "rutland", "salop", "somerset", "north somerset", "south yorkshire", "staffs", "suffolk",
        "surrey", "sussex", "tyne and wear", "tyne & wear", "warks", "west midlands", "west sussex", "west yorkshire",
        "wilts", "worcs", "yorks", "yorkshire", "south gloucestershire", "anglesey", "isle of anglesey", "clwyd",
        "conwy", "dyfed", "glamorgan", "south glamorgan", "mid glamorgan", "west glamorgan", "vale of glamorgan",
        "gwent", "gwynedd", "ceredigion", "powys", "rhondda cynon taf", "angus", "argyll", "argyll and bute", "borders",
        "scottish borders", "dumfries and galloway", "east lothian", "fife", "highland", "highlands", "lanarkshire",
        "north lanarkshire", "south lanarkshire", "midlothian", "moray", "perth and kinross", "west lothian",
        "east ayrshire", "north ayrshire", "south ayrshire", "county antrim", "county armagh", "county down",
        "county fermanagh", "county londonderry", "county tyrone", "co antrim", "co armagh", "co down", "co tyrone",
    )
)  # fmt: skip
_NOT_A_TOWN = re.compile(
    r"\d|^(?:near|nr|off|between|the) |\b(?:road|street|lane|avenue|close|drive|house|court)$", re.IGNORECASE
)
MAX_TOWN_CHARS = 40


def british_town(line: str) -> str | None:
    """The town: the last part that is neither postcode nor county, behind at least one part for the street.

    None where the line has no such part.
    """
    postcode = _POSTCODE_AT_END.search(line)
    if postcode and postcode[1] in _LONDON_AREAS:
        return "London"
    parts = [part.strip(" .") for part in (line[: postcode.start()] if postcode else line).split(",")]
    while len(parts) > 1 and _is_county(parts[-1]):
        parts.pop()
    town = parts[-1]
    if len(parts) < 2 or not town or len(town) > MAX_TOWN_CHARS or _NOT_A_TOWN.search(town):
        return None
    return town


def _is_county(part: str) -> bool:
    name = part.casefold()
    return name in _COUNTIES or name.endswith("shire")
