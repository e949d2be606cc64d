"""CSS selectors for an element by what outlives a redesign: ids, itemprop, data-*, then class names with a meaning.

Never by counting children: where an element stands among its siblings is the first thing that changes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from aimap.induction.look import Look
from aimap.induction.proposals import Kind
from aimap.induction.stable_names import is_layout, is_made_up, stem_of
from listings.extraction.generic.lookup import facts_of_marks
from listings.extraction.sources.outline import Outline

MAX_SELECTORS = 6
MAX_TRIED = 60
MAX_AROUND = 6  # elements around one that are asked what they are called
NAMES_AROUND = 3
MAX_CLASSES = 4
MAX_LISTED_CLASSES = 12
MAX_VALUE_CHARS = 60
COMMON_SHARE = 0.6
COMMON_LEVELS = 8
# Attributes that say what an element is, the surest first
_TELLING = (
    "itemprop", "data-testid", "data-test-id", "data-test", "data-qa", "data-cy", "data-automation",
    "data-automation-id", "data-role", "data-name", "data-field", "data-label", "data-id", "property", "name", "role",
    "aria-label", "data-element", "data-component", "data-type", "data-key",
)  # fmt: skip
_LOOSE = frozenset({"role", "aria-label", "name"})
_TAG_FACTS = {"h1": frozenset({"title"}), "address": frozenset({"address"})}
_TELLING_TAGS = ("h1", "address", "time", "main", "article")
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class Selector(NamedTuple):
    """A selector, the kind of place it names, and the facts that its names speak of."""

    text: str
    kind: Kind
    facts: frozenset[str]


def selectors_of(look: Look, element: int) -> list[Selector]:
    """Selectors whose first match is the element, the stablest first, at most MAX_SELECTORS."""
    fitting = (selector for selector in islice(_candidates(look.outline, element), MAX_TRIED))
    found = islice((selector for selector in fitting if look.is_first(element, selector.text)), MAX_SELECTORS)
    return sorted(found, key=lambda selector: selector.kind)


def own_selectors(outline: Outline, element: int) -> Iterator[Selector]:
    """What the element is called itself, the stablest name first."""
    tag, attributes = tag_of(outline, element), outline.attributes[element]
    yield from _by_id(attributes.get("id") or "")
    yield from _by_attribute(tag, attributes)
    classes = (attributes.get("class") or "").split()[:MAX_LISTED_CLASSES]
    yield from _by_class(tag, [name for name in classes if _is_safe(name)])


def tag_of(outline: Outline, element: int) -> str:
    """An element's tag as selectors write it; any, of one that no selector can name."""
    tag = outline.tags[element]
    return tag if _is_safe(tag) and tag[0].isalpha() else "*"


def stable_selectors(outline: Outline, element: int) -> Iterator[Selector]:
    """What the element is called, names drawn by lot left out."""
    return (selector for selector in own_selectors(outline, element) if selector.kind is not Kind.MADE_UP)


def selectors_around(outline: Outline, element: int) -> Iterator[Selector]:
    """What stands around the element is called, the nearest first."""
    for above in islice(outline.ancestors(element), MAX_AROUND):
        yield from islice(stable_selectors(outline, above), NAMES_AROUND)


def row_selectors(outline: Outline, element: int) -> Iterator[Selector]:
    """What an element and its like are called: by class or attribute, or by tag within what stands around them."""
    yield from (selector for selector in stable_selectors(outline, element) if not selector.text.startswith("#"))
    tag = tag_of(outline, element)
    for around in selectors_around(outline, element):
        yield Selector(f"{around.text} {tag}", around.kind, around.facts)


def common_selectors(outline: Outline, elements: Sequence[int]) -> Iterator[Selector]:
    """What most of some elements have in common: what they are called, and their tag within what stands around all."""
    enough = COMMON_SHARE * len(elements)
    tag = Counter(tag_of(outline, element) for element in elements).most_common(1)[0][0]
    named = {selector.text: selector for element in elements for selector in row_names(outline, element)}
    counts = Counter(selector.text for element in elements for selector in row_names(outline, element))
    tails = [name for name, count in counts.most_common(3) if count >= enough]
    yield from (named[name] for name in tails)
    around = Counter(above for element in elements for above in islice(outline.ancestors(element), COMMON_LEVELS))
    holding = sorted((above for above in around if around[above] >= enough), key=lambda above: (-above,))
    for above in holding[:COMMON_LEVELS]:
        for selector in islice(own_selectors(outline, above), NAMES_AROUND):
            for tail in (*tails[:1], tag):
                facts = selector.facts | (named[tail].facts if tail in named else frozenset())
                yield Selector(f"{selector.text} {tail}", selector.kind, facts)


def row_names(outline: Outline, element: int) -> Iterator[Selector]:
    """What an element is called that others may be called too."""
    return (selector for selector in stable_selectors(outline, element) if not selector.text.startswith("#"))


def _by_id(name: str) -> Iterator[Selector]:
    if name and _is_safe(name) and not is_made_up(name):
        kind = Kind.CONTEXT if is_layout(name) else Kind.NAMED_ELEMENT
        yield Selector(f"#{name}", kind, facts_of_marks(name))


def _by_attribute(tag: str, attributes: dict[str, str | None]) -> Iterator[Selector]:
    for attribute in _TELLING:
        value = attributes.get(attribute) or ""
        if 0 < len(value) <= MAX_VALUE_CHARS and not is_made_up(value) and _is_quotable(value):
            kind = Kind.CONTEXT if attribute in _LOOSE else Kind.NAMED_ELEMENT
            yield Selector(f'{tag}[{attribute}="{value}"]', kind, facts_of_marks(value))


def _by_class(tag: str, classes: Sequence[str]) -> Iterator[Selector]:
    """Classes that mean something, then what is left of those drawn by lot, the tag where it tells, the lot itself."""
    chosen = sorted(
        (name for name in classes if not is_made_up(name)),
        key=lambda name: (not facts_of_marks(name), is_layout(name), -len(name)),
    )
    for name in chosen[:MAX_CLASSES]:
        yield Selector(f".{name}", Kind.CONTEXT if is_layout(name) else Kind.CLASS, facts_of_marks(name))
    for one, other in pairwise(chosen[:3]):
        kind = Kind.CONTEXT if is_layout(one) and is_layout(other) else Kind.CLASS
        yield Selector(f".{one}.{other}", kind, facts_of_marks(f"{one} {other}"))
    drawn = [name for name in classes if is_made_up(name)]
    for name in drawn:
        if stem := stem_of(name):
            yield Selector(f'{tag}[class*="{stem}"]', Kind.CLASS, facts_of_marks(stem))
    if tag in _TELLING_TAGS:
        yield Selector(tag, Kind.CLASS if tag in _TAG_FACTS else Kind.CONTEXT, _TAG_FACTS.get(tag, frozenset()))
    yield from (Selector(f".{name}", Kind.MADE_UP, frozenset()) for name in drawn[:2])


def _candidates(outline: Outline, element: int) -> Iterator[Selector]:
    own = list(own_selectors(outline, element))
    stable = [selector for selector in own if selector.kind is not Kind.MADE_UP]
    yield from stable
    tag = tag_of(outline, element)
    for around in selectors_around(outline, element):
        for tail in stable[:3]:
            yield Selector(f"{around.text} {tail.text}", max(around.kind, tail.kind), around.facts | tail.facts)
        yield Selector(f"{around.text} > {tag}", Kind.CONTEXT, around.facts)
        yield Selector(f"{around.text} {tag}", Kind.CONTEXT, around.facts)
    yield from (selector for selector in own if selector.kind is Kind.MADE_UP)


def _is_safe(name: str) -> bool:
    return _SAFE.issuperset(name) and not name[0].isdigit()


def _is_quotable(value: str) -> bool:
    return value.isprintable() and '"' not in value and "\\" not in value
