"""The sample pages that `manage.py up` loads, for tests that need a page that works."""

import json
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "listings" / "samples"
INDEX: list[dict[str, str]] = json.loads((SAMPLES / "index.json").read_text("utf-8"))
URLS = {entry["file"].removesuffix(".html"): entry["url"] for entry in INDEX}


def sample(name: str) -> tuple[str, str]:
    """url and html of a sample page, by its portal's name."""
    return URLS[name], (SAMPLES / f"{name}.html").read_text("utf-8")
