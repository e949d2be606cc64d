"""A digest as text, as HTML, and as what Slack and its likes take."""

from typing import Any

from django.template.loader import render_to_string

from listings.digest.contents import Contents, Line

# https://docs.slack.dev/messaging/formatting-message-text: these three are control characters there
ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
MAX_SLACK_CHARACTERS = 12_000


def as_text(contents: Contents, *, unsubscribe_url: str | None = None) -> str:
    """Plain text."""
    return render_to_string("digest/digest.txt", {"digest": contents, "unsubscribe_url": unsubscribe_url})


def as_html(contents: Contents, *, unsubscribe_url: str | None = None) -> str:
    """HTML without anything to load, everything in it escaped."""
    return render_to_string("digest/digest.html", {"digest": contents, "unsubscribe_url": unsubscribe_url})


def as_slack(contents: Contents) -> dict[str, Any]:
    """The body of an incoming webhook."""
    lines = [f"*{_escaped(contents.subject)}*"]
    for section in contents.sections:
        lines += ["", f"*{_escaped(section.heading)}*", *(f"• {_slack_line(line)}" for line in section.lines)]
        lines += [f"… and {section.more:,} more"] if section.more else []
    return {"text": _whole_lines("\n".join(lines))}


def _slack_line(line: Line) -> str:
    words = _escaped(line.words)
    linked = f"<{_escaped(line.url).replace('|', '%7C')}|{words.replace('|', '/')}>" if line.url else words
    return f"{linked}: {_escaped(line.note)}" if line.note else linked


def _whole_lines(text: str) -> str:
    """As many lines as there is room for; half a link would take what follows it with it."""
    if len(text) <= MAX_SLACK_CHARACTERS:
        return text
    return f"{text[: MAX_SLACK_CHARACTERS - 2].rpartition(chr(10))[0]}\n…"


def _escaped(text: str) -> str:
    for character, entity in ESCAPES:
        text = text.replace(character, entity)
    return text
