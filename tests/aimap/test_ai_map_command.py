"""manage.py ai_map: from saved pages to a mapping that `extract` reads pages by, without a database."""

import gzip
import json

import pytest
from django.core.management import call_command

from tests.aimap.induction.pages import HOST, home, price, url_of

SEEN, ALL = 3, 5


def write_index(folder, pages, name="index.jsonl"):
    """An index of (id, url, html), every second page packed."""
    lines = []
    for number, (page_id, url, html) in enumerate(pages):
        file = folder / (f"{page_id}.html.gz" if number % 2 else f"{page_id}.html")
        file.write_bytes(gzip.compress(html.encode()) if number % 2 else html.encode())
        lines.append(json.dumps({"id": page_id, "url": url, "file": str(file)}))
    index = folder / name
    index.write_text("\n".join(lines))
    return index


@pytest.fixture
def pages():
    return [(f"p{n}", url_of(n), home(n)) for n in range(ALL)]


def learn(index, out, *more, host=HOST):
    call_command("ai_map", "--host", host, "--pages", str(index), "--out", str(out), *more)


def refusal(capsys, *args, **kwargs):
    with pytest.raises(SystemExit) as caught:
        learn(*args, **kwargs)
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_what_is_learned_reads_the_hosts_other_pages(tmp_path, pages):
    mapping, out = tmp_path / "mapping.json", tmp_path / "out"
    learn(write_index(tmp_path, pages[:SEEN]), mapping)
    index = write_index(tmp_path, pages, "all.jsonl")
    call_command("extract", "--batch", str(index), "--out", str(out), "--mapping", str(mapping))
    records = [json.loads((out / f"p{n}.json").read_bytes()) for n in range(ALL)]
    assert [record["price_float"] for record in records] == [float(price(n)) for n in range(ALL)]
    assert {record["scraper_name"] for record in records} == {HOST.replace(".", "_")}


def test_the_printout_counts_pages_by_fact_and_names_what_was_left_out(tmp_path, pages, capsys):
    others = [("about", f"https://{HOST}/about", "<h1>About us</h1>")]
    others += [(f"far{n}", f"https://elsewhere.example/{n}", home(n)) for n in range(7)]
    learn(write_index(tmp_path, [*pages, *others]), tmp_path / "m.json")
    lines = capsys.readouterr().out.splitlines()
    assert "left out, not_a_listing: too little of a listing is stated: about" in lines
    assert "left out, of another host: far0, far1, far2, far3, far4 and 2 others" in lines
    row = next(line.split() for line in lines if line.startswith("price "))
    assert row[2:] == ["5", "5", "0", "0", "0"]
    facts = len(json.loads((tmp_path / "m.json").read_text())["fields"])
    assert lines[-1] == f"5 pages, {facts} facts"


def test_of_an_index_no_more_files_are_read_than_are_learned_from(tmp_path, pages, capsys):
    many = [(f"p{n:02d}", url_of(n), home(n)) for n in range(22)]
    index = write_index(tmp_path, many)
    learn(index, tmp_path / "m.json")
    left_out = next(line for line in capsys.readouterr().out.splitlines() if "are enough" in line)
    for name in left_out.partition(": ")[2].split(", "):
        next(tmp_path.glob(f"{name}.html*")).unlink()
    learn(index, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text() == (tmp_path / "m.json").read_text()


def test_without_a_page_of_the_host_nothing_is_written(tmp_path, pages, capsys):
    index = write_index(tmp_path, pages)
    assert "none of the 5 pages is of 'other.example'" in refusal(
        capsys, index, tmp_path / "m.json", host="other.example"
    )
    assert not (tmp_path / "m.json").exists()


def test_pages_that_are_no_listings_are_refused_with_what_they_are(tmp_path, capsys):
    index = write_index(tmp_path, [("empty", url_of(0), "")])
    assert "empty is failed: the page is empty" in refusal(capsys, index, tmp_path / "m.json")


def test_files_that_cannot_be_used_are_named(tmp_path, pages, capsys):
    index = write_index(tmp_path, pages)
    assert "no such" in refusal(capsys, tmp_path / "none.jsonl", tmp_path / "m.json").lower()
    assert "m.json" in refusal(capsys, index, tmp_path / "nowhere" / "m.json")
    (tmp_path / "p0.html").unlink()
    assert "p0.html" in refusal(capsys, index, tmp_path / "m.json")
