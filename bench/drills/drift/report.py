"""What the drill found: a table for people, figures for programs, and the bar."""

from .drill import Finding
from .verdict import Found

MAX_FALSE_ALARMS = 1


def is_within_bar(finding: Finding) -> bool:
    """Every fault found within a day, and at most one alarm without one."""
    return all(found.is_in_time for found in finding.found) and len(finding.false_alarms) <= MAX_FALSE_ALARMS


def figures_of(finding: Finding) -> dict[str, float]:
    """The last line."""
    return {
        "faults": len(finding.found),
        "found": sum(found.change is not None for found in finding.found),
        "found_within_24h": sum(found.is_in_time for found in finding.found),
        "false_alarms": len(finding.false_alarms),
        "scrapes": finding.scrapes,
        "portal_hours": finding.hours,
        "write_s": round(finding.wrote_s, 1),
        "judge_s": round(finding.judged_s, 1),
    }


def table_of(finding: Finding) -> str:
    """Each fault with what became of it, then each false alarm."""
    lines = ["fault            portal     began             found after  state     why"]
    lines += [_line(found) for found in finding.found]
    watched = sum(change.after == "watch" for change in finding.changes)
    lines.append(f"\nChanges of state: {len(finding.changes)}, of them to be watched: {watched}.")
    lines += [
        f"FALSE ALARM {alarm.at:%Y-%m-%d %H:%M} {alarm.portal}: {alarm.before} -> {alarm.after}: {alarm.reason}"
        for alarm in finding.false_alarms
    ]
    return "\n".join(lines)


def _line(found: Found) -> str:
    fault = found.fault
    start = f"{fault.kind.name:<15}  {fault.portal}  {fault.start:%Y-%m-%d %H:%M}"
    if found.change is None or found.after is None:
        return f"{start}  NOT FOUND    {fault.kind.words}"
    hours = found.after.total_seconds() / 3600
    return f"{start}  {hours:9.0f} h  {found.change.after:<8}  {found.change.reason[:110]}"
