"""Our mapping as the text of its file: a line for every rule, as the shipped mappings have it."""

import json
from typing import Any


def mapping_text(mapping: dict[str, Any]) -> str:
    """JSON of {portal, version, fields}, ending in a line break."""
    head = [f"  {_json(key)}: {_json(mapping[key])}" for key in ("portal", "version")]
    fields = [f"    {_json(fact)}: [\n{_lines(rules)}\n    ]" for fact, rules in mapping["fields"].items()]
    body = "{\n" + ",\n".join(fields) + "\n  }" if fields else "{}"
    return "{\n" + ",\n".join([*head, f'  "fields": {body}']) + "\n}\n"


def _lines(rules: list[dict[str, Any]]) -> str:
    return ",\n".join(f"      {_json(rule)}" for rule in rules)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
