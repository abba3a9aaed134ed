"""Days and moments as people read them, in the course's own time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.course import Course


def zone_of(course: Course) -> ZoneInfo:
    """The course's time zone."""
    return ZoneInfo(course.record.timezone)


def day_text(day: date) -> str:
    """A day as people read it, and as a form takes it again: ``5 Oct 2026``."""
    return f"{day.day} {day:%b %Y}"


def moment_text(course: Course, at: datetime) -> str:
    """A moment as people read it: ``Fri 23 Oct, 11:00``."""
    local = at.astimezone(zone_of(course))
    return f"{local:%a} {local.day} {local:%b, %H:%M}"


def duration_text(minutes: int) -> str:
    """A time as people read it: ``2 h 30 min``."""
    parts = [f"{minutes // 60} h"] if minutes >= 60 else []
    if minutes % 60 or not parts:
        parts.append(f"{minutes % 60} min")
    return " ".join(parts)


def moment_typed(course: Course, at: datetime) -> str:
    """A moment as a form takes it again: ``23 Oct 2026 11:00``."""
    local = at.astimezone(zone_of(course))
    return f"{day_text(local.date())} {local:%H:%M}"
