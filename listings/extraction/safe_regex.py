"""Regular expressions that mappings bring along: short, on short texts, and none that can run away."""

import re

MAX_PATTERN_CHARS = 300
MAX_TEXT_CHARS = 2_000
MAX_OPEN_REPEATS = 3
_OPEN_REPEAT = re.compile(r"[*+]|\{\d*,\}")
_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:=!]|\(|\)|[*+]|\{\d*,\d*\}|.", re.DOTALL)


def compile_bounded(pattern: str) -> re.Pattern[str]:
    """The compiled pattern, case ignored.  Raises ValueError for one that is wrong, long, or repeats repeats."""
    if len(pattern) > MAX_PATTERN_CHARS:
        raise ValueError(f"pattern longer than {MAX_PATTERN_CHARS} characters")
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"bad pattern {pattern!r}: {error}") from error
    _check_repeats(pattern)
    return compiled


def first_match(pattern: re.Pattern[str], text: str) -> str | None:
    """The pattern's first group, or all of the match, in the first MAX_TEXT_CHARS of the text."""
    found = pattern.search(text[:MAX_TEXT_CHARS])
    return found[1 if pattern.groups else 0] if found else None


def _check_repeats(pattern: str) -> None:
    """Refuse a repeated group that holds an open repeat, `(a+)+`, and many open repeats."""
    parts = _PART.findall(pattern)
    holds_repeat = [False]
    closed_with_repeat = False
    repeats = 0
    for part in parts:
        is_repeat = _OPEN_REPEAT.fullmatch(part) is not None
        if (is_repeat or part.startswith("{")) and closed_with_repeat:
            raise ValueError(f"pattern {pattern!r} repeats a repeat")
        closed_with_repeat = False
        if part.startswith("("):
            holds_repeat.append(False)
        elif part == ")" and len(holds_repeat) > 1:
            closed_with_repeat = holds_repeat.pop()
            holds_repeat[-1] |= closed_with_repeat
        elif is_repeat:
            holds_repeat[-1] = True
            repeats += 1
    if repeats > MAX_OPEN_REPEATS:
        raise ValueError(f"pattern {pattern!r} has more than {MAX_OPEN_REPEATS} open repeats")
