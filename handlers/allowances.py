"""What a day holds for one person: said with when it goes on, and never as a reproach."""

from handlers.chat.incoming import Heard
from handlers.course import Course, Desk
from handlers.rules.limits import MOST, Limited, day_of, next_day
from handlers.times import time_text, weekday_or_dated
from storage.kinds import Purpose

ZONE = "UTC"
"""Whose days count where no course is meant yet."""


def use(event: Heard, course: Course, what: Limited) -> int:
    """Use one of what the day holds: which one of the day it is, 0 when there are no more.

    The row carries a tag of this day, course and purpose alone and goes when the day is over; it
    is asked for nothing else, so nobody is counted beyond the day. Staff have no limit.
    """
    if event.role.staff:
        return 1
    zone = course.record.timezone
    scope = f"{course.id}/{day_of(event.at, zone)}/{what}"
    tag = event.who.tag(Purpose.DAY, scope)
    until = next_day(event.at, zone)
    return course.work.allowances.use(scope, tag, until, MOST[what])


def try_code(event: Heard, desk: Desk, what: Limited) -> None:
    """Use one of the codes that somebody may type in a day, right or wrong.

    It counts once the event is kept, so a wrong code is answered, not refused. No course is known
    yet, so the day is that of UTC, which is said; staff are held to it too.

    Raises:
        Refused: the day holds no more; the sentence says when it goes on.
    """
    scope = f"codes/{day_of(event.at, ZONE)}/{what}"
    tag, until = event.who.tag(Purpose.DAY, scope), next_day(event.at, ZONE)
    if not desk.work.allowances.use(scope, tag, until, MOST[what]):
        raise desk.refuse(
            "day-full-codes", time=f"{weekday_or_dated(desk.say, until, event.at)} {ZONE}"
        )


def again_at(event: Heard, course: Course) -> str:
    """When it goes on: ``Tue 00:00``."""
    return time_text(course, next_day(event.at, course.record.timezone), event.at)
