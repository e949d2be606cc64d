"""How a portal's pages are read: the versions of its mapping, one of them active, and what was done to each."""

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from listings.models.portals import Portal
from propscrape.ids import new_id

MAX_NAME = 150


class MappingVersion(models.Model):
    """One version of a portal's mapping. Its text is edited while it is a draft, and stays as it is from then on."""

    class State(models.TextChoices):
        """Where a version stands in its life."""

        DRAFT = "draft"
        TRIAL = "trial"
        ACTIVE = "active"
        RETIRED = "retired"

    class Origin(models.TextChoices):
        """Who wrote it."""

        RELEASE = "release", "shipped with a release"
        STAFF = "staff", "written by staff"
        INDUCTION = "induction", "learned from pages"
        MODEL = "model", "learned with a language model"
        REPAIR = "repair", "made when the portal changed"

    UNPROVEN = (State.DRAFT, State.TRIAL)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="mapping_versions", db_index=False)
    number = models.PositiveIntegerField(help_text="Rising, for each portal from 1.")
    state = models.CharField(max_length=7, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(max_length=9, choices=Origin.choices)
    # Not a JSON column: the first anchor is the listing's own, and jsonb keeps no order
    text = models.TextField(help_text="The mapping, as JSON text in the mapping language.")
    notes = models.TextField(blank=True, default="")
    base = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="What it was made from."
    )
    replaced = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="What was active before it: where a roll-back leads.",
    )  # fmt: skip
    release_hash = models.CharField(max_length=64, null=True, blank=True, help_text="SHA-256 of the shipped file.")
    release_seen_at = models.DateTimeField(null=True, blank=True, help_text="When a release last brought this file.")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=MAX_NAME, blank=True, default="")
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.CharField(max_length=MAX_NAME, blank=True, default="")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.CharField(max_length=MAX_NAME, blank=True, default="")

    class Meta:
        ordering = ("portal", "-number")
        constraints = [
            models.UniqueConstraint(fields=("portal", "number"), name="listings_mapping_number"),
            models.UniqueConstraint(
                fields=("portal",), condition=Q(state="active"), name="listings_mapping_one_active"
            ),
            models.UniqueConstraint(
                fields=("portal", "release_hash"),
                condition=Q(release_hash__isnull=False),
                name="listings_mapping_one_per_file",
            ),
        ]
        indexes = [models.Index(fields=("-created_at",), name="listings_mapping_by_time")]

    def __str__(self) -> str:
        return f"{self.portal_id} {self.name}"

    @property
    def name(self) -> str:
        """As scrapes and listings have it in `mapping_version`: v12."""
        return f"v{self.number}"

    @property
    def document(self) -> dict[str, Any]:
        """The mapping, decoded, its keys in order."""
        decoded: dict[str, Any] = json.loads(self.text)
        return decoded


class MappingChange(models.Model):
    """What somebody did to a version, and when: written with it, never changed."""

    class Action(models.TextChoices):
        """What was done."""

        DRAFTED = "drafted"
        EDITED = "edited"
        TRIED = "tried", "put on trial"
        ACTIVATED = "activated"
        ROLLED_BACK = "rolled_back", "made active again by a roll-back"
        RETIRED = "retired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(MappingVersion, on_delete=models.CASCADE, related_name="changes", db_index=False)
    action = models.CharField(max_length=11, choices=Action.choices)
    by = models.CharField(max_length=MAX_NAME, blank=True, default="", help_text="Empty: propscrape itself.")
    reason = models.CharField(max_length=255, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)
        indexes = [
            models.Index(fields=("version", "-at"), name="listings_mapping_changes"),
            models.Index(fields=("-at",), name="listings_mapping_change_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
