"""Who may call: clients, and the keys their programs present."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from propscrape.ids import new_id


class Cadence(models.TextChoices):
    """How often a page is looked at again (K15)."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


class Client(models.Model):
    """A tenant. Every row that belongs to one names it in a column `client_id`, under row-level security."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, unique=True)
    is_active = models.BooleanField(default=True, help_text="An inactive client's keys are refused.")
    limit_post_html = models.PositiveIntegerField(null=True, blank=True, help_text="A minute; empty: the default.")
    limit_post_url = models.PositiveIntegerField(null=True, blank=True, help_text="A minute; empty: the default.")
    limit_get = models.PositiveIntegerField(null=True, blank=True, help_text="A minute; empty: the default.")
    limit_webhooks = models.PositiveIntegerField(null=True, blank=True, help_text="A minute; empty: the default.")
    limit_search = models.PositiveIntegerField(null=True, blank=True, help_text="A minute; empty: the default.")
    limit_exports = models.PositiveIntegerField(null=True, blank=True, help_text="A minute; empty: the default.")
    limit_watches = models.PositiveIntegerField(null=True, blank=True, help_text="A minute; empty: the default.")
    watch_cadence = models.CharField(
        max_length=6,
        choices=Cadence.choices,
        default=Cadence.DAILY,
        db_default=Cadence.DAILY,
        help_text="Of watches that name none of their own.",
    )
    archives_monthly = models.BooleanField(
        default=False, db_default=False, help_text="Whether each month's listings are archived as a file."
    )
    alert_email = models.EmailField(null=True, blank=True, help_text="Hears of webhooks that fail.")
    digest_email = models.EmailField(null=True, blank=True, help_text="Has a digest of the day, every night.")
    digest_slack_sealed = models.BinaryField(null=True, editable=False)
    digest_email_off = models.BooleanField(
        "no digests by mail", default=False, db_default=False, help_text="Also set by the link in each mail."
    )
    digest_off = models.BooleanField("no digests", default=False, db_default=False, help_text="By mail or otherwise.")
    daily_budget_usd = models.DecimalField(
        "daily budget, USD",
        max_digits=12,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="For paid calls, by UTC day; empty: the default.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Selections of keys."""

    def usable(self) -> Self:
        """Keys that open a door now: not revoked, not expired, of an active client."""
        unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
        return self.filter(unexpired, revoked_at__isnull=True, client__is_active=True)


class ApiKey(models.Model):
    """A key of a client: `ps_live_` and 256 random bits, of which only the SHA-256 and a few characters are kept."""

    class Scope(models.TextChoices):
        """What a key may do."""

        READ = "read", "Read"
        WRITE = "write", "Write"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=8, editable=False, help_text="First random characters, to tell keys apart.")
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), default=list)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "API key"
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
