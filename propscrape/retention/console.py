"""Retention and storage in the console: what runs, what it came to, and buttons to have it run now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_celery_beat.models import PeriodicTask

from propscrape.console import FactAdmin
from propscrape.console_cells import UNKNOWN, Cell, badge, shortened, size, when
from propscrape.errors import NotFound
from propscrape.models import PurgeRun, StorageReport
from propscrape.retention.asking import ask_for_run
from propscrape.retention.policies import POLICIES, Policy
from propscrape.retention.runs import last_runs
from propscrape.retention.storage import TableSize, report_before, table_sizes, take_report

NIGHTLY = "purge what is old"
State = PurgeRun.State
TONES = {State.DONE: "good", State.PARTIAL: "fair", State.INTERRUPTED: "fair", State.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A line of the table of policies: what it says, and its latest run."""

    policy: Policy
    run: PurgeRun | None

    @property
    def state(self) -> Cell:
        """How the latest run ended."""
        return _state(self.run) if self.run else "never ran"

    @property
    def at(self) -> Cell:
        """When it did."""
        return when(self.run.finished_at or self.run.started_at) if self.run else UNKNOWN

    @property
    def rows(self) -> str:
        """How many it removed."""
        return f"{self.run.rows:,}" if self.run else UNKNOWN

    @property
    def bytes_freed(self) -> str:
        """What it freed."""
        return size(self.run.bytes_freed) if self.run else UNKNOWN


def next_night(now: datetime) -> datetime | None:
    """When the nightly run is due next; None while staff have it switched off."""
    if PeriodicTask.objects.filter(name=NIGHTLY, enabled=False).exists():
        return None
    schedule: Any = settings.CELERY_BEAT_SCHEDULE[NIGHTLY]["schedule"]
    return now + cast(timedelta, schedule.remaining_estimate(now))


@admin.register(PurgeRun)
class PurgeRunAdmin(FactAdmin[PurgeRun]):
    """Runs of retention policies, below the policies themselves with their buttons."""

    list_display = ("policy", "how_far", "what", "removed", "freed", "took", "asked", "by", "why")
    list_filter = ("state", "is_dry_run")
    search_fields = ("policy",)
    search_help_text = "Part of a policy's name"
    empty_hint = "Nothing has run yet. The first run is tonight's."

    def get_urls(self) -> list[URLPattern]:
        """With the address that the buttons post to."""
        start = self.admin_site.admin_view(require_POST(self.start))
        return [path("start/", start, name="propscrape_purgerun_start"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The policies above the runs."""
        runs = last_runs()
        context = {
            "policies": [PolicyRow(policy, runs.get(policy.name)) for policy in POLICIES.values()],
            "next_run": next_night(timezone.now()),
            "may_act": self.has_act_permission(request),
            "is_nav_sidebar_enabled": False,  # the table is as wide as the window
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def start(self, request: HttpRequest) -> HttpResponse:
        """Have a policy run soon; who asked is written down."""
        if not self.has_act_permission(request):
            raise PermissionDenied
        is_dry_run = "dry_run" in request.POST
        try:
            run = ask_for_run(
                policy=request.POST.get("policy", ""), is_dry_run=is_dry_run, asked_by=request.user.get_username()
            )
        except NotFound as error:
            self.message_user(request, error.message, messages.ERROR)
        else:
            _note(request, run)
            what = "Dry run" if is_dry_run else "Run"
            self.message_user(request, f"{what} asked for: {run.policy}. A worker begins it within a minute.")
        return HttpResponseRedirect(reverse("admin:propscrape_purgerun_changelist"))

    @admin.display(description="state", ordering="state")
    def how_far(self, run: PurgeRun) -> Cell:
        """How it stands."""
        return _state(run)

    @admin.display(description="run", ordering="is_dry_run")
    def what(self, run: PurgeRun) -> str:
        """Whether anything went."""
        return "dry" if run.is_dry_run else "real"

    @admin.display(description="rows", ordering="rows")
    def removed(self, run: PurgeRun) -> str:
        """How many went, or would have."""
        return f"{run.rows:,}"

    @admin.display(description="freed", ordering="bytes_freed")
    def freed(self, run: PurgeRun) -> str:
        """Bytes, as the field's help says."""
        return size(run.bytes_freed)

    @admin.display(description="took")
    def took(self, run: PurgeRun) -> str:
        """Seconds."""
        return UNKNOWN if run.duration_s is None else f"{run.duration_s:,.1f} s"

    @admin.display(description="asked for", ordering="asked_at")
    def asked(self, run: PurgeRun) -> Cell:
        """When."""
        return when(run.asked_at)

    @admin.display(description="by", ordering="asked_by")
    def by(self, run: PurgeRun) -> Cell:
        """Who asked for it."""
        return shortened(run.asked_by or "every night")

    @admin.display(description="note")
    def why(self, run: PurgeRun) -> Cell:
        """Why it is not done, or what went wrong."""
        return shortened(run.note)


@admin.register(StorageReport)
class StorageReportAdmin(FactAdmin[StorageReport]):
    """What the tables take: now above, month by month below."""

    list_display = ("month", "whole", "taken")
    empty_hint = "No month has been kept yet. The first is kept tonight."
    change_form_template = "admin/propscrape/storagereport/change_form.html"
    fields = ("month", "taken", "whole")
    readonly_fields = ("taken", "whole")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What the tables take now, above the months."""
        return super().changelist_view(request, _sizes_of(take_report()) | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A month's tables."""
        report = self.get_object(request, object_id)
        sizes = _sizes_of(report) if report else {}
        return super().change_view(request, object_id, form_url, sizes | (extra_context or {}))

    @admin.display(description="database", ordering="database_bytes")
    def whole(self, report: StorageReport) -> str:
        """All of the database."""
        return size(report.database_bytes)

    @admin.display(description="taken", ordering="taken_at")
    def taken(self, report: StorageReport) -> Cell:
        """When."""
        return when(report.taken_at)


def _state(run: PurgeRun) -> Cell:
    return badge(str(run.get_state_display()), TONES.get(State(run.state), "plain"))


def _note(request: HttpRequest, run: PurgeRun) -> None:
    assert request.user.pk is not None  # the site lets nobody in who is not logged in
    what = f"{'Dry run' if run.is_dry_run else 'Run'} of the retention policy {run.policy}"
    LogEntry.objects.log_actions(user_id=request.user.pk, queryset=[run], action_flag=ADDITION, change_message=what)


def _sizes_of(report: StorageReport) -> dict[str, Any]:
    before = report_before(report.month)
    rows = table_sizes(report, before)
    return {"sizes": [_cells(row) for row in rows], "database": size(report.database_bytes), "before": before}


def _cells(row: TableSize) -> dict[str, Any]:
    grown = row.grown_bytes
    return {
        "table": row.table,
        "rows": f"{row.rows:,}",
        "sizes": [size(part) for part in (row.table_bytes, row.toast_bytes, row.index_bytes, row.total_bytes)],
        "grown": UNKNOWN if grown is None else f"{'-' if grown < 0 else '+'}{size(abs(grown))}",
        "kept": row.kept,
        "indexes": [(name, size(bytes_)) for name, bytes_ in row.indexes.items()],
    }
