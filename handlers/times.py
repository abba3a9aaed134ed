"""Days and moments as people read them, in the course's own time and language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.course import Course
from handlers.words import Words


def zone_of(course: Course) -> ZoneInfo:
    """The course's time zone."""
    return ZoneInfo(course.record.timezone)


def day_text(day: date) -> str:
    """A day as people read it, and as a form takes it again: ``5 Oct 2026``."""
    return f"{day.day} {day:%b %Y}"


def moment_text(course: Course, at: datetime) -> str:
    """A moment as people read it at any time: ``Fri 23 Oct, 11:00``."""
    return dated(course.say, at.astimezone(zone_of(course)))


def time_text(course: Course, at: datetime, said: datetime) -> str:
    """A moment as people read it when it is said: ``Fri 11:00``, or with its date.

    Args:
        course: the course, in whose time it is said.
        at: the moment.
        said: when it is said; of what stands in a room, when it was first said there, since that
            is the time the platform shows beside it.
    """
    zone = zone_of(course)
    return weekday_or_dated(course.say, at.astimezone(zone), said.astimezone(zone))


def weekday_or_dated(say: Words, local: datetime, said: datetime) -> str:
    """A moment by its weekday alone yesterday, today and tomorrow: else it could be another week's.

    Args:
        say: the texts of a language.
        local: the moment, by the clock of those who read it.
        said: when it is said, by the same clock.
    """
    if abs((local.date() - said.date()).days) > 1:
        return dated(say, local)
    return say("moment", weekday=_weekday(say, local), time=f"{local:%H:%M}")


def dated(say: Words, local: datetime) -> str:
    """A moment with its date: ``Fri 23 Oct, 11:00``."""
    return say(
        "moment-dated",
        weekday=_weekday(say, local),
        day=str(local.day),
        month=say("months").split()[local.month - 1],
        time=f"{local:%H:%M}",
    )


def _weekday(say: Words, local: datetime) -> str:
    return say("weekdays").split()[local.weekday()]


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
