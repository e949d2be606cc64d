"""How many steps a stranger's pattern may take: an estimate that is never far below what it takes."""

import time

import pytest

from listings.extraction.safe_regex import MAX_TEXT_CHARS, compile_bounded, first_match, steps_at_most

MANY = 20_000_000
HOSTILE = ["a" * 2_000, " " * 2_000, "1" * 2_000, "a1 " * 700, "£1," * 700]


@pytest.mark.parametrize(
    "pattern",
    [r"(\d+)", r"Beds:\s*(\d+)", r"([\d.,]+)\s*m²", r"^(.+?)\s*\|", r"/(\d+)-[a-z-]+$", r"(\d{5})\s+([^,]+)", "(.*)Q"],
)
def test_patterns_as_people_write_them_take_few_steps_and_little_time(pattern):
    assert (steps_at_most(pattern, MAX_TEXT_CHARS) or MANY) < MANY
    compiled = compile_bounded(pattern)
    began = time.perf_counter()
    for text in HOSTILE:
        first_match(compiled, text)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "pattern",
    [".*.*Q", ".*a.*a.*Q", r"\d*\d+Q", r"1?\w*?a+?\d$", r".{2,}a+Q", ".{0,900}.{0,900}Q", ".{0,70}.{0,70}.{0,70}Q"],
)
def test_patterns_that_a_text_can_keep_busy_take_many(pattern):
    compile_bounded(pattern)  # which lets them through
    assert (steps_at_most(pattern, MAX_TEXT_CHARS) or 0) > MANY


@pytest.mark.parametrize("pattern", [r"(a+)\1", "(?P<x>a*)(?P=x)Q", "(a)?(?(1)b|c)"])
def test_of_patterns_that_refer_back_nobody_can_tell(pattern):
    assert steps_at_most(pattern, MAX_TEXT_CHARS) is None
