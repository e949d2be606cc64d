"""Copies of one photo: which URLs show the same picture, and how large each copy is."""

import re
from itertools import chain

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
# Parts of an address in lower case that say how large this copy is: 640x480, /1024/768/, w_800, 1024w, @2x, thumb.
# Each pattern names its first character first and looks behind it afterwards, as a search is only fast for the former.
_PAIR = re.compile(r"([0-9](?<![0-9][0-9])[0-9]{1,3})[x×]([0-9]{2,4})(?![0-9a-z])")
_PATH_PAIR = re.compile(r"/([0-9]{3,4})/([0-9]{3,4})(?=/)")
_NAMED_SIDE = re.compile(r"[wh](?<![a-z0-9].)(?:(?<=w)idth|(?<=h)eight)?[_=:-]?([0-9]{2,4})(?![0-9a-z])")
_SIDE = re.compile(r"([0-9](?<![0-9a-z].)[0-9]{1,3})[wh](?![0-9a-z])")
# Few names hold what these look for, and without it none of the above, digit by digit.
_PAIR_MARK = re.compile(r"[x×](?<=[0-9].)[0-9]")
_SIDE_MARK = re.compile(r"[wh](?<=[0-9].)(?![0-9a-z])")
_QUERY_SIDE = re.compile(rf"[?&](?:{'|'.join(sorted(_SIDE_PARAMETERS))})=([0-9]{{1,5}})(?![0-9])")
_SIZE_WORDS_PX = {
    "mini": 120, "thumb": 150, "thumbs": 150, "thumbnail": 150, "thumbnails": 150, "small": 300, "preview": 300,
    "medium": 600, "hoved": 1000, "large": 1200, "big": 1200, "xl": 1600, "xlarge": 1600, "xxl": 2000, "full": 2400,
    "original": 4000, "orig": 4000,
}  # fmt: skip
_SIZE_WORDS = frozenset(
    (
        *("max", "min", "fit", "crop", "resize", "resized", "scaled", "webp", "avif", "1x", "2x", "3x", "4x"),
        *_SIZE_WORDS_PX,
    )
)
_SIZE_WORD = re.compile(rf"(?<![a-z0-9])(?:@?[1-4]x|{'|'.join(_SIZE_WORDS)})(?![a-z0-9])")
_WORD = re.compile(r"[a-z0-9]+")
_EXTENSION = re.compile(r"\.(?:jpe?g|png|webp|avif)(?::[a-z])?$", re.MULTILINE)
_HASHED = re.compile(rf"({_HASH_NAME.pattern})(?:\.[a-z]{{3,4}}(?::[a-z])?)?")
_NO_DIGITS = str.maketrans("", "", "0123456789")
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

    The names of all files are rewritten together, in a few passes over one text: a gallery has dozens.  Where a name
    tells its picture, the path in front of it need not be looked at.
    """
    paths = [path_of(url).lower().replace("\n", "") for url in urls]
    names = [path.rpartition("/")[2] for path in paths]
    told = [_told(name, bare) for name, bare in zip(names, _without_sizes(names), strict=True)]
    untold = [path for path, name in zip(paths, told, strict=True) if name is None]
    rest = iter(_without_sizes(untold))
    return [name if name is not None else _identity(url, next(rest)) for url, name in zip(urls, told, strict=True)]


def _without_sizes(paths: list[str]) -> list[str]:
    text = "\n".join(paths)
    if _PAIR_MARK.search(text):
        text = _PAIR.sub("", text)
    text = _NAMED_SIDE.sub("", text)
    if _SIDE_MARK.search(text):
        text = _SIDE.sub("", text)
    if not _SIZE_WORDS.isdisjoint(_WORD.findall(text)):
        text = _SIZE_WORD.sub("", text)
    return _EXTENSION.sub("", _PATH_PAIR.sub("/", text)).split("\n")


def _told(name: str, bare: str) -> str | None:
    """What a file's name tells of its picture: a hash, or what is so long and numbered that it is its own anywhere."""
    if hashed := _HASHED.fullmatch(name):
        return hashed[1]
    bare = bare.strip("_-.")
    digits = len(bare) - len(bare.translate(_NO_DIGITS))
    return bare if len(bare) >= MIN_TELLING_CHARS and digits >= MIN_TELLING_DIGITS else None


def _identity(url: str, bare: str) -> str:
    """bare: the path without sizes and extension."""
    query = url.partition("?")[2].partition("#")[0]
    if query:
        query = "&".join(f"{key}={value}" for key, value in _arguments(query) if key.lower() not in _SIZE_PARAMETERS)
    return f"{url.partition('//')[2].partition('/')[0].lower()}/{'/'.join(filter(None, _SPLIT.split(bare)))}?{query}"


def has_small_sides(urls: list[str]) -> bool:
    """Whether any of the URLs names a side as small as an icon's."""
    text = "\n".join(url[url.find("/", len("https://")) :] for url in urls).lower()
    sides = [*_NAMED_SIDE.findall(text), *_QUERY_SIDE.findall(text), *chain(*_PATH_PAIR.findall(text))]
    if _PAIR_MARK.search(text):
        sides += chain(*_PAIR.findall(text))
    if _SIDE_MARK.search(text):
        sides += _SIDE.findall(text)
    return any(int(side) < ICON_SIDE_PX for side in sides)


def longest_side_px(url: str) -> int:
    """The longest side a URL names in figures, or by a word such as "thumb"."""
    if sides := stated_sides_px(url):
        return max(sides)
    words = _WORD.findall(path_of(url).lower())
    return min((_SIZE_WORDS_PX[word] for word in words if word in _SIZE_WORDS_PX), default=UNSTATED_SIDE_PX)


def stated_sides_px(url: str) -> list[int]:
    """The sides in px that path and query name."""
    path = path_of(url).lower()
    sides = [int(side) for pattern in (_NAMED_SIDE, _SIDE) for side in pattern.findall(path)]
    sides += [int(side) for pattern in (_PAIR, _PATH_PAIR) for pair in pattern.findall(path) for side in pair]
    for name, value in _arguments(url.partition("?")[2]):
        if name.lower() in _SIDE_PARAMETERS and value.isascii() and value.isdigit() and len(value) < 6:
            sides.append(int(value))
        sides += [int(side) for found in _PAIR.findall(value[:60].lower()) for side in found]
    return sides


def _arguments(query: str) -> list[tuple[str, str]]:
    """Names and values as they are written: of sizes nobody writes the letters in code."""
    parts = [part.partition("=") for part in query[:MAX_QUERY_CHARS].split("&") if part]
    return [(name, value) for name, _, value in parts]
