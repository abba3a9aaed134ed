"""R1: tumbling windows whose length is fixed by the enrolment before the term.

A window is named by its last ISO week, such as ``2026-W41``, by the calendar of the course's own
time zone. So in a large class, where windows are weeks, a window's name is its week's.
"""

from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(2024, 1, 1)
"""A Monday: where windows are counted from in a course that has not said when its term begins."""


@dataclass(frozen=True, slots=True)
class Window:
    """Whole weeks.

    Attributes:
        first: its first Monday.
        weeks: how many there are.
    """

    first: date
    weeks: int

    @property
    def end(self) -> date:
        """The Monday on which it is over."""
        return self.first + timedelta(weeks=self.weeks)

    @property
    def name(self) -> str:
        """Its last ISO week."""
        return week_name(self.end - timedelta(days=1))


def week_name(day: date) -> str:
    """A day's ISO week, such as ``2026-W41``."""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(name: str) -> date:
    """The Monday of a named ISO week.

    Raises:
        ValueError: it names no week.
    """
    year, _w, week = name.partition("-W")
    if not (year.isdigit() and week.isdigit() and len(year) == 4 and len(week) == 2):
        raise ValueError("write a week as 2026-W40")
    return date.fromisocalendar(int(year), int(week), 1)


def weeks(enrolment: int | None) -> int:
    """How many weeks a class's windows have: four to 19 enrolled, two to 39, one from 40 on.

    In a class of under twelve, or of nobody knows how many, nothing about people is published.
    """
    if enrolment is None or enrolment >= 40:
        return 1
    return 4 if enrolment < 20 else 2


def window_at(day: date, enrolment: int | None, term_start: date | None) -> Window:
    """The window a day belongs to.

    Args:
        day: in the course's time zone.
        enrolment: fixed at the term's start.
        term_start: the term's first day; windows begin with its week.
    """
    length = weeks(enrolment)
    begin = EPOCH if term_start is None else term_start
    begin -= timedelta(days=begin.weekday())
    number = (day - begin).days // (7 * length)
    return Window(begin + timedelta(weeks=number * length), length)


def last_over(monday: date, enrolment: int | None, term_start: date | None) -> Window | None:
    """The window that ended with the week before a Monday; ``None``: one is still running."""
    window = window_at(monday - timedelta(days=1), enrolment, term_start)
    return window if window.end == monday else None
