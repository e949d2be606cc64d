"""The floor a home is on, from the fact itself or from its texts, in the words of some fifteen languages."""

import re

from listings.extraction.parsing.words import fold

GROUND = 0
_GROUND = re.compile(
    r"\b(?:ground floor|garden level|erdgeschoss|eg|hochparterre|parterre|rez[- ]de[- ]chaussee|rdc|planta baja|bajo|"
    r"piano terra|piano rialzato|terra|res[- ]do[- ]chao|parter|begane grond|prizemi|ground|terreo)\b"
)
_ORDINALS = (
    "first 1st erstes ersten erster erste primera primero primer premier primo primeiro pierwszym pierwsze eerste",
    "second 2nd zweites zweiten zweiter zweite segunda segundo deuxieme secondo drugim drugie tweede druhem",
    "third 3rd drittes dritten dritter dritte tercera tercero tercer troisieme terzo terceiro trzecim trzecie derde",
    "fourth 4th viertes vierten vierter vierte cuarta cuarto quatrieme quarto czwartym czwarte vierde ctvrtem ctvrte",
    "fifth 5th funftes funften funfter quinta quinto cinquieme piatym piate vijfde patem",
    "sixth 6th sechstes sechsten sexta sexto sixieme sesto szostym szoste zesde sestem",
    "seventh 7th siebtes siebten septima septimo septieme settimo setimo siodmym zevende sedmem",
    "eighth 8th achtes achten octava octavo huitieme ottavo oitavo osmym achtste osmem",
    "ninth 9th neuntes neunten novena noveno neuvieme nono dziewiatym negende devatem",
    "tenth 10th zehntes zehnten decima decimo dixieme dziesiatym tiende desatem",
)
_NUMBER_OF = {word: number for number, words in enumerate(_ORDINALS, start=1) for word in words.split()}
_FLOOR = (
    "floor|obergeschoss|og|stock|stockwerk|etage|geschoss|planta|piso|etage|piano|andar|pietrze|pietro|verdieping|patro|"
    "patre|level"
)
_COUNTED = re.compile(
    rf"\b(?:(\d{{1,3}})(?:st|nd|rd|th|e|eme|er|o|a|º|ª|°|\.)?\.? ?(?:{_FLOOR})\b"
    r"|(?:floor|level|etage|piano) (\d{1,3})\b)"
)
_SAID = re.compile(rf"\b({'|'.join(_NUMBER_OF)}) (?:{_FLOOR})\b")
_SIGNS = re.compile(r"(\d{1,3})\s*階")
_BARE = re.compile(r"-?\d{1,3}")
_NOT_A_FLOOR = 200


def stated_floor(text: str | None) -> int | None:
    """The floor that the fact states: "3", "3. OG", "First floor", "ground", "5階". None for what is no number."""
    folded = fold(text or "")[:60]
    if not folded:
        return None
    if _GROUND.search(folded):
        return GROUND
    if found := _BARE.search(folded):
        return int(found[0])
    return next((_NUMBER_OF[word] for word in folded.split() if word in _NUMBER_OF), None)


def floor_in_text(folded: str) -> int | None:
    """The one floor that a folded text names; None where it names none or several, as of a house."""
    named = {int(a or b) for a, b in _COUNTED.findall(folded)} | {int(n) for n in _SIGNS.findall(folded)}
    named |= {_NUMBER_OF[word] for word in _SAID.findall(folded)}
    if _GROUND.search(folded):
        named.add(GROUND)
    return named.pop() if len(named) == 1 and max(named) < _NOT_A_FLOOR else None
