"""Time in which somebody is on duty: a night between a question and its answer is no delay.

Duty hours are walls' time in the course's zone. A span begins at the first moment at which the
clock on the wall has reached its start, and ends at the first moment at which it has reached its
end. So nobody works longer because an hour is repeated, unless the span covers the whole of it, and
a span inside an hour that is left out lasts no time.

Moments that come in and go out are aware; sums are of real time, never of walls' time.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = 24 * 60
"""Minutes of a day on the wall."""
HORIZON = timedelta(days=70)
"""Nobody looks further ahead: who has no hours until then has none."""
LONGEST_PRESS = timedelta(hours=4)
"""How long somebody who came on duty by a press stays so, if they forget to press again."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a weekday.

    Attributes:
        weekday: 0 is Monday.
        start: minutes after midnight, on the wall.
        end: minutes after midnight, at most 1440; a span over midnight is two.
    """

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        """Check that it is a part of a day."""
        if not (0 <= self.weekday < 7 and 0 <= self.start < self.end <= DAY):
            raise ValueError("a span lies in one day of the week")


@dataclass(frozen=True, slots=True, order=True)
class OtherDay:
    """A date on which other hours hold than every week; none of ``parts`` is a day off.

    Attributes:
        day: the date in the course's zone.
        parts: start and end in minutes after midnight.
    """

    day: date
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pressed:
    """On or off by a press, whatever the hours say."""

    on: bool
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When one person is on duty."""

    weekly: tuple[Span, ...] = ()
    others: tuple[OtherDay, ...] = ()
    pressed: Pressed | None = None


OFFICE = Hours(tuple(Span(weekday, 9 * 60, 17 * 60) for weekday in range(5)))
"""What targets count by where nobody has given any hours."""


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """A stretch of time, ``start`` in it and ``end`` not."""

    start: datetime
    end: datetime


def reached(zone: tzinfo, day: date, minutes: int) -> datetime:
    """The first moment, in UTC, at which the wall's clock has reached a time of a day.

    Args:
        zone: the course's time zone.
        day: the date.
        minutes: after midnight; 1440 is the next day's midnight.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    late, early = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if late <= early:
        return late
    # The wall's clock leaps over this time, so fold 0 names a moment after the leap, fold 1 one
    # before it (PEP 495): the leap lies between them, on a whole second.
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=int((late - early).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


def shifts(
    team: Sequence[Hours], zone: tzinfo, since: datetime, until: datetime
) -> Iterator[Shift]:
    """When anybody of a team is on duty between two moments, in order, touching ones joined."""
    # Python compares two moments of one zone by the wall's clock, which is wrong when it leaps.
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    joined: Shift | None = None
    for one in heapq.merge(_by_hours(team, zone, since, until), _by_press(team)):
        start, end = max(one.start, since), min(one.end, until)
        if start >= end:
            continue
        if joined is None or start > joined.end:
            if joined is not None:
                yield joined
            joined = Shift(start, end)
        else:
            joined = replace(joined, end=max(joined.end, end))
    if joined is not None:
        yield joined


def staffed(team: Sequence[Hours], zone: tzinfo, since: datetime, until: datetime) -> timedelta:
    """How long somebody of the team was on duty between two moments."""
    lengths = (shift.end - shift.start for shift in shifts(team, zone, since, until))
    return sum(lengths, timedelta())


def due(
    team: Sequence[Hours], zone: tzinfo, since: datetime, lasting: timedelta
) -> datetime | None:
    """The first moment by which somebody has been on duty for so long; ``None``: not in sight."""
    if lasting <= timedelta():
        return since
    for shift in shifts(team, zone, since, since + HORIZON):
        if shift.end - shift.start >= lasting:
            return shift.start + lasting
        lasting -= shift.end - shift.start
    return None


def next_on(team: Sequence[Hours], zone: tzinfo, at: datetime) -> datetime | None:
    """When somebody is on duty next: *at* itself if now, ``None`` if that is not in sight."""
    first = next(shifts(team, zone, at, at + HORIZON), None)
    return None if first is None else first.start


def on_until(hours: Hours, zone: tzinfo, at: datetime) -> datetime | None:
    """Until when somebody who is on duty stays so; ``None`` for somebody who is off."""
    first = next(shifts((hours,), zone, at, at + HORIZON), None)
    return first.end if first is not None and first.start <= at else None


def pressed(hours: Hours, zone: tzinfo, at: datetime) -> Pressed | None:
    """What one press on **[On duty]** or **[Off duty]** leaves: nothing where the hours say it.

    Off holds to the end of the present shift; on holds for four hours, lest somebody forget it.
    """
    planned = on_until(replace(hours, pressed=None), zone, at)
    if on_until(hours, zone, at) is None:
        return Pressed(on=True, since=at, until=at + LONGEST_PRESS) if planned is None else None
    return None if planned is None else Pressed(on=False, since=at, until=planned)


def _by_hours(
    team: Sequence[Hours], zone: tzinfo, since: datetime, until: datetime
) -> Iterator[Shift]:
    """What the hours say, less what was pressed off, ordered by start."""
    if not any(hours.weekly or hours.others for hours in team):
        return
    day = since.astimezone(zone).date() - timedelta(days=1)
    last = until.astimezone(zone).date()
    while day <= last:
        yield from sorted(
            part
            for hours in team
            for start, end in _parts(hours, day)
            for part in _less_off(hours, Shift(reached(zone, day, start), reached(zone, day, end)))
        )
        day += timedelta(days=1)


def _parts(hours: Hours, day: date) -> Iterable[tuple[int, int]]:
    for other in hours.others:
        if other.day == day:
            return other.parts
    return [(span.start, span.end) for span in hours.weekly if span.weekday == day.weekday()]


def _less_off(hours: Hours, shift: Shift) -> Iterator[Shift]:
    off = hours.pressed
    if off is None or off.on or off.until <= shift.start or off.since >= shift.end:
        yield shift
        return
    if shift.start < off.since:
        yield Shift(shift.start, off.since)
    if off.until < shift.end:
        yield Shift(off.until, shift.end)


def _by_press(team: Sequence[Hours]) -> list[Shift]:
    presses = (hours.pressed for hours in team if hours.pressed is not None)
    return sorted(Shift(press.since, press.until) for press in presses if press.on)
