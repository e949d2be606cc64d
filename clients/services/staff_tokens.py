"""Making tokens of staff, and finding out whose one is."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from clients.models import StaffToken
from clients.services.api_keys import MAX_KEY_LENGTH, RANDOM_BYTES, SHOWN_CHARACTERS, digest_of

TOKEN_PREFIX = "ps_staff_"  # noqa: S105  how every token begins, no token
LAST_USED_STEP = timedelta(minutes=1)


def create_token(*, user: User, name: str, expires_at: datetime | None = None) -> tuple[StaffToken, str]:
    """Store a token of `user`; returns the row and the token in clear, which is shown once and never kept."""
    token = TOKEN_PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    shown = token.removeprefix(TOKEN_PREFIX)[:SHOWN_CHARACTERS]
    row = StaffToken.objects.create(user=user, name=name, prefix=shown, digest=digest_of(token), expires_at=expires_at)
    return row, token


def find_staff(token: str) -> User | None:
    """Whose token this is; None when it is unknown, revoked, expired, or its owner is no active staff."""
    if len(token) > MAX_KEY_LENGTH:
        return None
    row = StaffToken.objects.usable().select_related("user").filter(digest=digest_of(token)).first()
    if row is None:
        return None
    _note_use(row)
    return row.user


def _note_use(row: StaffToken) -> None:
    """At most one write a minute and token."""
    now = timezone.now()
    if row.last_used_at is None or row.last_used_at < now - LAST_USED_STEP:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - LAST_USED_STEP)
        StaffToken.objects.filter(stale, pk=row.pk).update(last_used_at=now)
