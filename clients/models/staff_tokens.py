"""Tokens by which programs act for a member of staff."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from propscrape.ids import new_id


class StaffTokenQuerySet(models.QuerySet["StaffToken"]):
    """Selections of tokens."""

    def usable(self) -> Self:
        """Tokens that open a door now: not revoked, not expired, of somebody who still is staff."""
        unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
        return self.filter(unexpired, revoked_at__isnull=True, user__is_active=True, user__is_staff=True)


class StaffToken(models.Model):
    """A token of a member of staff: `ps_staff_` and 256 random bits, of which only the SHA-256 and a few characters
    are kept. Who has it may do over the API what its owner may do in the console.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_tokens", verbose_name="member of staff"
    )
    name = models.CharField(max_length=120, help_text="What it is for.")
    prefix = models.CharField(max_length=8, editable=False, help_text="First random characters, to tell tokens apart.")
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StaffTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
