"""The beat's schedule, for staff: what runs, when it last did, and a switch."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule

from propscrape.console import ROWS_PER_PAGE
from propscrape.console_cells import Cell, when
from propscrape.retention.console import PurgeRunAdmin, StorageReportAdmin

__all__ = ["PurgeRunAdmin", "ScheduleAdmin", "StorageReportAdmin"]

SHOWN = ("name", "task", "scheduler", "enabled", "last_run_at", "total_run_count", "queue", "description")

for model in (ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule):
    admin.site.unregister(model)


@admin.register(PeriodicTask)
class ScheduleAdmin(admin.ModelAdmin[PeriodicTask]):
    """Scheduled work. Entries are defined in code and rewritten at each start; staff may switch them on and off."""

    list_display = ("name", "runs", "enabled", "last_run", "total_run_count", "task")
    list_filter = ("enabled",)
    list_per_page = ROWS_PER_PAGE
    search_fields = ("name", "task")
    search_help_text = "Part of a name or task"
    empty_hint = "No schedule yet. The beat writes it when it starts."
    fields = SHOWN
    actions = ("switch_on", "switch_off")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PeriodicTask]:
        """With what each schedule's name is made of."""
        return super().get_queryset(request).select_related("interval", "crontab", "solar", "clocked")

    def get_readonly_fields(self, request: HttpRequest, obj: PeriodicTask | None = None) -> list[str]:
        """Everything but the switch."""
        return [name for name in SHOWN if name != "enabled"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The schedule is in the code."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PeriodicTask | None = None) -> bool:
        """The schedule is in the code."""
        return False

    @admin.display(description="runs", ordering="interval")
    def runs(self, entry: PeriodicTask) -> str:
        """How often."""
        return str(entry.scheduler)

    @admin.display(description="last run", ordering="last_run_at")
    def last_run(self, entry: PeriodicTask) -> Cell:
        """When it last ran."""
        return when(entry.last_run_at)

    @admin.action(description="Switch on")
    def switch_on(self, request: HttpRequest, queryset: QuerySet[PeriodicTask]) -> None:
        """They run again."""
        self._switch(request, queryset, enabled=True)

    @admin.action(description="Switch off")
    def switch_off(self, request: HttpRequest, queryset: QuerySet[PeriodicTask]) -> None:
        """They stop until they are switched on."""
        self._switch(request, queryset, enabled=False)

    def _switch(self, request: HttpRequest, queryset: QuerySet[PeriodicTask], *, enabled: bool) -> None:
        for entry in queryset:  # each saved on its own: that is what tells the beat
            entry.enabled = enabled
            entry.save()
        self.message_user(request, f"Entries switched {'on' if enabled else 'off'}: {len(queryset)}")
