"""Photos: absolute URLs, one per picture, each in its largest variant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from listings.extraction.parsing.image_variants import longest_side_px, picture_identity, stated_sides_px
from listings.extraction.parsing.text import clean_text

MAX_IMAGES = 500
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

# "640w" or "1.5x", and the next URL where only a comma parts them.
_DESCRIPTOR = re.compile(r"(\d{1,5}|\d\.\d{1,3})([wx])(?:,(\S*))?")


@dataclass(frozen=True, slots=True)
class _Picture:
    url: str
    caption: str | None
    width_px: int | None


def parse_images(raw: Iterable[object], *, base_url: str) -> list[dict[str, str]]:
    """Distinct photos as {url, caption?} in the order of first mention.

    Takes URLs, srcset texts, and objects with a URL and perhaps a caption.  Variants of one photo, told by their
    sizes in path or query, become the largest.  Icons, sprites, logos, data: URLs and single pixels are left out.
    """
    best: dict[str, _Picture] = {}
    for picture in _pictures(raw, base_url):
        key = picture_identity(picture.url)
        known = best.get(key)
        if known is None:
            best[key] = picture
        elif _width_px(picture) > _width_px(known):
            best[key] = _Picture(picture.url, known.caption or picture.caption, picture.width_px)
        if len(best) >= MAX_IMAGES:
            break
    return [{"url": p.url, **({"caption": p.caption} if p.caption else {})} for p in best.values()]


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
    for member in raw:
        if isinstance(member, dict):
            yield from _of_object(member, base_url)
        elif isinstance(member, list):
            yield from _pictures((m for m in member if not isinstance(m, list)), base_url)
        elif isinstance(member, str):
            yield from _of_text(member, None, base_url)


def _of_object(node: dict[str, object], base_url: str) -> Iterator[_Picture]:
    caption = next((clean_text(value)[:255] for key in _CAPTION_KEYS if isinstance(value := node.get(key), str)), None)
    srcset = node.get("srcset")
    if isinstance(srcset, str):
        yield from _of_text(srcset, caption, base_url)
    url = next((value for key in _URL_KEYS if isinstance(value := node.get(key), str) and value), None)
    if url is not None:
        yield from _of_text(url, caption, base_url)


def _of_text(text: str, caption: str | None, base_url: str) -> Iterator[_Picture]:
    """One URL, or the many of a srcset."""
    candidates = parse_srcset(text) if re.search(r"\s", text.strip()[: 4 * MAX_URL_CHARS]) else [(text.strip(), None)]
    for url, width in candidates:
        absolute = _absolute(url, base_url)
        if absolute and _is_photo(absolute):
            yield _Picture(absolute, caption or None, width)


def _absolute(url: str, base_url: str) -> str | None:
    if not url or len(url) > MAX_URL_CHARS or url.startswith(("data:", "blob:", "#")):
        return None
    try:
        joined = urljoin(base_url, url)
        parts = urlsplit(joined)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    inner = dict(parse_qsl(parts.query, max_num_fields=None)).get("url") if parts.query.count("&") < 50 else None
    return inner if inner and inner.startswith(("https://", "http://")) else urlunsplit(parts._replace(fragment=""))


def _is_photo(url: str) -> bool:
    path = urlsplit(url).path.lower()
    if path.endswith(_NO_PHOTO_ENDINGS) or _NO_PHOTO.intersection(re.split(r"[^a-z0-9]+", path)):
        return False
    sides = stated_sides_px(url)
    return not sides or max(sides) >= MIN_SIDE_PX


def _width_px(picture: _Picture) -> int:
    return picture.width_px or longest_side_px(picture.url)
