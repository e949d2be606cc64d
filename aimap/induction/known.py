"""What is known of listings from before their portal changed: values to look for on the pages of now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aimap.induction.captures import Sample

# By the page's id, by field
Known = Mapping[str, Mapping[str, object]]
NOTHING_KNOWN: Known = {}

# What a listing may well state otherwise by now: where the page of now says it, that holds
_CHANGING = frozenset(
    {
        "price_string", "price_float", "price_cents", "currency", "price_period", "price_qualifier", "listing_status",
        "available_from", "service_charge", "image_urls", "main_image_url", "floor_plan_urls", "locale_code",
    }
)  # fmt: skip


def with_known(samples: Sequence[Sample], known: Known) -> list[Sample]:
    """The samples with what is known of their listings beside, or instead of, what reading without a mapping accepts.

    A value that is not on the page any more does no harm: no place states it, so no rule comes of it.
    """
    return [_with(sample, known.get(sample.id, {})) for sample in samples]


def _with(sample: Sample, known: Mapping[str, object]) -> Sample:
    fresh = {
        name: value
        for name, value in known.items()
        if value not in (None, [], "") and not (name in _CHANGING and name in sample.values)
    }
    if "price_float" in sample.values:
        fresh = {name: value for name, value in fresh.items() if not name.startswith(("price_", "currency"))}
    return replace(sample, values={**sample.values, **fresh}) if fresh else sample
