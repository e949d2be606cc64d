"""What a newcomer needs to know once everything stands."""

from collections.abc import Mapping
from urllib.parse import quote


def summary(*, base_url: str, credentials: Mapping[str, str], sample_url: str, data_folder: str) -> str:
    """URLs, the staff login, and one curl line that works as pasted."""
    return f"""
propscrape is ready.

  Console   {base_url}/admin/   user {credentials["staff_username"]}, password {credentials["staff_password"]}
  API       {base_url}/public_api/v1/   described in docs/api.md
  State     {base_url}/ready   metrics {base_url}/metrics
  Data      {data_folder}

  Read a sample listing:

{curl_line(base_url=base_url, api_key=credentials["api_key"], page_url=sample_url)}

Ctrl-C stops everything; the data stays."""


def curl_line(*, base_url: str, api_key: str, page_url: str) -> str:
    """GET of one stored listing, on one line, quoted for a POSIX shell."""
    return f"curl -s -H 'X-Api-Key: {api_key}' '{base_url}/public_api/v1/listings?url={quote(page_url, safe='')}'"
