"""What console pages are made of: badges, short times, shortened texts, links. Everything in them is escaped.

Pages' texts are hostile, so each function takes plain values and is the only place that makes markup of them.
"""

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString

UNKNOWN = "–"
LINKED_SCHEMES = ("http", "https")
TITLE_CHARACTERS = 500
KIB, MIB = 1024, 1024 * 1024

Cell = SafeString | str


def badge(words: str, tone: str = "plain") -> SafeString:
    """Words on a coloured ground. `tone`: good, fair, bad or plain; the words alone say what is meant."""
    return format_html('<span class="badge badge-{}">{}</span>', tone, words)


def when(moment: datetime | None) -> Cell:
    """A time in UTC to the minute; to the second in the title."""
    if moment is None:
        return UNKNOWN
    moment = moment.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{} UTC">{}</time>',
        moment.isoformat(),
        f"{moment:%Y-%m-%d %H:%M:%S}",
        f"{moment:%Y-%m-%d %H:%M}",
    )


def ago(moment: datetime | None, now: datetime) -> Cell:
    """How long ago a time was, in its largest unit; the time itself in the title."""
    if moment is None:
        return UNKNOWN
    moment, minutes = moment.astimezone(UTC), max(int((now - moment).total_seconds() // 60), 0)
    hours, days = minutes // 60, minutes // (60 * 24)
    words = f"{days} d ago" if days else f"{hours} h ago" if hours else f"{minutes} min ago"
    return format_html(
        '<time datetime="{}" title="{} UTC">{}</time>', moment.isoformat(), f"{moment:%Y-%m-%d %H:%M:%S}", words
    )


def shortened(text: str | None) -> Cell:
    """A text on one line that gives way where there is no room; whole in the title, up to 500 characters."""
    if not text:
        return UNKNOWN
    kept = text if len(text) <= TITLE_CHARACTERS else f"{text[:TITLE_CHARACTERS]}…"
    return format_html('<span class="shortened" title="{}">{}</span>', kept, kept)


def outside_link(url: str | None, words: str | None = None) -> Cell:
    """A link out of the console for an http(s) address; the address alone for any other."""
    if not url:
        return UNKNOWN
    if not is_linkable(url):
        return shortened(url)
    return format_html(
        '<a class="shortened" href="{}" title="{}" rel="noopener noreferrer" target="_blank">{}</a>',
        url,
        url[:TITLE_CHARACTERS],
        words or url,
    )


def is_linkable(url: str) -> bool:
    """Whether an address may become a link: http or https, with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in LINKED_SCHEMES and bool(parts.netloc)


def inside_link(href: str, words: str) -> SafeString:
    """A link to another page of the console."""
    return format_html('<a class="shortened" href="{}" title="{}">{}</a>', href, words[:TITLE_CHARACTERS], words)


def money(amount: Decimal | float | None, currency: str | None, period: str | None = None) -> str:
    """An amount as people write it: `1,150 GBP / month`; cents only where there are any."""
    if amount is None:
        return UNKNOWN
    number = f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
    per = "" if period in (None, "total") else f" / {period}"
    return f"{number} {currency or ''}".strip() + per


def size(count_bytes: int | None) -> str:
    """Bytes, KB or MB, whichever is short."""
    if count_bytes is None:
        return UNKNOWN
    if count_bytes < KIB:
        return f"{count_bytes} B"
    return f"{count_bytes / KIB:,.0f} KB" if count_bytes < MIB else f"{count_bytes / MIB:,.1f} MB"


def milliseconds(duration_ms: float | None) -> str:
    """A duration in ms, in seconds from one second on."""
    if duration_ms is None:
        return UNKNOWN
    return f"{duration_ms:,.0f} ms" if duration_ms < 1000 else f"{duration_ms / 1000:,.1f} s"


def share(part: float | None) -> str:
    """A share of 0 to 1 in whole per cent; 100 % is said of the whole alone."""
    if part is None:
        return UNKNOWN
    return "100%" if part >= 1 else f"{min(round(part * 100), 99)}%"
