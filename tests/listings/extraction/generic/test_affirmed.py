"""Rows that say yes name what a home has."""

import pytest

from listings.extraction.generic.affirmed import affirmed_candidates
from listings.extraction.generic.view import View
from listings.extraction.page import Page


def affirmed(body):
    page = Page("https://homes.example/5000001/", f"<html><body><h1>Mill Cottage</h1>{body}</body></html>")
    return [candidate.raw for candidate in affirmed_candidates(View(page))]


@pytest.mark.parametrize(
    "rows",
    [
        "<table><tr><td>Lift</td><td>ja</td></tr><tr><td>Keller</td><td>Ja</td></tr></table>",
        "<dl><div><dt>Lift:</dt><dd>Yes</dd></div><div><dt>Keller</dt><dd>✓</dd></div></dl>",
        "<ul><li>Lift: sí</li><li>Keller: Sí</li></ul>",
        "<ul><li><b>Lift</b> oui</li><li><span>Keller</span><span>Oui</span></li></ul>",
    ],
)
def test_rows_that_say_yes_are_features(rows):
    assert affirmed(rows) == [["Lift", "Keller"]]


@pytest.mark.parametrize(
    "rows",
    [
        "<table><tr><td>Lift</td><td>nein</td></tr><tr><td>Keller</td><td></td></tr></table>",
        "<table><tr><td>Furnished</td><td>Yes</td></tr></table>",
        "<table><tr><td>Möbliert</td><td>ja</td></tr></table>",
        "<p>Lift</p><p>A garden</p><p>Yes</p><p>and more</p>",
        "<p>Do you like it? Yes</p>",
        f"<tr><td>{'A long question to the reader ' * 4}</td><td>yes</td></tr>",
        "<nav><li>Lift: yes</li></nav>",
        "",
    ],
)
def test_nothing_else_is(rows):
    assert affirmed(rows) == []
