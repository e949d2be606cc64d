"""Places in programs that are no JSON: a value behind its literal key, and runs of addresses of pictures."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice

from aimap.induction.data_walk import fact_named, is_peoples
from aimap.induction.look import Look
from aimap.induction.needles import WEAK_FACTS
from aimap.induction.places.head import escaped
from aimap.induction.proposals import OF_PLACES, Kind, Proposal, propose
from listings.extraction.facts import FACTS
from listings.extraction.page import absolute_url
from listings.extraction.parsing.image_variants import Gallery

MAX_SCANNED_CHARS = 800_000
MAX_PAIRS = 3_000  # of one script
MAX_PICTURES = 1_500
MAX_PLACES = 3
MIN_PICTURES = 3
MAX_LITERAL_CHARS = 40
MAX_OPENING_CHARS = 2_000
KEY_CHARS = 44
_PAIR = re.compile(
    r"""(?<![\w$])(["']?)([A-Za-z_][\w-]{2,40})\1(\s{0,4}[:=])\s{0,4}"""
    r"""(?:(["'])([^"'\\\n<>]{1,160})\4|(-?\d{1,12}(?:\.\d{1,18})?)(?=[\s,;}]))"""
)
_PICTURE = re.compile(
    r"""["']((?:https?:)?(?:\\?/){2}[^"'\s<>]{8,400}?\.(?:jpe?g|png|webp|avif)[^"'\s<>]{0,120})["']""", re.IGNORECASE
)
_KEYED = re.compile(r"""([\w-]{2,30})["']?\s{0,3}:\s{0,3}$""")
_LIST = re.compile(r"[\w-]{3,40}[\"']?\s{0,3}[:=]\s{0,3}\[")
_NOT_HERE = frozenset({"images", "floor_plans", "features", "description", "position", "locale_code"})
_QUOTED = r"^\s{0,4}[\"']([^\"'\n]{1,160})[\"']"
_NUMBER = r"^\s{0,4}(-?\d{1,12}(?:\.\d{1,18})?)"
_UNSTATED = ["0", "null", "undefined"]


def program_proposals(look: Look) -> Iterator[Proposal]:
    """Values behind a literal key, at most MAX_PLACES of a fact, and pictures behind theirs."""
    counts: Counter[str] = Counter()
    for text in _programs(look):
        for found in islice(_PAIR.finditer(text), MAX_PAIRS):
            for fact, is_named in _facts_of(look, found[2], found[5] or found[6]):
                if counts[fact] < MAX_PLACES:
                    counts[fact] += 1
                    literal = f"{found[1]}{found[2]}{found[1]}{found[3]}"
                    rule = {"after": literal, "match": _QUOTED if found[4] else _NUMBER, "unless": _UNSTATED}
                    yield propose(fact, rule, Kind.PROGRAM, is_named=is_named)
        yield from _pictures(look, text)


def _programs(look: Look) -> Iterator[str]:
    budget = MAX_SCANNED_CHARS
    for script in look.page.scripts:
        if "json" not in script.type and not script.src and budget > 0:
            text = script.text[:budget]
            budget -= len(text)
            yield text


def _facts_of(look: Look, key: str, value: str) -> Iterator[tuple[str, bool]]:
    """(fact, whether the key says so) of a value in a program."""
    named = fact_named(key, "")
    for fact in sorted({*look.needles.facts_of(value), *([named] if named else [])}):
        is_others = (fact in WEAK_FACTS and fact != named) or (fact in OF_PLACES and is_peoples((key,)))
        if fact in FACTS and fact not in _NOT_HERE and not is_others:
            yield fact, fact == named


def _pictures(look: Look, text: str) -> Iterator[Proposal]:
    """The keys behind which a program keeps the addresses of the photos, one after another."""
    images = look.agreed.get("image_urls")
    urls = [image["url"] for image in images] if isinstance(images, list) else []
    found = [(hit.start(1), hit[1].replace("\\/", "/")) for hit in islice(_PICTURE.finditer(text), MAX_PICTURES)]
    stated = [(at, url) for at, path in found if (url := absolute_url(path, look.page.base_url)) and url.isprintable()]
    if min(len(urls), len(stated)) < MIN_PICTURES:
        return
    names = Gallery([*urls, *(url for _, url in stated)]).identities()
    wanted = set(names[: len(urls)])
    runs: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (at, _), name in zip(stated, names[len(urls) :], strict=True):
        if name in wanted:
            key = _KEYED.search(text[max(at - KEY_CHARS, 0) : at - 1])
            runs[key[1] if key else ""].append((at, name))
    for key_name, run in runs.items():
        if len({name for _, name in run}) >= max(MIN_PICTURES, len(wanted) // 2):
            yield from _of_run(text, key_name, run[0][0])


def _of_run(text: str, key: str, first: int) -> Iterator[Proposal]:
    """The rule for pictures that stand behind a key, or in quotes alone, in the list that opens before the first."""
    opened = _LIST.findall(text[max(first - MAX_OPENING_CHARS, 0) : first])
    if not opened or len(opened[-1]) > MAX_LITERAL_CHARS:
        return
    match = r"[\"']((?:https?:)?(?:\\?/){2}[^\"'\s]{8,500})[\"']"
    if key:
        # The key as it is written, and then what must not stand before it: a search for a literal is far faster
        match = rf"(?-i:{escaped(key)})(?<![\w-]{escaped(key)})[\"']?\s{{0,3}}:\s{{0,3}}[\"']([^\"'\s]{{8,500}})[\"']"
    yield propose("images", {"after": opened[-1], "all": True, "match": match}, Kind.PROGRAM, is_named=False)
