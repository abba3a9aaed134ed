"""What the clock does about a ticket: remind, let go, tell others, wake.

Each job looks at the ticket as it is then and decides from that, so that one which comes late,
twice, or for a ticket that has gone on meanwhile does nothing wrong.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.cards import holder
from handlers.chat.incoming import Press, Shortcut, Submission, Tick
from handlers.chat.outgoing import Notice, NoticeKind, Outgoing
from handlers.course import Course, author_seal, tag_for
from handlers.life.anew import cards_now, said_anew
from handlers.life.due import (
    LATE,
    QUIET,
    UNOPENED,
    WAKE,
    later,
    look_again,
    watch_claim,
    watch_target,
)
from handlers.routes import Routes
from handlers.rules.ticket_life import (
    RELEASED_AFTER,
    REMINDED_AFTER,
    Later,
    LetGo,
    Remind,
    quiet,
)
from handlers.staffing.team import instructors
from storage import ticket_life as life
from storage.kinds import QuestionState, TicketState
from storage.tables import Question, Ticket

routes = Routes()
CIRCLES = ("others", "instructors")
"""Who is told that a ticket is late, one circle after another."""


def stir(
    event: Press | Shortcut | Submission, course: Course, question_id: str, at: datetime
) -> None:
    """A sign of life of whoever holds a ticket; of anybody else it changes nothing."""
    ticket = course.tickets.find(question_id)
    if ticket is None or ticket.active_at == at:
        return  # the same event once more: a form that is opened is not kept to be said again
    mine = tag_for(event.who, question_id)
    if course.tickets.take(life.STIR, question_id, mine=mine, at=at):
        watch_claim(course, question_id, at)


def _both(tick: Tick, course: Course) -> tuple[Question, Ticket] | None:
    """The open question a job is about, with its ticket."""
    question = course.questions.find(course.id, tick.args[0])
    if question is None or question.state != QuestionState.OPEN:
        return None
    ticket = course.tickets.find(question.id)
    return None if ticket is None else (question, ticket)


@routes.tick(QUIET)
def quiet_claim(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A claim of which nothing was heard: its holder is reminded once, then it is let go."""
    found = _both(tick, course)
    if found is None:
        return
    question, ticket = found
    if ticket.state != TicketState.CLAIMED or ticket.active_at is None:
        return
    remind_at = later(course, ticket.active_at, REMINDED_AFTER)
    release_at = later(course, ticket.reminded_at or tick.at, RELEASED_AFTER)
    match quiet(remind_at, release_at, reminded=ticket.reminded_at is not None, at=tick.at):
        case Later(at):
            look_again(course, question.id, QUIET, at)
        case Remind(again):
            if course.tickets.take(life.REMIND, question.id, seen=ticket.active_at, at=tick.at):
                course.happened(question, "reminded", tick.at)
                look_again(course, question.id, QUIET, again)
                yield Notice(holder(ticket), NoticeKind.CLAIM, about=question.id)
        case LetGo():
            yield from _let_go(tick, course, question, ticket)


def _let_go(tick: Tick, course: Course, question: Question, ticket: Ticket) -> Iterator[Outgoing]:
    if course.tickets.take(life.LAPSE, question.id, seen=ticket.active_at):
        course.happened(question, "lapsed", tick.at)
        yield from cards_now(course, question)
        yield from said_anew(course, question, "lapsed", tick.at)


@routes.tick(LATE)
def late_ticket(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Past the target the other staff are told, and after half of it again the instructors."""
    found = _both(tick, course)
    if found is None:
        return
    question, ticket = found
    if ticket.escalated >= len(CIRCLES):
        return
    again = later(course, tick.at, course.target // timedelta(minutes=2))
    if ticket.state in {TicketState.CLAIMED, TicketState.SNOOZED}:
        look_again(course, question.id, LATE, again)
    if ticket.state != TicketState.WAITING:
        return
    if course.tickets.take(life.ESCALATE, question.id, seen=ticket.escalated):
        circle = CIRCLES[ticket.escalated]
        course.happened(question, "late", tick.at, circle)
        look_again(course, question.id, LATE, again)
        yield from said_anew(course, question, f"late-{circle}", tick.at)
        if circle == "instructors":
            yield from _tell_instructors(course, question)


def _tell_instructors(course: Course, question: Question) -> Iterator[Notice]:
    """Each of them is told privately too, with nothing of the question."""
    for seal in instructors(course):
        yield Notice(seal, NoticeKind.LATE, about=question.id)


@routes.tick(WAKE)
def wake_ticket(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A snoozed ticket is back at its old place when its time has come."""
    found = _both(tick, course)
    if found is None:
        return
    question, ticket = found
    until = ticket.snoozed_until
    if ticket.state != TicketState.SNOOZED or until is None:
        return
    if until > tick.at:
        look_again(course, question.id, WAKE, until)
    elif course.tickets.take(life.WAKE, question.id, seen=until):
        course.happened(question, "woke", tick.at)
        watch_target(course, question.id, tick.at)
        yield from cards_now(course, question)
        yield from said_anew(course, question, "woke", tick.at)


@routes.tick(UNOPENED)
def unopened_answer(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """An answer that waits unopened: its asker is reminded once."""
    found = _both(tick, course)
    if found is None:
        return
    question, _ticket = found
    seal = author_seal(question)
    unopened = [
        given
        for given in course.answers.of(question.id)
        if given.text and given.opened_at is None and given.wrong_at is None
    ]
    if not unopened or seal is None:
        return
    if course.tickets.take(life.REMIND_ASKER, question.id, at=tick.at):
        course.happened(question, "asker reminded", tick.at)
        yield Notice(seal, NoticeKind.UNOPENED, about=question.id)
