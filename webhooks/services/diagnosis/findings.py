"""What a diagnosis is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Part(StrEnum):
    """What is at fault."""

    CLOCK = "clock"
    SECRET = "secret"  # noqa: S105  the name of a part
    BODY = "body"
    ID = "id"
    TIMESTAMP = "timestamp"
    SIGNATURE = "signature"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause. `proven`: a signature fits once it is undone; otherwise it is what the signs point to."""

    part: Part
    cause: str
    seen: str
    advice: str
    proven: bool = True

    def said_of(self, subject: str) -> "Finding":
        """The same with a subject before what was seen."""
        return replace(self, seen=f"{subject} {self.seen}")


@dataclass(frozen=True, slots=True)
class Variant(Generic[Value]):
    """A value that was perhaps signed, and what went wrong if it was: nothing, where it is taken as it is."""

    value: Value
    findings: tuple[Finding, ...] = ()


def distinct(variants: Iterable[Variant[Value]]) -> list[Variant[Value]]:
    """Each value once, by its simplest explanation."""
    simplest: dict[Value, Variant[Value]] = {}
    for variant in sorted(variants, key=lambda variant: len(variant.findings)):
        simplest.setdefault(variant.value, variant)
    return list(simplest.values())


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with the request, what with the code that checks it, and facts for comparing the two."""

    findings: list[Finding]
    in_code: list[Finding]
    facts: dict[str, str | int | None]

    @property
    def verifies(self) -> bool:
        """Whether nothing is wrong with the request."""
        return not self.findings

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong at all."""
        return not self.findings and not self.in_code
