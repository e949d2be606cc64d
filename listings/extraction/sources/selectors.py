"""Whether a CSS selector can match anything on a page, told from its text before a tree is made for it."""

import re
from functools import cache

_INNERMOST_GROUP = re.compile(r"\([^()]*\)")
# A class, an id, or the value an attribute must have or hold.
_NAME = re.compile(r"""[.#]([A-Za-z_][\w-]{2,})|=\s?["']?([A-Za-z0-9_-]{3,})["']?\]""")


def can_match(selector: str, markup: str) -> bool:
    """False only where each alternative of the selector names a class, id or value that the markup does not hold."""
    return any(name is None or name in markup for name in _telling_names(selector))


@cache
def _telling_names(selector: str) -> tuple[str | None, ...]:
    """Of each alternative a name without which it matches nothing; None where it needs none."""
    if "\\" in selector:
        return (None,)
    while (plain := _INNERMOST_GROUP.sub("", selector)) != selector:
        selector = plain
    return tuple(_longest_name(alternative) for alternative in selector.split(","))


def _longest_name(alternative: str) -> str | None:
    names = [name or value for name, value in _NAME.findall(alternative)]
    return max(names, key=len, default=None)
