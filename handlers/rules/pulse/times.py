"""When a pulse opens, reminds and closes, in the course's own time.

A week's slot is a local date. Its moment is worked out from the date, so that it comes once also
where clocks go back, and comes at all where they go forward. What lasts is counted in hours that
really pass.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPEN = timedelta(hours=72)
"""How long a week's items can be answered; later answers are dropped."""
REMIND = timedelta(hours=36)
"""After how long those who did nothing are reminded, once."""
AFTER_NOT_YET = timedelta(hours=48)
"""How long nobody is asked who has said that an answer did not help yet."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a course is asked.

    Attributes:
        zone: the course's time zone.
        weekday: the day on which items go out, Monday 0; midweek by default.
        minute: of that day, local time.
        quiet_from: the minute of the day from which nothing is sent.
        quiet_to: the minute from which things are sent again.
    """

    zone: ZoneInfo
    weekday: int = 2
    minute: int = 8 * 60 + 30
    quiet_from: int = 21 * 60
    quiet_to: int = 8 * 60


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row, the first and the last among them."""

    first: date
    last: date


def moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The moment of a local date and minute, in UTC.

    A minute that the clocks skip is as long after midnight as it would have been; of one that comes
    twice, the first.
    """
    local = datetime.combine(day, time(minute // 60, minute % 60), zone)
    return local.astimezone(UTC)


def is_quiet(at: datetime, rhythm: Rhythm) -> bool:
    """Whether a moment falls into the course's quiet hours, which may span midnight."""
    local = at.astimezone(rhythm.zone)
    minute = local.hour * 60 + local.minute
    if rhythm.quiet_from <= rhythm.quiet_to:
        return rhythm.quiet_from <= minute < rhythm.quiet_to
    return minute >= rhythm.quiet_from or minute < rhythm.quiet_to


def not_quiet(at: datetime, rhythm: Rhythm) -> datetime:
    """The moment itself, or else the first after it that is outside quiet hours."""
    if not is_quiet(at, rhythm):
        return at
    day = at.astimezone(rhythm.zone).date()
    ends = (moment(day + timedelta(days=n), rhythm.quiet_to, rhythm.zone) for n in (0, 1))
    return next(end for end in ends if end > at)


def opens(day: date, rhythm: Rhythm) -> datetime:
    """When a week's items go out, outside quiet hours whatever the course has set."""
    return not_quiet(moment(day, rhythm.minute, rhythm.zone), rhythm)


def closes(opened: datetime) -> datetime:
    """When a week's items can no longer be answered."""
    return opened + OPEN


def reminds(opened: datetime, rhythm: Rhythm) -> datetime:
    """When those who did nothing are reminded: after 36 hours, or when the night is over."""
    return not_quiet(opened + REMIND, rhythm)


def sent_by(at: datetime, rhythm: Rhythm, closed: datetime) -> datetime:
    """Until when something that is sent at *at* may still be sent: the night, or the close."""
    day = at.astimezone(rhythm.zone).date()
    nights = (moment(day + timedelta(days=n), rhythm.quiet_from, rhythm.zone) for n in (0, 1))
    night = next(one for one in nights if one > at)
    return closed if rhythm.quiet_from == rhythm.quiet_to else min(night, closed)


def days_of(starts: date, ends: date, weekday: int) -> Iterator[tuple[int, date]]:
    """The term's weeks from 1, each with the local date on which its items go out."""
    day = starts + timedelta(days=(weekday - starts.weekday()) % 7)
    week = 1
    while day <= ends:
        yield week, day
        day += timedelta(days=7)
        week += 1


def is_free(day: date, free: Iterable[Days]) -> bool:
    """Whether a week is left out: its items would be open on a day of an exam or quiet week."""
    last = day + OPEN
    return any(days.first <= last and day <= days.last for days in free)


def next_day(
    now: datetime, starts: date, ends: date, rhythm: Rhythm, free: Iterable[Days] = ()
) -> tuple[int, date] | None:
    """The first week whose items are still to go out, with its date; ``None`` after the last."""
    left_out = tuple(free)
    for week, day in days_of(starts, ends, rhythm.weekday):
        if opens(day, rhythm) > now and not is_free(day, left_out):
            return week, day
    return None


def may_ask(at: datetime, *, has_open_question: bool, not_yet_at: datetime | None) -> bool:
    """Whether somebody may be asked now: not while stuck, nor right after help that did not help.

    Args:
        at: now.
        has_open_question: whether a question of theirs is open.
        not_yet_at: when they last said *not yet* of an answer.
    """
    if has_open_question:
        return False
    return not_yet_at is None or at - not_yet_at >= AFTER_NOT_YET
