"""Copies of one photo: which URLs show the same picture, and how large each copy is."""

import re
from urllib.parse import parse_qsl, urlencode

MAX_QUERY_CHARS = 2048
MIN_TELLING_CHARS, MIN_TELLING_DIGITS = 10, 8
# A copy whose URL states no size is taken for the original.
UNSTATED_SIDE_PX = 3000
ICON_SIDE_PX = 80

_SIDE_PARAMETERS = frozenset((
    "w", "h", "width", "height", "maxwidth", "maxheight", "max-width", "max-height", "imwidth", "sw", "sh", "wid",
    "hei",
))  # fmt: skip
_SIZE_PARAMETERS = _SIDE_PARAMETERS | {
    "q", "quality", "fit", "crop", "auto", "dpr", "format", "fm", "resize", "size", "s", "mode", "scale", "rule",
    "downsize", "impolicy",
    # When and for whom a copy was signed
    "sig", "signature", "token", "expires", "exp", "hmac", "ts", "timestamp", "ust", "usd",
    "variant", "dimension", "action", "preset", "profile", "imgsize", "image_size", "ar",
}  # fmt: skip
# A file named by a hash or a UUID is one picture wherever it lies.
_HASH_NAME = re.compile(r"[0-9a-f]{20,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Parts of a path that say how large this copy is: 640x480, /1024/768/, w_800, 1024w, @2x, thumb.
_PAIR = re.compile(r"(?<![0-9])(\d{2,4})[x×](\d{2,4})(?![0-9a-z])", re.IGNORECASE)
_PATH_PAIR = re.compile(r"/(\d{3,4})/(\d{3,4})(?=/)")
_SIDE = re.compile(
    r"(?<![a-z0-9])(?:w|h|width|height)[_=:-]?(\d{2,4})(?![0-9a-z])|(?<![0-9a-z])(\d{2,4})[wh](?![0-9a-z])",
    re.IGNORECASE,
)
_SIZE_WORDS_PX = {
    "mini": 120, "thumb": 150, "thumbs": 150, "thumbnail": 150, "thumbnails": 150, "small": 300, "preview": 300,
    "medium": 600, "hoved": 1000, "large": 1200, "big": 1200, "xl": 1600, "xlarge": 1600, "xxl": 2000, "full": 2400,
    "original": 4000, "orig": 4000,
}  # fmt: skip
_SIZE_WORD = re.compile(
    rf"(?<![a-z0-9])(?:max|min|fit|crop|resized?|scaled|webp|avif|@?[1-4]x|{'|'.join(_SIZE_WORDS_PX)})(?![a-z0-9])",
    re.IGNORECASE,
)
_SIZE = re.compile("|".join(pattern.pattern for pattern in (_PAIR, _SIDE, _SIZE_WORD)), re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:jpe?g|png|webp|avif)(?::[a-z])?$", re.IGNORECASE)


_SIDES = re.compile("|".join(pattern.pattern for pattern in (_PAIR, _SIDE, _PATH_PAIR)), re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_EXTENSIONS = re.compile(_EXTENSION.pattern, re.IGNORECASE | re.MULTILINE)
_HASHED = re.compile(rf"/({_HASH_NAME.pattern})(?:\.[a-z]{{3,4}}(?::[a-z])?)?$")
# As _SIDES, and the parameters of a query
_ANY_SIDES = re.compile(
    rf"{_SIDES.pattern}|[?&](?:{'|'.join(sorted(_SIDE_PARAMETERS))})=(\d{{1,5}})(?!\d)", re.IGNORECASE
)
_SPLIT = re.compile(r"[/_,.:-]+")


def path_of(url: str) -> str:
    """The path of an absolute address."""
    start = url.find("/", url.find("//") + 2)
    if start < 0:
        return ""
    end = url.find("?", start)
    path = url[start:] if end < 0 else url[start:end]
    return path.partition("#")[0]


def identities(urls: list[str]) -> list[str]:
    """Each URL without what only says how large, how compressed and in which format that copy is.

    The paths of all are rewritten together, in a few passes over one text: a gallery has dozens.
    """
    paths = "\n".join(path_of(url).lower().replace("\n", "") for url in urls)
    bare = _EXTENSIONS.sub("", _PATH_PAIR.sub("/", _SIZE.sub("", paths)))
    return [
        _identity(url, path, full) for url, path, full in zip(urls, bare.split("\n"), paths.split("\n"), strict=True)
    ]


def _identity(url: str, bare: str, path: str) -> str:
    """bare: the path without sizes and extension."""
    name = bare.rpartition("/")[2].strip("_-.")
    hashed = _HASHED.search(path)
    if hashed:
        return hashed[1]
    if len(name) >= MIN_TELLING_CHARS and len(_DIGIT.findall(name)) >= MIN_TELLING_DIGITS:
        return name  # a name so long and numbered is the picture's own wherever it lies
    query = url.partition("?")[2].partition("#")[0]
    if query:
        arguments = parse_qsl(query[:MAX_QUERY_CHARS], keep_blank_values=True)
        query = urlencode([(key, value) for key, value in arguments if key.lower() not in _SIZE_PARAMETERS])
    return f"{url.partition('//')[2].partition('/')[0].lower()}/{'/'.join(filter(None, _SPLIT.split(bare)))}?{query}"


def has_small_sides(urls: list[str]) -> bool:
    """Whether any of the URLs names a side as small as an icon's."""
    text = "\n".join(urls)
    return any(int(side) < ICON_SIDE_PX for found in _ANY_SIDES.findall(text) for side in found if side)


def longest_side_px(url: str) -> int:
    """The longest side a URL names in figures, or by a word such as "thumb"."""
    if sides := stated_sides_px(url):
        return max(sides)
    words = _SIZE_WORD.findall(path_of(url).lower())
    return min((_SIZE_WORDS_PX[word] for word in words if word in _SIZE_WORDS_PX), default=UNSTATED_SIDE_PX)


def stated_sides_px(url: str) -> list[int]:
    """The sides in px that path and query name."""
    sides = [int(side) for found in _SIDES.findall(path_of(url)) for side in found if side]
    query = url.partition("?")[2]
    for name, value in parse_qsl(query[:MAX_QUERY_CHARS], keep_blank_values=True) if query else ():
        if name.lower() in _SIDE_PARAMETERS and value.isascii() and value.isdigit() and len(value) < 6:
            sides.append(int(value))
        sides += [int(side) for found in _PAIR.findall(value[:60]) for side in found]
    return sides
