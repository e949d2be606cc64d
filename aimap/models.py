"""Proposals: mappings that are to be learned, are being learned, or wait for staff to decide about them."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from listings.models import MappingVersion, Portal
from propscrape.ids import new_id

MAX_NAME = 150
MAX_HOST = 253


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Selections of proposals."""

    def due(self, now: datetime) -> "ProposalQuerySet":
        """Work whose time has come, longest due first; a running one is due when its lease is over."""
        return self.filter(state__in=Proposal.UNFINISHED, next_attempt_at__lte=now).order_by("next_attempt_at")


class Proposal(models.Model):
    """A mapping for a host, as a piece of work: from what it is learned, how far it came, what its trial showed, and
    what staff decided. It belongs to staff.
    """

    class State(models.TextChoices):
        """Where it stands. `done` waits for staff."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done", "to be decided"
        FAILED = "failed"
        APPROVED = "approved"
        REJECTED = "rejected"

    class Origin(models.TextChoices):
        """Who asked for it."""

        CONSOLE = "console", "staff, in the console"
        API = "api", "staff, over the API"
        REPAIR = "repair", "self-repair"

    class Work(models.TextChoices):
        """What is to be done next."""

        LEARN = "learn", "learn and try"
        TRY = "try", "try the edited mapping"

    UNFINISHED = (State.QUEUED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    host = models.CharField(max_length=MAX_HOST)
    portal = models.ForeignKey(
        Portal, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="None: not registered."
    )
    origin = models.CharField(max_length=7, choices=Origin.choices)
    reason = models.CharField(max_length=500, blank=True, default="", help_text="Of self-repair: what went wrong.")
    use_model = models.BooleanField(default=False, help_text="Whether a language model is asked for what is left.")
    requested_by = models.CharField(max_length=MAX_NAME, blank=True, default="", help_text="Empty: propscrape itself.")

    work = models.CharField(max_length=5, choices=Work.choices, default=Work.LEARN)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0, help_text="How many steps there are.")
    step_name = models.CharField(max_length=60, blank=True, default="")

    # Not a JSON column: the first anchor is the listing's own, and jsonb keeps no order
    mapping_text = models.TextField(blank=True, default="", help_text="The mapping, as JSON text.")
    learning = models.JSONField(default=dict, blank=True, help_text="Pages learned from and left out, and the model.")
    trial = models.JSONField(null=True, blank=True, help_text="What the trial showed.")
    confidence = models.FloatField(null=True, blank=True)
    regressions = models.PositiveIntegerField(null=True, blank=True)
    old_version = models.CharField(max_length=64, blank=True, default="", help_text="What it was tried beside.")
    error_code = models.CharField(max_length=40, null=True, blank=True)
    error_message = models.CharField(max_length=500, null=True, blank=True)

    version = models.ForeignKey(
        MappingVersion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Made of it."
    )
    decided_by = models.CharField(max_length=MAX_NAME, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=255, blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes = [
            models.Index(fields=("-created_at",), name="aimap_proposal_by_time"),
            models.Index(fields=("state", "-created_at"), name="aimap_proposal_by_state"),
            models.Index(fields=("portal", "-created_at"), name="aimap_proposal_by_portal"),
            models.Index(
                fields=("next_attempt_at",), name="aimap_proposal_due", condition=Q(state__in=("queued", "running"))
            ),
        ]
        constraints = [
            # However often a portal is seen degraded, one repair of it waits for staff
            models.UniqueConstraint(
                fields=("portal",),
                condition=Q(origin="repair", state__in=("queued", "running", "done")),
                name="aimap_proposal_one_repair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.host} {self.state}"

    @property
    def is_underway(self) -> bool:
        """Whether a worker has it, or will."""
        return self.state in self.UNFINISHED


class ProposalPage(models.Model):
    """A page of a proposal: a capture by its id, or one that was sent in, which is kept here until retention."""

    class Kind(models.TextChoices):
        """What it is for. Pages of before a portal changed are tried on, not learned from."""

        SAMPLE = "sample"
        BEFORE = "before", "before it changed"
        AFTER = "after", "after it changed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pages", db_index=False)
    number = models.PositiveSmallIntegerField(help_text="Within the proposal, from 1.")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.SAMPLE)
    url = models.CharField(max_length=2048)
    # No reference: a capture is its client's, and goes with retention or erasure whoever has its id
    capture_id = models.UUIDField(null=True, blank=True)
    html_zstd = models.BinaryField(null=True)
    html_bytes = models.PositiveIntegerField(null=True, blank=True, help_text="Size before compression.")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("proposal", "number")
        constraints = [models.UniqueConstraint(fields=("proposal", "number"), name="aimap_page_number")]

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """As trials have it: page-03, in the order of the numbers."""
        return f"page-{self.number:02d}"
