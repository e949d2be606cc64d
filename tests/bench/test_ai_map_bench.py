"""python -m bench.ai_map: learned from some pages, judged on others, the last line one JSON object."""

import json
import sys

import pytest

from bench import ai_map, learned_truth
from bench.made_portals import STYLES, host_of, make_pages


@pytest.fixture
def run(monkeypatch, capsys):
    """The bench on a few made-up pages of each portal: its exit code, its table and its figures."""
    monkeypatch.setattr(learned_truth, "MADE_PAGES", 3)
    monkeypatch.setattr(ai_map, "SIZES", (1, 2))
    monkeypatch.setattr(ai_map, "MAX_SPLITS", 1)
    monkeypatch.setattr(ai_map, "ROUNDS", 1)

    def main(*arguments):
        monkeypatch.setattr(sys, "argv", ["bench.ai_map", *map(str, arguments)])
        code = ai_map.main()
        lines = capsys.readouterr().out.splitlines()
        return code, lines, json.loads(lines[-1])

    return main


def test_every_portal_has_a_line_and_the_last_one_is_all_figures(run):
    _, lines, figures = run()
    assert [line.split()[0] for line in lines[1:-2]] == sorted(map(host_of, STYLES))
    assert lines[-2].startswith("all ")
    assert set(figures) == {
        "portals", "learned_precision", "learned_recall", "generic_precision", "generic_recall", "speed_ratio",
        "learn_s_per_page",
    }  # fmt: skip
    assert figures["learned_recall"] > figures["generic_recall"]


def test_a_bar_that_is_missed_ends_with_1(run, monkeypatch):
    monkeypatch.setattr(learned_truth, "STYLES", list(STYLES)[:1])
    monkeypatch.setattr(ai_map, "PRECISION_FLOOR", 1.1)
    assert run()[0] == 1


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({}, False),
        ({"learned_precision": 0.96}, True),
        ({"learned_recall": 0.925}, True),
        ({"generic_recall": 0.93, "learned_recall": 0.93}, False),
        ({"speed_ratio": 1.9}, True),
        ({"learn_s_per_page": 2.1}, True),
    ],
)
def test_the_bars_are_those_that_are_told(changed, missed):
    figures = {
        "learned_precision": 0.98, "learned_recall": 0.95, "generic_recall": 0.91, "speed_ratio": 2.5,
        "learn_s_per_page": 0.2,
    }  # fmt: skip
    assert ai_map._is_missed({**figures, **changed}) is missed


def test_pages_of_an_index_are_judged_by_the_scorer_that_comes_with_it(run, tmp_path):
    pages = make_pages("labels", 3)
    lines, truth = [], {}
    for page in pages:
        file = tmp_path / f"{page.id}.html"
        file.write_text(page.html)
        lines.append(json.dumps({"id": page.id, "url": page.url, "file": str(file)}))
        truth[page.id] = {"portal": "labelshomes.co.uk", "fields": {"price_float": page.home.price}}
    (tmp_path / "index.jsonl").write_text("\n".join(lines))
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    scorer = tmp_path / "score.py"
    scorer.write_text("def judge(fact, stated, owed):\n    return 'right' if stated.get(fact) == owed else 'wrong'\n")
    _, lines, figures = run(
        tmp_path / "index.jsonl", "--truth", tmp_path / "truth.json", "--scorer", scorer, "--unregistered"
    )
    assert figures["portals"] == 1
    assert figures["learned_precision"] == 1.0


def test_an_index_without_its_truth_is_refused(run, capsys):
    with pytest.raises(SystemExit):
        run("index.jsonl")
    assert "--truth" in capsys.readouterr().err
