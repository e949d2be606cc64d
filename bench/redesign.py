"""A portal's redesign, as a program: the same facts in pages whose classes, ids and data are called and kept otherwise.

    redesign = Redesign(seed)
    html = redesign.apply(html)          the same names become the same names on every page

- each class, id and test id is drawn anew, as builds draw them; what refers to an id follows it
- embedded state moves: it is wrapped in other objects, its keys change from camelCase to snake_case and back, and its
  variable or script id is renamed
- JSON-LD moves into an @graph; its names are schema.org's and stay, as itemprop and <meta> do

What people read stays: headings, labels, texts, pictures.
"""

import hashlib
import json
import re
from typing import Any

_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)(</script\s*>)", re.IGNORECASE | re.DOTALL)
_STYLE = re.compile(r"<style\b[^>]*>.*?</style\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_NAMES = (
    r"class|id|for|aria-labelledby|aria-describedby|aria-controls|data-testid|data-test-id|data-test|data-qa|data-cy"
)
_ATTRIBUTE = re.compile(rf"""(\s(?:{_NAMES})\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)
_FRAGMENT = re.compile(r"""(\shref\s*=\s*["']#)([\w-]+)""", re.IGNORECASE)
_TYPE = re.compile(r"""\stype\s*=\s*["']?([\w/+.-]+)""", re.IGNORECASE)
_ID = re.compile(r"""(\sid\s*=\s*["'])([^"']+)""", re.IGNORECASE)
_ASSIGNED = re.compile(r"(?:window\.|window\[['\"]|var\s+|let\s+|const\s+)([\w$]+)(?:['\"]\])?\s*=\s*(?=[{\[])")
_DATA_TYPES = frozenset({"application/json", "application/ld+json"})
MAX_DEPTH = 60


class Redesign:
    """One redesign, by its seed."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def apply(self, html: str) -> str:
        """The page as the portal would serve it afterwards."""
        parts, end = [], 0
        for match in _SCRIPT.finditer(html):
            parts += [self._markup(html[end : match.start()]), self._script(match[1], match[2]), match[3]]
            end = match.end()
        return "".join([*parts, self._markup(html[end:])])

    def _markup(self, html: str) -> str:
        return _TAG.sub(lambda tag: self._tag(tag[0]), _STYLE.sub("", html))

    def _tag(self, tag: str) -> str:
        tag = _ATTRIBUTE.sub(lambda found: found[1] + self._names(found[2]), tag)
        return _FRAGMENT.sub(lambda found: found[1] + self._name(found[2]), tag)

    def _names(self, quoted: str) -> str:
        mark = quoted[0]
        return mark + " ".join(map(self._name, quoted[1:-1].split())) + mark

    def _name(self, name: str) -> str:
        drawn = hashlib.sha256(f"{self._seed} {name}".encode()).hexdigest()
        return f"css-{drawn[:7]}"

    def _script(self, tag: str, text: str) -> str:
        kind = _TYPE.search(tag)
        if kind is not None and kind[1].lower() in _DATA_TYPES:
            return self._data(tag, text, is_linked=kind[1].lower().endswith("ld+json"))
        return tag + self._program(text)

    def _data(self, tag: str, text: str, *, is_linked: bool) -> str:
        try:
            value = json.loads(text)
        except ValueError:
            return tag + text
        if is_linked:
            return tag + json.dumps(_in_graph(value), ensure_ascii=False)
        if isinstance(value, list):  # a flat list of references (devalue) has to stay the whole of its script
            return tag + json.dumps(_restyled(value), ensure_ascii=False).replace("</", "<\\/")
        tag = _ID.sub(lambda found: found[1] + self._state_name(found[2]), tag)
        return tag + json.dumps(self._moved(value), ensure_ascii=False).replace("</", "<\\/")

    def _program(self, text: str) -> str:
        """A program with the JSON that it assigns moved; other programs stay."""
        parts, end = [], 0
        for match in _ASSIGNED.finditer(text):
            if match.start() < end:
                continue
            try:
                value, stop = json.JSONDecoder().raw_decode(text, match.end())
            except (ValueError, RecursionError):
                continue
            moved = json.dumps(self._moved(value), ensure_ascii=False).replace("</", "<\\/")
            parts += [text[end : match.start()], f"window.{self._state_name(match[1])} = {moved}"]
            end = stop
        return "".join([*parts, text[end:]])

    def _state_name(self, name: str) -> str:
        return f"__APP_{hashlib.sha256(f'{self._seed} {name}'.encode()).hexdigest()[:4].upper()}__"

    def _moved(self, value: Any) -> Any:
        """The state, deeper down and with its keys in the other style."""
        return {"meta": {"release": self._seed}, "view": {"model": _restyled(value)}}


def _restyled(value: Any, depth: int = 0) -> Any:
    if depth > MAX_DEPTH:
        return value
    if isinstance(value, dict):
        return {_other_style(key): _restyled(member, depth + 1) for key, member in value.items()}
    return [_restyled(member, depth + 1) for member in value] if isinstance(value, list) else value


def _other_style(key: str) -> str:
    """propertyType as property_type, property_type as propertyType; what is neither as it is."""
    if not re.fullmatch(r"[a-z][A-Za-z0-9]*|[a-z][a-z0-9]*(?:_[a-z0-9]+)+", key):
        return key
    if "_" in key:
        first, *others = key.split("_")
        return first + "".join(word.capitalize() for word in others)
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: f"_{found[1].lower()}", key)


def _in_graph(value: Any) -> Any:
    nodes = value if isinstance(value, list) else [value]
    if any(not isinstance(node, dict) for node in nodes):
        return value
    return {"@context": "https://schema.org", "@graph": [_without_context(node) for node in nodes]}


def _without_context(node: dict[str, Any]) -> dict[str, Any]:
    return {key: member for key, member in node.items() if key != "@context"}
