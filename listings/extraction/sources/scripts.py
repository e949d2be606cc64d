"""The page's inline scripts, which hold most of what a modern portal knows."""

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

MAX_SCRIPTS = 2_000


class Script(NamedTuple):
    """One <script>: its type and id, src of an external one, text of an inline one."""

    type: str
    id: str
    src: str
    text: str


def read_scripts(tree: LexborHTMLParser) -> tuple[Script, ...]:
    """All scripts in document order, up to MAX_SCRIPTS."""
    scripts = []
    for node in tree.css("script")[:MAX_SCRIPTS]:
        attributes = node.attributes
        scripts.append(
            Script(
                type=(attributes.get("type") or "").strip().lower(),
                id=attributes.get("id") or "",
                src=attributes.get("src") or "",
                text=node.text(),
            )
        )
    return tuple(scripts)
