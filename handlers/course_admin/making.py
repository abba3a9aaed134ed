"""Making a course: two answers are enough."""

from collections.abc import Iterator

from handlers import forms
from handlers.cards import ask_card
from handlers.chat.incoming import Command, Submission
from handlers.chat.outgoing import Line, Message, Outgoing, Post, Reply
from handlers.course import Course, Desk
from handlers.course_admin.page import course_page
from handlers.digest.monday import schedule
from handlers.refusal import Refused, unsent
from handlers.routes import Routes
from handlers.staffing.team import as_staff
from storage.kinds import Address, Role, Room
from storage.tables import Course as CourseRecord

routes = Routes()


@routes.command("course", reads=True, anywhere=True)
def open_course(command: Command, desk: Desk) -> Iterator[Outgoing]:
    """``/askwell course``: the form in a room without a course, else the course."""
    here = None if command.where is None else desk.work.courses.at(command.where)
    if command.where is None:
        raise desk.refuse("course-here-only")
    if here is None:
        yield forms.new_course(desk)
    elif isinstance(desk, Course) and command.role.staff:
        yield from course_page(command, desk)
    else:
        raise desk.refuse("not-for-you")


@routes.submission("course", anywhere=True)
def make_course(form: Submission, desk: Desk) -> Iterator[Outgoing]:
    """Who is staff, whom to contact in distress: a course."""
    here, staff_room, contacts = _two_answers(form, desk)
    record = CourseRecord(
        id=desk.chance.token(),
        name=form.text("name") or desk.say("course-name-default"),
        contacts=contacts,
        created_at=form.at,
    )
    courses = desk.work.courses
    courses.add(record)
    courses.give_room(record.id, Room.CLASS, here)
    courses.give_room(record.id, Room.STAFF, staff_room)
    courses.name_staff(as_staff(form.who, record.id, Role.INSTRUCTOR))
    course = Course(desk.work, desk.chance, record)
    schedule(course, form.at)
    yield ask_card(course)
    welcome = Message((Line(desk.say("course-staff-welcome", name=record.name)),))
    yield Post(Room.STAFF, "welcome", welcome, course=course.id)
    yield Reply(desk.line("course-made", name=record.name))


def _two_answers(form: Submission, desk: Desk) -> tuple[Address, Address, str]:
    """The room it is said in, the staff's room, and the contacts.

    Raises:
        Refused: one of them will not do; the sentence says why.
    """
    contacts = form.text("contacts")
    try:
        here, staff_room = two_rooms(form, desk)
    except Refused as refused:
        raise unsent(refused.message, contacts) from None
    if not contacts:
        raise desk.refuse("course-no-contacts")
    return here, staff_room, contacts


def two_rooms(form: Submission, desk: Desk) -> tuple[Address, Address]:
    """The room it is said in, and the staff's room that was picked.

    Raises:
        Refused: one of them will not do; the sentence says why.
    """
    if form.where is None:
        raise desk.refuse("course-here-only")
    staff_room = form.places.get("staff")
    if staff_room is None:
        raise desk.refuse("course-no-place")
    if staff_room == form.where:
        raise desk.refuse("course-same-place")
    if any(desk.work.courses.at(room) is not None for room in (form.where, staff_room)):
        raise desk.refuse("course-place-taken")
    return form.where, staff_room
