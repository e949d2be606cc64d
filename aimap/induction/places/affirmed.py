"""Places of features that are affirmed one by one: "Lift: yes", "Balcony" and "yes"."""

from collections.abc import Iterator
from itertools import islice

from aimap.induction.look import Look
from aimap.induction.needles import letters_of
from aimap.induction.proposals import Kind, Proposal, propose
from aimap.induction.selectors import stable_selectors
from listings.extraction.generic.affirmed import affirmed_in

MAX_LEVELS, NEAR_LEVELS = 9, 4
MAX_SELECTORS = 24
NAMES = 3


def affirmed_proposals(look: Look) -> Iterator[Proposal]:
    """What stands around features that are affirmed: any part of the page up to the one that holds them all."""
    outline = look.outline
    found: dict[str, Kind] = {}
    for element in _affirming(look):
        for level, above in enumerate(islice((element, *outline.ancestors(element)), MAX_LEVELS)):
            for selector in islice(stable_selectors(outline, above), NAMES):
                kind = max(selector.kind, Kind.CLASS if level < NEAR_LEVELS else Kind.CONTEXT)
                found[selector.text] = max(kind, found.get(selector.text, kind))
    for text, kind in islice(found.items(), MAX_SELECTORS):
        yield propose("features", {"css": text, "named": True}, kind, is_named=True)


def _affirming(look: Look) -> Iterator[int]:
    """The elements of the texts that affirm an agreed feature."""
    lists = (look.agreed.get("features"), *look.sample.features)
    wanted = {letters_of(str(feature)) for stated in lists if isinstance(stated, list) for feature in stated}
    outline, live = look.outline, look.view.live
    for place, at in enumerate(live):
        before = outline.texts[live[place - 1]] if place else ""
        names = affirmed_in([before, outline.texts[at]])
        if names and letters_of(names[-1]) in wanted:
            yield outline.owners[at]
