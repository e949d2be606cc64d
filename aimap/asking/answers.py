"""The answer's form: rules of our mapping language, in which nothing can be said but where a page says it.

What could put a value into a mapping that no page holds is not in the form: no `values`, `format`, `join` or `unit`.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MAX_RULES = 120
MAX_WHERE_CHARS = 300
Text = Annotated[str, Field(max_length=MAX_WHERE_CHARS)]
Source = Literal["json", "flight", "jsonld", "microdata", "meta", "css", "label", "script", "after", "url"]


class StatedRule(BaseModel):
    """One rule of an answer; an option that is empty is not there."""

    model_config = ConfigDict(extra="forbid", strict=True)

    field: Text
    source: Source
    where: Text
    attr: Text
    path: Text
    match: Text
    all: bool
    html: bool

    def as_rule(self) -> dict[str, Any]:
        """As a mapping writes it; whether the language allows it is for its reader to say."""
        options = {"attr": self.attr, "path": self.path, "match": self.match, "all": self.all, "html": self.html}
        head = {self.source: True if self.source == "url" else self.where}
        return head | {name: value for name, value in options.items() if value}


class Answer(BaseModel):
    """The whole of an answer."""

    model_config = ConfigDict(extra="forbid", strict=True)

    rules: list[StatedRule] = Field(max_length=MAX_RULES)


def read_answer(text: str) -> Answer:
    """Raises ValueError for what is no JSON, or not of this form."""
    try:
        return Answer.model_validate_json(text)
    except ValidationError as error:
        raise ValueError(f"{error.error_count()} faults in the answer") from None


def answer_schema(facts: list[str]) -> dict[str, Any]:
    """The JSON schema of an answer about these facts, as strict structured output wants it: everything is required.

    Without unions of types, which not every endpoint knows.
    """
    text = {"type": "string"}
    rule = {
        "field": {"type": "string", "enum": facts},
        "source": {"type": "string", "enum": list(Source.__args__)},  # type: ignore[attr-defined]
        "where": text,
        "attr": text,
        "path": text,
        "match": text,
        "all": {"type": "boolean"},
        "html": {"type": "boolean"},
    }
    return _closed({"rules": {"type": "array", "items": _closed(rule)}})


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
