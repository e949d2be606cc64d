"""One captured page as the seekers of places see it: what is agreed on it, its outline, and how much may be asked."""

from collections.abc import Mapping
from functools import cached_property

from aimap.induction.captures import Sample
from aimap.induction.needles import Needles
from listings.extraction.generic.view import View
from listings.extraction.page import Page
from listings.extraction.sources.outline import Outline

MAX_QUESTIONS = 2_500  # to the tree, each of which may walk all of it


class Look:
    """A page, the values agreed on it as needles to look for, and its views, each made when first asked for."""

    def __init__(self, sample: Sample, agreed: Mapping[str, object]) -> None:
        self.sample = sample
        self.agreed = agreed
        self.needles = Needles(agreed)
        self._questions = 0

    @property
    def page(self) -> Page:
        """The page itself."""
        return self.sample.page

    @cached_property
    def view(self) -> View:
        """What of the page is the listing's own."""
        return View(self.page)

    @property
    def outline(self) -> Outline:
        """The page's elements and texts."""
        return self.view.outline

    def is_first(self, element: int, selector: str) -> bool:
        """Whether the element is the first that a selector matches; no more once too much was asked of the page."""
        self._questions += 1
        if self._questions > MAX_QUESTIONS:
            return False
        first = next(self.page.select_singly(selector), None)
        return first is not None and first.mem_id == self.outline.nodes[element].mem_id
