"""Copies of one photo: which URLs show the same picture, and how large each copy is."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

MAX_QUERY_CHARS = 2048
# A copy whose URL states no size is taken for the original.
UNSTATED_SIDE_PX = 3000

_SIDE_PARAMETERS = frozenset((
    "w", "h", "width", "height", "maxwidth", "maxheight", "max-width", "max-height", "imwidth", "sw", "sh", "wid",
    "hei",
))  # fmt: skip
_SIZE_PARAMETERS = _SIDE_PARAMETERS | {
    "q", "quality", "fit", "crop", "auto", "dpr", "format", "fm", "resize", "size", "s", "mode", "scale", "rule",
    "downsize", "impolicy",
}  # fmt: skip
# A file named by a hash or a UUID is one picture wherever it lies.
_HASH_NAME = re.compile(r"[0-9a-f]{20,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Parts of a path that say how large this copy is: 640x480, /1024/768/, w_800, 1024w, @2x, thumb.
_PAIR = re.compile(r"(?<![0-9])(\d{2,4})[x×](\d{2,4})(?![0-9a-z])", re.IGNORECASE)
_PATH_PAIR = re.compile(r"/(\d{2,4})/(\d{2,4})(?=/)")
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
_EXTENSION = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)


def picture_identity(url: str) -> str:
    """The URL without what only says how large, how compressed and in which format this copy is."""
    parts = urlsplit(url)
    path = parts.path
    for pattern in (_PAIR, _SIDE, _SIZE_WORD):
        path = pattern.sub("", path)
    name = _EXTENSION.sub("", parts.path.rpartition("/")[2].lower())
    if _HASH_NAME.fullmatch(name):
        return name
    path = _EXTENSION.sub("", _PATH_PAIR.sub("/", path).lower())
    query = urlencode([(name, value) for name, value in _query(parts.query) if name.lower() not in _SIZE_PARAMETERS])
    return f"{parts.hostname}/{'/'.join(filter(None, re.split(r'[/_,.:-]+', path)))}?{query}"


def longest_side_px(url: str) -> int:
    """The longest side a URL names in figures, or by a word such as "thumb"."""
    if sides := stated_sides_px(url):
        return max(sides)
    words = (word.lower() for word in _SIZE_WORD.findall(urlsplit(url).path))
    return min((_SIZE_WORDS_PX[word] for word in words if word in _SIZE_WORDS_PX), default=UNSTATED_SIDE_PX)


def stated_sides_px(url: str) -> list[int]:
    """The sides in px that path and query name."""
    parts = urlsplit(url)
    sides = [
        int(side)
        for pattern in (_PAIR, _SIDE, _PATH_PAIR)
        for m in pattern.finditer(parts.path)
        for side in m.groups()
        if side
    ]
    for name, value in _query(parts.query):
        if name.lower() in _SIDE_PARAMETERS and value.isascii() and value.isdigit() and len(value) < 6:
            sides.append(int(value))
        sides += [int(side) for m in _PAIR.finditer(value[:60]) for side in m.groups()]
    return sides


def _query(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query[:MAX_QUERY_CHARS], keep_blank_values=True)
