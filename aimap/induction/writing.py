"""A mapping as text that people read: one rule a line, the same for the same mapping."""

import json
from typing import Any

Mapping = dict[str, Any]


def mapping_text(mapping: Mapping) -> str:
    """JSON with a line for every rule, in the order of the mapping."""
    lines = [f"  {_json(key)}: {_section(value)}" for key, value in mapping.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _section(value: object) -> str:
    if not isinstance(value, dict) or not all(isinstance(rules, list) for rules in value.values()):
        return _json(value)
    return "{\n" + ",\n".join(f"    {_json(name)}: {_rules(rules)}" for name, rules in value.items()) + "\n  }"


def _rules(rules: list[object]) -> str:
    return "[\n" + ",\n".join(f"      {_json(rule)}" for rule in rules) + "\n    ]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
