"""Which facts a text or number of a page may state: told from the accepted values alone, before anything is parsed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from listings.extraction.parsing.words import fold

MAX_TEXT_CHARS = 300
MAX_NUMBER_TEXT_CHARS = 80
HEAD_LETTERS = 40  # of a long text, that tell it
PHONE_DIGITS = 7
_NO_LETTERS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d(?:[\d.,'’ \u00a0\u202f]*\d)?")
_PHONE = re.compile(r"\+?\(?\d[\d ()/.\u00a0-]{5,24}\d")
_FRACTION = re.compile(r"[.,](\d{1,2})$")
_NO_DIGITS = re.compile(r"\D+")
_NUMBERS: Mapping[str, str] = {
    "price_float": "price",
    "count_bedrooms": "count_bedrooms",
    "count_bathrooms": "count_bathrooms",
    "count_toilets": "count_toilets",
    "count_garages": "count_garages",
    "count_rooms": "count_rooms",
    "constructed_area": "constructed_area",
    "plot_area": "plot_area",
    "year_construction": "year_construction",
    "energy_performance": "energy_performance",
    "service_charge": "service_charge",
}
_TEXTS: Mapping[str, str] = {
    "title": "title",
    "address_string": "address",
    "street_address": "street_address",
    "street_name": "street_name",
    "street_number": "street_number",
    "city": "city",
    "province": "province",
    "region": "region",
    "postal_code": "postal_code",
    "reference": "reference",
    "floor": "floor",
    "tenure": "tenure",
    "energy_certificate_grade": "energy_certificate_grade",
    "council_tax_band": "council_tax_band",
    "agent_name": "agent_name",
    "agent_company": "agent_company",
    "agent_email": "agent_email",
    "agent_logo_url": "agent_logo_url",
}
# Too short to be looked for where no name says what they are
WEAK_FACTS = frozenset(
    {
        "count_bedrooms", "count_bathrooms", "count_toilets", "count_garages", "count_rooms", "floor", "street_number",
        "energy_certificate_grade", "council_tax_band",
    }
)  # fmt: skip


class Needles:
    """The accepted values of one page, to be looked for in it."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._texts: dict[str, set[str]] = defaultdict(set)
        for name, fact in _NUMBERS.items():
            if isinstance(value := values.get(name), int | float):
                self._numbers[_digits(f"{value:.2f}".rstrip("0").rstrip("."))].add(fact)
        for name, fact in _TEXTS.items():
            if isinstance(value := values.get(name), str) and (letters := letters_of(value)):
                self._texts[letters].add(fact)
        if values.get("price_qualifier") == "on_request" and isinstance(said := values.get("price_string"), str):
            self._texts[letters_of(said)].add("price")
        self._description = letters_of(str(values.get("description") or ""))[:HEAD_LETTERS]
        phone = _digits(str(values.get("agent_phone") or ""))
        self._phone = phone[-PHONE_DIGITS:] if len(phone) >= PHONE_DIGITS else ""

    def facts_of(self, raw: object) -> Iterator[str]:
        """The facts that a raw value of the page may state."""
        if isinstance(raw, bool) or raw is None:
            return
        if isinstance(raw, int | float):
            yield from self._of_text(f"{raw:.2f}".rstrip("0").rstrip(".") if isinstance(raw, float) else str(raw))
        elif isinstance(raw, str):
            yield from self._of_text(raw)

    def _of_text(self, text: str) -> Iterator[str]:
        head = text[: 6 * HEAD_LETTERS] if self._description and len(text) > HEAD_LETTERS else ""
        if head and letters_of(head).startswith(self._description):
            yield "description"
        if len(text) > MAX_TEXT_CHARS:
            return
        yield from self._texts.get(letters_of(text), ())
        if len(text) <= MAX_NUMBER_TEXT_CHARS and any(map(str.isdigit, text)):
            for number in _NUMBER.findall(text)[:4]:
                for digits in _readings(number):
                    yield from self._numbers.get(digits, ())
        if self._phone and any(_digits(number).endswith(self._phone) for number in _PHONE.findall(text)):
            yield "agent_phone"


def letters_of(text: str) -> str:
    """A text's letters and digits, folded: how texts are compared."""
    return _NO_LETTERS.sub("", fold(text))


def _digits(text: str) -> str:
    return _NO_DIGITS.sub("", text)


def _readings(number: str) -> Iterator[str]:
    """The digits of a written number, and those without its fraction, or without the fraction's zeros."""
    yield _digits(number)
    if fraction := _FRACTION.search(number):
        whole = _digits(number[: fraction.start()])
        yield whole + fraction[1].rstrip("0")
