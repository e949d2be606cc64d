"""What was measured: tables for people, figures for programs, and the bars."""

from collections.abc import Iterator, Sequence

from bench.extraction_peers import EXTRUCT, SOUP
from bench.figures import table
from listings.extraction_timing import Round, fastest, typical

FLOOR, MAPPED, GENERIC = "floor", "mapped", "generic"
NAMES = {
    FLOOR: "lexbor, parse only",
    MAPPED: "propscrape, with mappings",
    GENERIC: "propscrape, --no-mapping",
    EXTRUCT: "extruct: JSON-LD, microdata, OpenGraph",
    SOUP: "BeautifulSoup + lxml, parse only",
}
MAX_FLOOR_RATIO = 3.5
MAX_GENERIC_FLOOR_RATIO = 9
MAX_PEAK_MB = 200

Figures = dict[str, float | None]


def figures_of(rounds: Sequence[Round], peak_mb: float) -> Figures:
    """The last line of the bench: from sums of each page's minimum; None for a peer that is not installed."""
    mapped, generic = _mean_ms(rounds, MAPPED), _mean_ms(rounds, GENERIC)
    floor = _mean_ms(rounds, FLOOR)
    return {
        "pages_per_s": round(1000 / mapped, 2),
        "generic_pages_per_s": round(1000 / generic, 2),
        "ms_per_page": round(mapped, 3),
        "floor_ratio": round(mapped / floor, 2),
        "generic_floor_ratio": round(generic / floor, 2),
        "extruct_pages_per_s": _peer_pages_per_s(rounds, EXTRUCT),
        "bs4_parse_pages_per_s": _peer_pages_per_s(rounds, SOUP),
        "peak_mb": round(peak_mb, 1),
    }


def missed_bars(figures: Figures) -> list[str]:
    """What was asked for and not reached, in a line each."""
    return list(_missed(figures))


def tables_of(rounds: Sequence[Round], first_visit: Round) -> str:
    """Whole runs beside each other, the pages' first visit among them; then how the pages' times spread."""
    measured = [name for name in NAMES if name in rounds[0]]
    spread = table((NAMES[name], fastest(rounds, name)) for name in measured)
    return f"{_comparison(rounds, first_visit, measured)}\n\nA page at its fastest\n{spread}"


def _comparison(rounds: Sequence[Round], first_visit: Round, measured: Sequence[str]) -> str:
    floor = _mean_ms(rounds, FLOOR)
    width = max(len(NAMES[name]) for name in measured)
    lines = [f"{'':<{width}}  {'pages/s':>8}  {'ms a page':>9}  {'median':>8}  {'first':>8}  {'x floor':>7}"]
    for name in measured:
        ms, median, first = _mean_ms(rounds, name), _mean(typical(rounds, name)), _mean(first_visit[name])
        shown = f"{1000 / ms:8.1f}  {ms:9.3f}  {median:8.3f}  {first:8.3f}  {ms / floor:7.2f}"
        lines.append(f"{NAMES[name]:<{width}}  {shown}")
    return "\n".join(lines)


def _missed(figures: Figures) -> Iterator[str]:
    peak_mb = figures["peak_mb"]
    for name, bar in (("floor_ratio", MAX_FLOOR_RATIO), ("generic_floor_ratio", MAX_GENERIC_FLOOR_RATIO)):
        ratio = figures[name]
        if ratio is None or ratio > bar:
            yield f"{name} is {ratio}, at most {bar} is asked for"
    if peak_mb is None or peak_mb >= MAX_PEAK_MB:
        yield f"peak_mb is {peak_mb}, less than {MAX_PEAK_MB} is asked for"


def _peer_pages_per_s(rounds: Sequence[Round], name: str) -> float | None:
    return round(1000 / _mean_ms(rounds, name), 2) if name in rounds[0] else None


def _mean_ms(rounds: Sequence[Round], name: str) -> float:
    return _mean(fastest(rounds, name))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
