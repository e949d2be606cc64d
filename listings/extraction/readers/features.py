"""What a home has, from texts, and from the objects in which programs list it."""

from collections.abc import Iterator

from listings.extraction.parsing.features import parse_features
from listings.extraction.parsing.vocabulary.yes import NO, YES
from listings.extraction.parsing.words import fold
from listings.extraction.readers.reading import Reading, Values, texts_of

MAX_MEMBERS = 500
MAX_ANSWER_CHARS = 60
_NAME_KEYS = (
    "key_label", "keyLabel", "displayName", "display_name", "label", "name", "title", "text", "feature", "amenity",
    "key",
)  # fmt: skip
_NO_OF_PROGRAMS = frozenset({"0", "n", "unknown"})
_ANSWER_KEYS = ("value_label", "valueLabel", "displayValue", "value", "answer", "enabled", "selected", "available")


def read_features(raw: object, reading: Reading) -> Values:
    """Distinct features, without those that are denied: {"key": "Sauna", "value": "NO"}."""
    features = parse_features([text for text in _texts(raw) if not _is_code(text)])
    return {"features": features} if features else {}


def _texts(raw: object) -> Iterator[str]:
    for member in raw[:MAX_MEMBERS] if isinstance(raw, list) else [raw]:
        name, answer = _said(member) if isinstance(member, dict) else (None, None)
        if name is None or answer is None:
            yield from texts_of(member)
        elif answer == "1" or fold(answer) in YES:
            yield name
        elif fold(answer) not in NO and answer.lower() not in _NO_OF_PROGRAMS:
            yield name if fold(answer) == fold(name) else f"{name}: {answer}"


def _said(member: dict[str, object]) -> tuple[str | None, str | None]:
    """What an object names, and what it answers; None where it is no such pair."""
    name = next((value for key in _NAME_KEYS if isinstance(value := member.get(key), str) and value), None)
    answer = next((value for key in _ANSWER_KEYS if _is_answer(value := member.get(key))), None)
    told = str(answer) if answer is not None else None
    return name, told if told and len(told) <= MAX_ANSWER_CHARS else None


def _is_answer(value: object) -> bool:
    """Whether a value is a text or says yes or no; a program's 12 may be a count, an order or an id."""
    return isinstance(value, str) or value in (0, 1)


def _is_code(text: str) -> bool:
    """Whether a text is an address, a truth value or a single letter of a program."""
    return "://" in text or len(text) < 2 or text in ("true", "false")
