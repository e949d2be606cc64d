"""manage.py extract: one page, many pages, timings; unusable arguments end with 2 and one clear line."""

import gzip
import json
from pathlib import Path

import pytest
from django.core.management import call_command

PAGES = Path(__file__).parents[2] / "pages"
RIGHTMOVE = PAGES / "uk_rightmove" / "letting_2026.html"
URL = "https://www.rightmove.co.uk/properties/900000123"


@pytest.fixture
def index(tmp_path) -> Path:
    packed = tmp_path / "gone.html.gz"
    packed.write_bytes(gzip.compress((PAGES / "walls" / "gone.html").read_bytes()))
    lines = [
        {"id": "letting", "url": URL, "file": str(RIGHTMOVE)},
        {"id": "gone", "url": "https://homes.example/1", "file": str(packed)},
    ]
    file = tmp_path / "index.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\n")
    return file


def run(*args: object) -> None:
    call_command("extract", *map(str, args))


def refused(capsys, *args: object) -> str:
    with pytest.raises(SystemExit) as caught:
        run(*args)
    assert caught.value.code == 2
    return capsys.readouterr().err


def test_one_page_is_one_json_object(capsys):
    run("--url", URL, "--html", RIGHTMOVE)
    record = json.loads(capsys.readouterr().out)
    assert (record["status"], record["price_float"], record["scraper_name"]) == ("ok", 1650.0, "uk_rightmove")
    assert "provenance" not in record


def test_provenance_is_given_when_asked_for(capsys):
    run("--url", URL, "--html", RIGHTMOVE, "--provenance")
    found = json.loads(capsys.readouterr().out)["provenance"]["price_float"]
    assert found["source"] == "json"
    assert found["path"] == "@property.prices.primaryPrice"
    assert found["raw"] == "£1,650 pcm"


def test_without_a_mapping_the_page_is_read_generically(capsys):
    run("--url", URL, "--html", RIGHTMOVE, "--no-mapping")
    assert json.loads(capsys.readouterr().out)["scraper_name"] in ("generic", None)


def test_a_mapping_file_is_used_for_every_page(capsys, tmp_path):
    trial = tmp_path / "trial.json"
    fields = {
        "reference": [{"json": "PAGE_MODEL.propertyData.id", "format": "trial {}"}],
        "price": [{"json": "PAGE_MODEL.propertyData.prices.primaryPrice"}],
        "count_bedrooms": [{"json": "PAGE_MODEL.propertyData.bedrooms"}],
    }
    trial.write_text(json.dumps({"portal": "trial", "version": "7", "fields": fields}))
    run("--url", URL, "--html", RIGHTMOVE, "--mapping", trial)
    record = json.loads(capsys.readouterr().out)
    assert record["reference"] == "trial 900000123"
    assert (record["scraper_name"], record["mapping_version"]) == ("trial", "7")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_writes_one_file_per_page(capsys, index, tmp_path, workers):
    out = tmp_path / "out"
    run("--batch", index, "--out", out, "--workers", workers)
    statuses = {file.stem: json.loads(file.read_bytes())["status"] for file in out.glob("*.json")}
    assert statuses == {"letting": "ok", "gone": "gone"}
    assert "pages/s" in capsys.readouterr().out


def test_a_bench_times_every_page_and_the_bare_parse(capsys, index):
    run("--bench", index, "--rounds", 2)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["letting", "gone"]
    assert "parse alone" in lines[-1]


def test_unusable_arguments_are_refused_in_one_line(capsys, index, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"portal": "x", "version": "1", "fields": {"prise": [{"css": "p"}]}}')
    bad_index = tmp_path / "bad.jsonl"
    bad_index.write_text('{"id": "../../etc/x", "url": "https://x.example", "file": "x"}')
    cases = [
        (("--html", RIGHTMOVE), "--html needs --url"),
        (("--url", URL, "--html", tmp_path / "none.html"), "none.html"),
        (("--batch", index), "--batch needs --out"),
        (("--batch", index, "--out", bad_index), "bad.jsonl"),
        (("--batch", tmp_path / "none.jsonl", "--out", tmp_path), "none.jsonl"),
        (("--batch", bad_index, "--out", tmp_path), "plain file name"),
        (("--url", URL, "--html", RIGHTMOVE, "--mapping", broken), "unknown field 'prise'"),
    ]
    for args, reason in cases:
        told = refused(capsys, *args)
        assert reason in told
        assert len(told.strip().splitlines()) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_page_that_cannot_be_read_leaves_the_others_of_its_batch(capsys, index, tmp_path, workers):
    torn = tmp_path / "torn.html.gz"
    torn.write_bytes(gzip.compress(b"<p>home</p>" * 50)[:12] + b"\xff" * 40)
    lost = {"torn": torn, "none": tmp_path / "none.html", "null": "a\0b.html"}
    lines = [json.dumps({"id": name, "url": URL, "file": str(file)}) for name, file in lost.items()]
    index.write_text("\n".join(lines) + "\n" + index.read_text())
    with pytest.raises(SystemExit) as caught:
        run("--batch", index, "--out", tmp_path / "out", "--workers", workers)
    told = capsys.readouterr()
    assert caught.value.code == 2
    assert [line.split(": ")[1] for line in told.err.splitlines()] == list(lost)
    assert told.out.startswith("2 pages, ")
    assert {file.stem for file in (tmp_path / "out").iterdir()} == {"letting", "gone"}


@pytest.mark.parametrize(
    "line",
    [
        *(json.dumps({"id": name, "url": URL, "file": str(RIGHTMOVE)})
          for name in ("a\0b", "\ud800", "x" * 201, "é" * 101, "..", ".", "", "a/b", "a\nb", 5, "letting")),
        json.dumps({"id": "a", "url": "https://homes.example/\ud800", "file": str(RIGHTMOVE)}),
        "[" * 100_000,
    ],
    ids=lambda line: line[:30],
)  # fmt: skip
def test_a_bad_line_of_an_index_is_named(capsys, index, tmp_path, line):
    index.write_text(index.read_text() + line + "\n")
    assert "index.jsonl:3: " in refused(capsys, "--batch", index, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_written_is_named(capsys, index, tmp_path):
    (tmp_path / "out" / "gone.json").mkdir(parents=True)
    assert "gone.json" in refused(capsys, "--batch", index, "--out", tmp_path / "out")
