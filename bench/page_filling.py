"""What a portal's page consists of besides the listing: styles, programs, icons, links, similar homes.

The words are invented. What is measured is size, number of elements and how well it compresses.
"""

import random
from collections.abc import Callable

WORDS = """
alder bay birch brook cedar chapel clover court dale elder fern field gable garden gate glen harbour hazel hill holly
lane linden lodge maple meadow mill oak orchard park pine quay ridge river rowan sedge shore spring station thorn tower
""".split()  # noqa: SIM905 - forty lines of one word each read worse
PROPERTIES = ("color", "margin", "padding", "border-radius", "background", "line-height", "font-size", "max-width")
RECORD_BYTES = 650


class Filling:
    """Repeatable for a seed. Sizes are in bytes, and met within one line."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def text(self, words: int) -> str:
        """Words with a full stop after every twelfth."""
        said = [self._word() for _ in range(words)]
        return " ".join(
            word.capitalize() if i % 12 == 0 else f"{word}." if i % 12 == 11 else word for i, word in enumerate(said)
        )

    def styles(self, size: int) -> str:
        """A style sheet as a bundler leaves it."""
        return "".join(self._until(size, self._rule))

    def program(self, size: int) -> str:
        """Minified functions, as in a framework's bundle."""
        return "".join(self._until(size, self._function))

    def icons(self, count: int, path_size: int) -> str:
        """Inline SVG, one path each."""
        return "".join(
            f'<svg viewBox="0 0 24 24" class="{self._class()}"><path d="{self._path(path_size)}"/></svg>'
            for _ in range(count)
        )

    def links(self, count: int) -> str:
        """A list of links, as in a page's head and foot."""
        items = (
            f'<li class="{self._class()}"><a class="{self._class()}" href="/{self._slug()}">{self.text(3)}</a></li>'
            for _ in range(count)
        )
        return f"<ul>{''.join(items)}</ul>"

    def cards(self, count: int) -> str:
        """Similar homes, with prices that are not the listing's."""
        return "".join(
            f'<article class="{self._class()}"><a href="/similar/{self._number()}"><img class="{self._class()}" '
            f'src="https://images.example/{self._hex()}/front.jpeg" alt="{self.text(4)}"></a>'
            f'<div class="{self._class()}"><span class="{self._class()}">£{self._amount():,}</span></div>'
            f'<p class="{self._class()}">{self.text(6)}</p>'
            f"<ul><li>{self._random.randint(1, 6)} beds</li></ul></article>"
            for _ in range(count)
        )

    def records(self, size: int) -> list[dict[str, object]]:
        """Similar homes, schools and stations as a page's state holds them: about `size` bytes of JSON."""
        return [self._record() for _ in range(size // RECORD_BYTES)]

    def _record(self) -> dict[str, object]:
        return {
            "identifier": self._number(),
            "displayAddress": self.text(4),
            "priceAmount": self._amount(),
            "summaryText": self.text(20),
            "propertyUrl": f"/similar/{self._slug()}",
            "nearest": [{"name": self.text(2), "distance": round(self._random.uniform(0.1, 3), 4)} for _ in range(3)],
            "pictures": [{"src": f"https://images.example/{self._hex()}/{n}.jpeg", "order": n} for n in range(3)],
            "flags": {"featured": self._random.random() < 0.1, "new": None, "reduced": False},
        }

    def _until(self, size: int, make: Callable[[], str]) -> list[str]:
        parts, length = [], 0
        while length < size:
            parts.append(make())
            length += len(parts[-1])
        return parts

    def _rule(self) -> str:
        values = ";".join(f"{name}:{self._random.randint(0, 99)}px" for name in self._random.sample(PROPERTIES, 3))
        return f".{self._class()}{{{values}}}"

    def _function(self) -> str:
        a, b = self._word(), self._word()
        return (
            f'{self._random.randint(1000, 99999)}:function(e,t,n){{"use strict";n.d(t,{{{a}:()=>r}});'
            f'var r=function(e){{return e.{b}&&e.{b}.map((function(e){{return"{self._hex()}"+e.{a}}}))}}}},'
        )

    def _path(self, size: int) -> str:
        return "M" + "L".join(
            self._until(size, lambda: f"{self._random.uniform(0, 24):.3f} {self._random.uniform(0, 24):.3f}")
        )

    def _class(self) -> str:
        return f"_{self._hex()}{self._hex()}"

    def _slug(self) -> str:
        return f"{self._word()}-{self._word()}-{self._number()}"

    def _word(self) -> str:
        return self._random.choice(WORDS)

    def _hex(self) -> str:
        return f"{self._random.getrandbits(40):010x}"

    def _number(self) -> int:
        return self._random.randint(10_000_000, 99_999_999)

    def _amount(self) -> int:
        return self._random.randint(120, 1400) * 500
