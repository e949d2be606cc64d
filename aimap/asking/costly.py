"""Rules that a page could make take minutes: whoever writes pages may well have told the model what to answer.

Staff's mappings may say more; theirs are tried by people. Here a selector has one descendant step at most, since a
search tries every way through the elements above each element, and a pattern a bounded number of steps.
"""

import re

from aimap.asking.answers import StatedRule
from listings.extraction.mapped import MAX_AFTER_ALL_CHARS
from listings.extraction.safe_regex import MAX_TEXT_CHARS, steps_at_most

MAX_STEPS = 20_000_000  # about a second
MAX_DESCENTS = 1
_QUOTED = re.compile(r"""\\.|"[^"]*"|'[^']*'""")
_ASKS_TEXT = re.compile(r":lexbor-contains\([^()]*\)")
_AROUND_CHILD = re.compile(r"\s*>\s*")
_PSEUDO = re.compile(r":[\w-]")


def may_take_long(stated: StatedRule) -> bool:
    """Whether a hostile page could make a rule take more than about a second."""
    if stated.source == "css" and _is_costly(stated.where):
        return True
    chars = MAX_AFTER_ALL_CHARS if stated.source == "after" and stated.all else MAX_TEXT_CHARS
    steps = steps_at_most(stated.match, chars) if stated.match else 0
    return steps is None or steps > MAX_STEPS


def _is_costly(selector: str) -> bool:
    plain = _ASKS_TEXT.sub("", _QUOTED.sub("", selector))
    alternatives = (_AROUND_CHILD.sub(">", one.strip()) for one in plain.split(","))
    return _PSEUDO.search(plain) is not None or any(len(one.split()) > MAX_DESCENTS + 1 for one in alternatives)
