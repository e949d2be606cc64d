"""Regular expressions for the part of a text that PWS cuts out with splitTextCharacter and stripString."""

import re
from dataclasses import dataclass

MAX_PART_CHARS = 2_000
MAX_SEGMENT_CHARS = 500
_ANY = r"[\s\S]"
_SPECIAL = re.compile(r"([\\^$.|?*+()\[\]{}])")
_SPECIAL_IN_SET = re.compile(r"([\\\]^-])")
_SEGMENT_END = "[/?#]"


@dataclass(frozen=True, slots=True)
class Cut:
    """The part with this number (from 0) between separators, and a text to be taken off its ends."""

    separator: str = ""
    number: int = 0
    strip: str = ""

    def __bool__(self) -> bool:
        return bool(self.separator or self.strip)


def part_pattern(cut: Cut) -> str:
    """A pattern whose first group is the part.

    Runs of space count as one separator, because the space between elements is not the same everywhere.
    """
    if cut.separator and not cut.separator.strip(" "):
        pattern = "^" + _times(rf"\S{{1,{MAX_PART_CHARS}}}\s{{1,50}}", cut.number)
        return pattern + _group(r"\S", f"0,{MAX_PART_CHARS}", cut.strip, end=r"\s")
    return _as_written(cut.separator, "^" + _cut_out(cut, "", f"0,{MAX_PART_CHARS}"))


def segment_pattern(number: int, cut: Cut, *, start: str = "^") -> str:
    """A pattern whose first group is a segment of a URL's path (from 1), or the part of it that is cut out."""
    before = segments_before(number)
    return _as_written(cut.separator, f"{start}{before}{_cut_out(cut, '/?#', f'1,{MAX_SEGMENT_CHARS}')}")


def segments_before(number: int) -> str:
    """A pattern for all of a URL in front of a segment of its path (from 1)."""
    return r"[a-z]{2,8}://[^/?#]{1,300}/" + _times(f"[^/?#]{{0,{MAX_SEGMENT_CHARS}}}/", number - 1)


def escaped(text: str) -> str:
    """A literal text in a pattern."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", r"\n").replace("\r", r"\r").replace("\t", r"\t")


def _cut_out(cut: Cut, outside: str, length: str) -> str:
    """Past the parts before it to the wanted one; `outside` are characters beyond which no part reaches."""
    is_long = len(cut.separator) > 1
    other = _none_of(outside + ("" if is_long else cut.separator))
    longest = length.rpartition(",")[2]
    lead = _times(f"{other}{{0,{longest}}}{'?' if is_long else ''}{escaped(cut.separator)}", cut.number)
    ends = [escaped(cut.separator)] if cut.separator else []
    ends += [_SEGMENT_END] if outside else []
    end = "|".join(ends) if is_long or cut.strip.strip() else ""
    return lead + _group(other, length, cut.strip, end=end)


def _group(character: str, length: str, strip: str, *, end: str) -> str:
    """The part itself, without the text that is to come off its ends."""
    text = escaped(strip.strip())
    end = f"(?:{end}|$)" if end else "$"
    if text:
        off = rf"(?:\s{{0,20}}{text}\s{{0,20}})?"
        return f"{off}({character}{{{length}}}?){off}{end}"
    return f"({character}{{{length}}})" if end in ("$", r"(?:\s|$)") else f"({character}{{{length}}}?){end}"


def _times(part: str, number: int) -> str:
    return "" if number < 1 else part if number == 1 else f"(?:{part}){{{number}}}"


def _none_of(characters: str) -> str:
    inner = _SPECIAL_IN_SET.sub(r"\\\1", characters).replace("\n", r"\n").replace("\r", r"\r").replace("\t", r"\t")
    return f"[^{inner}]" if inner else _ANY


def _as_written(separator: str, pattern: str) -> str:
    """Our patterns ignore case, which a separator such as "m" must not."""
    return f"(?-i:{pattern})" if separator.lower() != separator.upper() else pattern
