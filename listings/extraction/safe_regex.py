"""Regular expressions that mappings bring along: short, on short texts, and none that can run away."""

import re
from dataclasses import dataclass

MAX_PATTERN_CHARS = 300
MAX_TEXT_CHARS = 2_000
MAX_OPEN_REPEATS = 3
WIDE_REPEAT = 1_000  # as good as open
MAX_WAYS = 5_000_000  # to match one text, as far as bounded repeats and alternatives multiply
_GROUP = r"\((?:\?(?:P?<\w+>|<?[=!]|[aiLmsux-]*:|>))?"
_REPEAT = r"[*+?][?+]?|\{\d*,\d*\}[?+]?|\{\d+\}[?+]?"
_PART = re.compile(rf"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|{_GROUP}|\)|\||{_REPEAT}|.", re.DOTALL)
_IS_REPEAT = re.compile(_REPEAT)
_BOUNDS = re.compile(r"\{(\d*)(,?)(\d*)\}")
_SAMPLE = "".join(map(chr, range(0x100)))
_PLAIN_GROUP = re.compile(r"\((?:\?(?:P<\w+>|:))?")
_REFERS_BACK = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")


def compile_bounded(pattern: str) -> re.Pattern[str]:
    """The compiled pattern, case ignored.  Raises ValueError for one that is wrong, long, or could run away."""
    if len(pattern) > MAX_PATTERN_CHARS:
        raise ValueError(f"pattern longer than {MAX_PATTERN_CHARS} characters")
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"bad pattern {pattern!r}: {error}") from error
    if compiled.flags & re.VERBOSE or "(?#" in pattern:
        raise ValueError(f"pattern {pattern!r} has comments")
    _check_repeats(pattern)
    return compiled


def first_match(pattern: re.Pattern[str], text: str) -> str | None:
    """The pattern's first group, or all of the match, in the first MAX_TEXT_CHARS of the text."""
    found = pattern.search(text[:MAX_TEXT_CHARS])
    return found[1 if pattern.groups else 0] if found else None


def named_groups(pattern: re.Pattern[str], text: str) -> dict[str, str] | None:
    """The pattern's named groups that took part, in the first MAX_TEXT_CHARS of the text."""
    found = pattern.search(text[:MAX_TEXT_CHARS])
    return {name: value for name, value in found.groupdict().items() if value is not None} if found else None


def is_in(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the pattern matches in the first MAX_TEXT_CHARS of the text, whatever its groups hold."""
    return pattern.search(text[:MAX_TEXT_CHARS]) is not None


def steps_at_most(pattern: str, chars: int) -> int | None:
    """About how many steps a pattern may take on a text of so many characters; None where nobody can tell.

    For the patterns of strangers, of whom less is believed than of those whose patterns compile_bounded() takes: three
    open repeats may take hours. Repeats that can end in one way are read once for each way of those before them.
    """
    if _REFERS_BACK.search(pattern):
        return None
    parts = _without_plain_groups(_PART.findall(pattern))
    repeats = [at for at, part in enumerate(parts) if _IS_REPEAT.fullmatch(part)]
    sure = [at for at in repeats if _ends_in_one_way(parts, at)]
    whole = _counted(parts, free=frozenset(sure))
    first_unsure = next((at for at in repeats if at not in sure), len(parts))
    is_read_again = any(first_unsure < at < len(parts) - 1 for at in sure)
    starts = 1 if pattern.startswith("^") and "|" not in parts else chars
    reads = max(whole.open_repeats + is_read_again, bool(sure))
    return int(starts * whole.ways * whole.branches * chars**reads)


def _ends_in_one_way(parts: list[str], at: int) -> bool:
    """Whether what is repeated is no part of anything that may follow, up to what must, or nothing follows at all."""
    for follows in range(at + 1, len(parts), 2):
        if not _are_apart(parts[at - 1], parts[follows]):
            return False
        repeat = "".join(parts[follows + 1 : follows + 2])
        if not _IS_REPEAT.fullmatch(repeat) or _bounds(repeat)[0] > 0:
            return True
    return True


def _without_plain_groups(parts: list[str]) -> list[str]:
    """The parts without the brackets of groups that come once and hold no alternatives, which change nothing."""
    dropped: set[int] = set()
    opened: list[tuple[int, bool]] = []
    for at, part in enumerate(parts):
        if part.startswith("("):
            opened.append((at, _PLAIN_GROUP.fullmatch(part) is not None))
        elif part == "|":
            opened = [*opened[:-1], *((start, False) for start, _ in opened[-1:])]
        elif part == ")" and opened:
            start, is_plain = opened.pop()
            if is_plain and not _IS_REPEAT.fullmatch("".join(parts[at + 1 : at + 2])):
                dropped |= {start, at}
    return [part for at, part in enumerate(parts) if at not in dropped]


@dataclass(slots=True)
class _Group:
    """Between its brackets, from part `start` to `end`: alternatives, ways that multiply, and repeats without bound."""

    start: int
    end: int = 0
    branches: int = 1
    ways: int = 1
    open_repeats: int = 0

    def multiply(self, ways: int) -> None:
        self.ways = min(self.ways * ways, MAX_WAYS + 1)


def _check_repeats(pattern: str) -> None:
    """Refuse a group repeated without bound that can match one text in two ways, `(a|aa)+`, and too many repeats.

    Alternatives and bounded repeats multiply, and those of a repeated group as often as it is repeated; a repeat that
    must end before a character that it cannot match does not.
    """
    whole = _counted(_PART.findall(pattern))
    if whole.open_repeats > MAX_OPEN_REPEATS:
        raise ValueError(f"pattern {pattern!r} has more than {MAX_OPEN_REPEATS} open repeats")
    if whole.ways * whole.branches > MAX_WAYS:
        raise ValueError(f"pattern {pattern!r} repeats a repeat, or has too many repeats and alternatives in a row")


def _counted(parts: list[str], *, free: frozenset[int] = frozenset()) -> _Group:
    """What the whole of a pattern multiplies to, the repeats at these parts left out."""
    stack = [_Group(0)]
    closed: _Group | None = None
    for at, part in enumerate(parts):
        before, closed = closed, None
        if part.startswith("("):
            stack.append(_Group(at + 1))
        elif part == "|":
            stack[-1].branches += 1
        elif part == ")" and len(stack) > 1:
            closed = stack.pop()
            closed.end = at
            closed.multiply(closed.branches)
            _add(stack[-1], closed, 1)
        elif _IS_REPEAT.fullmatch(part) and before is not None:
            _repeat_group(stack[-1], before, parts, part)
        elif _IS_REPEAT.fullmatch(part) and at not in free:
            _repeat_character(stack[-1], parts[max(at - 1, 0) : at + 3], part)
    return stack[0]


def _add(outer: _Group, inner: _Group, times: int) -> None:
    outer.multiply(min(inner.ways, MAX_WAYS + 1) ** min(times, 30))
    outer.open_repeats += inner.open_repeats * times


def _repeat_group(outer: _Group, inner: _Group, parts: list[str], repeat: str) -> None:
    """Count a group, which is counted once already, as often as it may come."""
    low, high = _bounds(repeat)
    separated = _is_separated(parts[inner.start : inner.end]) and (high is not None or not inner.open_repeats)
    if separated or (inner.ways == 1 and not inner.open_repeats):
        _count(outer, low, high)
        return
    if high is None:
        outer.multiply(MAX_WAYS + 1)
        return
    _add(outer, inner, max(high - 1, 0))
    _count(outer, low, high)


def _repeat_character(group: _Group, parts: list[str], repeat: str) -> None:
    low, high = _bounds(repeat)
    if high is None or not _is_parted(parts):
        _count(group, low, high)


def _count(group: _Group, low: int, high: int | None) -> None:
    if high is None or high - low >= WIDE_REPEAT:
        group.open_repeats += 1
    else:
        group.multiply(max(high - low, 0) + 1)


def _bounds(repeat: str) -> tuple[int, int | None]:
    """How often at least and at most."""
    bounds = _BOUNDS.match(repeat)
    if bounds is None:
        return int(repeat[0] == "+"), 1 if repeat[0] == "?" else None
    low = int(bounds[1] or 0)
    return low, (int(bounds[3]) if bounds[3] else None) if bounds[2] else low


def _is_separated(body: list[str]) -> bool:
    """Whether a group ends in one way: a repeat behind or before a mark that it cannot match, `(?: \\S{1,20})`."""
    if len(body) == 3 and _IS_REPEAT.fullmatch(body[2]):
        return _are_apart(body[0], body[1])
    if len(body) == 3 and _IS_REPEAT.fullmatch(body[1]):
        return _are_apart(body[0], body[2])
    if len(body) == 4 and _IS_REPEAT.fullmatch(body[1]) and _IS_REPEAT.fullmatch(body[3]):
        return _bounds(body[1])[0] > 0 and _bounds(body[3])[0] > 0 and _are_apart(body[0], body[2])
    return False


def _is_parted(parts: list[str]) -> bool:
    """Whether a repeat (parts 0 and 1) must end before a character that it cannot match (part 2, if that must come)."""
    if len(parts) < 3 or (len(parts) > 3 and _IS_REPEAT.fullmatch(parts[3]) and _bounds(parts[3])[0] == 0):
        return False
    return _are_apart(parts[0], parts[2])


def _are_apart(first: str, second: str) -> bool:
    ours, others = _characters(first), _characters(second)
    return bool(ours and others) and ours.isdisjoint(others)


def _characters(part: str) -> set[str]:
    """What one character of a pattern stands for, of the sample and of the characters it is written with."""
    try:
        one = re.compile(part, re.IGNORECASE)
    except re.error:
        return set()
    return {char for char in _SAMPLE + part if one.fullmatch(char)}
