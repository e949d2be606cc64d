"""Candidates to one value per field, or none: by trust, agreement and plausibility."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from listings.extraction.agreement import Agreement, agree, is_comparable, remembered_agreement
from listings.extraction.candidates import Candidate
from listings.extraction.facts import FACTS, Reading, Values, glimpse, read, read_further
from listings.extraction.parsing.vocabulary.rent import WARM_RENT
from listings.extraction.parsing.words import fold
from listings.extraction.readers.reading import TELLING
from listings.extraction.readers.size import in_stated_unit
from listings.extraction.result import Provenance, Trace

AGREEMENT_BONUS = 0.5  # of the doubt that is left
CONFLICT_FACTOR = 0.7
AREAS = frozenset({"constructed_area", "plot_area"})
ABSTAIN_FACTS = frozenset({"price", "position"})
ABSTAIN_TRUST_GAP = 0.1
NEEDED_STATEMENTS = {"price": 2}
RICHEST_FACTS = frozenset({"images", "description", "features"})
RICHEST_TRUST_GAP = 0.2
_DATA_SOURCES = frozenset({"json", "jsonld"})  # whose lists are whole, or far too short
_SHOWN_SOURCES = frozenset({"css", "label", "title"})
ENOUGH_SOURCES = 3
SURE_HUNDREDTHS = 5_000_000  # of which no hundredth is what a reservation or a square metre costs
RICHEST_READ = 2
STREET_TRUST_GAP = 0.2
_LINE_ALONE = frozenset({"address_string", "city", "country"})
MAX_MEASURED_CHARS = 100_000
_TAGS = re.compile(r"<[^<>]{0,2000}>")
IN_PLACE_OF = {"address_line": "address_string"}  # what is read only where nothing better states the same
VOTED_FACTS = frozenset({"offer", "property_type"})
VOTE_WEIGHT = 0.06
MAX_CANDIDATES = 300  # of one fact


_NOTHING: tuple[object, ...] = (None, [], "")


@dataclass(slots=True)
class Accepted:
    """What was accepted so far, with where it was found and what else was tried."""

    values: dict[str, object] = field(default_factory=dict)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    traces: list[Trace] = field(default_factory=list)
    has_told: bool = False  # whether it was given a value in whose light others are read, since somebody looked

    @property
    def stated(self) -> frozenset[str]:
        """The facts of which a statement was accepted."""
        return frozenset(trace.fact for trace in self.traces if trace.outcome == "accepted")

    def has_stated_since(self, traces: int) -> bool:
        """Whether a statement was accepted since there were so many traces."""
        return any(trace.outcome == "accepted" for trace in self.traces[traces:])


def take_mapped(
    proposed: Iterable[tuple[str, Iterable[Candidate]]], reading: Reading, accepted: Accepted | None = None
) -> Accepted:
    """What a mapping's rules state: for each fact the first that parses, since the mapping put the best one first.

    Only where a wrong value costs most is a second one read as well, so that it can agree or object.  The facts come
    in their order, each with its candidates.  accepted: where to put it, for who proposes in the light of it.
    """
    accepted = accepted or Accepted()
    for fact, candidates in proposed:
        parsed = _read_in_turn(candidates, reading, NEEDED_STATEMENTS.get(fact, 1))
        if not parsed:
            continue
        if len(parsed) == 1 and parsed[0][1]:
            _take(fact, *parsed[0], accepted)
        else:
            _settle(fact, parsed, accepted, agree)
        reading = _in_its_light(reading, accepted)
    return accepted


def _in_its_light(reading: Reading, accepted: Accepted) -> Reading:
    if not accepted.has_told:
        return reading
    accepted.has_told = False
    return reading.given(accepted.values)


def _read_in_turn(candidates: Iterable[Candidate], reading: Reading, needed: int) -> list[tuple[Candidate, Values]]:
    parsed: list[tuple[Candidate, Values]] = []
    for candidate in candidates:
        values = read(candidate, reading)
        parsed.append((candidate, values))
        needed -= bool(values)
        if not needed:
            break
    return parsed


def _take(fact: str, candidate: Candidate, values: Values, accepted: Accepted) -> None:
    """Accept what nothing else was read about."""
    accepted.traces.append(Trace(fact, candidate.source, candidate.path, candidate.raw, "accepted"))
    found = Provenance(candidate.source, candidate.path, candidate.raw, round(candidate.trust, 3))
    _fill(accepted, {**values, **read_further(candidate, accepted.values)}, found, is_own=True)


def reconcile(candidates: Iterable[Candidate], reading: Reading, accepted: Accepted | None = None) -> Accepted:
    """Every fact in its order: later facts are read in the light of earlier ones (a price in that of the offer).

    accepted: what is known already, which stands; the candidates fill in what it leaves open.
    """
    by_fact: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_fact.setdefault(candidate.fact, []).append(candidate)
    accepted = accepted or Accepted()
    reading = reading.given(accepted.values)
    for fact in FACTS:
        if fact not in by_fact or accepted.values.get(IN_PLACE_OF.get(fact, "")) not in _NOTHING:
            continue
        agreement = remembered_agreement()
        ranked = _ranked(fact, by_fact[fact])
        meant = in_stated_unit(ranked, reading) if fact in AREAS and len(ranked) > 1 else reading
        parsed = _read_enough(fact, ranked, meant, agreement)
        if len(parsed) == 1 and parsed[0][1]:
            _take(fact, *parsed[0], accepted)
        else:
            _settle(fact, parsed, accepted, agreement)
        reading = _in_its_light(reading, accepted)
    return accepted


def _read_enough(
    fact: str, candidates: list[Candidate], reading: Reading, agreement: Agreement
) -> list[tuple[Candidate, Values]]:
    """The candidates in their order, read until what they say is sure enough; most pages state most facts many times.

    Of the facts that are long lists or texts one statement is read, the fullest; of the others as many as it takes
    for three sources to agree, and no two that differ to be left undecided.
    """
    if fact in RICHEST_FACTS:
        return _fullest_first(fact, _read_fullest(candidates, reading))
    if len(candidates) == 1:
        return [(candidates[0], read(candidates[0], reading))]
    parsed: list[tuple[Candidate, Values]] = []
    first: Values = {}
    agreeing: set[str] = set()
    read_once = _reader(reading)
    for candidate in candidates:
        values = read_once(candidate)
        parsed.append((candidate, values))
        if not values:
            continue
        first = first or values
        if agreement(values, first):
            agreeing.add(candidate.source)
        elif fact in ABSTAIN_FACTS or fact in VOTED_FACTS:
            agreeing.clear()
        if len(agreeing) >= ENOUGH_SOURCES:
            break
    return parsed


def _reader(reading: Reading) -> Callable[[Candidate], Values]:
    """Reads the candidates of one fact, each text once: a page repeats much of what it states."""
    known: dict[tuple[object, str | None], Values] = {}

    def read_once(candidate: Candidate) -> Values:
        if type(candidate.raw) not in (str, int):
            return read(candidate, reading)
        stated = candidate.raw, candidate.unit
        values = known.get(stated)
        if values is None:
            values = known[stated] = read(candidate, reading)
        return values

    return read_once


def _read_fullest(candidates: list[Candidate], reading: Reading) -> list[tuple[Candidate, Values]]:
    """As many as it takes for RICHEST_READ to state something.

    Where the first of these holds more than another could, it is enough to see that the other states anything.
    """
    parsed: list[tuple[Candidate, Values]] = []
    stated: list[tuple[Candidate, Values]] = []
    for candidate in candidates:
        values = _glimpsed(candidate, *stated[0], reading) if stated else {}
        parsed.append((candidate, values or read(candidate, reading)))
        stated += parsed[-1:] if parsed[-1][1] else []
        if len(stated) >= RICHEST_READ:
            break
    return parsed


def _glimpsed(candidate: Candidate, first: Candidate, values: Values, reading: Reading) -> Values:
    """What tells that a candidate states something, where it cannot come before the first that did; else {}."""
    may_be_whole = candidate.source in _DATA_SOURCES and first.source not in _DATA_SOURCES
    if first.mapped or may_be_whole or first.trust < candidate.trust - RICHEST_TRUST_GAP:
        return {}
    return glimpse(candidate, reading, _fullness(next(iter(values.values()))))


def _fullest_first(fact: str, parsed: list[tuple[Candidate, Values]]) -> list[tuple[Candidate, Values]]:
    """Of the statements that were read the one that came to most, once copies of photos are one and markup is gone."""
    if len(parsed) < 2 or parsed[0][0].mapped:
        return parsed
    fullness = {id(found): _fullness(next(iter(found[1].values()), None)) for found in parsed}
    most = max(fullness.values())
    floor = max((candidate.trust for candidate, values in parsed if values), default=0.0) - RICHEST_TRUST_GAP

    def order(found: tuple[Candidate, Values]) -> tuple[bool, bool, bool, int]:
        is_whole = fact != "description" and found[0].source in _DATA_SOURCES and 2 * fullness[id(found)] >= most
        return not found[1], found[0].trust < floor, not is_whole, -fullness[id(found)]

    return sorted(parsed, key=order)


def _ranked(fact: str, candidates: list[Candidate]) -> list[Candidate]:
    """Mapped ones in the mapping's order, then the others by trust, or of long facts the fullest of the trusted.

    Of a flood the first MAX_CANDIDATES.
    """
    if len(candidates) == 1:
        return candidates
    ranked = sorted(candidates, key=_rank)[:MAX_CANDIDATES]
    return _richest_first(fact, ranked) if fact in RICHEST_FACTS else ranked


def _rank(candidate: Candidate) -> float:
    return -2.0 if candidate.mapped else -candidate.trust  # which is one at most


def _settle(fact: str, parsed: list[tuple[Candidate, Values]], accepted: Accepted, agreement: Agreement) -> None:
    stated = [found for found in parsed if found[1]]
    if fact == "price" and len(stated) > 1:
        stated = [found for found in stated if not _is_in_cents(found, stated)]
        stated = _without_warm_rent(stated)
    if fact == "address" and len(stated) > 1 and not stated[0][0].mapped:
        stated = _with_a_street_first(stated)
    if fact in VOTED_FACTS and len(stated) > 1 and not stated[0][0].mapped:
        stated = _elected_first(stated, agreement)
    winner = None if fact in ABSTAIN_FACTS and _is_disputed(stated, agreement) else next(iter(stated), None)
    told = [found for found in parsed if found[1]]
    agrees = {id(candidate): winner is not None and agreement(values, winner[1]) for candidate, values in told}
    accepted.traces += [
        Trace(fact, candidate.source, candidate.path, candidate.raw, _outcome(candidate, values, winner, agrees))
        for candidate, values in parsed
    ]
    if winner is not None:
        _accept(winner, stated, agrees, accepted)


def _is_in_cents(found: tuple[Candidate, Values], stated: list[tuple[Candidate, Values]]) -> bool:
    """Whether a program counts a price in hundredths, as payment services do, that a text tells in whole units.

    A reservation may cost a hundredth of the price, and of a flat of 100 m² a square metre does: one small amount that
    is told once shows nothing.
    """
    amount = found[1].get("price_float")
    if found[0].source not in _DATA_SOURCES or not isinstance(amount, float):
        return False
    shown = [values for candidate, values in stated if candidate.source in _SHOWN_SOURCES]
    hundredths = [
        values for values in shown if 100 * Decimal(str(values.get("price_float") or 0)) == Decimal(str(amount))
    ]
    is_rent = any(values.get("price_period") in ("month", "week") for values in hundredths)
    return bool(hundredths) and (is_rent or len(hundredths) > 1 or amount >= SURE_HUNDREDTHS)


def _with_a_street_first(stated: list[tuple[Candidate, Values]]) -> list[tuple[Candidate, Values]]:
    """An address of which nothing but a line was understood gives way to one with a street that is believed as well."""
    floor = stated[0][0].trust - STREET_TRUST_GAP
    if not stated[0][1].keys() <= _LINE_ALONE:
        return stated
    whole = next((found for found in stated if found[0].trust >= floor and "street_name" in found[1]), None)
    return stated if whole is None else [whole, *(found for found in stated if found is not whole)]


def _without_warm_rent(stated: list[tuple[Candidate, Values]]) -> list[tuple[Candidate, Values]]:
    """Without what a label calls a rent with all charges, where another tells a lower one: both are true.

    A mapping says itself which of them it takes first.
    """
    told = [(fold(c.path).rstrip(" :"), _amount_of(values)) for c, values in stated if c.source == "label"]
    warm = {amount for label, amount in told if label in WARM_RENT and amount}
    cold = {amount for label, amount in told if label not in WARM_RENT and amount}
    if not warm or not cold or min(cold) >= min(warm) or stated[0][0].mapped:
        return stated
    return [found for found in stated if _amount_of(found[1]) not in warm]


def _amount_of(values: Values) -> float | None:
    """The amount of a price that was read."""
    amount = values.get("price_float")
    return amount if isinstance(amount, float) else None


def _richest_first(fact: str, candidates: list[Candidate]) -> list[Candidate]:
    """The fullest statement first, of those that are believed nearly as much as the most believed."""
    if candidates[0].mapped:
        return candidates
    floor = candidates[0].trust - RICHEST_TRUST_GAP
    trusted = [candidate for candidate in candidates if candidate.trust >= floor]
    fullness = {id(candidate): _fullness(candidate.raw) for candidate in trusted}
    most = max(fullness.values())

    def order(candidate: Candidate) -> tuple[bool, int]:
        full = fullness.get(id(candidate))
        if fact == "description" or candidate.source not in _DATA_SOURCES:
            return True, -(full or 0)
        is_whole = 2 * (_fullness(candidate.raw) if full is None else full) >= most
        return not is_whole, -(full or 0)

    return sorted(candidates, key=order)


def _elected_first(stated: list[tuple[Candidate, Values]], agreement: Agreement) -> list[tuple[Candidate, Values]]:
    """What most speaks for first: the most trusted statement of each choice, and a little for each further place."""
    votes: list[tuple[float, list[tuple[Candidate, Values]]]] = []
    for found in stated:
        group = next((group for _, group in votes if agreement(group[0][1], found[1])), None)
        if group is None:
            votes.append((0.0, [found]))
        else:
            group.append(found)

    def weight(group: list[tuple[Candidate, Values]]) -> float:
        places = {(candidate.source, candidate.path) for candidate, _ in group}
        return group[0][0].trust + VOTE_WEIGHT * min(len(places) - 1, 4)

    ordered = sorted((group for _, group in votes), key=weight, reverse=True)
    return [found for group in ordered for found in group]


def _fullness(raw: object) -> int:
    """How much a raw value holds: characters of a text without its markup, members of a list."""
    if isinstance(raw, str):
        raw = raw[:MAX_MEASURED_CHARS]
        return len(_TAGS.sub("", raw)) if "<" in raw else len(raw)
    return len(raw) if isinstance(raw, list) else 0 if raw is None else 1


def _accept(
    winner: tuple[Candidate, Values],
    stated: list[tuple[Candidate, Values]],
    agrees: Mapping[int, bool],
    accepted: Accepted,
) -> None:
    """The winner's values, then of those who agree with it what it leaves open."""
    confidence, agrees_with = _weigh(winner, stated, agrees)
    confidence = round(confidence, 3)
    for candidate, values in stated:
        is_own = candidate is winner[0]
        if not is_own and not agrees[id(candidate)]:
            continue
        if further := read_further(candidate, accepted.values):
            values = {**values, **further}
        if is_own or _leaves_open(accepted, values):
            others = tuple(source for source in (winner[0].source, *agrees_with) if source != candidate.source)
            found = Provenance(candidate.source, candidate.path, candidate.raw, confidence, others)
            _fill(accepted, values, found, is_own=is_own)


def _leaves_open(accepted: Accepted, names: Iterable[str]) -> bool:
    return any(accepted.values.get(name) in _NOTHING for name in names)


def _fill(accepted: Accepted, values: Values, found: Provenance, *, is_own: bool) -> None:
    for name, value in values.items():
        is_open = accepted.values.get(name) in _NOTHING
        if is_open or (is_own and name == "currency"):  # a shown price's mark, over the page's code
            accepted.values[name] = value
            accepted.provenance[name] = found
            accepted.has_told = accepted.has_told or name in TELLING


def _weigh(
    winner: tuple[Candidate, Values], stated: list[tuple[Candidate, Values]], agrees: Mapping[int, bool]
) -> tuple[float, tuple[str, ...]]:
    """Confidence of the winner and the independent sources that say the same."""
    confidence = winner[0].trust
    agreeing: list[str] = []
    opposing: set[str] = set()
    for candidate, values in stated:
        if candidate.source == winner[0].source or candidate.source in agreeing:
            continue
        if agrees[id(candidate)]:
            agreeing.append(candidate.source)
            confidence += (1 - confidence) * AGREEMENT_BONUS * candidate.trust
        elif candidate.source not in opposing and is_comparable(values, winner[1]):
            opposing.add(candidate.source)
    return confidence * CONFLICT_FACTOR ** len(opposing), tuple(agreeing)


def _outcome(
    candidate: Candidate, values: Values, winner: tuple[Candidate, Values] | None, agrees: Mapping[int, bool]
) -> str:
    if not values:
        return "unparsed"
    if winner is None:
        return "disputed"
    if candidate is winner[0]:
        return "accepted"
    return "agrees" if agrees[id(candidate)] else "disagrees"


def _is_disputed(stated: list[tuple[Candidate, Values]], agreement: Agreement) -> bool:
    """Two independent sources of like trust that contradict each other, with no third to decide between them."""
    if len(stated) < 2 or stated[0][0].mapped:
        return False
    first = stated[0]
    rivals = [
        (candidate, values)
        for candidate, values in stated[1:]
        if candidate.source != first[0].source and first[0].trust - candidate.trust <= ABSTAIN_TRUST_GAP
    ]
    for_it = {candidate.source for candidate, values in rivals if agreement(values, first[1])}
    against = {candidate.source for candidate, values in rivals if not agreement(values, first[1])}
    return len(against) > len(for_it)
