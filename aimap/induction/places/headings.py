"""Places of a title where what looks like one is the site's own name: headings that differ from listing to listing."""

from collections.abc import Iterator

from aimap.induction.look import Look
from aimap.induction.proposals import Kind, Proposal, propose
from aimap.induction.selectors import selectors_of

MAX_HEADINGS = 12
MIN_CHARS, MAX_CHARS = 6, 200
NAMES = 3
_TAGS = ("h1", "h2", "h3", "h4")


def heading_proposals(look: Look) -> Iterator[Proposal]:
    """The page's first headings, in document order."""
    outline = look.outline
    headings = sorted(
        element for tag in _TAGS for element in outline.by_tag.get(tag, ()) if not look.view.dead[element]
    )
    headings = [element for element in headings if MIN_CHARS <= outline.length(element) <= MAX_CHARS]
    for element in headings[:MAX_HEADINGS]:
        yield propose("title", {"css": outline.tags[element]}, Kind.CLASS, is_named=False)
        for found in selectors_of(look, element)[:NAMES]:
            yield propose("title", {"css": found.text}, found.kind, is_named=False)
