"""Hours and days of a portal that are made up, written where the real ones are."""

from collections import Counter
from datetime import timedelta

from listings.health.figures import Figures
from listings.services.health.folding import write_days, write_hours
from propscrape.tenancy import staff_scope

PRICES = {70: 30, 71: 40, 72: 30}


def figures(
    reads,
    *,
    fills=None,
    prices=None,
    grades=None,
    titles=None,
    pages=None,
    mapping="1",
    structure="aa",
    first=0,
    **outcomes,
):
    """Figures of so many reads; every field is there unless `fills` says how often it is."""
    shares = dict.fromkeys(("title", "price_float", "address_string", "image_urls"), 1.0) | (fills or {})
    found = Figures(reads=reads)
    found.outcomes.update({"ok": reads} | outcomes)
    found.fills.update({name: round(share * reads) for name, share in shares.items()})
    found.grades.update(grades or {"A": reads})
    found.prices.update({str(place): round(n * reads / 100) for place, n in (prices or PRICES).items()})
    spread = pages or found.scrapes
    for name, different in (("page", spread), ("read", pages or reads), ("title", titles or pages or reads)):
        marks = found.marks[name] = Counter()
        for number in range(reads if name != "page" else found.scrapes):
            marks[str((first + number) % different * 7 % 32)] += 1
    found.mappings[mapping] = reads
    found.structures[structure] = reads
    return found


def write(portal, start, hours, per_hour=6, **options):
    """So many hours of so many reads each, from `start` on; options as those of figures()."""
    by_hour, by_day = {}, {}
    for number in range(hours):
        hour = start + timedelta(hours=number)
        made = figures(per_hour, **({"pages": 1_000, "first": number * (per_hour or 6)} | options))
        made.last_success_at = hour if made.good else None
        by_hour[portal, hour] = made
        by_day.setdefault((portal, hour.date()), Figures()).merge(made)
    with staff_scope():
        write_hours(by_hour)
        write_days(by_day)
