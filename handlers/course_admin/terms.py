"""A course's end and its next term: archived it is read only, copied it goes on without its people.

A copy has the settings and what staff brought: topics, hints, material, imported answers. What
students asked, and what was answered to them, stays behind with the right to delete it.
"""

from collections.abc import Iterator
from dataclasses import replace

from handlers import forms
from handlers.cards import ask_card, gone_card
from handlers.chat.incoming import Press, Submission, Tick
from handlers.chat.outgoing import BUTTON, Advice, Form, OpenForm, Outgoing, Reply, TextField
from handlers.course import Course
from handlers.course_admin.page import course_page
from handlers.digest.monday import schedule
from handlers.drafts import fixable
from handlers.importing import copy_some
from handlers.routes import INSTRUCTORS, Routes
from handlers.rules.dates import day
from handlers.staffing.team import as_staff
from storage.kinds import Role, Room
from storage.tables import Course as CourseRecord

routes = Routes()
STAYS = {
    "id",
    "name",
    "term_start",
    "term_end",
    "enrolment",
    "join_code",
    "created_at",
    "archived_at",
    "origins",
}
"""What a copy does not take from the course before it."""
AT_ONCE = 200
"""Entries copied with one piece of due work, well within the time an event may take."""


@routes.press("archive", reads=True, roles=INSTRUCTORS)
def open_archive(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Archive]** says first what it means."""
    yield forms.confirm(course, "archive", (course.id,))


@routes.submission("archive", roles=INSTRUCTORS)
def archive(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Read only from now on."""
    course.work.courses.set(course.id, archived_at=form.at)
    course.record.archived_at = form.at
    # Not its last change: opened again, the same card has its button back.
    yield replace(gone_card(course, Room.CLASS, "ask", "archived-card"), last=False)
    yield from course_page(form, course)


@routes.press("unarchive", roles=INSTRUCTORS, lasts=True)
def unarchive(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Open again]**: nothing was lost."""
    course.work.courses.set(course.id, archived_at=None)
    course.record.archived_at = None
    yield ask_card(course)
    yield from course_page(press, course)


@routes.press("next-term", reads=True, roles=INSTRUCTORS, lasts=True)
def open_next_term(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Next term]** asks for what is different."""
    say, example = course.say, course.say("set-day-example")
    name = course.record.name[:BUTTON]
    fields = (
        Advice(say("next-term-advice")),
        TextField("name", say("course-name"), required=True, initial=name, most=BUTTON),
        TextField("start", say("set-term-start"), placeholder=example, most=30),
        TextField("end", say("set-term-end"), placeholder=example, most=30),
    )
    submit = say("next-term-submit")
    yield OpenForm(Form(say("next-term-title"), "next-term", fields, submit, (course.id,)))


@routes.submission("next-term", roles=INSTRUCTORS, lasts=True)
def next_term(form: Submission, course: Course) -> Iterator[Outgoing]:
    """A new course in the same rooms; the old one is archived."""
    courses = course.work.courses
    if not courses.rooms(course.id):
        raise course.refuse("next-term-already")
    name = " ".join(form.text("name").split())
    start, end = day(form.text("start")), day(form.text("end"))
    if not name or len(name) > BUTTON:
        raise fixable(form, course, "next-term-name")
    if any(form.text(one) and day(form.text(one)) is None for one in ("start", "end")):
        raise fixable(form, course, "set-day-wrong")
    if (start is None) != (end is None):
        raise fixable(form, course, "set-term-half")
    if start is not None and end is not None and end < start:
        raise fixable(form, course, "set-term-backwards")
    same = course.record.model_dump(exclude=STAYS)
    record = CourseRecord(
        id=course.chance.token(),
        name=name,
        term_start=start,
        term_end=end,
        created_at=form.at,
        origins=f"{course.record.origins} {course.id}".strip(),
        **same,
    )
    new = Course(course.work, course.chance, record)
    courses.add(record)
    yield gone_card(course, Room.CLASS, "ask", "archived-card")
    courses.set(course.id, archived_at=course.record.archived_at or form.at, join_code="")
    courses.move_rooms(course.id, record.id)
    courses.name_staff(as_staff(form.who, record.id, Role.INSTRUCTOR))
    for reply in course.work.replies.of(course.id):
        own = {"id": course.chance.token(), "course_id": record.id}
        course.work.replies.add(reply.model_copy(update=own))
    if (bank := course.work.pulses.bank(course.id)) is not None:
        course.work.pulses.set_bank(record.id, bank)
    schedule(new, form.at)
    _copy_on(new, course.id, "", form)
    yield ask_card(new)
    yield Reply(new.line("next-term-made", name=record.name, before=course.record.name))


def _copy_on(course: Course, source: str, after: str, event: Submission | Tick) -> None:
    course.do_later("copy-course", event.at, *filter(None, (source, after)))


@routes.tick("copy-course")
def copy_on(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Some of what staff brought to the course before, and the rest with the next piece."""
    source, *after = tick.args
    last = copy_some(source, after[0] if after else "", course.record, course.work, AT_ONCE)
    if last:
        _copy_on(course, source, last, tick)
    yield from ()
