"""Pages that somebody made to hurt: each is some megabytes of one thing that a reader could stumble over.

Every page is built around a home that is for sale, so that nothing is spared by an early verdict, and every builder
takes the share of its full size that is wanted: tests take a little of each, `python -m bench.hostile` takes all of it.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

Build = Callable[[float], str | bytes]

URL = "https://homes.example/details/5000001/"
SEARCH_URL = "https://homes.example/for-sale/millhaven/"
MEGABYTE = 1_000_000
FULL_SIZE = 10 * MEGABYTE
_HEAD = (
    "<!doctype html><html lang=en><head><title>Mill Cottage, Millhaven</title><meta property='og:image' "
    "content='https://img.example/5000001/photo_5000001_1.jpg'>{head}</head><body><h1>Mill Cottage, Millhaven</h1>"
    "<p class=price>£212,000</p><dl><dt>Bedrooms</dt><dd>3</dd><dt>Floor area</dt><dd>120 m²</dd></dl>"
)


def home(body: str = "", head: str = "") -> str:
    """A small listing with the given markup in its head and behind its facts."""
    return _HEAD.format(head=head) + body


def fill(piece: str, share: float, size: int = FULL_SIZE) -> str:
    """A piece over and over, up to a share of a size in characters."""
    return piece * max(int(size * share) // len(piece), 1)


def many(piece: Callable[[int], str], count: int, share: float) -> str:
    """A share of `count` pieces, each made of its number."""
    return "".join(map(piece, range(max(int(count * share), 1))))


def program(text: str) -> str:
    """A page with one inline program."""
    return home(f"<script>{text}</script>")


def linked_data(text: str) -> str:
    """A page with one JSON-LD script."""
    return home(head=f'<script type="application/ld+json">{text}</script>')


def nested(depth: int, share: float, opening: str, inner: str, closing: str) -> str:
    """Something within itself, a share of `depth` times."""
    levels = max(int(depth * share), 1)
    return opening * levels + inner + closing * levels


def _json_levels(share: float) -> str:
    return nested(10_000, share, '{"price":', "1", "}")


def _valid_levels(levels: int, opening: str, inner: str, closing: str) -> str:
    """As deep as a parser of JSON goes, which is deeper than a recursive function in Python."""
    return opening * levels + inner + closing * levels


def _flat_list_bomb(share: float) -> str:
    """devalue: each value is a list of the next one twice, so that 60 values stand for 2**60."""
    values: list[object] = [
        {"title": 1, "price": 1, "images": 1, "reference": 1, "description": 1, "features": 1, "bedrooms": 1}
    ]
    values += [[at + 1] * 20 for at in range(1, 1 + max(int(58 * share), 3))]
    return json.dumps([*values, "x"])


def _flat_list_cycle(share: float) -> str:
    count = max(int(90_000 * share), 10)
    values = [{"price": at + 1, "title": (at * 7) % count, "bedrooms": 0} for at in range(count)]
    return json.dumps([*values, 250_000])


def _flight(rows: str) -> str:
    return program(f"self.__next_f.push({json.dumps([1, rows])})")


def _flight_cycle(number: int) -> str:
    return f'{number:x}:{{"price":"${number + 1:x}","listing":"${number ^ 1:x}:price:listing","title":"$1"}}\n'


def _with_every_fact(value: str) -> str:
    """JSON-LD of a house whose every key holds the same text of JSON."""
    keys = (
        "name", "description", "image", "offers", "address", "geo", "floorSize", "lotSize", "numberOfBedrooms",
        "numberOfRooms", "sku", "yearBuilt", "amenityFeature", "price", "priceCurrency", "seller", "url", "@id",
        "category", "floorLevel", "mainEntity", "photo",
    )  # fmt: skip
    members = ",".join(f'"{key}":{value}' for key in keys)
    return linked_data('{"@type":"House",' + members + "}")


def _id_references(share: float) -> str:
    """JSON-LD nodes that refer to each other by @id, ten to each, and to themselves."""
    count = max(int(20_000 * share), 10)
    nodes = [
        {"@type": "House", "@id": f"#{at}", "about": [{"@id": f"#{(at + step) % count}"} for step in range(10)]}
        for at in range(count)
    ]
    return linked_data(json.dumps({"@graph": nodes}))


def _graph_in_graph(share: float) -> str:
    inner = '{"@type":"House","mainEntity":{"@type":"Offer","@graph":[' + fill('{"@type":"House"},', share) + "0]}}"
    return linked_data('{"@graph":[{"@graph":[' + ",".join([inner] * 2) + "]}]}")


def _unclosed_state(share: float) -> str:
    """A program that opens one JSON value in another and never closes any."""
    return program("window.PAGE_MODEL=" + '{"price":[' * 900 + fill("123456,", share))


def _state_again_and_again(share: float) -> str:
    """Small scripts, each full of openings that look like JSON to their end."""
    script = "<script>var image=" + '["a",' * 1_100 + "</script>"
    return home(fill(script, share))


def _own_name_in_state(share: float) -> str:
    return program('window.PAGE_MODEL = {"PAGE_MODEL = {' * 30 + '":[' + fill("1,", share))


def _fonts(share: float) -> str:
    """Formatting elements that are never closed: a parser opens all of them again in every paragraph."""
    fonts = many(lambda at: f"<font color={at}>", 900, 1)
    return home(fonts + many(lambda at: "<p>x", 100_000, share))


def _few_fonts(share: float) -> str:
    fonts = many(lambda at: f"<font color={at}>", 900, 1)
    return home(fonts + many(lambda at: "<p>x", 8_000, share))


def _cards(number: int) -> str:
    return (
        f"<div class='card c{number % 7}'><a href='/details/{5_100_000 + number}/'><h3>House {number}</h3></a>"
        f"<span class=price>£{100_000 + number}</span></div>"
    )


def _named_element(number: int) -> str:
    return f"<i class='listing-price-{number} bedrooms' id='address-{number}' title='Bedrooms {number}'>{number}</i>"


def _deep_prose(share: float) -> str:
    paragraph = "<p>A garden that runs down to the river, with a view of the mill and of what is left of it.</p>"
    return home("<div>" * 900 + paragraph * max(int(15_000 * share), 1))


def _named_levels(name: str, inner: str) -> Build:
    """Elements of one name within each other, with much text inside."""
    return lambda share: home(f"<div class={name} itemprop={name} itemscope>" * 900 + fill(inner, share))


def _in_utf16(share: float) -> bytes:
    return "\ufeff".encode("utf-16-le") + home(fill("<p>Größe: 90 m² für 250.000 €</p>", share / 2)).encode("utf-16-le")


def _broken_bytes(share: float) -> bytes:
    """Overlong forms, halves of surrogate pairs and bytes that no charset of the page's knows, said to be UTF-8."""
    broken = b"<p>\xc0\xafprice \xed\xa0\x80\xed\xbf\xbf \xf8\x88\x80\x80\x80 \xff\xfe 250.000 \x80</p>"
    return home(head="<meta charset=utf-8>").encode() + broken * max(int(FULL_SIZE * share) // len(broken), 1)


def _lying_charset(charset: str) -> Build:
    def build(share: float) -> bytes:
        body = home(fill("<p>Größe 90 m², £250,000</p>", share), head=f"<meta charset={charset}>")
        return body.encode("latin-1", "replace") + b"\xff\xfe\xa0"

    return build


def _based(href: str) -> Build:
    def build(share: float) -> str:
        pictures = many(lambda at: f"<img src='photo_5000001_{at}.jpg'><a href='tel:0{at}'>call</a>", 20_000, share)
        return home(f"<div class=gallery>{pictures}</div>", head=f"<base href='{href}'>")

    return build


def _picture_list(member: str) -> Build:
    """Embedded state whose list of pictures holds the same member many times."""
    return lambda share: program(
        'window.state={"title":"Mill Cottage","price":212000,"bedrooms":3,"id":5000001,"images":['
        + fill(member + ",", share, 8 * MEGABYTE)
        + member
        + "]}"
    )


def _text_of(piece: str) -> Build:
    """One text node."""
    return lambda share: home(f"<div class=description>{fill(piece, share)}</div>")


def _texts_of(piece: str, count: int = 40_000) -> Build:
    """Many texts of the length that labels, prices and addresses have, each named for everything."""
    text = (piece * 300)[:150]
    return lambda share: home(
        many(lambda at: f"<p class='price address description'>{text[: 20 + at % 130]}</p>", count, share)
    )


def _program_of(piece: str) -> Build:
    """A program of one piece, with the words that make it worth a look."""
    return lambda share: program("var price,lat,image='photo_5000001_1';" + fill(piece, share))


# What the expressions for money, areas, counts, labels, dates, addresses, pictures, positions and keys are made of
_PIECES = {
    "brackets": "((((", "spaced_ones": "1 1 1 1 ", "dots": "a.a.a.a.", "commas": ",,,,", "digits": "123456789",
    "money": "£1 $2 €3 ", "groups": "1,234,567.89 ", "signs": "£€$", "signs_and_spaces": "£     ",
    "words": "aaaaaaaaaa", "word_and_number": "bed 1 room 2 ", "number_and_word": "1 m² 2 beds 3 a",
    "colons": "a: b: ", "tags": "<a <b ", "ampersands": "&amp;amp; &#38; ", "slashes": "/1/2", "at_signs": "a@a.a",
    "quotes": "\"'\"'", "backslashes": "\\\\/", "brackets_open": '[{"', "squares": "[[[[", "dashes": "1-1-",
    "dates": "1/1/2020 ", "urls": "https://img.example/a.jpg", "half_urls": "//aaaaaaaa", "latitudes": "lat:1.123 ",
    "centres": "center:[ ", "styles": "background:url(", "hashes": "0123456789abcdef0123", "sizes": "640x480 ",
    "camel": "aAaAaA", "no_break_spaces": "1\u00a01\u00a0", "arabic_digits": "١٢٣ ", "kanji": "東京都市区",
    "mojibake": "Â£Ã©", "surrogates": "\ud800 1", "nul": "\x00", "zero_width": "\u200b1", "fractions": "1 1/2 ",
    "exponents": "1e9", "plus": "+1 (2) ", "postcodes": "AB1 2CD ", "not_found": "page was not ", "ads": "ad ad ",
}  # fmt: skip


def _head_of(opening: str) -> Build:
    """A head of one opening tag again and again."""
    return lambda share: f"<html><head>{fill(opening, share)}"


_NEVER_ENDING = {
    "meta tags": "<meta ",
    "meta tags in quotes": "<meta content='\"",
    "links": "<link ",
    "links in quotes": '<link rel="',
    "bases": "<base href=",
    "scripts": "<script ",
    "texts of scripts": "<script>",
    "capital scripts": "<SCRIPT>",
    "styles": "<style>",
    "titles": "<title>",
    "noscripts": "<noscript>",
    "comments": "<!-- ",
    "comments of scripts": "<script><!--<script>",
    "bodies": "<body ",
    "frames": "<iframe>",
    "canonical links": "<link rel=canonical ",
    "templates": "<template ",
    "styles of scripts": "<style><script>",
    "headlines": "<h1>",
    "headlines of the second level": "<h2",
    "attributes": "<meta a=\"b\" 'c'",
}

_STRUCTURES: dict[str, Build] = {
    "tag names that run on": lambda share: home(fill("<a" + "x" * 768, share, 4_000_000)),
    "styles closed at once in svg": lambda share: home("<svg>" + "<style/>" * 20_000 + fill("x", share, 3_000_000)),
    "CDATA without end in svg": lambda share: home("<svg>" + fill("<![CDATA[", share, 4_000_000)),
    "headings of similar homes": lambda share: home(
        f"<div>{many(lambda at: '<h2>Similar homes</h2>', 9_000, share)}{'<i></i>' * 10_000}</div><p>x" + "<p>y" * 9_500
    ),
    "small states": lambda share: home(many(lambda at: f"<div data-x='{{\"price\":{at}}}'></div>", 38_000, share)),
    "small rows of flight": lambda share: _flight(
        many(lambda at: f'{at:x}:{{"price":{at},"a":{{"rooms":3,"b":{{"price":1}}}}}}\n', 19_000, share)
    ),
    "nested divs": lambda share: home(fill("<div>", share)),
    "nested divs, stray ends between": lambda share: home(fill("<div></i>", share)),
    "nested spans, ends of others between": lambda share: home(fill("<span><div></span></div>", share)),
    "nested table cells, ends of others between": lambda share: home(fill("<div><table><td></div></table>", share)),
    "nested rows in svg": lambda share: home("<svg>" + fill("<tr>", share)),
    "nested custom elements": lambda share: home(fill("<a-b:c>", share)),
    "nested templates": lambda share: home(fill("<template>", share)),
    "nested lists": lambda share: home("<ul><li>" * 450 + fill("word ", share)),
    "nested rows": lambda share: home("<table><tr><td>" * 220 + fill("word ", share)),
    "nested buttons": lambda share: home(fill("<button><p>", share)),
    "misnested formatting": lambda share: home(fill("<a><b><p></a>x</b>", share)),
    "open formatting": _fonts,
    "open formatting, few tags": _few_fonts,
    "text in tables": lambda share: home(fill("<table>x", share)),
    "unclosed comment": lambda share: home("<!--" + fill("-- >", share)),
    "unclosed attribute": lambda share: home("<p class='" + fill("price ", share)),
    "attribute of a megabyte": lambda share: home(
        f"<p class='{fill('price ', share, MEGABYTE)}' id='{fill('a-', share, MEGABYTE)}' "
        f"data-x='[{fill('1,', share, MEGABYTE)}1]' style='{fill('background:url(', share, MEGABYTE)}'>£1</p>"
    ),
    "100,000 attributes": lambda share: home("<p " + many(lambda at: f"a{at}=1 ", 100_000, share) + ">£1</p>"),
    "elements with 100 attributes": lambda share: home(
        many(lambda at: "<p " + " ".join(f"data-a{n}='Bedrooms'" for n in range(100)) + ">", 9_000, share)
    ),
    "elements with 250 short attributes": lambda share: home(
        many(lambda at: "<i " + " ".join(f"{n:x}" for n in range(256, 506)) + "></i>", 10_000, share)
    ),
    "cards of 6,000 makes": lambda share: home(
        "<div>" + many(lambda at: f"<a class=c{at // 3} href=/{at}>€ {at}</a>", 18_000, share)
    ),
    "requests for a price in a deep form": lambda share: home(
        many(lambda at: f"<p class=card><a href=/{at}>Home</a><b>€ {at}000</b></p>", 30, share)
        + "<form>" + "<div>" * 900 + fill("<p>Price on request</p>", share, MEGABYTE // 3)
    ),
    "headlines of the second level in a portal's page": lambda share: home(
        f'<script>window.PAGE_MODEL = {{"listing": {{"title": "House"}}}}</script>{fill("<h2>", share)}'
    ),
    "flat state of long lists in long lists": lambda share: home(
        '<script type="application/json" id="__NUXT_DATA__">[{"a":1},['
        + many(lambda at: "2,", 2_000, share) + "2],[" + fill("3,", share, 6 * MEGABYTE) + '3],"House"]</script>'
    ),
    "a million tags": lambda share: home(fill("<p>", share, 3 * MEGABYTE)),
    "a million breaks": lambda share: home(fill("a<br>", share, 5 * MEGABYTE)),
    "40,000 named elements": lambda share: home(many(_named_element, 40_000, share)),
    "50,000 cards": lambda share: home(many(_cards, 50_000, share)),
    "50,000 cards of a search": lambda share: home(many(_cards, 50_000, share)),
    "cards in cards": lambda share: home(many(lambda at: f"<div class=c><a href=/{at}>£{at}</a>", 900, 1) * 1),
    "20,000 labels": lambda share: home(
        many(lambda at: f"<div><span>Bedrooms</span><span>{at}</span></div>", 20_000, share)
    ),
    "20,000 labels in one row": lambda share: home("<div>" + many(lambda at: "<b>Bedrooms</b>", 20_000, share)),
    "20,000 label attributes": lambda share: home(
        "<div>" + many(lambda at: "<i title='Bedrooms'></i>3", 20_000, share)
    ),
    "20,000 definitions": lambda share: home(
        "<dl>" + many(lambda at: f"<dt>a{at}<dd>b", 20_000, share)
    ),
    "20,000 prices": lambda share: home(many(lambda at: f"<p class=price>£{at}</p>", 20_000, share)),
    "20,000 counts": lambda share: home(many(lambda at: f"<b>{at % 50} beds</b><b>{at} m²</b>", 20_000, share)),
    "20,000 headings of features": lambda share: home(
        many(lambda at: f"<h2>Features</h2><p>feature {at}</p>", 20_000, share)
    ),
    "20,000 headings of a description": lambda share: home(many(lambda at: "<h2>Description</h2><p>x", 20_000, share)),
    "20,000 headings of similar homes": lambda share: home(many(lambda at: "<h3>Similar homes</h3>x", 20_000, share)),
    "20,000 features": lambda share: home(
        "<ul class=features>" + many(lambda at: f"<li>feature {at}</li>", 20_000, share)
    ),
    "features within features": lambda share: home(
        "<ul class=features>" * 900 + many(lambda at: f"<li>feature {at}</li>", 15_000, share)
    ),
    "20,000 headlines": lambda share: home(many(lambda at: f"<h1>Mill Cottage {at}</h1>", 20_000, share)),
    "20,000 telephone links": lambda share: home(
        many(lambda at: f"<a href='tel:+44{at:09}'>call</a><a href='mailto:a{at}@x.example'>m</a>", 20_000, share)
    ),
    "20,000 addresses": lambda share: home(many(lambda at: f"<address>{at} Mill Lane</address>", 20_000, share)),
    "20,000 map links": lambda share: home(
        many(lambda at: f"<a href='https://maps.google.com/?q={at % 90}.1234,1.{at:05}'>map</a>", 20_000, share)
    ),
    "20,000 positions": lambda share: home(
        many(lambda at: f"<p data-lat='{at % 90}.123' data-lng='1.{at:04}'>", 20_000, share)
    ),
    "20,000 menus": lambda share: home("<div role=navigation>" * 900 + many(lambda at: "<nav>x</nav>", 20_000, share)),
    "20,000 meta tags": lambda share: home(
        head=many(lambda at: f"<meta property='og:title' content='Mill {at}'>", 20_000, share)
    ),
    "deep prose": _deep_prose,
    **{f"a head of {name} that never end": _head_of(opening) for name, opening in _NEVER_ENDING.items()},
    "a head of the word canonical": lambda share: f"<html><head><{fill('canonical ', share)}",
    "a head of canonical links in a comment": lambda share: f"<head><!--{fill('<link rel=canonical href=/a>', share)}",
    "100,000 empty scripts": lambda share: home(fill("<script></script>", share)),
    "a head of 500,000 links": lambda share: f"<html><head>{fill('<link rel=a href=b>', share)}",
    "a head of 500,000 metas": lambda share: f"<html><head>{fill('<meta name=a content=b>', share)}",
    "100,000 styles": lambda share: home(fill("<style>a{}</style>", share)),
    "100,000 noscripts": lambda share: home(fill("<noscript><img></noscript>", share)),
    "named levels of a description": _named_levels("description", "word "),
    "named levels of paragraphs": _named_levels("description", "<p>A garden that runs down to the river.</p>"),
    "named levels of prices": _named_levels("price", "<b>£1</b>"),
    "microdata levels": _named_levels("geo", "1 "),
    "giant srcset": lambda share: home(
        f"<div class=gallery><img srcset='{many(lambda at: f'p_5000001_{at}.jpg {at}w, ', 300_000, share)}'></div>"
    ),
    "100,000 pictures": lambda share: home(
        "<div class=gallery>" + many(lambda at: f"<img src='/p/5000001/{at}.jpg'>", 100_000, share)
    ),
    "title of ten megabytes": lambda share: f"<title>{fill('a - ', share)}</title>",
    "base of another scheme": _based("javascript:alert(1)//"),
    "base of data": _based("data:text/html,x/"),
    "base of another host": _based("//evil.example/a/b/../../../"),
    "base that is no address": _based("http://[::1"),
    "base of a megabyte": lambda share: _based("https://a.example/" + fill("x/", share, MEGABYTE))(share / 40),
    "nothing but white space": lambda share: fill(" \n\t", share),
    "nothing but nul": lambda share: fill("\x00", share),
    "nul in every tag": lambda share: home(fill("<\x00p\x00>\x00£1\x00", share)),
    "text of ten megabytes without a tag": lambda share: fill("just text, £1 ", share),
    "utf-16": _in_utf16,
    "utf-16 of an odd length": lambda share: _in_utf16(share) + b"\xd8",
    "broken utf-8": _broken_bytes,
    "charset utf-7": _lying_charset("utf-7"),
    "charset utf-16": _lying_charset("utf-16"),
    "charset iso-2022-jp": _lying_charset("iso-2022-jp"),
    "charset gb18030": _lying_charset("gb18030"),
    "charset that is none": _lying_charset("unicode_escape"),
    "lone surrogates": lambda share: home(fill("<p class=price>\ud800£1\udfff</p>", share)),
}  # fmt: skip

_DATA: dict[str, Build] = {
    "100,000 scripts": lambda share: home(many(lambda at: f"<script>var a={at};</script>", 100_000, share)),
    "100,000 JSON scripts": lambda share: home(
        many(lambda at: f'<script type="application/json">{{"price":{at}}}</script>', 100_000, share)
    ),
    "100,000 openings in a script": lambda share: program("var price;" + many(lambda at: '{"', 100_000, share)),
    "100,000 objects in a script": lambda share: program(
        many(lambda at: f'f({{"price":{at},"bedrooms":3,"title":"a house of some kind","size":{at}}});', 100_000, share)
    ),
    "100,000 picture addresses in a script": lambda share: program(
        "var image=[" + many(lambda at: f"'https://img.example/5000001/photo_5000001_{at}.jpg',", 100_000, share)
    ),
    "picture addresses that do not end": lambda share: program(
        "photo_5000001_1;photo_5000001_1.jpg;" + fill("https://img.example/" + "a" * 380, share)
    ),
    "JSON-LD of 10,000 levels": lambda share: linked_data('{"@type":"House","offers":' + _json_levels(share) + "}"),
    "JSON of 10,000 levels": lambda share: home(
        f'<script type="application/json" id="__NEXT_DATA__">{_json_levels(share)}</script>'
    ),
    "JSON of 10,000 levels in a program": lambda share: program(f"window.PAGE_MODEL={_json_levels(share)}"),
    "JSON of 10,000 levels in an attribute": lambda share: home(f"<p data-a='{_json_levels(share)}'>"),
    "lists of 1,000 levels in every key": lambda share: _with_every_fact(_valid_levels(1_000, "[", "", "]")),
    "objects of 1,000 levels in every key": lambda share: _with_every_fact(_valid_levels(1_000, '{"name":', "1", "}")),
    "objects of 400 levels in every key": lambda share: _with_every_fact(_valid_levels(400, '{"value":', "1", "}")),
    "numbers of 4,000 digits in every key": lambda share: _with_every_fact("9" * 4_000),
    "numbers without bounds in every key": lambda share: _with_every_fact("1e999"),
    "texts of a megabyte in every key": lambda share: _with_every_fact(
        json.dumps(fill("<p>£1 ", share, MEGABYTE // 2))
    ),
    "lists of 100,000 in every key": lambda share: _with_every_fact(json.dumps([["£1"]] * max(int(50_000 * share), 1))),
    "JSON-LD without end": lambda share: linked_data(fill('{"@graph":[', share)),
    "JSON-LD references": _id_references,
    "JSON-LD graphs in graphs": _graph_in_graph,
    "100,000 JSON-LD nodes": lambda share: linked_data(
        "[" + fill('{"@type":"House","name":"a","offers":{"price":1}},', share) + "0]"
    ),
    "state that never closes": _unclosed_state,
    "state in small scripts": _state_again_and_again,
    "state within its own name": _own_name_in_state,
    "state of brackets": lambda share: program("PAGE_MODEL = {" + fill("[", share)),
    "state assigned again and again": lambda share: program(fill('PAGE_MODEL = {"price":1},', share)),
    "an object of a million keys": lambda share: program(
        "window.PAGE_MODEL={" + many(lambda at: f'"price{at}":{at},', 600_000, share) + '"a":1}'
    ),
    "a million small objects": lambda share: program("window.PAGE_MODEL=[" + fill('{"price":1,"id":2},', share) + "0]"),
    "state full of JSON texts": lambda share: program(
        "window.PAGE_MODEL={" + many(lambda at: f'"a{at}":"{{\\"price\\":{at}}}",', 200_000, share) + '"a":1}'
    ),
    "pictures that are deep": _picture_list('{"a":' * 300 + '"x"' + "}" * 300 + ',{"url":"/a.jpg"}'),
    "a picture 900 levels deep": lambda share: program(
        'window.state={"title":"Mill Cottage","price":212000,"bedrooms":3,"id":5000001,"images":['
        + ",".join(['{"inner":' + '{"a":' * 900 + '"x"' + "}" * 900 + ',"url":"https://img.example/a.jpg"}'] * 3)
        + "]}"
    ),
    "100,000 pictures in the data": _picture_list('{"url":"https://img.example/5000001/a.jpg","caption":"a"}'),
    "devalue bomb": lambda share: home(
        f'<script type="application/json" id="__NUXT_DATA__">{_flat_list_bomb(share)}</script>'
    ),
    "devalue cycle": lambda share: home(
        f'<script type="application/json" id="__NUXT_DATA__">{_flat_list_cycle(share)}</script>'
    ),
    "devalue without end": lambda share: home(
        '<script type="application/json" id="__NUXT_DATA__">['
        + many(lambda at: f'{{"price":{at + 1}}},', 400_000, share)
        + "1]</script>"
    ),
    "flight cycle": lambda share: _flight(many(_flight_cycle, 30_000, share)),
    "flight row that ends before it begins": lambda share: _flight("1:T-6,\n"),
    "flight row without a length": lambda share: _flight("1:T0\n"),
    "flight pushes": lambda share: home(
        many(lambda at: f'<script>self.__next_f.push([1,"{at:x}:[1]\\n"])</script>', 100_000, share)
    ),
    "flight of ten megabytes in one row": lambda share: _flight("1:[" + fill('{"price":1},', share) + "0]\n"),
}

HOSTILE: Mapping[str, Build] = MappingProxyType(
    {
        **_STRUCTURES,
        **_DATA,
        **{f"a text of {name}": _text_of(piece) for name, piece in _PIECES.items()},
        **{f"texts of {name}": _texts_of(piece) for name, piece in _PIECES.items()},
        **{f"a program of {name}": _program_of(piece) for name, piece in _PIECES.items()},
    }
)


def url_of(name: str) -> str:
    """The address that a page is sent with: one with an id, but for searches."""
    return SEARCH_URL if name.endswith("of a search") else URL


_DEEP = ".price"
# One mapping with rules of every kind for facts of every kind.
EVERY_KIND_OF_RULE: Mapping[str, object] = MappingProxyType(
    {
        "portal": "every-kind-of-rule",
        "version": "1",
        "anchors": {
            "listing": [{"json": "PAGE_MODEL.listing"}, {"css": "[data-listing]", "attr": "data-listing", "path": "a"}],
        },
        "fields": {
            "title": [{"json": "@listing.title"}, {"css": ".none"}, {"meta": "og:title"}, {"css": "h1", "html": True}],
            "price": [
                {"json": f"PAGE_MODEL.{_DEEP}"}, {"json": f"__NEXT_DATA__{_DEEP}"}, {"json": f"__NUXT_DATA__{_DEEP}"},
                {"flight": "..[price].price"}, {"script": '"price":'}, {"css": ".price"},
            ],
            "count_bedrooms": [{"label": ["Bedrooms", "Zimmer"], "match": r"(\d+)"}, {"json": "PAGE_MODEL.*.bedrooms"}],
            "description": [
                {"css": ".description", "html": True, "without": "p, li"}, {"css": "p", "all": True, "join": "\n"},
                {"jsonld": "House.description"},
            ],
            "features": [
                {"json": "PAGE_MODEL..*", "all": True}, {"css": "li", "all": True}, {"microdata": "geo..name"},
            ],
            "images": [
                {"after": "image", "match": r"https?://[^\"' ]{5,300}", "all": True},
                {"css": "img", "attr": "src", "all": True}, {"jsonld": "House.image"},
            ],
            "reference": [
                {"json": "__NUXT_DATA__.reference", "values": {"a": "b"}}, {"json": "PAGE_MODEL..[id=5000001].id"},
                {"json": "__NUXT_DATA__..[title=x].title", "unless": ["0"]}, {"url": True, "match": r"(\d{5,})"},
            ],
            "address": [{"jsonld": "House.address", "format": "{name}"}, {"css": "p", "match": r"(\w+)\s(\w+)"}],
            "agent_phone": [{"css": "p[data-x]", "attr": "data-x", "path": "0", "all": True}],
        },
    }
)  # fmt: skip
