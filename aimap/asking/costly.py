"""Patterns that a page could keep busy: whoever writes pages may well have told the model what to answer.

Staff's mappings may say more; theirs are tried by people. What a selector may cost the mapping language bounds itself.
"""

from aimap.asking.answers import StatedRule
from listings.extraction.mapped import MAX_AFTER_ALL_CHARS
from listings.extraction.safe_regex import MAX_TEXT_CHARS, steps_at_most

MAX_STEPS = 20_000_000  # about a second


def may_take_long(stated: StatedRule) -> bool:
    """Whether a text could keep a rule's pattern busy for more than about a second."""
    chars = MAX_AFTER_ALL_CHARS if stated.source == "after" and stated.all else MAX_TEXT_CHARS
    steps = steps_at_most(stated.match, chars) if stated.match else 0
    return steps is None or steps > MAX_STEPS
