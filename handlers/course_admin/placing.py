"""One course on two platforms at once: a code from its page brings it to rooms of the other."""

from collections.abc import Iterator
from datetime import timedelta

from handlers.allowances import try_code
from handlers.cards import ask_card
from handlers.chat.incoming import Command, Press, Submission
from handlers.chat.outgoing import (
    Advice,
    Button,
    Form,
    Line,
    Message,
    OpenForm,
    Outgoing,
    PickPlace,
    Post,
    Reply,
    Style,
    TextField,
)
from handlers.course import Course, Desk
from handlers.course_admin.catching_up import catch_up
from handlers.course_admin.making import two_rooms
from handlers.routes import INSTRUCTORS, Routes
from handlers.rules.codes import new_code, read
from handlers.rules.limits import Limited
from handlers.staffing.team import as_staff
from storage.kinds import Role, Room
from storage.tables import PlaceCode

routes = Routes()
WITHIN = timedelta(hours=1)
"""How long a code holds."""


@routes.press("bring", roles=INSTRUCTORS, repeats=True)
def get_code(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Another platform]** on the course's page."""
    code = new_code(course.chance.token())
    key = course.work.inbox.key("place", read(code))
    offered = PlaceCode(key=key, course_id=course.id, until=press.at + WITHIN)
    course.work.courses.offer_place(offered, press.at)
    yield Reply(course.line("place-code", code=code))


@routes.command("place", reads=True, anywhere=True)
def open_form(command: Command, desk: Desk) -> Iterator[Outgoing]:
    """``/askwell place`` in the class's channel on the other platform."""
    if command.where is None or desk.work.courses.at(command.where) is not None:
        raise desk.refuse("place-here-only")
    yield _form(desk)


@routes.press("place", reads=True, anywhere=True)
def open_again(_press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Fix it]** after a code or a room that will not do."""
    yield _form(desk)


def _form(desk: Desk) -> OpenForm:
    say = desk.say
    fields = (
        Advice(say("place-advice")),
        TextField("code", say("place-field"), required=True, placeholder="K7QF-3MNP", most=40),
        PickPlace("staff", say("course-staff")),
    )
    return OpenForm(Form(say("place-title"), "place", fields, say("place-submit")))


@routes.submission("place", anywhere=True)
def place(form: Submission, desk: Desk) -> Iterator[Outgoing]:
    """The course has rooms here as well: what is open comes here, what is new goes to both."""
    here, staff_room = two_rooms(form, desk)
    try_code(form, desk, Limited.PLACE_CODE)
    courses = desk.work.courses
    found = courses.take_place(desk.work.inbox.key("place", read(form.text("code"))), form.at)
    record = None if found is None else courses.find(found)
    if record is None:
        again = Button(desk.say("button-fix"), "place", style=Style.PRIMARY)
        yield Reply(Message((Line(desk.say("place-wrong")),), (again,)))
        return
    if any(room.platform == here.platform for room in courses.rooms(record.id)):
        raise desk.refuse("place-same-platform")
    courses.give_room(record.id, Room.CLASS, here)
    courses.give_room(record.id, Room.STAFF, staff_room)
    courses.name_staff(as_staff(form.who, record.id, Role.INSTRUCTOR))
    course = Course(desk.work, desk.chance, record)
    catch_up(course, here.platform, form.at)
    yield ask_card(course)
    welcome = Message((Line(desk.say("course-staff-welcome", name=record.name)),))
    yield Post(Room.STAFF, "welcome", welcome, course=course.id)
    yield Reply(desk.line("place-done", name=record.name))
