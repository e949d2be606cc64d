"""The demo client and staff user that `manage.py up` prepares, with credentials that survive a restart."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.contrib.auth import get_user_model

from clients.models import ApiKey, Client
from clients.services.api_keys import create_key, digest_of, generate_key
from propscrape.tenancy import staff_scope

CLIENT_NAME = "Demo"
STAFF_USERNAME = "staff"
PASSWORD_BYTES = 15
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class DemoCredentials:
    """What a newcomer logs in with."""

    api_key: str
    staff_username: str
    staff_password: str


def provision_demo(*, api_key: str | None, staff_password: str | None, credentials_file: Path) -> DemoCredentials:
    """Make the demo client, its key and the staff user, or bring them in line with what is given; safe to run again.

    What is not given is taken from `credentials_file` (0600), else generated and kept there.
    """
    kept = _read(credentials_file)
    credentials = DemoCredentials(
        api_key=api_key or kept.get("api_key") or generate_key(),
        staff_username=STAFF_USERNAME,
        staff_password=staff_password or kept.get("staff_password") or secrets.token_urlsafe(PASSWORD_BYTES),
    )
    _write(credentials_file, credentials)
    with staff_scope():
        _ensure_key(credentials.api_key)
        _ensure_staff_user(credentials.staff_password)
    return credentials


def _ensure_key(key: str) -> None:
    client, _ = Client.objects.get_or_create(name=CLIENT_NAME)
    current = ApiKey.objects.filter(client=client, digest=digest_of(key))
    if not current.update(revoked_at=None, expires_at=None):
        create_key(client=client, name="demo", key=key)


def _ensure_staff_user(password: str) -> None:
    user, _ = get_user_model().objects.get_or_create(username=STAFF_USERNAME)
    if not user.check_password(password) or not user.is_superuser:
        user.is_staff = user.is_superuser = True
        user.set_password(password)
        user.save()


def _read(path: Path) -> dict[str, str]:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _write(path: Path, credentials: DemoCredentials) -> None:
    """Written under another name first, so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "w", encoding="utf-8") as out:
        json.dump(asdict(credentials), out, indent=2)
    draft.replace(path)
