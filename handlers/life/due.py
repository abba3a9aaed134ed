"""When a ticket's due work falls due, in staffed time."""

from datetime import datetime, timedelta

from handlers.course import Course
from handlers.rules.line import due
from handlers.rules.staffed_time import HORIZON
from handlers.rules.ticket_life import REMINDED_AFTER, UNOPENED_HOURS
from handlers.staffing.team import Team
from storage.kinds import TicketState
from storage.tables import Question, Ticket

QUIET, LATE, WAKE, UNOPENED = "quiet-claim", "late-ticket", "wake-ticket", "unopened-answer"
"""The jobs."""


def later(course: Course, since: datetime, minutes: int) -> datetime:
    """The moment by which somebody has been on duty for so many minutes since another moment.

    So a night, a weekend and the hour that a clock change leaves out are no delay.
    """
    found = Team(course, since).due(minutes)
    return since + HORIZON if found is None else found


def look_again(course: Course, question_id: str, name: str, at: datetime) -> None:
    """Have a ticket looked at then, and not before."""
    course.jobs.drop(question_id, name)
    course.do_later(name, at, question_id, question_id=question_id)


def line_up(course: Course, question: Question, at: datetime) -> Ticket:
    """Put a question into the line, from which it is taken or, when it is late, told of."""
    ticket = Ticket(
        question_id=question.id,
        course_id=course.id,
        state=TicketState.WAITING,
        topic=question.topic,
        due=due(at, question.kind),
        posted_at=at,
        ahead=course.tickets.ahead(course.id),
    )
    course.tickets.add(ticket)
    watch_target(course, question.id, at)
    return ticket


def watch_claim(course: Course, question_id: str, at: datetime) -> None:
    """Somebody has it, or gave a sign: look again when nothing was heard for a while."""
    look_again(course, question_id, QUIET, later(course, at, REMINDED_AFTER))


def watch_target(course: Course, question_id: str, at: datetime) -> None:
    """It waits from now on: look again when the target is over."""
    look_again(course, question_id, LATE, later(course, at, course.target // timedelta(minutes=1)))


def watch_answer(course: Course, question: Question, at: datetime) -> None:
    """It has an answer: look tomorrow whether its asker has opened it."""
    look_again(course, question.id, UNOPENED, at + timedelta(hours=UNOPENED_HOURS))
