"""Photos that data names by less than their address: an id, a file's name, a path without host, or a form with gaps.

The page shows at least one of them whole, and what stands around its name there stands around the others', too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

MIN_MEMBERS = 3
MAX_MEMBERS = 300
MAX_MODELS = 120  # pictures that are shown whole
MAX_GAPS = 6
TRIED = 6  # members, until one of them is shown whole
MIN_NAME_CHARS = 5
MAX_NAME_CHARS = 300
MAX_KEYS = 40
MAX_DEPTH = 2  # of objects in a member
FILE = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:$|[?#/!,:&])", re.IGNORECASE)
_GAP = re.compile(r"\{[^{}/]{1,40}\}")
_EXTENSION = re.compile(r"\.(?:jpe?g|png|webp|avif)$", re.IGNORECASE)


def whole_addresses(members: Sequence[object], shown: Iterable[str]) -> list[str]:
    """The addresses of the photos that a list names; none where no member is found in a picture that is shown.

    members: ids, names, paths, forms with gaps such as "{width}", or objects that hold one of them.
    shown: addresses and srcsets of pictures of the page.
    """
    if not MIN_MEMBERS <= len(members) <= MAX_MEMBERS:
        return []
    models = list(dict.fromkeys(map(_whole, chain.from_iterable(map(str.split, shown)))))[:MAX_MODELS]
    named = [dict(_names(member)) for member in members]
    for names in named[:TRIED]:
        for key, name in names.items():
            if (found := _form_of(name, models)) is not None:
                return [_filled(other[key], *found) for other in named if key in other]
    return []


def _whole(url: str) -> str:
    return f"https:{url.rstrip(',')}" if url.startswith("//") else url.rstrip(",")


def _names(member: object, path: str = "") -> Iterator[tuple[str, str]]:
    """(keys, text) of what may name a photo in a member of a list, or in an object that it holds."""
    if isinstance(member, dict) and path.count(".") < MAX_DEPTH:
        for key, value in list(member.items())[:MAX_KEYS]:
            yield from _names(value, f"{path}.{key}")
    elif type(member) in (int, str):
        text = str(member)
        is_name = MIN_NAME_CHARS <= len(text) <= MAX_NAME_CHARS and any(map(str.isdigit, text)) and " " not in text
        if is_name and (_GAP.search(text) or not text.startswith(("http", "//"))):
            yield path, _whole(text)


def _form_of(name: str, models: list[str]) -> tuple[str, str | list[str]] | None:
    """What stands before and behind a name in a picture that is shown; of a form with gaps, what fills them."""
    if _GAP.search(name):
        between = _GAP.split(name)
        filling = next((found for url in models if (found := _filling(between, url))), None)
        return ("", filling) if filling else None
    stem = _EXTENSION.sub("", name)
    model = next((url for url in models if stem in url and url.startswith("http") and _is_whole(stem, url)), None)
    if model is None:
        return None
    before, _, behind = model.rpartition(stem)
    return before, behind


def _filling(between: list[str], url: str) -> list[str] | None:
    """What stands in an address between the texts around the gaps of a form; each as short as it can be.

    No regular expression: of many gaps one could try every way to share an address out among them.
    """
    if len(between) > MAX_GAPS + 1 or "" in between[1:-1] or not url.startswith(between[0]):
        return None
    at, found = len(between[0]), []
    for text in between[1:]:
        end = url.find(text, at + 1) if text else len(url)
        if end < 0:
            return None
        found.append(url[at:end])
        at = end + len(text)
    return found if at == len(url) and not any("/" in part for part in found) else None


def _is_whole(stem: str, url: str) -> bool:
    """Whether a number is no part of a longer one."""
    at = url.rfind(stem)
    around = url[at - 1 : at] + url[at + len(stem) : at + len(stem) + 1]
    return not (stem.isdigit() and any(map(str.isdigit, around)))


def _filled(name: str, before: str, behind: str | list[str]) -> str:
    if isinstance(behind, str):
        return f"{before}{_EXTENSION.sub('', name)}{behind}"
    filling = iter(behind)
    return _GAP.sub(lambda gap: next(filling, gap[0]), name)


def has_gaps(urls: Iterable[str]) -> bool:
    """Whether addresses are forms with gaps, that nothing can be fetched from."""
    return any(_GAP.search(url) for url in urls)


def names_no_host(urls: Sequence[str]) -> bool:
    """Whether files are named without the host they lie on."""
    return bool(urls) and all(FILE.search(url) and "//" not in url[:10] for url in urls)
