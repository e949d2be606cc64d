"""What an import has to say about a file: what was ported, what we cannot express, what was ignored all along."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """One remark: the place in the file it is about ("floatFields.price_float.stripPunct"), and what is to be said."""

    place: str
    text: str


@dataclass(slots=True)
class Findings:
    """The three lists of an import, each in the file's order."""

    ported: list[Note] = field(default_factory=list)
    not_expressed: list[Note] = field(default_factory=list)
    ignored: list[Note] = field(default_factory=list)

    def port(self, place: str, text: str) -> None:
        self.ported.append(Note(place, text))

    def lose(self, place: str, text: str) -> None:
        self.not_expressed.append(Note(place, text))

    def ignore(self, place: str, text: str) -> None:
        self.ignored.append(Note(place, text))


class NotExpressibleError(ValueError):
    """A rule, or an option of one, for which our mapping language has no words; the message says why."""
