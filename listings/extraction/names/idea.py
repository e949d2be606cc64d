"""What portals call a fact: in their data, beside its value, behind its number, and in their markup."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Idea:
    """The names of one fact (facts.py) in the languages of the portals; of the names of each kind the surest first.

    keys: of JSON objects, data layers and data-* attributes, in lower case without separators ("numberofbedrooms").
    weak_keys: keys that mean other things elsewhere too ("name", "rooms"), weaker evidence than keys.
    labels: texts that stand beside or above the value and are nothing else ("Schlafzimmer", "No. of bedrooms").
    behind: words directly behind the number, in singular and plural ("bedrooms", "bd", "Zimmer", "室").
    before: words directly in front of the number where a language puts them there ("Ref.", "Planta").
    marks: words of class names, ids, test ids and icon names, as programmers write them ("bedrooms", "bath").
    headings: titles of the page's sections that hold the fact ("Property description", "Ausstattung").
    Labels, words and headings are compared folded (parsing/words.py): case and accents do not matter.
    """

    fact: str
    keys: tuple[str, ...] = ()
    weak_keys: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
