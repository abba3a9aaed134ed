"""A question is brought to somebody who is on duty: they are told by a notice, and see it first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.chat.incoming import Tick
from handlers.chat.outgoing import Line, Message, Notice, NoticeKind, Outgoing, Post
from handlers.course import Course
from handlers.routes import Routes
from handlers.rules.routing import EACH, Brought, Nobody, route, short_by
from handlers.staffing.team import Team, seal_of, week_of
from storage.kinds import Room, TicketState
from storage.tables import Job

routes = Routes()
AGAIN = timedelta(minutes=15)
"""After so long it is brought to somebody else: whoever was told may be busy with a student."""
MOST = 50
"""Tickets that are looked at in one go: more than any desk holds."""


def bring(course: Course, at: datetime) -> Iterator[Notice | Post]:
    """Bring what waits, from the head of the line on, to those who are on duty.

    Where nobody has a seat, nothing happens: everybody takes from the line.
    """
    team = Team(course, at)
    waiting = course.tickets.line(course.id, MOST) if team.seats else []
    if not waiting:
        return
    candidates = team.candidates()
    sealed = {seat.id: seal_of(seat) for seat in team.seats}
    spent = False
    for ticket in waiting:
        if ticket.brought_at is not None and at - ticket.brought_at < AGAIN:
            continue
        passed = {*ticket.passed.split(), ticket.seat}
        outcome = route(ticket.question_id, ticket.topic, candidates, passed)
        if isinstance(outcome, Brought):
            if course.tickets.bring(ticket, outcome.seat, at, " ".join(outcome.why)):
                yield Notice(sealed[outcome.seat], NoticeKind.BROUGHT, about=ticket.question_id)
            candidates = [
                replace(one, held=one.held + 1) if one.seat == outcome.seat else one
                for one in candidates
            ]
        spent = spent or outcome is Nobody.SPENT
    if spent:
        yield from _short(course, team)
    _look_again(course, team, at)


def _look_again(course: Course, team: Team, at: datetime) -> None:
    """When somebody comes on duty, or what was brought may have been left lying."""
    coming = team.next_on()
    if coming is None:
        return
    course.jobs.once(
        Job(
            id=f"bring-{course.id}",
            course_id=course.id,
            name="bring",
            due=coming if coming > at else at + AGAIN,
        )
    )


@routes.tick("bring")
def brings(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Bring what waits, as long as something does."""
    yield from bring(course, tick.at)


def short(course: Course, team: Team) -> timedelta:
    """How much time the desk is short of this week, with everybody's limit; mostly none."""
    waiting = course.tickets.counts(course.id)[TicketState.WAITING]
    left = [team.left(seat) for seat in team.seats]
    return short_by(waiting, EACH, left) if left else timedelta()


def short_line(course: Course, team: Team) -> str:
    """The shortage in words, rounded up to what one can plan with; empty for none."""
    missing = short(course, team)
    if not missing:
        return ""
    if missing <= timedelta(minutes=30):
        return course.say("desk-short-half")
    return course.say("desk-short", hours=-(-missing // timedelta(hours=1)))


def _short(course: Course, team: Team) -> Iterator[Post]:
    """A message of its own, and another one only when an hour more is missing."""
    hours = -(-short(course, team) // timedelta(hours=1))
    key = f"short:{week_of(course, team.at)}:{hours}"
    if hours and not course.work.cards.there(course.id, key):
        lines = (Line(course.say("desk-spent")), Line(short_line(course, team)))
        yield Post(Room.STAFF, key, Message(lines))
