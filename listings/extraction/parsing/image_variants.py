"""Copies of one photo: which URLs show the same picture, and how large each copy is."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from listings.extraction.parsing.image_copies import LONE_SIDE, without_repeats

MAX_QUERY_CHARS = 2048
MIN_TELLING_CHARS, MIN_TELLING_DIGITS = 10, 8
MIN_TOKEN_CHARS = 16  # letters and figures without a break: drawn by lot
# A copy whose URL states no size is taken for the original.
UNSTATED_SIDE_PX = 3000
ICON_SIDE_PX = 80

_SIDE_PARAMETERS = frozenset((
    "w", "h", "width", "height", "maxwidth", "maxheight", "max-width", "max-height", "imwidth", "sw", "sh", "wid",
    "hei",
))  # fmt: skip
_SIZE_PARAMETERS = _SIDE_PARAMETERS | {
    "q", "quality", "fit", "crop", "auto", "dpr", "format", "fm", "resize", "size", "s", "mode", "scale", "rule",
    "downsize", "impolicy", "options", "fl", "cqp",
    # When and for whom a copy was signed
    "sig", "signature", "token", "expires", "exp", "hmac", "ts", "timestamp", "ust", "usd",
    "variant", "dimension", "action", "preset", "profile", "imgsize", "image_size", "ar",
}  # fmt: skip
# A file named by a hash or a UUID is one picture wherever it lies.
MIN_HASH_CHARS = 20
_HASH_NAME = re.compile(r"[0-9a-f]{20,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Parts of an address in lower case that say how large this copy is: 640x480, /1024/768/, w_800, 1024w, @2x, thumb.
# Each pattern names its first character first and looks behind it afterwards, as a search is only fast for the former.
_PAIR = re.compile(r"([0-9](?<![0-9][0-9])[0-9]{1,3})[x×]([0-9]{2,4})c?(?![0-9a-z])")  # a "c" behind it: cropped
_PATH_PAIR = re.compile(r"/([0-9]{3,4})/([0-9]{3,4})(?=/)")
_NAMED_SIDE = re.compile(r"[wh](?<![a-z0-9].)(?:(?:(?<=w)idth|(?<=h)eight)/?)?[_=:-]?([0-9]{2,4})(?![0-9a-z])")
_SIDE = re.compile(r"([0-9](?<![0-9a-z].)[0-9]{1,3})[wh](?![0-9a-z])")
_QUERY_SIDE = re.compile(rf"[?&](?:{'|'.join(sorted(_SIDE_PARAMETERS))})=([0-9]{{1,5}})(?![0-9])")
# Each with what tells fast that it is nowhere in a text.
_SIZES = (
    (re.compile(r"[x×](?<=[0-9].)[0-9]"), _PAIR),
    (_NAMED_SIDE, _NAMED_SIDE),
    (re.compile(r"[wh](?<=[0-9].)(?![0-9a-z])"), _SIDE),
    (_PATH_PAIR, _PATH_PAIR),
)
_SIZE_WORDS_PX = {
    "lthmb": 120, "mini": 120, "thmb": 120, "thumb": 150, "thumbs": 150, "thumbnail": 150, "thumbnails": 150,
    "small": 300, "preview": 300, "medium": 600, "hoved": 1000, "large": 1200, "big": 1200, "xl": 1600, "xlarge": 1600,
    "xxl": 2000, "full": 2400, "original": 4000, "orig": 4000,
}  # fmt: skip
_SIZE_WORDS = _SIZE_WORDS_PX.keys() | {
    "max", "min", "fit", "crop", "resize", "resized", "scaled", "webp", "avif", "1x", "2x", "3x", "4x", "x2", "x3",
    "x5",
}  # fmt: skip
_PATH = re.compile(r"//[^/\n]*([^?#\n]*).*")  # path_of in a text of one absolute address a line
_WORD = re.compile(r"[a-z0-9]+")
_BETWEEN_WORDS = str.maketrans(dict.fromkeys((chr(c) for c in range(128) if not _WORD.match(chr(c))), " "))
_EXTENSION = re.compile(r"\.(?:jpe?g|png|webp|avif)(?::[a-z])?$", re.MULTILINE)
# What a host that resizes says behind a file's ending: "jpg@800x600", "jpg!1000x.jpg", "jpg/quality/80"
_RESIZED_BEHIND = re.compile(r"\.(?:jpe?g|png|webp|avif)[!@/.][^\n]*")
_NUMBERED_SIZE = "/$_"  # as in "/$_86.jpg"
_BEHIND_NUMBERED = re.compile(r"/\$_[^\n]*")
_INNER = re.compile(r"https?://[^?#]*/(?=https?://)")  # a host that resizes, before the address of what it resizes
SHARD = re.compile(r"[0-9]+(?=[.-])")  # of hosts that share the load: img1.homes.example
_HASHED = re.compile(rf"({_HASH_NAME.pattern})(?:\.[a-z]{{3,4}}(?::[a-z])?)?")
_NO_DIGITS = str.maketrans("", "", "0123456789")
_SPLIT = re.compile(r"[/_,.:-]+")


@lru_cache(maxsize=256)
def _size_words(words: frozenset[str]) -> re.Pattern[str]:
    """Finds these words: each is looked behind once it was found, as a search for them is fast and for all is not."""
    marked = {word: f"@?{word}" if word[0].isdigit() else word for word in words}  # "@2x"
    return re.compile("|".join(rf"{marked[word]}(?<![a-z0-9]{word})(?![a-z0-9])" for word in sorted(words)))


def path_of(url: str) -> str:
    """The path of an absolute address."""
    start = url.find("/", url.find("//") + 2)
    if start < 0:
        return ""
    end = url.find("?", start)
    path = url[start:] if end < 0 else url[start:end]
    return path.partition("#")[0]


def _paths_of(urls: Sequence[str]) -> list[str]:
    text = "\n".join(urls)
    if text.count("\n") >= len(urls):
        return [path_of(url).replace("\n", "") for url in urls]
    return _PATH.findall(text)


class Gallery:
    """The addresses of a list of photos, looked at together: there are dozens, and most are of one make.

    words: all that their paths are made of, in lower case.
    """

    def __init__(self, urls: Sequence[str]) -> None:
        self.urls = urls
        self._text = "\n".join(_paths_of(urls)).lower()
        self.paths = self._text.split("\n") if urls else []
        is_ascii = self._text.isascii()  # as most are, and then their words are told faster
        words = self._text.translate(_BETWEEN_WORDS).split() if is_ascii else _WORD.findall(self._text)
        self.words = frozenset(words)
        self._longest_px: dict[int, int] = {}
        self._sizes = [size for mark, size in _SIZES if mark.search(self._text)]

    def has_small_sides(self) -> bool:
        """Whether any of the addresses names a side as small as an icon's."""
        found = [size.findall(self._text) for size in self._sizes]
        found += [_QUERY_SIDE.findall(url.lower()) for url in self.urls if "?" in url]
        sides = (side for stated in chain(*found) for side in ((stated,) if isinstance(stated, str) else stated))
        return any(int(side) < ICON_SIDE_PX for side in sides)

    def identities(self) -> list[str]:
        """Each address without what only says how large, how compressed and in which format that copy is.

        The names of all files are rewritten together, in a few passes over one text.  Where a name tells its picture,
        the path in front of it need not be looked at.
        """
        if self._text.count("http") and any(map(_INNER.search, self.urls)):
            return Gallery([_INNER.sub("", url) for url in self.urls]).identities()
        paths = self._without_what_resizes()
        names = [path.rpartition("/")[2] for path in paths]
        told = [_told(name, bare) for name, bare in zip(names, self._without_sizes(names), strict=True)]
        untold = [path for path, name in zip(paths, told, strict=True) if name is None]
        rest = (path.strip("/") for path in _SPLIT.sub("/", "\n".join(self._without_sizes(untold))).split("\n"))
        return without_repeats(
            [
                name if name is not None else _identity(url, next(rest))
                for url, name in zip(self.urls, told, strict=True)
            ]
        )

    def longest_side_px(self, at: int) -> int:
        """The longest side that an address names in figures, or by a word such as "thumb"."""
        if at not in self._longest_px:
            sides = self.sides_px(at)
            self._longest_px[at] = max(sides) if sides else self._named_px(at)
        return self._longest_px[at]

    def is_larger(self, one: int, other: int) -> bool:
        """Whether of two copies of one photo the first is larger, as far as their addresses tell."""
        one_px, other_px = self.longest_side_px(one), self.longest_side_px(other)
        if one_px == other_px == UNSTATED_SIDE_PX:  # the only figures in which copies differ are their sides
            one_px, other_px = (max(map(int, LONE_SIDE.findall(self.paths[at])), default=0) for at in (one, other))
        return one_px > other_px

    def _named_px(self, at: int) -> int:
        if _SIZE_WORDS_PX.keys().isdisjoint(self.words):
            return UNSTATED_SIDE_PX
        words = _WORD.findall(self.paths[at])
        return min((_SIZE_WORDS_PX[word] for word in words if word in _SIZE_WORDS_PX), default=UNSTATED_SIDE_PX)

    def sides_px(self, at: int) -> list[int]:
        """The sides in px that an address's path and query name."""
        sides: list[int] = []
        for size in self._sizes:
            for found in size.findall(self.paths[at]):
                sides.extend(map(int, (found,) if isinstance(found, str) else found))
        if "?" in self.urls[at]:
            sides.extend(_sides_in_query(self.urls[at].partition("?")[2]))
        return sides

    def _without_what_resizes(self) -> list[str]:
        """The paths as far as the files' endings, where more stands behind them and is not all that differs."""
        text = _BEHIND_NUMBERED.sub("", self._text) if _NUMBERED_SIZE in self._text else self._text
        text = _RESIZED_BEHIND.sub("", text)
        if text == self._text:
            return self.paths
        paths = text.split("\n")
        return paths if len(set(paths)) > 1 else self.paths

    def _without_sizes(self, paths: list[str]) -> list[str]:
        text = "\n".join(paths)
        for size in self._sizes:
            text = size.sub("/" if size is _PATH_PAIR else "", text)
        if words := self.words & _SIZE_WORDS:
            text = _size_words(words).sub("", text)
        return _EXTENSION.sub("", text).split("\n")


def _told(name: str, bare: str) -> str | None:
    """What a file's name tells of its picture: a hash, or what is so long and numbered that it is its own anywhere."""
    hashed = _HASHED.fullmatch(name) if len(name) >= MIN_HASH_CHARS else None
    if hashed:
        return hashed[1]
    bare = bare.strip("_-.")
    digits = len(bare) - len(bare.translate(_NO_DIGITS))
    is_token = len(bare) >= MIN_TOKEN_CHARS and digits > 0 and bare.isalnum()
    return bare if is_token or (len(bare) >= MIN_TELLING_CHARS and digits >= MIN_TELLING_DIGITS) else None


def _identity(url: str, bare: str) -> str:
    """bare: the parts of the path without sizes and extension."""
    query = url.partition("?")[2].partition("#")[0]
    if query:
        query = "&".join(f"{key}={value}" for key, value in _arguments(query) if key.lower() not in _SIZE_PARAMETERS)
    return f"{_unsharded(url.partition('//')[2].partition('/')[0])}/{bare}?{query}"


@lru_cache(maxsize=1_000)
def _unsharded(host: str) -> str:
    return SHARD.sub("", host.lower())


def _sides_in_query(query: str) -> Iterator[int]:
    for name, value in _arguments(query):
        if name.lower() in _SIDE_PARAMETERS and value.isascii() and value.isdigit() and len(value) < 6:
            yield int(value)
        for pair in _PAIR.findall(value[:60].lower()):
            yield from map(int, pair)


def _arguments(query: str) -> list[tuple[str, str]]:
    """Names and values as they are written: of sizes nobody writes the letters in code."""
    parts = [part.partition("=") for part in query[:MAX_QUERY_CHARS].split("&") if part]
    return [(name, value) for name, _, value in parts]
