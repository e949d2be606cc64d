"""Captured pages of one host, each with what the generic readers found on it: what a mapping is learned from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from listings.extraction.candidates import Candidate
from listings.extraction.engine import extract
from listings.extraction.facts import Reading, read
from listings.extraction.page import Page
from listings.extraction.portals import Portal
from listings.extraction.result import Extraction, Status, Trace

MAX_CAPTURES = 20


class UnusableCapturesError(ValueError):
    """Pages that no mapping can be learned from; the message says which and why, in one line."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One saved page."""

    id: str
    url: str
    html: str | bytes


class Listed(Protocol):
    """What can be chosen before it is read: a capture, or a line of an index."""

    @property
    def id(self) -> str:
        """What it is called."""

    @property
    def url(self) -> str:
        """The page's address."""


Named = TypeVar("Named", bound=Listed)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A capture that nothing is learned from, and why."""

    id: str
    reason: str


@dataclass(frozen=True)
class Sample:
    """A captured listing: the page, what generic extraction accepted, and in what light its texts are read.

    listing: what tells it from other listings; two captures of one listing have the same.  features: the lists of
    features that it states beside the accepted one.
    """

    id: str
    page: Page
    reading: Reading
    values: dict[str, object]
    listing: str
    features: tuple[list[str], ...] = ()


def plain_host(host: str) -> str:
    """A host as portals are named by it: lower case, without "www." and a dot behind it."""
    return host.strip().lower().rstrip(".").removeprefix("www.")


def choose_captures(host: str, captures: Sequence[Named]) -> tuple[list[Named], list[LeftOut]]:
    """The pages of a host that are learned from, MAX_CAPTURES at most, and those left out of other hosts or beyond.

    The order they come in does not matter.  Raises UnusableCapturesError where none is of the host.
    """
    own, others = _of_host(host, captures)
    if not own:
        given = f"none of the {len(captures)} pages is of {host!r}" if captures else "there are no pages to learn from"
        raise UnusableCapturesError(given)
    chosen, too_many = _limit(own)
    return chosen, [*others, *too_many]


def judge_captures(captures: Iterable[Capture], portal: Portal) -> tuple[list[Sample], list[LeftOut]]:
    """Read every capture without a mapping: the listings among them, and what is left out."""
    return judge_pages([(capture.id, Page(capture.url, capture.html)) for capture in captures], portal)


def judge_pages(pages: Iterable[tuple[str, Page]], portal: Portal) -> tuple[list[Sample], list[LeftOut]]:
    """The same for pages with their ids, for who reads them more than once."""
    samples: list[Sample] = []
    left_out: list[LeftOut] = []
    for name, page in pages:
        found = extract(page, portal=portal)
        if found.status is Status.OK:
            samples.append(_sample(name, page, found, portal))
        else:
            left_out.append(LeftOut(name, f"{found.status.value}: {found.reason}"))
    return samples, left_out


def _of_host(host: str, captures: Sequence[Named]) -> tuple[list[Named], list[LeftOut]]:
    own = [
        capture
        for capture in captures
        if any(name == host or name.endswith(f".{host}") for name in _hosts_in(capture.url))
    ]
    kept = {capture.id for capture in own}
    return own, [LeftOut(capture.id, "of another host") for capture in captures if capture.id not in kept]


def _limit(captures: Sequence[Named]) -> tuple[list[Named], list[LeftOut]]:
    """MAX_CAPTURES of them, taken evenly in the order of their ids."""
    ordered = sorted(captures, key=lambda capture: capture.id)
    if len(ordered) <= MAX_CAPTURES:
        return ordered, []
    taken = {at * len(ordered) // MAX_CAPTURES for at in range(MAX_CAPTURES)}
    reason = f"{MAX_CAPTURES} other pages are enough"
    left_out = [LeftOut(capture.id, reason) for at, capture in enumerate(ordered) if at not in taken]
    return [ordered[at] for at in sorted(taken)], left_out


def _sample(name: str, page: Page, found: Extraction, portal: Portal) -> Sample:
    values = {field: value for field, value in found.values.items() if value not in (None, [], "")}
    reading = Reading(market=portal.market, page_url=page.base_url).given(values)
    listing = str(values.get("reference") or page.address)
    return Sample(name, page, reading, values, listing, tuple(_other_features(found.traces, reading)))


def _other_features(traces: Iterable[Trace], reading: Reading) -> Iterable[list[str]]:
    for trace in traces:
        if trace.fact == "features" and trace.outcome == "agrees":
            stated = read(Candidate("features", trace.stated, trace.source, trace.path, 0.5), reading).get("features")
            if isinstance(stated, list):
                yield stated


def _hosts_in(url: str) -> list[str]:
    """The hosts that a URL names: its own, and that of a URL within it, as web archives write them."""
    inner = url.rfind("://", url.find("://") + 3)
    return [_host(url), *([_host(f"https{url[inner:]}")] if inner > 0 else [])]


def _host(url: str) -> str:
    try:
        return plain_host(urlsplit(url).hostname or "")
    except ValueError:  # "http://[" and the like
        return ""
