"""However a page is written, its tree is no deeper and no larger than the bounds."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from listings.extraction.sources.nesting import (
    MAX_ATTRIBUTES_OF_PAGE,
    MAX_DEPTH,
    MAX_REOPENED,
    MAX_TAGS,
    cut_to_bounds,
)

TOO_MANY = 12_000


def parsed_depth(markup: bytes) -> int:
    """Of the element that is still open innermost when the page ends."""
    depth, node = 0, LexborHTMLParser(markup).body
    while node is not None and node.last_child is not None:
        node, depth = node.last_child, depth + 1
    return depth


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<div></i>",
        "<DIV></I>",
        "<span><div></span></div>",
        "<div><table><td></div></table>",
        "<b><div></b>",
        "<nobr><div></nobr>",
        "<form><div></form>",
        "<div><select></div></select>",
        "<div><script></div></script>",
        "<div><!-- </div> -->",
        '<div title="</div>">',
        "<div title='</div>'>",
        "<div title=</div>",
        '<p "><div><div><div><div> "></p></div>',
        '<p a=b="><div><div><div>"></div>',
        '<p =">x<div>',
        "<svg><tr>",
        "<svg><g><![CDATA[></g>]]>",
        "<svg><p><div><script></div></script>",
        "<a-b>",
    ],
)
def test_no_page_is_deeper_than_the_bound(piece):
    assert parsed_depth(cut_to_bounds(piece.encode() * TOO_MANY)) <= MAX_DEPTH + 3


@pytest.mark.parametrize("names", [["font"], ["FONT"], ["b", "i", "u", "tt", "em", "code", "strong", "small", "s"]])
@pytest.mark.parametrize("paragraphs", [1_900, 9_000, 40_000])
def test_formatting_that_is_never_closed_is_not_opened_again_without_end(names, paragraphs):
    opened = "".join(f"<{name} class=c{number}>" for number in range(900 // len(names)) for name in names)
    markup = cut_to_bounds((f"<p>{opened}" + "<p>x" * paragraphs).encode())
    elements = len(list(LexborHTMLParser(markup).root.traverse()))
    assert elements <= MAX_REOPENED * 1.2


def test_a_page_of_many_tags_is_cut():
    markup = cut_to_bounds(b"<p>a</p>" * MAX_TAGS)
    assert markup.count(b"<") <= MAX_TAGS


@pytest.mark.parametrize(
    "piece",
    [
        "<div><p>One<p>Two<ul><li>a<li>b</ul></div>",
        "<table><tr><td><font color=red>a<td>b</td><tr><td><b>c</table>",
        "<div><span>unclosed</div>",
        "<svg><path d='M0'/><g><circle/></g><title>icon</title></svg><br><img>",
        "<table><tr><td><a href=/>x</a></table>",
        "<h2>heading</h3>",
        "<script>document.write('<div><div><div>')</script>",
        "<a href=/1>one<a href=/2>two",
        "<p>a < b and c > d",
    ],
)
def test_an_ordinary_page_stays_whole(piece):
    markup = (piece * (TOO_MANY // piece.count("<"))).encode()
    assert cut_to_bounds(markup) == markup


@pytest.mark.parametrize(
    "markup",
    [
        "<svg>" + "<style/>" * (TOO_MANY // 2) + "<g>" * TOO_MANY,
        "<svg>" + "<![CDATA[" * (TOO_MANY // 2) + "<g>" * TOO_MANY,
        "<svg><style/></style><style/><g>" + "<g>" * TOO_MANY,
    ],
)
def test_what_opens_a_text_in_svg_hides_no_depth(markup):
    assert parsed_depth(cut_to_bounds(markup.encode())) <= MAX_DEPTH + 3


def test_comments_count_as_tags():
    assert cut_to_bounds(b"<!-- -->" * (MAX_TAGS + 5)).count(b"<") == MAX_TAGS


def test_a_tag_crowded_with_attributes_behind_one_whose_name_never_ends_is_seen():
    crowd = "<p " + " ".join(f"a{number}" for number in range(2_000)) + ">"
    assert cut_to_bounds(f"<i>{'<b' + 'x' * 900 + '>'}{crowd}".encode()).count(b" a") == 0


def test_a_page_has_no_more_attributes_than_the_bound_however_few_each_of_its_tags_has():
    names = " ".join(f"{number:x}" for number in range(256, 506))
    kept = cut_to_bounds(f"<i {names}></i>".encode() * 5_000)
    assert MAX_ATTRIBUTES_OF_PAGE - 250 <= 250 * kept.count(b"<i ") <= MAX_ATTRIBUTES_OF_PAGE
