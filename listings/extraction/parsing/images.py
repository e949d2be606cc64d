"""Photos: absolute URLs, one per picture, each in its largest variant."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from listings.extraction.parsing.hosts import has_public_host, is_public_host
from listings.extraction.parsing.image_variants import Gallery
from listings.extraction.parsing.text import clean_text

MAX_IMAGES = 500
MAX_COPIES_OF_ONE = 40
MAX_COPIES = 5_000
GLIMPSED = 3  # of a list that is not read
MAX_URL_CHARS = 2048
# A picture smaller than this on either side is an icon.
MIN_SIDE_PX = 80

_URL_KEYS = ("contentUrl", "original", "full", "large", "url", "src", "data-src", "href", "image", "@id")
_CAPTION_KEYS = ("caption", "alt", "title", "description")
_NO_PHOTO = frozenset((
    "sprite", "sprites", "icon", "icons", "favicon", "pixel", "blank", "spacer", "placeholder", "logo", "logos",
    "avatar",
    "1x1", "loading", "loader", "spinner", "noimage", "nophoto", "transparent", "badge", "tracking", "beacon",
    "captcha",
    "emoji",
))  # fmt: skip
_NO_PHOTO_ENDINGS = (".svg", ".ico", ".gif", ".css", ".js", ".pdf", ".mp4", ".html")

_WORD = re.compile(r"[a-z0-9]+")
# An address that needs no closer look: a plain host, and no white space, bracket, login or backslash behind it.
_PLAIN = re.compile(r"https?://([\w.-]+)(?::\d{1,5})?/[^\s\\\[\]@<>\"]*", re.ASCII)
# The same without any sign that is not printed, or beyond ASCII, which white space may be.
_PLAINEST = re.compile(r"https?://([\w.-]+)(?::\d{1,5})?/[!#-;=?A-Z^-~]*", re.ASCII)
# A path from the host's root that is joined to it as it stands: no empty, dotted or parametrised segment.
_ROOTED = re.compile(r"(?:/[\w%+~,=:-][\w%+~,=:.-]*)+(?:\?[\w%+~,=:./&-]+)?", re.ASCII)
_STANDS = re.compile(r"[^;#]*[^;#?]")  # an address that taking apart and putting together leaves as it is
_DIGITS = re.compile(r"\d{1,5}")
_DESCRIPTOR = re.compile(r"(\d{1,5}|\d\.\d{1,3})([wx])(?:,(\S*))?")


class _Picture(NamedTuple):
    """One copy of a picture as stated: an absolute URL, its caption, and its width where a srcset names one."""

    url: str
    caption: str | None
    width_px: int | None


def parse_images(raw: Iterable[object], *, base_url: str) -> list[dict[str, str]]:
    """Distinct photos as {url, caption?} in the order of first mention.

    Takes URLs, srcset texts, and objects with a URL and perhaps a caption.  Variants of one photo, told by their
    sizes in path or query, become the largest.  Icons, sprites, logos, data: URLs, single pixels and pictures of hosts
    that are not public are left out.
    """
    pictures = _distinct(islice(_pictures(raw, base_url), MAX_COPIES))
    gallery = Gallery([picture.url for picture in pictures])
    if _holds_others(gallery):
        suspects = _NO_PHOTO & gallery.words
        pictures = [picture for at, picture in enumerate(pictures) if _is_photo(gallery, at, suspects)]
        gallery = Gallery([picture.url for picture in pictures])
    best: dict[str, int] = {}
    captions: dict[str, str | None] = {}
    for at, identity in enumerate(gallery.identities() if pictures else ()):
        known = best.get(identity)
        if known is None:
            if len(best) < MAX_IMAGES:
                best[identity] = at
                captions[identity] = pictures[at].caption
        elif _is_larger(pictures, gallery, at, known):
            best[identity] = at
            captions[identity] = captions[identity] or pictures[at].caption
    return [_image(pictures[at].url, captions[identity]) for identity, at in best.items()]


def glimpse_images(raw: Sequence[object], *, base_url: str, at_most: int) -> list[dict[str, str]]:
    """One photo of a list that surely comes to no more than so many; none where that would take reading it."""
    if len(raw) > at_most or not all(map(_states_one, raw)):
        return []
    for picture in islice(_pictures(raw, base_url), GLIMPSED):
        gallery = Gallery([picture.url])
        if _is_photo(gallery, 0, _NO_PHOTO & gallery.words):
            return [_image(picture.url, picture.caption)]
    return []


def _states_one(member: object) -> bool:
    """Whether a member of a list stands for one picture at most: no list, and no text that may be a srcset."""
    if isinstance(member, dict):
        member = None if "srcset" in member else _first_url(member)
    return isinstance(member, str) and len(member.split(None, 1)) == 1


def _distinct(pictures: Iterable[_Picture]) -> list[_Picture]:
    first: dict[tuple[str, int | None], _Picture] = {}
    for picture in pictures:
        first.setdefault((picture.url, picture.width_px), picture)
    return list(first.values())


def _image(url: str, caption: str | None) -> dict[str, str]:
    return {"url": url, "caption": caption} if caption else {"url": url}


def _holds_others(gallery: Gallery) -> bool:
    """Whether anything in it may be no photo; in most lists nothing is."""
    has_ending = any(path.endswith(_NO_PHOTO_ENDINGS) for path in gallery.paths)
    return has_ending or not _NO_PHOTO.isdisjoint(gallery.words) or gallery.has_small_sides()


def parse_srcset(text: str) -> list[tuple[str, int | None]]:
    """URLs of a srcset with their widths in px (HTML Standard, 4.8.4.2.1); a density counts as that many 100 px."""
    found: list[tuple[str, int | None]] = []
    for word in text[: 20 * MAX_URL_CHARS].split():
        size = _DESCRIPTOR.fullmatch(word) if found else None
        url = (size[3] or "") if size else word
        if size:
            found[-1] = (found[-1][0], int(float(size[1]) * (1 if size[2] == "w" else 100)))
        if url := url.strip(","):
            found.append((url, None))
    return found


def _pictures(raw: Iterable[object], base_url: str) -> Iterator[_Picture]:
    origin = _origin(base_url)
    for text, caption in _stated(raw):
        if plain := _plain(text) or _joined(text, origin):
            yield _Picture(plain, caption, None)
        else:
            yield from _of_text(text, caption, base_url)


def _stated(raw: Iterable[object]) -> Iterator[tuple[str, str | None]]:
    """Addresses and srcset texts, each with its caption."""
    for member in raw:
        if isinstance(member, str):
            yield member, None
        elif isinstance(member, dict):
            yield from _of_object(member)
        elif isinstance(member, list):
            yield from _stated(inner for inner in member if not isinstance(inner, list))


def _of_object(node: dict[str, object]) -> Iterator[tuple[str, str | None]]:
    stated = _first_text(node, _CAPTION_KEYS)
    caption = None if stated is None else clean_text(stated)[:255] or None
    srcset = node.get("srcset")
    if isinstance(srcset, str):
        yield srcset, caption
    url = _first_url(node) or _largest(node) or _widest(node)
    if url is not None:
        yield url, caption


def _first_url(node: dict[str, object]) -> str | None:
    return next((value for key in _URL_KEYS if isinstance(value := node.get(key), str) and value), None)


def _first_text(node: dict[str, object], keys: Iterable[str]) -> str | None:
    return next((value for key in keys if isinstance(value := node.get(key), str)), None)


def _largest(node: dict[str, object]) -> str | None:
    """Of an object of sizes ({"size720x480": ..., "size1200x1200": ...}), or of one it holds, the largest picture's."""
    inner = [value for value in list(node.values())[:20] if isinstance(value, dict)]
    sized = [
        (max(map(int, _DIGITS.findall(key)), default=0), value)
        for part in (node, *inner)
        for key, value in list(part.items())[:40]
        if isinstance(key, str) and isinstance(value, str) and value.startswith(("https://", "http://", "//"))
    ]
    return max(sized, key=lambda found: found[0])[1] if sized else None


def _widest(node: dict[str, object]) -> str | None:
    """Of an object that holds lists of a photo's copies ({"jpeg": [{"url": ..., "width": 384}]}), the widest one's."""
    inner = [value for value in list(node.values())[:20] if isinstance(value, dict)]
    found = [
        copy
        for part in (node, *inner)
        for members in list(part.values())[:20]
        if are_copies(members)
        for copy in _copies_in(members)
    ]
    return max(found, key=lambda copy: copy[0])[1] if found else None


def are_copies(members: object) -> bool:
    """Whether a list holds one photo's copies: objects with an address each, and each of another width."""
    widths = [width for width, _ in _copies_in(members)]
    return len(widths) > 1 and len(set(widths)) == len(widths)


def _copies_in(members: object) -> list[tuple[int, str]]:
    return [
        (width, url)
        for copy in (members[:MAX_COPIES_OF_ONE] if isinstance(members, list) else ())
        if isinstance(copy, dict) and isinstance(width := copy.get("width"), int)
        if (url := _first_url(copy)) is not None
    ]


def _plain(text: str) -> str | None:
    """The text where it is one address that stands as it is; None where that takes a closer look."""
    found = _PLAINEST.fullmatch(text)
    if not found or len(text) > MAX_URL_CHARS or "url=" in text or not is_public_host(found[1]):
        return None
    return text.partition("#")[0] if "#" in text else text


def _origin(base_url: str) -> str | None:
    """The plain "https://host" of a base address; None where joining to it takes a closer look."""
    try:
        base = urlsplit(base_url)
    except ValueError:
        return None
    return f"{base.scheme}://{base.netloc}" if _PLAINEST.fullmatch(f"{base.scheme}://{base.netloc}/") else None


def _joined(text: str, origin: str | None) -> str | None:
    """A rooted path at its host, or an address without its scheme, where they are plain."""
    if origin is None or text[:1] != "/" or len(text) > MAX_URL_CHARS - len("https:"):
        return None
    if text[1:2] != "/":
        return _plain(origin + text) if _ROOTED.fullmatch(text) else None
    return _plain(f"{origin.partition('/')[0]}{text}") if _STANDS.fullmatch(text) else None


def _of_text(text: str, caption: str | None, base_url: str) -> Iterator[_Picture]:
    """One URL, or the widest of a srcset, whose URLs all show one photo."""
    text = text.strip()
    is_one = len(text[: 4 * MAX_URL_CHARS].split(None, 1)) == 1
    for url, width in [(text, None)] if is_one else _widest_of(parse_srcset(text)):
        absolute = _absolute(url, base_url)
        if absolute is not None:
            yield _Picture(absolute, caption, width)


def _widest_of(copies: list[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    """The widest copy; all of them where their widths do not tell them apart, so that they may be several photos."""
    widths = {width for _, width in copies}
    if None in widths or len(widths) < len(copies):
        return copies
    return [max(copies, key=lambda copy: copy[1] or 0)] if copies else []


def _absolute(url: str, base_url: str) -> str | None:
    if not url or len(url) > MAX_URL_CHARS or url.startswith(("data:", "blob:", "#")):
        return None
    plain = _PLAIN.fullmatch(url)
    if plain:
        joined, host = url, plain[1]
    else:
        try:
            joined = urljoin(base_url, url)
            parts = urlsplit(joined)
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        host = parts.hostname
    if not is_public_host(host):
        return None
    inner = _inner_url(joined.partition("?")[2]) if "url=" in joined else None
    return inner or joined.partition("#")[0]


def _inner_url(query: str) -> str | None:
    """The picture that a resizing service is asked for: "/_next/image?url=https%3A%2F%2F...&w=640"."""
    inner = dict(parse_qsl(query, max_num_fields=None)).get("url") if query.count("&") < 50 else None
    return inner if inner and inner.startswith(("https://", "http://")) and has_public_host(inner) else None


def _is_photo(gallery: Gallery, at: int, suspects: Set[str]) -> bool:
    """suspects: words of the whole list that no photo is called."""
    path = gallery.paths[at]
    may_be_none = any(word in path for word in suspects)
    if path.endswith(_NO_PHOTO_ENDINGS) or (may_be_none and not suspects.isdisjoint(_WORD.findall(path))):
        return False
    longest = max(gallery.sides_px(at), default=MIN_SIDE_PX)
    return longest >= MIN_SIDE_PX or longest == 0  # 0 is "as large as it is"


def _is_larger(pictures: list[_Picture], gallery: Gallery, one: int, other: int) -> bool:
    widths = [pictures[at].width_px for at in (one, other)]
    if not any(widths):
        return gallery.is_larger(one, other)
    one_px, other_px = (width or gallery.longest_side_px(at) for width, at in zip(widths, (one, other), strict=True))
    return one_px > other_px
