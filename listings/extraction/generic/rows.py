"""Where the value of a label stands: the row around them, and how far the value goes."""

from listings.extraction.generic.view import View


def row_of(view: View, at: int) -> tuple[int, int, int]:
    """(first text, end, element) of the row in which a label's text stands; element -1 where there is none."""
    outline = view.outline
    block = view.block_of(outline.owners[at]) if outline.size(outline.owners[at]) == 1 else outline.owners[at]
    row = outline.parents[block] if outline.size(block) == 1 else block
    return (outline.first[row], outline.end[row], row) if row >= 0 else (at, at, row)


def end_of_value(view: View, row: int, at: int, end: int) -> tuple[int, int]:
    """(block, end) of the value that begins at a text: all of its own block, or else the rest of the row."""
    outline = view.outline
    owner = outline.owners[at]
    block = owner
    for above in (owner, *outline.ancestors(owner)):
        if above == row or outline.first[above] < at:
            break
        block = above
    return block, outline.end[block] if block != row and outline.first[block] == at else end
