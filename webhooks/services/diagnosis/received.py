"""A request as its receiver kept it: a body and headers, perhaps under other names."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """`headers` by names in lowercase; use `received()`."""

    body: bytes
    headers: dict[str, str]

    @property
    def id(self) -> str | None:
        """webhook-id, if it is there."""
        return self.headers.get("webhook-id") or None

    @property
    def timestamp(self) -> str | None:
        """webhook-timestamp, if it is there."""
        return self.headers.get("webhook-timestamp") or None

    @property
    def event(self) -> dict[str, object]:
        """The body's object; empty where it is none."""
        value = find_json(self.body)
        return value if isinstance(value, dict) else {}


def received(body: bytes, headers: Iterable[tuple[str, str]]) -> ReceivedRequest:
    """The request. Names may be as in CGI and WSGI (HTTP_WEBHOOK_ID); repeated headers are joined as servers do."""
    named: dict[str, str] = {}
    for name, value in headers:
        key = name.strip().lower().replace("_", "-").removeprefix("http-")
        named[key] = f"{named[key]}, {value}" if key in named else value
    return ReceivedRequest(body=body, headers=named)


def find_json(text: bytes) -> object:
    """The value that JSON stands for, None where it is not JSON or could not have been sent."""
    try:
        value = orjson.loads(text)
        orjson.dumps(value)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
    return value
