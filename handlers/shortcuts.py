"""Shortcuts from a message's menu: ask what one wrote, send on what staff wrote in a thread."""

from collections.abc import Iterator

from handlers import forms
from handlers.cards import ticket_cards
from handlers.chat.incoming import Shortcut
from handlers.chat.outgoing import Button, Line, Message, Outgoing, Style
from handlers.coaching import coached
from handlers.course import Course, tag_for
from handlers.life.watching import stir
from handlers.queue import held, take, ticket_of
from handlers.refusal import Refused
from handlers.routes import STAFF, Routes
from handlers.rules.pages import beginning
from storage.kinds import TicketState
from storage.tables import Question

routes = Routes()


@routes.shortcut("ask", reads=True)
def ask_this(shortcut: Shortcut, course: Course) -> Iterator[Outgoing]:
    """**Ask** on one's own message: the form with its text; somebody else's stays theirs."""
    if not shortcut.own:
        button = Button(course.say("button-ask"), "ask", style=Style.PRIMARY)
        raise Refused(Message((Line(course.say("ask-this-not-yours")),), (button,)))
    yield forms.ask_this(course, beginning(shortcut.text, forms.QUESTION))


@routes.shortcut("send", roles=STAFF)
def send_to_asker(shortcut: Shortcut, course: Course) -> Iterator[Outgoing]:
    """**Send to asker**: what was a note among staff goes to the asker, by its author alone.

    Whoever begins to send holds the ticket, as if they had pressed **[Claim]**.
    """
    if shortcut.about is None:
        raise course.refuse("send-no-ticket")
    if not shortcut.own:
        raise course.refuse("send-not-yours")
    if len(shortcut.text) > forms.ANSWER:
        raise course.refuse("send-too-long", length=len(shortcut.text), most=forms.ANSWER)
    question = course.live(shortcut.about)
    if _hold(shortcut, course, question):
        yield from ticket_cards(course, question, ticket_of(course, question))
    together = len(course.tickets.merged_into(question.id))
    new = coached(shortcut, course)
    yield forms.answer(course, question, shortcut.text, together=together, coached=new)


def _hold(shortcut: Shortcut, course: Course, question: Question) -> bool:
    """Hold the ticket, unless it is held already or answered; whether it has been taken now.

    Raises:
        Refused: somebody else holds it, or it is the person's own question.
    """
    tag = tag_for(shortcut.who, question.id)
    ticket = ticket_of(course, question)
    if ticket.state == TicketState.CLAIMED and ticket.holder_tag != tag:
        raise Refused(held(course, ticket, "claimed-other"))
    stir(shortcut, course, question.id, shortcut.at)
    if ticket.state != TicketState.WAITING:
        return False
    take(shortcut, course, question)
    return True
