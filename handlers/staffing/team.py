"""The desk of a course: everybody's seat, when they are on duty, and what they have left."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

from handlers.chat.incoming import Heard
from handlers.chat.outgoing import PersonName
from handlers.chat.person import Person
from handlers.course import Course
from handlers.rules import duty_hours
from handlers.rules.routing import Candidate, counted
from handlers.rules.staffed_time import OFFICE, Hours, Pressed, due, next_on, on_until, staffed
from handlers.times import zone_of
from storage.kinds import Purpose, Role, Seal, TicketState
from storage.log import window_of
from storage.tables import Seat, Staff, Ticket


@lru_cache(maxsize=1024)
def _planned(weekly: str, other_days: str) -> Hours:
    return Hours(duty_hours.weekly(weekly), duty_hours.others(other_days))


def hours_of(seat: Seat) -> Hours:
    """When somebody is on duty."""
    planned = _planned(seat.weekly, seat.other_days)
    if seat.pressed_since is None or seat.pressed_until is None:
        return planned
    press = Pressed(on=seat.pressed_on, since=seat.pressed_since, until=seat.pressed_until)
    return Hours(planned.weekly, planned.others, press)


def seal_of(seat: Seat) -> Seal:
    """Whose seat it is, locked."""
    return Seal(f"seat:{seat.id}", seat.member_seal)


def as_staff(who: Person, course_id: str, role: Role) -> Staff:
    """Somebody as staff of a course; an instructor can be written to."""
    return Staff(
        course_id=course_id,
        member_tag=who.tag(Purpose.MEMBER, course_id),
        role=role,
        member_seal=who.sealed(_scope(course_id)).box if role is Role.INSTRUCTOR else None,
    )


def _scope(course_id: str) -> str:
    return f"staff:{course_id}"


def instructors(course: Course) -> list[Seal]:
    """Everybody who was named an instructor, locked.

    Who was named before instructors could be written to can be once they have a seat.
    """
    seats = {seat.member_tag: seal_of(seat) for seat in course.work.seats.all(course.id)}
    found = (
        seats.get(one.member_tag)
        if one.member_seal is None
        else Seal(_scope(course.id), one.member_seal)
        for one in course.work.courses.instructors(course.id)
    )
    return [seal for seal in found if seal is not None]


def name_of(seat: Seat) -> PersonName:
    """Whose seat it is, to be shown among staff."""
    return PersonName(seal_of(seat))


def topics_of(seat: Seat) -> tuple[str, ...]:
    """The topics somebody chose; none: any."""
    return tuple(seat.topics.splitlines())


def own_seat(event: Heard, course: Course) -> Seat | None:
    """The seat of whoever acted."""
    return course.work.seats.of(course.id, event.who.tag(Purpose.MEMBER, course.id))


def spend(event: Heard, course: Course, ticket: Ticket) -> None:
    """Count an answer of whoever acted in their week.

    Args:
        event: the answer.
        course: its course.
        ticket: as it was before it.
    """
    seat = own_seat(event, course)
    if seat is not None:
        since = ticket.claimed_at if ticket.state == TicketState.CLAIMED else None
        course.work.seats.spent(seat.id, week_of(course, event.at), counted(since, event.at))


class Team:
    """Everybody with a seat, at one moment."""

    def __init__(self, course: Course, at: datetime) -> None:
        """Read the course's seats."""
        self.course = course
        self.at = at
        self.zone = zone_of(course)
        self.seats = course.work.seats.all(course.id)
        self.hours = tuple(hours_of(seat) for seat in self.seats)

    @cached_property
    def counts(self) -> Sequence[Hours]:
        """What staffed time is counted by: office hours where nobody gave any."""
        return self.hours if next_on(self.hours, self.zone, self.at) else (OFFICE,)

    def on_until(self, seat: Seat) -> datetime | None:
        """Until when somebody is on duty; ``None`` for who is off."""
        return on_until(hours_of(seat), self.zone, self.at)

    def changes(self, seat: Seat) -> datetime | None:
        """When somebody comes on duty or goes off next."""
        return self.on_until(seat) or next_on((hours_of(seat),), self.zone, self.at)

    def next_on(self) -> datetime | None:
        """When anybody is on duty next, now included; ``None`` when nobody knows."""
        return next_on(self.hours, self.zone, self.at)

    def due(self, minutes: int) -> datetime | None:
        """When so many minutes of staffed time will have passed."""
        return due(self.counts, self.zone, self.at, timedelta(minutes=minutes))

    def minutes_since(self, since: datetime) -> int:
        """Whole minutes of staffed time since a moment."""
        return staffed(self.counts, self.zone, since, self.at) // timedelta(minutes=1)

    def left(self, seat: Seat) -> int | None:
        """Minutes left of somebody's weekly limit; ``None`` without one."""
        if seat.limit_minutes is None:
            return None
        return max(0, seat.limit_minutes - self.spent(seat))

    def spent(self, seat: Seat) -> int:
        """Minutes spent on questions this week."""
        return seat.spent if seat.week == week_of(self.course, self.at) else 0

    def candidates(self) -> list[Candidate]:
        """Everybody, as routing sees them."""
        held = self.course.tickets.on_desks(self.course.id)
        return [
            Candidate(
                seat.id,
                frozenset(topics_of(seat)),
                self.on_until(seat),
                self.left(seat),
                held[seat.id],
                self.spent(seat),
                duty_hours.planned_minutes(hours.weekly),
            )
            for seat, hours in zip(self.seats, self.hours, strict=True)
        ]


def week_of(course: Course, at: datetime) -> str:
    """The week in which minutes are spent, by the course's own calendar."""
    return window_of(at.astimezone(zone_of(course)))
