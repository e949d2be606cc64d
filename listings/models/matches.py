"""Which listings of a client are the same property: pairs, groups, what staff decided, and the work of finding them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from clients.models import Client
from listings.models.listings import Listing
from propscrape.ids import new_id


class MatchWorkQuerySet(models.QuerySet["MatchWork"]):
    """Selections of work."""

    def due(self, now: datetime) -> Self:
        """Work whose time has come, longest due first; what runs is due again when its lease is over."""
        return self.filter(state__in=MatchWork.UNFINISHED, next_attempt_at__lte=now).order_by("next_attempt_at")


class MatchWork(models.Model):
    """The work of looking for a listing's likes. One row for each listing, queued again whenever its facts change."""

    class State(models.TextChoices):
        """Where the work stands. Failed ones are tried again; dead ones when the listing changes."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        DEAD = "dead"

    UNFINISHED = (State.QUEUED, State.RUNNING, State.FAILED)

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, primary_key=True, related_name="match_work")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    candidates = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Listings it was compared with.")
    matched_at = models.DateTimeField(null=True, blank=True, help_text="When it was last compared.")

    objects = MatchWorkQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "match work"
        indexes = [
            models.Index(
                fields=("next_attempt_at",),
                name="listings_matchwork_due",
                condition=Q(state__in=("queued", "running", "failed")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.state}"


class MatchKey(models.Model):
    """A key of place and size under which a listing is found (listings/matching/block_keys.py)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.BigIntegerField()
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("client", "key", "listing"), name="listings_matchkey_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.listing_id}"


class MatchPair(models.Model):
    """Two listings that were found to be the same property; `first` has the lower id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(help_text="How sure it is, 0 to 1.")
    similarity = models.FloatField(null=True, blank=True, help_text="The cosine of their texts, 0 to 1.")
    evidence = models.JSONField(default=list, help_text="What speaks for it and against it.")
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("first", "second"), name="listings_matchpair_once"),
            models.CheckConstraint(name="listings_matchpair_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"


class MatchDecision(models.Model):
    """What staff said of two listings. It stands above what is found, until somebody takes it away."""

    class Verdict(models.TextChoices):
        """What they are."""

        SAME = "same", "the same property"
        DIFFERENT = "different", "different properties"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            models.UniqueConstraint(fields=("first", "second"), name="listings_matchdecision_once"),
            models.CheckConstraint(name="listings_matchdecision_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}: {self.get_verdict_display()}"


class MatchGroup(models.Model):
    """Listings of one client that are the same property."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    size = models.PositiveSmallIntegerField(default=0, help_text="How many listings it has.")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now, help_text="When its listings last changed.")

    class Meta:
        ordering = ("-updated_at",)
        indexes = [
            models.Index(fields=("client", "-updated_at"), name="listings_matchgroup_latest"),
            models.Index(fields=("-updated_at",), name="listings_matchgroup_all"),
        ]

    def __str__(self) -> str:
        return f"{self.size} listings"


class MatchMember(models.Model):
    """A listing's place in a group; it is in one at most."""

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, primary_key=True, related_name="match_member")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(MatchGroup, on_delete=models.CASCADE, related_name="members")

    def __str__(self) -> str:
        return f"{self.listing_id} in {self.group_id}"
