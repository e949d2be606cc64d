"""Simple XPaths as CSS selectors: steps by tag, attributes, classes and position.

//div[@id='facts']/ul/li[2]            div[id='facts'] > ul > li:nth-of-type(2)
//meta[@property='og:title']/@content  meta[property='og:title'], attribute content
"""

import re
from dataclasses import dataclass

from listings.mapping_import.findings import NotExpressibleError

MAX_XPATH_CHARS = 1_000
_STEP = re.compile(r"(//?)(text\(\)|\*|[A-Za-z][\w-]{0,60}|@[\w:-]{1,60})((?:\[[^\[\]]{1,200}\])*)")
_PREDICATE = re.compile(r"\[([^\[\]]{1,200})\]")
_HAS_VALUE = re.compile(r"""@([\w-]{1,60})\s*=\s*(?:'([^']*)'|"([^"]*)")""")
_HAS = re.compile(r"@([\w-]{1,60})")
_PART_OF_VALUE = re.compile(r"""(contains|starts-with)\(\s*@([\w-]{1,60})\s*,\s*(?:'([^']*)'|"([^"]*)")\s*\)""")
_POSITION = re.compile(r"(?:position\(\)\s*=\s*)?([1-9]\d{0,3})|last\(\)")
_OPERATORS = {"contains": "*=", "starts-with": "^="}


@dataclass(frozen=True, slots=True)
class Selection:
    """A CSS selector, and the attribute to read instead of the text."""

    selector: str
    attribute: str | None


def css_of_xpath(xpath: str) -> Selection:
    """The selector that finds what the XPath finds.  Raises NotExpressibleError where CSS has no words for it."""
    text = xpath.strip()
    unspeakable = NotExpressibleError(f"CSS has no words for the XPath {text[:100]!r}")
    selector, attribute, at = "", None, 0
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None or attribute is not None or at > MAX_XPATH_CHARS:
            raise unspeakable
        axis, node, predicates = step.groups()
        at = step.end()
        if node.startswith("@") and axis == "/":
            attribute = node[1:]
        elif node.startswith("@") or (axis == "/" and not selector and node != "html"):
            raise unspeakable
        elif node != "text()":
            selector += _joint(axis, selector) + _compound(node, predicates)
    if not selector:
        raise unspeakable
    return Selection(selector, attribute)


def _joint(axis: str, before: str) -> str:
    return "" if not before else " > " if axis == "/" else " "


def _compound(node: str, predicates: str) -> str:
    """One step.  A position counts the elements of its tag, so it must stand before whatever thins them out."""
    compound = node
    for number, predicate in enumerate(_PREDICATE.findall(predicates)):
        position = _POSITION.fullmatch(predicate.strip())
        if position and number > 0:
            raise NotExpressibleError(f"CSS cannot count what [{predicate}] counts")
        if position:
            compound += _nth(node, position[1])
        else:
            compound += "".join(_condition(part.strip()) for part in predicate.split(" and "))
    return compound


def _nth(node: str, position: str | None) -> str:
    kind = "child" if node == "*" else "of-type"
    return f":nth-{kind}({position})" if position else f":last-{kind}"


def _condition(text: str) -> str:
    if found := _HAS_VALUE.fullmatch(text):
        return f"[{found[1]}={_quoted(found[2] or found[3] or '')}]"
    if found := _HAS.fullmatch(text):
        return f"[{found[1]}]"
    if found := _PART_OF_VALUE.fullmatch(text):
        return f"[{found[2]}{_OPERATORS[found[1]]}{_quoted(found[3] or found[4] or '')}]"
    raise NotExpressibleError(f"CSS has no words for the condition [{text}]")


def _quoted(value: str) -> str:
    return f'"{value}"' if "'" in value else f"'{value}'"
