"""What the bench of exports says of a file, and where its bar is."""

import pytest

from bench.history.exports import MAX_MB, ExportFigures, _distinct_rows


def figures(**values):
    return ExportFigures(
        **{"rows": 10_000, "seconds": 4.0, "file_mb": 30.0, "before_mb": 100.0, "peak_mb": 120.0} | values
    )


def test_the_bar_is_on_the_whole_process():
    assert figures().is_within_bar()
    assert not figures(before_mb=MAX_MB - 1, peak_mb=MAX_MB).is_within_bar()
    assert figures().as_json() == {
        "export_rows": 10_000, "export_s": 4.0, "export_rows_per_s": 2_500, "export_file_mb": 30.0, "export_mb": 120.0
    }  # fmt: skip
    assert "2,500 a second" in figures().in_words()


@pytest.mark.parametrize(("lines", "count"), [(["1", "2"], 2), (["1", "1"], 0), ([], 0)])
def test_each_listing_counts_once(tmp_path, lines, count):
    path = tmp_path / "file.csv"
    path.write_text("\r\n".join(["id,title", *[f'{line},"a\r\nb"' for line in lines]]))
    assert _distinct_rows(path) == count
