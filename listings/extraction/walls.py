"""Bot walls: pages that stand in front of the page that was asked for, in the shapes their vendors give them.

A wall is short, states nothing of a home, and runs a challenge or says in its vendor's own words that it refuses.  Each
alone is no proof: challenge scripts ride along on ordinary pages, and any text may say "access denied" or "captcha".
"""

import re

from listings.extraction.page import Page
from listings.extraction.parsing.amounts import AREA, MONEY
from listings.extraction.parsing.vocabulary.walls import APPLICATION, CHALLENGES, ELEMENTS, SENTENCES, TITLES

WALL_MAX_TEXT_CHARS = 2_500
WALL_MAX_MARKUP_CHARS = 150_000  # without scripts and styles
BARE_MAX_TEXT_CHARS = 400
OWN_DATA_CHARS = 2_000
MAX_SCRIPT_CHARS = 200_000

_TITLE = re.compile(
    rf"(?:error\s{{0,3}})?(?:40[1369]|429|503)?[\s:.–-]{{0,3}}(?:{'|'.join(TITLES)})(?:\s{{0,3}}[|·:–—-].{{0,80}})?",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE = re.compile("|".join(SENTENCES), re.IGNORECASE)


def find_wall(page: Page) -> str | None:
    """What shows that the page is a bot wall; None where it is none."""
    if page.markup_size > WALL_MAX_MARKUP_CHARS or page.jsonld:
        return None
    if page.has_more_text_than(WALL_MAX_TEXT_CHARS) or _states_a_home(page.text):
        return None
    title = " ".join(page.meta.get("title", ()))
    refuses = _TITLE.fullmatch(title[:200].strip()) is not None
    if (vendor := _challenge(page)) and (refuses or _SENTENCE.search(page.text) or _is_bare(page)):
        return f"a bot challenge of {vendor}"
    if page.tree.css_first(ELEMENTS) is not None:
        return "a bot challenge form"
    if refuses:
        return f"a refusal: {title[:80]!r}"
    said = _SENTENCE.search(f"{page.text} {page.noscript[:WALL_MAX_TEXT_CHARS]}") if not _has_program(page) else None
    return f"a refusal: {said[0]!r}" if said else None


def _states_a_home(text: str) -> bool:
    return MONEY.search(text) is not None or AREA.search(text) is not None


def _challenge(page: Page) -> str | None:
    """The vendor whose challenge the page's scripts run."""
    scripts = "\n".join(f"{script.src}\n{script.text[:MAX_SCRIPT_CHARS]}" for script in page.scripts)[:MAX_SCRIPT_CHARS]
    return next((vendor for vendor, marks in CHALLENGES.items() if any(mark in scripts for mark in marks)), None)


def _is_bare(page: Page) -> bool:
    """Whether there is nothing on the page but the challenge: no text to speak of, no program of the portal's own."""
    return len(page.text) < BARE_MAX_TEXT_CHARS and not _has_program(page) and page.tree.css_first("form, nav") is None


def _has_program(page: Page) -> bool:
    """Whether the page brings the portal's own data, or the element that its program fills."""
    has_data = any("json" in script.type and len(script.text) > OWN_DATA_CHARS for script in page.scripts)
    return has_data or page.tree.css_first(APPLICATION) is not None
