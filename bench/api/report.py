"""What was measured: tables for people, figures for programs, and the bar."""

from collections.abc import Mapping, Sequence

from bench.figures import percentile, table

from .importing import Answered, Measured
from .timings import Stored

BAR_P50_MS = 80

Figures = dict[str, float | int]


def figures_of(measured: Measured, timings: Mapping[str, Stored]) -> Figures:
    """The last line of the bench. An import without a scrape's row counts as an error, too."""
    imports = measured.imports
    ms = _ms(imports)
    missing = sum(answered.request_id not in timings for answered in imports)
    return {
        "requests": len(ms),
        "page_bytes": round(percentile(measured.page_bytes, 50)),
        "requests_per_s": round(1000 * len(ms) / sum(ms), 2),
        "p50_ms": round(percentile(ms, 50), 2),
        "p95_ms": round(percentile(ms, 95), 2),
        "p99_ms": round(percentile(ms, 99), 2),
        "extract_p50_ms": round(percentile([stored.extract_ms for stored in timings.values()] or [0], 50), 2),
        "unchanged_p50_ms": round(percentile(_ms(measured.unchanged), 50), 2),
        "refused_p50_ms": round(percentile(_ms(measured.refused), 50), 2),
        "errors": len(measured.faults()) + missing,
    }


def is_within_bar(figures: Figures) -> bool:
    """p50 below 80 ms, and every answer right."""
    return figures["p50_ms"] < BAR_P50_MS and figures["errors"] == 0


def tables_of(measured: Measured, timings: Mapping[str, Stored]) -> str:
    """Whole requests by kind, then where an import's time goes."""
    imports = measured.imports
    hosts = dict.fromkeys(answered.host for answered in imports)
    requests = [
        ("import of a 1 MB page", _ms(imports)),
        ("  a listing seen first", _ms([answered for answered in imports if answered.is_first_visit])),
        ("  a listing whose price moved", _ms([answered for answered in imports if not answered.is_first_visit])),
        *((f"  {host}", _ms([answered for answered in imports if answered.host == host])) for host in hosts),
        ("the same page again", _ms(measured.unchanged)),
        ("refused after it was read", _ms(measured.refused)),
    ]
    return f"{table(requests)}\n\nWhere an import's time goes\n{table(_parts(imports, timings))}"


def _parts(imports: Sequence[Answered], timings: Mapping[str, Stored]) -> list[tuple[str, list[float]]]:
    both = [(answered.ms, stored) for answered in imports if (stored := timings.get(answered.request_id))]
    return [
        ("extraction", [stored.extract_ms for _, stored in both]),
        ("hash, compress, store, publish", [stored.import_ms - stored.extract_ms for _, stored in both]),
        ("receive, parse, key, limit, answer", [ms - stored.import_ms for ms, stored in both]),
    ]


def _ms(answered: Sequence[Answered]) -> list[float]:
    return [one.ms for one in answered]
