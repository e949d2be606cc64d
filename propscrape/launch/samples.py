"""The first listings of a new instance: pages of our own, through the real API."""

import json
from pathlib import Path

import httpx2

from propscrape.environment import PROJECT_ROOT

from .errors import LaunchError

SAMPLES = PROJECT_ROOT / "listings" / "samples"
TIMEOUT_S = 30


def load_samples(*, base_url: str, api_key: str, folder: Path = SAMPLES) -> list[str]:
    """POST every sample page; answers with their URLs. Safe to repeat: an unchanged page is recognised.

    Raises LaunchError when one is not taken.
    """
    pages = json.loads((folder / "index.json").read_text("utf-8"))
    with httpx2.Client(base_url=base_url, headers={"X-Api-Key": api_key}, timeout=TIMEOUT_S, trust_env=False) as api:
        for page in pages:
            html = (folder / page["file"]).read_text("utf-8")
            answer = api.post("/public_api/v1/listings", json={"url": page["url"], "html": html})
            if answer.status_code != httpx2.codes.OK:
                raise LaunchError(f"The sample page {page['url']} was not taken: {answer.status_code} {answer.text}")
    return [page["url"] for page in pages]
