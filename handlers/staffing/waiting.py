"""What somebody who asks is told: when staff are there next, and how long it takes here."""

from datetime import datetime

from handlers.chat.outgoing import Line
from handlers.course import Course
from handlers.rules.waits import Past, expected
from handlers.staffing.team import Team
from handlers.times import time_text
from storage.tables import Question

SOON = 5
"""Minutes: nothing is promised more exactly than that."""


def duty_lines(course: Course, at: datetime) -> list[Line]:
    """When somebody is on duty next, where staff said so."""
    return _duty(course, Team(course, at))


def _duty(course: Course, team: Team) -> list[Line]:
    coming = team.next_on()
    if coming is None:
        return []
    there = "preview-duty-now" if coming == team.at else "preview-duty-next"
    return [Line(course.say(there, time=time_text(course, coming, team.at)))]


def wait_lines(course: Course, at: datetime) -> list[Line]:
    """When somebody is on duty next, and the expected wait, or that it is not known yet."""
    team, say = Team(course, at), course.say
    lines = _duty(course, team)
    history = [Past(ahead, minutes) for ahead, minutes in course.tickets.history(course.id)]
    minutes = expected(history, course.tickets.ahead(course.id))
    by = None if minutes is None else team.due(max(SOON, -(-minutes // SOON) * SOON))
    if by is None:
        return [*lines, Line(say("preview-wait")), *_aim(course)]
    return [*lines, Line(say("preview-wait-known", time=time_text(course, by, at)))]


def _aim(course: Course) -> list[Line]:
    """What staff aim at, only where they have said it: nobody promises for them."""
    hours = course.record.reply_hours
    return [] if hours is None else [Line(course.say("preview-aim", hours=hours))]


def first_reply(course: Course, question: Question, at: datetime) -> None:
    """Note the staffed time until the first reply of a person, from which later waits are told."""
    ticket = course.tickets.find(question.id)
    if ticket is not None and ticket.first_reply_at is None and ticket.posted_at is not None:
        minutes = Team(course, at).minutes_since(ticket.posted_at)
        course.tickets.replied(question.id, at, minutes)
