"""python -m bench.addresses: time of one address line, over the lines of the tests, with nothing remembered of them."""

import csv
import statistics
import time
from pathlib import Path

from listings.extraction.market import Market
from listings.extraction.parsing.address import parse_address
from listings.extraction.parsing.cities.names import name_key

LINES = Path(__file__).parents[1] / "tests" / "data" / "address_lines.csv"
ROUNDS = 7


def main() -> None:
    """Print lines, countries, and the microseconds a line takes: mean, median and 95th percentile of the best round."""
    with LINES.open(encoding="utf-8") as file:
        lines = [(row["text"], Market(row["country"], None, None, None)) for row in csv.DictReader(file)]
    rounds = [_microseconds(lines) for _ in range(ROUNDS + 1)][1:]  # the first reads the tables of cities
    best = sorted(min(rounds, key=sum))
    countries = {market.country for _, market in lines}
    print(
        f"{len(lines)} lines of {len(countries)} countries: mean {statistics.mean(best):.0f} microseconds,"
        f" median {statistics.median(best):.0f}, 95% below {best[len(best) * 95 // 100]:.0f}"
    )


def _microseconds(lines: list[tuple[str, Market]]) -> list[float]:
    name_key.cache_clear()
    times = []
    for text, market in lines:
        began = time.perf_counter()
        parse_address(text, market=market)
        times.append((time.perf_counter() - began) * 1e6)
    return times


if __name__ == "__main__":
    main()
