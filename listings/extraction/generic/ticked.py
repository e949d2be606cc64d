"""Lists of everything a home could have, in which classes tell what it has: <li class="selected">, <li class="off">."""

from listings.extraction.generic.view import View

MAX_LEVELS = 3  # from a text to its item
_TICKED = frozenset(
    {"selected", "active", "checked", "on", "yes", "enabled", "available", "included", "true", "ticked"}
)
_CROSSED = frozenset(
    {
        "off", "no", "none", "disabled", "inactive", "unavailable", "not-available", "excluded", "false", "unchecked",
        "crossed", "strike", "unselected", "deactive", "passive", "muted",
    }
)  # fmt: skip


class Ticked:
    """What the items of a page's lists say of themselves; each list is looked at once."""

    def __init__(self, view: View) -> None:
        self._outline = view.outline
        self._has_ticks: dict[int, bool] = {}

    def denies(self, text: int) -> bool:
        """Whether a text stands in an item that is crossed out, or not ticked while others of its list are."""
        element = self._outline.owners[text]
        for _ in range(MAX_LEVELS):
            names = self._names(element)
            if not _CROSSED.isdisjoint(names):
                return True
            above = self._outline.parents[element]
            if self._outline.tags[element] == "li" or above < 0:
                return _TICKED.isdisjoint(names) and above >= 0 and self._is_ticked(above)
            element = above
        return False

    def _is_ticked(self, of_list: int) -> bool:
        """Whether any item of a list is ticked."""
        if of_list not in self._has_ticks:
            self._has_ticks[of_list] = any(
                not _TICKED.isdisjoint(self._names(item)) for item in self._outline.children(of_list)
            )
        return self._has_ticks[of_list]

    def _names(self, element: int) -> list[str]:
        return (self._outline.attributes[element].get("class") or "").lower().split()
