"""A ticket told of in a new message, since an edit would notify nobody."""

from collections.abc import Iterator
from datetime import datetime

from handlers.cards import ANEW, anew_card, anew_key, ticket_cards
from handlers.chat.outgoing import Line, Message, Post
from handlers.course import Course
from handlers.life.due import watch_target
from storage import ticket_life as life
from storage.kinds import Room
from storage.tables import Question


def cards_now(course: Course, question: Question) -> Iterator[Post]:
    """A ticket's cards in the staff room as it is after a step."""
    ticket = course.tickets.find(question.id)
    if ticket is not None:
        yield from ticket_cards(course, question, ticket)


def said_anew(course: Course, question: Question, sort: str, at: datetime) -> Iterator[Post]:
    """A new message about a ticket that waits again, or still; an older one goes quiet.

    Args:
        course: its course.
        question: its question.
        sort: what happened; the text is ``card-SORT``.
        at: when.
    """
    ticket = course.tickets.find(question.id)
    if ticket is None:
        return
    before, ticket.anew = ticket.anew, f"{sort} {at:{ANEW}}"
    course.tickets.told_anew(question.id, ticket.anew)
    if before:
        older = Message((Line(course.say("card-gone-on")),))
        yield Post(Room.STAFF, anew_key(question, before), older, about=question.id)
    yield anew_card(course, question, ticket)


def part_all(course: Course, question_id: str, at: datetime) -> Iterator[Post]:
    """Whatever was merged into a question that is over is back in the line by itself."""
    for ticket in course.tickets.merged_into(question_id):
        if not course.tickets.take(life.PART, ticket.question_id, seen=question_id):
            continue
        other = course.question(ticket.question_id)
        course.happened(other, "parted", at)
        watch_target(course, other.id, at)
        yield from cards_now(course, other)
        yield from said_anew(course, other, "parted", at)
