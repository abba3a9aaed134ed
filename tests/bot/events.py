"""Events for tests of the dispatcher: somebody presses, sends a form, types a command."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count

from handlers.chat.incoming import Command, Press, Submission
from handlers.chat.outgoing import (
    Button,
    Form,
    Line,
    Message,
    OpenForm,
    Outgoing,
    Post,
    Reply,
    TextField,
)
from handlers.course import Course
from handlers.routes import STAFF, Routes
from storage.keys import Somebody
from storage.kinds import Role, Room
from storage.tables import Topic
from tests.storage.rows import ANA, COURSE, MONDAY

_numbers = count(1)


def fresh() -> str:
    return f"d{next(_numbers)}"


def press(
    name: str,
    *args: str,
    who: Somebody = ANA,
    role: Role = Role.STUDENT,
    once: str = "",
    delivery: str = "",
    course: str | None = COURSE,
    at: datetime = MONDAY,
) -> Press:
    return Press(
        who=who,
        role=role,
        course=course,
        courses=(COURSE,),
        at=at,
        seed=fresh().encode().ljust(16),
        delivery=delivery or fresh(),
        name=name,
        args=args,
        once=once,
    )


def form(
    name: str,
    fields: Mapping[str, str] | None = None,
    *,
    who: Somebody = ANA,
    once: str = "",
    delivery: str = "",
) -> Submission:
    return Submission(
        who=who,
        role=Role.STUDENT,
        course=COURSE,
        courses=(COURSE,),
        at=MONDAY,
        seed=fresh().encode().ljust(16),
        delivery=delivery or fresh(),
        name=name,
        fields=fields or {},
        once=once,
    )


def command(name: str, *, who: Somebody = ANA, delivery: str = "") -> Command:
    return Command(
        who=who,
        role=Role.STUDENT,
        course=COURSE,
        courses=(COURSE,),
        at=MONDAY,
        seed=fresh().encode().ljust(16),
        delivery=delivery or fresh(),
        name=name,
    )


routes = Routes()
"""A feature of a few lines: every press on [add] adds a topic and posts how many there are."""


def _add(course: Course) -> Iterator[Outgoing]:
    topic = course.chance.token()
    course.hints.add_topic(Topic(id=topic, course_id=course.id, name=topic))
    number = len(course.hints.topics(course.id))
    yield Reply(said(f"number {number}"))
    yield Post(Room.STAFF, "board", said(f"{number} topics"))


@routes.press("add")
@routes.command("add")
def add(_event: Press | Command, course: Course) -> Iterator[Outgoing]:
    yield from _add(course)


@routes.submission("add")
def add_by_form(_event: Submission, course: Course) -> Iterator[Outgoing]:
    yield from _add(course)


@routes.press("refuse")
def refuse(_event: Press, course: Course) -> Iterator[Outgoing]:
    yield from _add(course)
    raise course.refuse("not-for-you")


@routes.press("break")
def break_down(_event: Press, course: Course) -> Iterator[Outgoing]:
    yield from _add(course)
    raise ZeroDivisionError("somebody's own words")


@routes.submission("break")
def break_down_on_a_form(_event: Submission, course: Course) -> Iterator[Outgoing]:
    yield from _add(course)
    raise ZeroDivisionError("somebody's own words")


@routes.press("staff", roles=STAFF)
def staff_only(_event: Press, course: Course) -> Iterator[Outgoing]:
    yield from _add(course)


@routes.press("read", reads=True)
def read(_event: Press, course: Course) -> Iterator[Outgoing]:
    yield Reply(said(f"{len(course.hints.topics(course.id))} topics"))


@routes.press("write-while-reading", reads=True)
def write_while_reading(_event: Press, course: Course) -> Iterator[Outgoing]:
    yield from _add(course)


@routes.press("open")
def open_form(_event: Press, course: Course) -> Iterator[Outgoing]:
    course.hints.add_topic(Topic(id=course.chance.token(), course_id=course.id, name="opened"))
    yield OpenForm(Form("Add", "add", (TextField("text", "Text"),), "Add"))


def said(text: str) -> Message:
    return Message((Line(text),), (Button("Add", "add"),))
