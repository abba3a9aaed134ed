"""``/queue``: the line, privately, as whoever asks sees it; and the next ticket by one press."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.cards import staff_card, ticket_cards, waits_since
from handlers.chat.incoming import Command, Press
from handlers.chat.outgoing import (
    Button,
    Fine,
    Heading,
    Item,
    Line,
    Outgoing,
    Part,
    Reply,
    Style,
)
from handlers.course import Course, tag_for
from handlers.life.due import watch_claim
from handlers.life.in_hand import held_by
from handlers.queue import ticket_of
from handlers.replies.items import reply_items
from handlers.routes import STAFF, Routes
from handlers.rules.line import BROUGHT, MATCH, Place, ordered
from handlers.rules.pages import pages, title
from handlers.staffing.board import desk_lines
from handlers.staffing.duty import redrawn, seated
from handlers.staffing.team import Team, own_seat, topics_of
from handlers.times import duration_text, time_text
from storage.kinds import Role
from storage.tables import Question, Seat, Ticket

routes = Routes()
SHOWN = 5
"""Tickets of the line that are shown, each with its button."""
LOOKED_AT = 50
"""Tickets from which they are chosen."""


@routes.command("queue", reads=True, roles=STAFF)
def show_line(event: Command | Press, course: Course) -> Iterator[Outgoing]:
    """``/queue``: what waits, as this member of staff sees it."""
    say, seat, team = course.say, own_seat(event, course), Team(course, event.at)
    parts: list[Part] = [Heading(say("desk-heading")), *desk_lines(course, team)]
    topics, seat_id = (set(topics_of(seat)), seat.id) if seat else (set(), "")
    waiting = {one.question_id: one for one in course.tickets.line(course.id, LOOKED_AT)}
    places = [Place(one.question_id, one.topic, one.due, one.seat) for one in waiting.values()]
    shown = [waiting[place.id] for place in ordered(places, topics, seat_id)[:SHOWN]]
    parts += [_item(course, ticket, event.at) for ticket in shown]
    if seat is not None:
        parts.append(Fine(_own(course, team, seat)))
    on = seat is not None and team.on_until(seat) is not None
    held = (Button(say("button-in-hand"), "in-hand"),) if held_by(event, course) else ()
    buttons = (
        Button(say("button-take-next"), "take-next", style=Style.PRIMARY),
        *held,
        Button(say("button-go-off" if on else "button-go-on"), "duty"),
        Button(say("button-my-duty"), "my-duty"),
        Button(say("button-my-answers"), "my-answers"),
        Button(say("button-replies"), "replies"),
        *reply_button(event, course),
    )
    for message in pages(parts, buttons):
        yield Reply(message)


def reply_button(event: Command | Press, course: Course) -> tuple[Button, ...]:
    """**[First reply]**, for those who say within how long one is aimed at."""
    if event.role is not Role.INSTRUCTOR:
        return ()
    return (Button(course.say("button-set-reply"), "set-reply", (course.id,)),)


def _item(course: Course, ticket: Ticket, at: datetime) -> Item:
    say = course.say
    question = course.question(ticket.question_id)
    time = time_text(course, waits_since(ticket), at)
    topic = f" · {ticket.topic}" if ticket.topic else ""
    text = say("queue-item", title=title(question.text), topic=topic, time=time)
    return Item(text, Button(say("button-claim"), "claim", (ticket.question_id,)))


def _own(course: Course, team: Team, seat: Seat) -> str:
    """What only its owner sees: until when they are on duty, and their own week."""
    say, until = course.say, team.on_until(seat)
    there = say("queue-on", time=time_text(course, until, team.at)) if until else say("queue-off")
    spent = duration_text(team.spent(seat))
    if seat.limit_minutes is None:
        return f"{there} {say('queue-week', spent=spent)}"
    return f"{there} {say('queue-week-of', spent=spent, limit=duration_text(seat.limit_minutes))}"


@routes.press("take-next", roles=STAFF, repeats=True)
def take_next(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Take next]**: the head of the line as this member of staff sees it, and why it is."""
    seat = seated(press, course)
    if (just := _just_taken(press, course, seat)) is not None:
        yield from _shown(press, course, seat, just)
        return
    own: list[str] = []
    while (found := _taken(press, course, seat, own)) is not None:
        question = course.question(found)
        tag = tag_for(press.who, found)
        if tag != question.author_tag:
            seal = press.who.sealed(f"holder:{found}")
            course.tickets.name_holder(found, seat.id, tag, seal)
            course.happened(question, "claimed", press.at)
            watch_claim(course, question.id, press.at)
            if not course.record.board:
                yield from redrawn(press, course)
            yield from ticket_cards(course, question, ticket_of(course, question))
            yield from _shown(press, course, seat, question)
            return
        # Their own question: it goes back untouched, and the next one is looked for.
        course.tickets.put_back(found, seat.id)
        own.append(found)
    if not course.record.board:
        yield from redrawn(press, course)
    yield Reply(course.line("take-next-none"))


def _taken(press: Press, course: Course, seat: Seat, own: list[str]) -> str | None:
    topics = topics_of(seat)
    return course.tickets.take_next(
        course.id, seat.id, topics, own, press.at, match=MATCH, brought=BROUGHT
    )


TWICE = timedelta(seconds=10)
"""A second press within that time is a finger that trembled, not somebody who wants two."""


def _just_taken(press: Press, course: Course, seat: Seat) -> Question | None:
    found = course.tickets.taken_since(course.id, seat.id, press.at - TWICE)
    return None if found is None else course.question(found)


def _shown(press: Press, course: Course, seat: Seat, question: Question) -> Iterator[Reply]:
    ticket = ticket_of(course, question)
    card = staff_card(course, question, ticket, press.at).message
    parts = [Line(_why(course, seat, ticket)), *card.parts, *reply_items(course, question)]
    for message in pages(parts, card.buttons):
        yield Reply(message)


def _why(course: Course, seat: Seat, ticket: Ticket) -> str:
    """Why it is this one, in a sentence."""
    say = course.say
    if ticket.seat == seat.id and ticket.why:
        reasons = [say(f"why-{why}", topic=ticket.topic) for why in ticket.why.split()]
        return say("why-brought", reasons=say("why-and").join(reasons))
    if ticket.topic and ticket.topic in topics_of(seat):
        return say("why-yours", topic=ticket.topic)
    return say("why-first")
