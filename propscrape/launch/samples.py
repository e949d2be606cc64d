"""The first listings of a new instance: pages of our own, through the real API."""

import json
from dataclasses import dataclass
from pathlib import Path

import httpx2

from propscrape.environment import PROJECT_ROOT

from .errors import LaunchError

SAMPLES = PROJECT_ROOT / "listings" / "samples"
TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Sample:
    """One page as a portal would serve it."""

    url: str
    html: str


def read_samples(folder: Path = SAMPLES) -> list[Sample]:
    """Every page that the folder's index.json (`[{"url", "file"}]`) names."""
    pages = json.loads((folder / "index.json").read_text("utf-8"))
    return [Sample(page["url"], (folder / page["file"]).read_text("utf-8")) for page in pages]


def load_samples(samples: list[Sample], *, base_url: str, api_key: str) -> None:
    """POST every page. Safe to repeat: an unchanged page is recognised. Raises LaunchError when one is not taken."""
    with httpx2.Client(base_url=base_url, headers={"X-Api-Key": api_key}, timeout=TIMEOUT_S, trust_env=False) as api:
        for sample in samples:
            try:
                answer = api.post("/public_api/v1/listings", json={"url": sample.url, "html": sample.html})
            except httpx2.HTTPError as error:
                raise LaunchError(f"The sample page {sample.url} was not taken: {error}") from error
            if answer.status_code != httpx2.codes.OK:
                raise LaunchError(f"The sample page {sample.url} was not taken: {answer.status_code} {answer.text}")
