"""Sites that staff registered: how each may be fetched, and how its fetching goes."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone

from propscrape.ids import new_id

MAX_DELAY_S = 3600
# A product and its version first, printable ASCII throughout (RFC 9110 10.1.5)
AGENT = RegexValidator(
    r"\A[A-Za-z0-9_-]+(?:/[\x21-\x7e]+)?(?: [\x20-\x7e]+)?\Z", "Begin with a name, such as OurBot/1.0."
)


class Portal(models.Model):
    """A registered site. Facts come with the release or, for a site that staff added, from them; whether and how it is
    fetched is staff's.
    """

    class Origin(models.TextChoices):
        """Who registered it."""

        RELEASE = "release", "the release"
        STAFF = "staff", "staff"

    slug = models.SlugField(primary_key=True, max_length=64)
    host = models.CharField(max_length=253, unique=True, help_text="Without www.")
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    locale = models.CharField(max_length=35)
    area_unit = models.CharField(max_length=4)
    content_source = models.CharField(max_length=16)
    tier = models.CharField(max_length=16)
    needs_javascript = models.BooleanField(default=False)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.RELEASE, db_default=Origin.RELEASE)

    # How it is fetched
    is_enabled = models.BooleanField(default=True, help_text="Whether its pages may be fetched.")
    min_delay_s = models.FloatField(
        default=2.0,
        db_default=2.0,
        validators=[MinValueValidator(0), MaxValueValidator(MAX_DELAY_S)],
        help_text="Seconds between the starts of two fetches, at least; jitter makes it up to half longer.",
    )
    max_concurrency = models.PositiveSmallIntegerField(
        default=2,
        db_default=2,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Fetches at the same time, over all workers.",
    )
    honours_robots = models.BooleanField(
        default=True, db_default=True, help_text="Whether what its robots.txt disallows is left alone."
    )
    user_agent = models.CharField(
        max_length=255, null=True, blank=True, validators=[AGENT], help_text="Empty: the one that names us."
    )
    renders = models.BooleanField(
        null=True, blank=True, help_text="Whether a browser fetches its pages. Unknown: as needs_javascript says."
    )
    egress_note = models.CharField(
        max_length=255, null=True, blank=True, help_text="The country its pages should be fetched from, and why."
    )

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.host

    @property
    def wants_browser(self) -> bool:
        """Whether its pages are rendered unless a request says otherwise."""
        return self.needs_javascript if self.renders is None else self.renders


class PortalState(models.Model):
    """How fetching a portal goes, shared by all workers: its circuit breaker, its rests and its next turn.

    Whoever claims a scrape holds this row while doing so; see listings/services/claiming.py.
    """

    class Breaker(models.TextChoices):
        """Whether fetches are let through."""

        CLOSED = "closed"
        OPEN = "open"
        HALF_OPEN = "half_open", "half open"

    portal = models.OneToOneField(Portal, on_delete=models.CASCADE, primary_key=True, related_name="state")
    next_fetch_at = models.DateTimeField(default=timezone.now, help_text="Not before: politeness, or a rest.")
    breaker = models.CharField(max_length=9, choices=Breaker.choices, default=Breaker.CLOSED)
    failures = models.PositiveIntegerField(default=0, help_text="Failed fetches since the last good one.")
    rests = models.PositiveSmallIntegerField(default=0, help_text="Times it asked for a rest since the last good one.")
    rest_until = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    probe_at = models.DateTimeField(null=True, blank=True, help_text="When an open breaker lets one fetch through.")
    crawl_delay_s = models.FloatField(null=True, blank=True, help_text="As its robots.txt asks.")
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=255, null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.portal_id}: {self.breaker}"


class BreakerChange(models.Model):
    """A circuit breaker that opened, let a probe through, or closed again: the record of a portal's outages."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="breaker_changes", db_index=False)
    breaker = models.CharField(max_length=9, choices=PortalState.Breaker.choices)
    reason = models.CharField(max_length=255, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    open_for_s = models.FloatField(null=True, blank=True, help_text="Of a breaker that closed: since it opened.")

    class Meta:
        ordering = ("-at",)
        indexes = [
            models.Index(fields=("portal", "-at"), name="listings_breaker_by_portal"),
            models.Index(fields=("-at",), name="listings_breaker_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.portal_id} {self.breaker}"


class RobotsFile(models.Model):
    """The robots.txt of one origin (RFC 9309), kept for a day."""

    origin = models.CharField(primary_key=True, max_length=300)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="robots_files")
    body = models.TextField(blank=True, default="")
    http_status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="None: it could not be reached.")
    fetched_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.origin
