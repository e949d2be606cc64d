"""What is agreed on each page once all pages were seen: the furniture of a portal is nobody's title."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from aimap.induction.captures import Sample
from aimap.induction.evidence import Evidence
from aimap.induction.likeness import fields_of, show_the_same
from aimap.induction.needles import letters_of
from aimap.induction.proposals import Kind

# Fields that tell a listing from all others, and by how many listings one and the same statement is no listing's
_TELLING: Mapping[str, int] = {
    "title": 2, "description": 2, "description_html": 2, "reference": 2, "agent_email": 3, "agent_phone": 3,
}  # fmt: skip
_NUMBERS = frozenset({"agent_email", "agent_phone"})
MOST = 0.6  # of the listings that state the field
MIN_PHOTOS = 3
TRUSTED, DOUBTED = 0.8, 0.6
COMPARED_CHARS = 2_000


def agreed_values(samples: Sequence[Sample]) -> list[dict[str, object]]:
    """What is accepted on each page, without what several listings have in common that tells one from another."""
    values = [dict(sample.values) for sample in samples]
    has_many_agents = len({str(sample.values.get("agent_name")) for sample in samples}) > 1
    for name, enough in _TELLING.items():
        if name in _NUMBERS and not has_many_agents:  # a company that sells its own homes
            continue
        for found, common in zip(values, _is_common(name, enough, samples), strict=True):
            if common:
                del found[name]
    return values


def prefer_own_lists(evidence: Sequence[Evidence], values: Sequence[dict[str, object]]) -> None:
    """Take the list of photos in the listing's own object for the agreed one where both show the same photo.

    What a page shows as a gallery may hold other listings' photos, or copies that nobody can tell for copies.
    """
    own = [found for found in evidence if found.proposal.kind is Kind.ANCHORED and found.proposal.is_named]
    for at, agreed in enumerate(values):
        for found in own:
            photos = found.stated[at].get("image_urls")
            if (
                isinstance(photos, list)
                and len(photos) >= MIN_PHOTOS
                and show_the_same(photos, agreed.get("image_urls"))
            ):
                agreed["image_urls"] = photos
                break


def heed_places(evidence: Sequence[Evidence], beliefs: Sequence[float], values: Sequence[dict[str, object]]) -> bool:
    """Take what a place states that is right elsewhere for agreed, where nothing bears out what was accepted.

    beliefs: how far each place is believed, 0 to 1.  Says whether anything was changed.
    """
    is_changed = False
    for at, agreed in enumerate(values):
        ranked = sorted(zip(beliefs, evidence, strict=True), key=lambda entry: -entry[0])
        stating = [(belief, found) for belief, found in ranked if found.alike[at] is not None]
        is_borne_out = any(belief >= DOUBTED and found.agrees_on(at) for belief, found in stating)
        if stating and not is_borne_out and stating[0][0] >= TRUSTED:
            best = stating[0][1]
            agreed.update(
                {name: best.stated[at][name] for name in fields_of(best.proposal.fact) if name in best.stated[at]}
            )
            is_changed = True
    return is_changed


def _is_common(name: str, enough: int, samples: Sequence[Sample]) -> list[bool]:
    """Of each page whether what it states is stated by so many listings that it is none's."""
    stated = [_letters(sample.values.get(name)) for sample in samples]
    listings: dict[str, set[str]] = defaultdict(set)
    for sample, letters in zip(samples, stated, strict=True):
        if letters:
            listings[letters].add(sample.listing)
    stating = len(set().union(*listings.values())) if listings else 0
    return [bool(letters) and len(listings[letters]) >= max(enough, MOST * stating) for letters in stated]


def _letters(value: object) -> str:
    return letters_of(value[:COMPARED_CHARS]) if isinstance(value, str) else ""
