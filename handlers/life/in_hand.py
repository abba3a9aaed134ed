"""**[What I hold]**: the tickets somebody has, from a notice or the staff room."""

from collections.abc import Iterator

from handlers.chat.incoming import Heard, Press
from handlers.chat.outgoing import Button, Heading, Item, Line, Outgoing, Part, Reply
from handlers.course import Course, Desk, tag_for
from handlers.news import courses_of
from handlers.routes import Routes
from handlers.rules.pages import pages, title
from storage.tables import Question, Ticket

routes = Routes()


def held_by(event: Heard, course: Course) -> list[tuple[Question, Ticket]]:
    """The tickets of a course that whoever acted holds, found by computing their tag for each."""
    mine = [
        ticket
        for ticket in course.tickets.held_in(course.id)
        if ticket.holder_tag == tag_for(event.who, ticket.question_id)
    ]
    by_id = {one.id: one for one in course.questions.some(one.question_id for one in mine)}
    return [(by_id[one.question_id], one) for one in mine]


@routes.press("in-hand", reads=True, anywhere=True)
def in_hand(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """What somebody holds, in every course of theirs."""
    parts: list[Part] = []
    for course in courses_of(press, desk):
        for question, _ticket in held_by(press, course):
            button = Button(desk.say("button-ticket-more"), "ticket-more", (question.id,))
            parts.append(Item(title(question.text), button))
    if not parts:
        parts = [Line(desk.say("in-hand-none"))]
    else:
        parts.insert(0, Heading(desk.say("in-hand-heading")))
    for message in pages(parts, _all(desk, held=len(parts) > 1)):
        yield Reply(message)


def _all(desk: Desk, *, held: bool) -> tuple[Button, ...]:
    """What ends somebody's duty with nothing left behind."""
    if not held:
        return ()
    say = desk.say
    return (
        Button(say("button-hand-over-all"), "hand-over-all"),
        Button(say("button-release-all"), "release-all"),
    )
