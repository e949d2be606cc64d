"""What the bench reads when it is given nothing."""

from bench.own_pages import LARGE_PAGES, own_pages
from listings.extraction_batch import hold_pages, read_index


def test_own_pages_are_samples_test_pages_and_large_ones_and_are_gone_afterwards():
    with own_pages() as index:
        pages = hold_pages(read_index(index))
    large = [page for page in pages if len(page.html) > 900_000]
    assert len({page.id for page in pages}) == len(pages)
    assert len(large) == LARGE_PAGES
    assert {"sample.www.daft.ie", "uk_rightmove.letting_2026"} < {page.id for page in pages}
    assert not index.parent.exists()
