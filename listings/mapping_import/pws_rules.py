"""The rules of a PWS mapping, each with its place in the file, and which of their strategies take effect there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from listings.mapping_import.findings import Findings
from listings.mapping_import.pws_schema import (
    HARD,
    LIST_SECTIONS,
    LIST_STRATEGIES,
    SOFT,
    STRATEGIES,
    VALUE_SECTIONS,
)

MAX_FALLBACKS = 50


@dataclass(frozen=True, slots=True)
class PwsRule:
    """One rule: the section and field it is given for, its place in the file, and its options."""

    section: str
    field: str
    place: str
    options: dict[str, Any]
    is_fallback: bool = False

    @property
    def is_list(self) -> bool:
        return self.section in LIST_SECTIONS

    def text(self, option: str) -> str:
        """A text option; "" where it is not given, numbers as written."""
        value = self.options.get(option)
        return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def has(self, strategy: str) -> bool:
        """Whether all that the strategy needs is given, and not empty."""
        return all(self.text(option) for option in STRATEGIES[strategy])

    @property
    def given(self) -> tuple[str, ...]:
        """The strategies that are given, whether or not they take effect."""
        return tuple(strategy for strategy in STRATEGIES if self.has(strategy))

    @property
    def effective(self) -> tuple[str, ...]:
        """The strategies that take effect, the preferred one first."""
        if self.is_list:
            return tuple(strategy for strategy in LIST_STRATEGIES if self.has(strategy))
        hard = next((strategy for strategy in HARD if self.has(strategy)), None)
        return (hard,) if hard else tuple(strategy for strategy in SOFT if self.has(strategy))

    def chain(self) -> Iterator["PwsRule"]:
        """The rule and its fallbacks, in the order in which they are tried."""
        yield self
        fallbacks = self.options.get("fallbacks")
        for number, options in enumerate(fallbacks[:MAX_FALLBACKS] if isinstance(fallbacks, list) else ()):
            if isinstance(options, dict):
                yield PwsRule(self.section, self.field, f"{self.place}.fallbacks[{number}]", options, is_fallback=True)


def value_rules(raw: dict[str, Any], findings: Findings) -> list[PwsRule]:
    """The rule of every field, of the last section that gives it one; the overwritten ones are reported."""
    last: dict[str, PwsRule] = {}
    for section in VALUE_SECTIONS:
        for field, options in _entries(raw, section, findings):
            if field in last:
                findings.ignore(last[field].place, f"overwritten by {section}.{field}, which is read later")
            last[field] = PwsRule(section, field, f"{section}.{field}", options)
    return list(last.values())


def list_rules(raw: dict[str, Any], findings: Findings) -> list[PwsRule]:
    """The rules for photos and features; of several only the last takes effect, and the others are reported."""
    rules: list[PwsRule] = []
    for section, field in LIST_SECTIONS.items():
        members = raw.get(section)
        if members is None:
            continue
        if not isinstance(members, list):
            findings.ignore(section, "must be a list")
            continue
        placed = [(f"{section}[{number}]", member) for number, member in enumerate(members)]
        usable = [PwsRule(section, field, place, member) for place, member in placed if isinstance(member, dict)]
        if len(usable) < len(members):
            findings.ignore(section, "must be a list of objects")
        for rule in usable[:-1]:
            findings.ignore(rule.place, f"overwritten by {usable[-1].place}, which is read later")
        rules += usable[-1:]
    return rules


def default_values(raw: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """The constants by field; those that a section overwrites, even with nothing, are reported."""
    read_later = {field for section in VALUE_SECTIONS for field in _fields(raw, section)}
    defaults: dict[str, Any] = {}
    for field, options in _entries(raw, "defaultValues", findings):
        if field in read_later:
            findings.ignore(f"defaultValues.{field}", "overwritten by the field's rule, even when that finds nothing")
        elif "value" in options:
            defaults[field] = options["value"]
        else:
            findings.ignore(f"defaultValues.{field}", "has no value")
    return defaults


def path_fault(path: str) -> str | None:
    """Why a PWS path can find nothing: it knows keys and indexes between dots, and nothing else."""
    if not path:
        return None
    if not all(path.split(".")):
        return "the path has an empty step"
    if "[" in path:
        return "the path has brackets, which are read as part of a key"
    return "the path has a *, which is read as a key" if "*" in path.split(".") else None


def _entries(raw: dict[str, Any], section: str, findings: Findings) -> Iterator[tuple[str, dict[str, Any]]]:
    entries = raw.get(section)
    if not isinstance(entries, dict | None):
        findings.ignore(section, "must be an object")
    for field, options in entries.items() if isinstance(entries, dict) else ():
        if isinstance(options, dict):
            yield field, options
        else:
            findings.ignore(f"{section}.{field}", "must be an object")


def _fields(raw: dict[str, Any], section: str) -> tuple[str, ...]:
    entries = raw.get(section)
    return tuple(entries) if isinstance(entries, dict) else ()
