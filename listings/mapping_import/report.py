"""The account of an import, as lines for people and as an object for programs."""

from collections.abc import Iterator
from typing import Any

from listings.mapping_import.converting import Imported
from listings.mapping_import.findings import Note

_HEADINGS = (("ported", "ported"), ("not_expressed", "not expressed here"), ("ignored", "ignored by PWS"))


def report_lines(file: str, imported: Imported) -> Iterator[str]:
    """A line with the figures, then a line for every note under its heading."""
    lists = report_object(file, imported)
    rules = sum(len(rules) for rules in imported.mapping["fields"].values())
    counts = ", ".join(f"{len(lists[key])} {heading}" for key, heading in _HEADINGS[1:])
    yield f"{file}: {imported.mapping['portal']}, {rules} rules for {len(imported.mapping['fields'])} facts; {counts}"
    for key, heading in _HEADINGS:
        if lists[key]:
            yield f"  {heading}"
        for note in lists[key]:
            yield _one_line(f"    {note['place']}: {note['text']}")


def report_object(file: str, imported: Imported) -> dict[str, Any]:
    """{file, portal, ported, not_expressed, ignored}, the last three lists of {place, text}."""
    findings = imported.findings
    return {
        "file": file,
        "portal": imported.mapping["portal"],
        "ported": _objects(findings.ported),
        "not_expressed": _objects(findings.not_expressed),
        "ignored": _objects(findings.ignored),
    }


def _objects(notes: list[Note]) -> list[dict[str, str]]:
    return [{"place": note.place, "text": note.text} for note in notes]


def _one_line(text: str) -> str:
    """The text with line breaks and other control characters, which a key of a file may have, as escapes."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
