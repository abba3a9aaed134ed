"""What a day holds for one person: said with when it goes on, and never as a reproach."""

from datetime import datetime

from handlers.chat.incoming import Heard
from handlers.course import Course
from handlers.rules.limits import MOST, Limited, day_of, next_day
from storage.kinds import Purpose


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


def again_at(event: Heard, course: Course) -> str:
    """When it goes on: ``Tue 00:00``."""
    back: datetime = next_day(event.at, course.record.timezone)
    return f"{back:%a %H:%M}"
