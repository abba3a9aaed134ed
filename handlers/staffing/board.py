"""The board in the staff room: one message, edited in place, that shows the line and who is there.

What happens to a ticket only notes that the board is to be looked at soon, so a busy minute is one
edit. New questions and late ones are messages of their own: an edit notifies nobody.
"""

from collections.abc import Iterator

from handlers.cards import waits_since
from handlers.chat.incoming import Tick
from handlers.chat.outgoing import (
    NAME,
    Button,
    Fine,
    Heading,
    Line,
    Message,
    Outgoing,
    Part,
    Post,
    Style,
)
from handlers.course import Course
from handlers.routes import Routes
from handlers.staffing.bringing import short_line
from handlers.staffing.team import Team, name_of
from handlers.times import moment_text, time_text
from storage.kinds import Room, TicketState
from storage.tables import Job

routes = Routes()


def board(course: Course, team: Team) -> Post:
    """The board as it is now; it is looked at again when somebody comes or goes."""
    changes = [team.changes(seat) for seat in team.seats]
    if coming := [at for at in changes if at is not None]:
        job = f"board-{course.id}"
        course.jobs.once(Job(id=job, course_id=course.id, name="board", due=min(coming)))
    say = course.say
    parts: list[Part] = [Heading(say("desk-heading")), *desk_lines(course, team)]
    parts.append(Fine(say("desk-as-of", time=moment_text(course, team.at))))
    buttons = (
        Button(say("button-take-next"), "take-next", style=Style.PRIMARY),
        Button(say("button-duty"), "duty"),
        Button(say("button-my-duty"), "my-duty"),
    )
    return Post(Room.STAFF, "board", Message(tuple(parts), buttons))


def desk_lines(course: Course, team: Team) -> Iterator[Line]:
    """The line in numbers, since when its head waits, who is there, and whether time is short."""
    say = course.say
    counts = course.tickets.counts(course.id)
    waiting, claimed = counts[TicketState.WAITING], counts[TicketState.CLAIMED]
    texts = [say("desk-waiting", count=waiting)]
    if waiting:
        head = course.tickets.line(course.id, 1)[0]
        texts.append(say("desk-first", time=time_text(course, waits_since(head), team.at)))
    if claimed:
        texts.append(say("desk-claimed", count=claimed))
    yield Line(" ".join(texts))
    yield on_duty_line(course, team)
    missing = short_line(course, team)
    if missing:
        yield Line(missing)


def on_duty_line(course: Course, team: Team) -> Line:
    """Who is on duty until when; among staff, names are no secret."""
    say = course.say
    there = [(seat, until) for seat in team.seats if (until := team.on_until(seat)) is not None]
    if there:
        there.sort(key=lambda one: (one[1], one[0].id))
        each = [
            say("desk-until", who=NAME, time=time_text(course, until, team.at))
            for _, until in there
        ]
        names = tuple(name_of(seat) for seat, _ in there)
        return Line(say("desk-on-duty", people=", ".join(each)), names)
    coming = team.next_on()
    if coming is None:
        return Line(say("desk-nobody"))
    return Line(say("desk-nobody-until", time=time_text(course, coming, team.at)))


@routes.tick("board")
def redraw(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """The board as it is now, some seconds after something happened."""
    yield board(course, Team(course, tick.at))
