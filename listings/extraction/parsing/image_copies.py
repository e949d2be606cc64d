"""Copies of photos whose addresses say in words of their host's own which copy each is: told by looking at all of them.

A host names the sizes it serves as it likes: "web_detail-m-l", "cc_ft_960", "v550", "xxl".  Whatever the words are, the
same few stand beside many pictures, while what names a picture stands beside no other.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import filterfalse

MIN_ADDRESSES = 4  # two copies of two pictures
MAX_COPIES_OF_ONE = 8
MIN_PICTURES_A_COPY = 2  # a word that stands beside one picture alone may be what it shows
FEW_SIDES = 3
MAX_WAY_DIGITS = 9
MIN_LONE_SIDE = 400  # "-360" is a panorama
MIN_RATIO = 1.1  # of the largest to the smallest copy: numbers that follow one another count
MIN_TELLING_DIGITS = 5  # fewer may count the photos of each room
MIN_DRAWN_CHARS, MIN_DRAWN_DIGITS = 16, 4  # a part that was drawn by lot names one picture by itself
# Words for a size that may also be an initial or a part of a name: read so only where they recur as sizes do.
_SIZES_IN_WORDS = frozenset((
    "s", "m", "l", "t", "b", "o", "xs", "sm", "md", "lg", "sq", "tn", "th", "hd", "hq", "klein", "gross", "grande",
    "petite", "pequena", "mala", "velka", "list", "detail", "view", "gallery", "cover", "square", "cropped", "web",
    "mobile", "zoom", "highres", "medres", "lowres",
))  # fmt: skip

# What a picture shows, or which camera took it: never a word for a copy
_SHOWN = frozenset((
    "kitchen", "garden", "bedroom", "bathroom", "living", "livingroom", "lounge", "dining", "hall", "front", "back",
    "rear", "exterior", "interior", "outside", "inside", "pool", "terrace", "balcony", "garage", "plan",
    "floorplan", "staged", "empty", "day", "night", "before", "after", "dsc", "dji", "pxl", "pano", "kueche",
    "bad", "flur", "garten", "grundriss", "cuisine", "salon", "chambre", "jardin", "cocina", "dormitorio", "cucina",
))  # fmt: skip
_COUNTED = frozenset("ab")  # letters that count: 10012-a, 10012-b

_TOKEN = re.compile(r"[a-z0-9]+")
_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-[0-9a-f]{12}")
_LETTERED = re.compile(r"([0-9]{8})([a-z]{1,2})(?![a-z0-9])")  # a number with a letter or two for the copy behind it
_CODE = re.compile(r"(?=.{6})[a-z]*[0-9]+[a-z]+[0-9][a-z0-9]*")  # figures among letters: no word with its number
_NO_LETTERS = str.maketrans(
    {chr(c): None if chr(c).isalpha() else " " for c in range(128) if not chr(c).isdigit() and chr(c) != "\n"}
)
_SIDE = re.compile(r"[a-z]?([1-9][0-9]{2,3})")
LONE_SIDE = re.compile(r"(?<![0-9])[0-9]{3,4}(?![0-9])")
_LAST_FIGURE = re.compile(r"(?<=[^a-z0-9\n])[a-z]?[0-9]\??$", re.MULTILINE)
_YEARS = frozenset(range(1990, 2100)) - {2000, 2048}

Parts = tuple[str, ...]


def without_repeats(identities: Sequence[str]) -> list[str]:
    """The same identities, one for all that are copies of a picture.

    identities: addresses in lower case without what is known to state a size.  Linear in their number.
    """
    distinct = list(dict.fromkeys(identities))
    text = "\n".join(distinct)
    is_in_lines = text.count("\n") < len(distinct)
    if len(distinct) < MIN_ADDRESSES or not is_in_lines or not _may_repeat(text, len(distinct)) or _are_named(distinct):
        return list(identities)
    parts, common = _parts(text)
    sides = _sides(parts, common)
    merged = dict(
        zip(distinct, _of_other_words(_of_other_sides(distinct, parts, sides), parts, sides, common), strict=True)
    )
    return [merged[identity] for identity in identities]


def _may_repeat(text: str, count: int) -> bool:
    """Whether any two of so many lines may be copies: most lists state each picture once, and their figures show it."""
    figures = LONE_SIDE.sub("", text.translate(_NO_LETTERS))
    if len({" ".join(line.split()) for line in figures.split("\n")}) < count:
        return True
    bare = _LAST_FIGURE.sub("", text)
    return bare != text and MIN_ADDRESSES <= len(set(bare.split("\n"))) <= count // 2


def _of_other_sides(identities: list[str], parts: list[Parts], sides: frozenset[str]) -> list[str]:
    if not sides:
        return identities
    return _merged(identities, [_split(every, sides.__contains__) for every in parts], lambda told, _: bool(told))


def _of_other_words(
    identities: list[str], parts: list[Parts], sides: frozenset[str], common: frozenset[str]
) -> list[str]:
    told = _with_numbered_ways([_by_figures(every, sides) for every in parts])
    if len({picture for picture, _ in told}) == len(told):
        return identities
    return _merged(identities, _with_own_words(told), lambda picture, ways: _names(picture, common, ways))


def _are_named(identities: list[str]) -> bool:
    """Whether all end in a name of one part, a number or drawn by lot, that no other ends in."""
    names = {identity.rstrip("?").rpartition("/")[2] for identity in identities}
    is_each = len(names) == len(identities)
    return is_each and all(name.isdigit() or (len(name) >= MIN_DRAWN_CHARS and name.isalnum()) for name in names)


def _parts(text: str) -> tuple[list[Parts], frozenset[str]]:
    """The parts of each line behind what all lines begin with, and those that all lines have, there or behind it."""
    text = _UUID.sub(lambda found: f" {found[0].replace('-', '')} ", text.lower())
    lines = _LETTERED.sub(r"\1 \2", text).split("\n")
    shared = _shared_start(lines)
    parts = [tuple(_TOKEN.findall(line, shared)) for line in lines]
    return parts, frozenset.intersection(*map(frozenset, parts)).union(_TOKEN.findall(lines[0], 0, shared))


def _shared_start(lines: Sequence[str]) -> int:
    """How many characters all lines begin with alike, as far as a mark between two parts: they tell nothing apart."""
    first, last = min(lines), max(lines)
    alike = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return next((at for at in range(alike, 0, -1) if not first[at - 1].isalnum()), 0)


def _sides(parts: Sequence[Parts], common: frozenset[str]) -> frozenset[str]:
    """Parts that may say how large a copy is: figures that somebody chose, so they are round, or very few."""
    stated = {part: int(found[1]) for part in frozenset().union(*parts) if (found := _SIDE.fullmatch(part))}
    stated = {part: px for part, px in stated.items() if px not in _YEARS and part not in common}
    is_chosen = len(stated) <= FEW_SIDES or all(px % 5 == 0 or px % 8 == 0 for px in stated.values())
    has_ratio = max(stated.values(), default=0) >= MIN_RATIO * min(stated.values(), default=0)
    is_lone = (
        len(stated) == 1
        and min(stated.values()) >= MIN_LONE_SIDE
        and sum(1 for every in parts if every[-1:] == (*stated,)) >= MIN_PICTURES_A_COPY
    )
    return frozenset(stated) if is_chosen and (has_ratio or is_lone) else frozenset()


def _split(every: Parts, is_of_copy: Callable[[str], bool]) -> tuple[Parts, Parts]:
    """What names the picture, and what names the copy."""
    return tuple(filterfalse(is_of_copy, every)), tuple(filter(is_of_copy, every))


def _by_figures(every: Parts, sides: frozenset[str]) -> tuple[Parts, Parts]:
    """The last part drawn by lot and what figures stand behind it, or all figures, and the words beside them."""
    drawn = max((at for at, part in enumerate(every) if _is_drawn(part)), default=-1)
    figures = [part for part in every[drawn + 1 :] if not part.isalpha() and part not in sides]
    way = tuple([part for part in every if part.isalpha() or part in sides])
    return (tuple(figures) if drawn < 0 else (every[drawn], *figures)), way


def _with_numbered_ways(told: list[tuple[Parts, Parts]]) -> list[tuple[Parts, Parts]]:
    """The same, where the few figures behind each of many parts drawn by lot are the same ones: "p1" and "p5"."""
    behind: dict[Parts, set[Parts]] = defaultdict(set)
    for picture, _ in told:
        behind[picture[:1]].add(picture[1:])
    are_drawn = len(behind) >= MIN_ADDRESSES and all(_is_drawn("".join(picture)) for picture in behind)
    ways = next(iter(behind.values()))
    if not are_drawn or any(own != ways for own in behind.values()) or not _are_numbers_of_copies(ways):
        return told
    return [(picture[:1], (*picture[1:], *way)) for picture, way in told]


def _are_numbers_of_copies(ways: set[Parts]) -> bool:
    """Whether a few figures number copies: such as follow one another, 1, 2 and 3, number pictures."""
    numbers = [int(f"0{''.join(filter(str.isdigit, ''.join(way)))[:MAX_WAY_DIGITS]}") for way in ways]
    return 1 < len(ways) <= FEW_SIDES and max(numbers) - min(numbers) >= len(ways)


def _with_own_words(told: list[tuple[Parts, Parts]]) -> list[tuple[Parts, Parts]]:
    """The same, where words that stand beside one picture alone are part of its name."""
    beside: dict[str, set[Parts]] = defaultdict(set)
    for picture, way in told:
        for part in way:
            beside[part].add(picture)
    own = {part for part, pictures in beside.items() if len(pictures) < MIN_PICTURES_A_COPY}
    return [
        ((*picture, *filter(own.__contains__, way)), tuple(filterfalse(own.__contains__, way))) for picture, way in told
    ]


def _is_drawn(part: str) -> bool:
    return len(part) >= MIN_DRAWN_CHARS and sum(map(str.isdigit, part)) >= MIN_DRAWN_DIGITS


def _names(told: Parts, common: frozenset[str], ways: set[Parts]) -> bool:
    """Whether the figures name a picture, or else the words in which its copies differ are known for sizes."""
    own = [part for part in told if part not in common]
    differing = set().union(*ways) - frozenset.intersection(*map(frozenset, ways))
    if differing >= _COUNTED or not _SHOWN.isdisjoint(differing):
        return False
    if sum(sum(map(str.isdigit, part)) for part in own) >= MIN_TELLING_DIGITS or any(map(_CODE.fullmatch, own)):
        return True
    return bool(own) and differing <= _SIZES_IN_WORDS


def _merged(
    identities: Sequence[str], told: Sequence[tuple[Parts, Parts]], tells: Callable[[Parts, set[Parts]], bool]
) -> list[str]:
    """One identity for those that tell the same picture, in ways that others are told in as well."""
    ways_of: dict[Parts, set[Parts]] = defaultdict(set)
    for picture, way in told:
        ways_of[picture].add(way)
    pictures_in = Counter(way for ways in ways_of.values() for way in ways)
    is_one = {
        picture: 1 < len(ways) <= MAX_COPIES_OF_ONE
        and all(pictures_in[way] >= MIN_PICTURES_A_COPY for way in ways)
        and tells(picture, ways)
        for picture, ways in ways_of.items()
    }
    first: dict[Parts, str] = {}
    return [
        first.setdefault(picture, identity) if is_one[picture] else identity
        for identity, (picture, _) in zip(identities, told, strict=True)
    ]
