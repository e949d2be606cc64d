"""Attributes of a tag, read from its text where a tree would be made for nothing else."""

import html
import re


def any_case(name: str) -> str:
    """A pattern for the name in letters of any case: a flag for it would take a search's speed away."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name)


def attribute_pattern(*names: str) -> re.Pattern[str]:
    """What read_attributes needs to find the attributes of these names."""
    return re.compile(
        rf"""\s({"|".join(map(any_case, names))})\s{{0,9}}=\s{{0,9}}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
    )


def read_attributes(pattern: re.Pattern[str], text: str) -> dict[str, str]:
    """Values by name in lower case, of the text between a tag's name and its end; the first of each."""
    found: dict[str, str] = {}
    for name, double, single, bare in pattern.findall(text):
        value = double or single or bare
        found.setdefault(name.lower(), html.unescape(value) if "&" in value else value)
    return found
