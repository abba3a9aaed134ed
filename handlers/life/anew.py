"""A ticket told of in a new message, since an edit would notify nobody."""

from collections.abc import Iterator
from datetime import datetime

from handlers.cards import asker, ticket_cards, worried_button
from handlers.chat.outgoing import Button, Line, Message, Post, Said, Style
from handlers.course import Course
from handlers.life.due import watch_target
from storage import ticket_life as life
from storage.kinds import Room, Wish
from storage.tables import Question


def cards_now(course: Course, question: Question) -> Iterator[Post]:
    """A ticket's cards in the staff room as it is after a step."""
    ticket = course.tickets.find(question.id)
    if ticket is not None:
        yield from ticket_cards(course, question, ticket)


def said_anew(
    course: Course, question: Question, sort: str, at: datetime, key: str, **values: str | int
) -> Post:
    """A new message about a ticket that waits again, or still.

    Args:
        course: its course.
        question: its question.
        sort: what happened, for the card's key.
        at: when.
        key: of the text, with ``who``.
        values: what else the text needs.
    """
    who, names = asker(question, Room.STAFF)
    line = Line(course.say(key, who=who, **values), names)
    buttons = (
        Button(course.say("button-claim"), "claim", (question.id,), Style.PRIMARY),
        worried_button(course, question.id),
    )
    # Who asks for a person has confided something: it is not posted once more for being late.
    said = (
        Line(course.say("card-talk-above")) if question.wish == Wish.TALK else Said(question.text)
    )
    message = Message((line, said), buttons)
    card = f"{sort}:{question.id}:{at:%Y%m%d%H%M%S}"
    return Post(Room.STAFF, card, message, about=question.id)


def part_all(course: Course, question_id: str, at: datetime) -> Iterator[Post]:
    """Whatever was merged into a question that is over is back in the line by itself."""
    for ticket in course.tickets.merged_into(question_id):
        if not course.tickets.take(life.PART, ticket.question_id, seen=question_id):
            continue
        other = course.question(ticket.question_id)
        course.happened(other, "parted", at)
        watch_target(course, other.id, at)
        yield from cards_now(course, other)
        yield said_anew(course, other, "parted", at, "card-parted")
