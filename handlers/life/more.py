"""**[More]** on a ticket's card: the rarer steps, in a private panel, by the ticket's state."""

from collections.abc import Iterator

from handlers.cards import asker, state_line
from handlers.chat.incoming import Press
from handlers.chat.outgoing import NAME, Button, Line, Outgoing, Part, PersonName, Reply, Said
from handlers.course import Course, tag_for
from handlers.life.anew import cards_now
from handlers.life.due import watch_claim
from handlers.queue import ticket_of
from handlers.replies.items import reply_items
from handlers.routes import STAFF, Routes
from handlers.rules.pages import pages
from handlers.rules.ticket_life import may
from handlers.sharing import share_button
from storage import ticket_life as life
from storage.kinds import Room, Seal, TicketState
from storage.tables import Question, StaffNote, Ticket

routes = Routes()
_OFFERED = (
    ("stir", "stir", life.STIR),
    ("answer", "answer", life.ANSWER),
    ("release", "release", life.RELEASE),
    ("wake", "wake", life.WAKE),
    ("part", "part", life.PART),
    ("snooze", "snooze", life.SNOOZE),
    ("hand-over", "hand-over", life.HAND_OVER),
    ("merge", "merge", life.MERGE),
    ("settle", "settle", life.SETTLE),
)
"""What the panel offers: the button's text, its route, and the step it takes."""


def panel_buttons(course: Course, ticket: Ticket, *, mine: bool) -> tuple[Button, ...]:
    """The steps that may be taken now, so that none of the buttons is dead."""
    args = (ticket.question_id,)
    buttons = [
        Button(course.say(f"button-{text}"), name, args)
        for text, name, step in _OFFERED
        if may(step, ticket.state, mine=mine)
    ]
    if ticket.state in life.OPEN:
        buttons.append(Button(course.say("button-note"), "note", args))
    return tuple(buttons)


@routes.press("ticket-more", reads=True, roles=STAFF)
def more(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[More]**: how the ticket stands, its notes, and what can be done with it."""
    question = course.question(press.args[0])
    ticket = ticket_of(course, question)
    who, names = asker(question, Room.STAFF)
    parts: list[Part] = [
        Line(course.say("card-asks", who=who), names),
        Said(question.text),
        state_line(course, ticket, press.at),
        *notes_of(course, question),
    ]
    if may(life.ANSWER, ticket.state, mine=ticket.holder_tag == tag_for(press.who, question.id)):
        parts += reply_items(course, question)
    mine = ticket.holder_tag == tag_for(press.who, question.id)
    buttons = panel_buttons(course, ticket, mine=mine)
    for message in pages(parts, (*buttons, *share_button(course, question, ticket))):
        yield Reply(message)


def notes_of(course: Course, question: Question) -> list[Part]:
    """What staff noted for each other, with names: among staff they are no secret."""
    parts: list[Part] = []
    for note in course.work.notes.of(question.id):
        if note.text:
            parts += [_noted_by(course, note), Said(note.text)]
    return parts


def _noted_by(course: Course, note: StaffNote) -> Line:
    if note.author_seal is None:
        return Line(course.say("note-by", who=course.say("who-staff")))
    name = PersonName(Seal(f"note:{note.id}", note.author_seal))
    return Line(course.say("note-by", who=NAME), (name,))


@routes.press("stir", roles=STAFF, repeats=True)
def still_on_it(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[I'm on it]**: the holder's time begins anew."""
    question = course.live(press.args[0])
    mine = tag_for(press.who, question.id)
    if not course.tickets.take(life.STIR, question.id, mine=mine, at=press.at):
        raise course.refuse("release-not-yours")
    watch_claim(course, question.id, press.at)
    yield Reply(course.line("stirred"))


@routes.press("wake", roles=STAFF)
def wake(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Wake]**: back in the line before its time."""
    question = course.live(press.args[0])
    ticket = ticket_of(course, question)
    if ticket.state != TicketState.SNOOZED or not course.tickets.take(
        life.WAKE, question.id, seen=ticket.snoozed_until
    ):
        raise course.refuse("step-late")
    course.happened(question, "woke", press.at)
    yield from cards_now(course, question)
    yield Reply(course.line("released"))
