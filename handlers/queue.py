"""The staff queue: claim and release. One guarded statement decides who was first."""

from collections.abc import Iterator

from handlers.cards import holder, ticket_cards
from handlers.chat.incoming import Press, Shortcut
from handlers.chat.outgoing import NAME, Line, Message, Outgoing, PersonName, Reply
from handlers.course import Course, tag_for
from handlers.life.due import watch_claim
from handlers.refusal import Refused
from handlers.replies.items import reply_items
from handlers.routes import STAFF, Routes
from handlers.rules.pages import pages
from handlers.staffing.team import own_seat
from storage.kinds import TicketState
from storage.tables import Question, Ticket

routes = Routes()


@routes.press("claim", roles=STAFF)
def claim(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Claim]**: the first has it, everybody else reads who that was."""
    question = course.question(press.args[0])
    take(press, course, question)
    yield from ticket_cards(course, question, ticket_of(course, question))
    parts = (Line(course.say("claimed")), *reply_items(course, question))
    for message in pages(parts):
        yield Reply(message)


def take(press: Press | Shortcut, course: Course, question: Question) -> None:
    """Claim a ticket for the person who acted.

    Raises:
        Refused: somebody else holds it, or nobody needs it any more.
    """
    tag = tag_for(press.who, question.id)
    if tag == question.author_tag:
        raise course.refuse("answer-own")
    seal = press.who.sealed(f"holder:{question.id}")
    if course.tickets.claim(question.id, tag, seal, press.at):
        course.happened(question, "claimed", press.at)
        seat = own_seat(press, course)
        if seat is not None:
            course.tickets.sit(question.id, tag, seat.id)
        watch_claim(course, question.id, press.at)
        return
    ticket = ticket_of(course, question)
    if ticket.state == TicketState.CLAIMED:
        raise Refused(held(course, ticket, "claimed-other"))
    raise course.refuse("claimed-closed")


def held(course: Course, ticket: Ticket, key: str) -> Message:
    """A line that names who holds a ticket; among staff, names are no secret."""
    return Message((Line(course.say(key, who=NAME), (PersonName(holder(ticket)),)),))


def ticket_of(course: Course, question: Question) -> Ticket:
    """The ticket of a posted question.

    Raises:
        Refused: it was never posted.
    """
    ticket = course.tickets.find(question.id)
    if ticket is None:
        raise course.refuse("question-gone")
    return ticket


@routes.press("release", roles=STAFF)
def release(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Release]** puts a ticket back at its old place."""
    question = course.question(press.args[0])
    if not course.tickets.release(question.id, tag_for(press.who, question.id)):
        raise course.refuse("release-not-yours")
    course.happened(question, "released", press.at)
    yield from ticket_cards(course, question, ticket_of(course, question))
    yield Reply(course.line("released"))
