"""Being in courses: joining by a code, one's section, and which of several courses is meant.

The room decides which course is meant; elsewhere it is the one that was used last, named, with one
press to change. Which course an action is about is looked up at the door (``bot/door.py``).
"""

from collections.abc import Iterator

from handlers.allowances import try_code
from handlers.chat.incoming import Command, Heard, Press, Submission
from handlers.chat.outgoing import (
    BUTTON,
    OPTIONS,
    Advice,
    Button,
    Choice,
    Form,
    Item,
    Line,
    Message,
    OpenForm,
    Option,
    Outgoing,
    Part,
    Reply,
    Style,
    TextField,
)
from handlers.course import Course, Desk
from handlers.news import courses_of
from handlers.routes import Routes
from handlers.rules.limits import Limited
from handlers.rules.pages import title
from handlers.rules.sections import join_code
from storage.kinds import Purpose
from storage.tables import Member, Section

routes = Routes()


@routes.command("join", anywhere=True)
def join_by_command(command: Command, desk: Desk) -> Iterator[Outgoing]:
    """``/askwell join``: with the code, or the form that asks for it."""
    if command.text:
        yield from _join(command, desk, command.text)
    else:
        yield _form(desk)


@routes.press("join", reads=True, anywhere=True)
def open_join(_press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Fix it]** under a code that leads nowhere."""
    yield _form(desk)


def _form(desk: Desk) -> OpenForm:
    say = desk.say
    field = TextField(
        "code", say("join-code"), required=True, placeholder=say("join-code-example"), most=20
    )
    return OpenForm(Form(say("join-title"), "join", (field,), say("join-submit")))


@routes.submission("join", anywhere=True)
def join_by_form(form: Submission, desk: Desk) -> Iterator[Outgoing]:
    """The form with the code."""
    yield from _join(form, desk, form.text("code"))


def _join(event: Command | Submission, desk: Desk, typed: str) -> Iterator[Outgoing]:
    """Who knows the code is in: the door has looked it up, and the course is the event's."""
    code = join_code(typed)
    leads = isinstance(desk, Course) and code and desk.record.join_code == code
    try_code(event, desk, Limited.JOIN_CODE)
    if not isinstance(desk, Course) or not leads or desk.record.archived_at is not None:
        fix = Button(desk.say("button-fix"), "join", style=Style.PRIMARY)
        yield Reply(Message((Line(desk.say("join-unknown")),), (fix,)))
        return
    member = Member(course_id=desk.id, member_tag=event.who.tag(Purpose.MEMBER, desk.id))
    new = desk.work.courses.join(member)
    buttons = [Button(desk.say("button-ask"), "ask", style=Style.PRIMARY)]
    if desk.work.courses.sections(desk.id):
        buttons.append(Button(desk.say("button-section"), "my-section", (desk.id,)))
    line = Line(desk.say("joined" if new else "joined-already", course=desk.record.name))
    yield Reply(Message((line,), tuple(buttons)))


@routes.press("my-section", reads=True)
def open_section(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Section]**: optional, and told to nobody."""
    say, sections = course.say, course.work.courses.sections(course.id)
    if not sections:
        raise course.refuse("section-none")
    now = section_of(course, press)
    options = (
        Option("none", say("section-unsaid")),
        *(Option(one.id, title(one.name, BUTTON)) for one in sections[: OPTIONS - 1]),
    )
    choice = Choice(
        "section", say("section-field"), options, now.id if now else "none", required=True
    )
    fields = (Advice(say("section-advice")), choice)
    yield OpenForm(
        Form(say("section-title"), "my-section", fields, say("set-submit"), (course.id,))
    )


@routes.submission("my-section")
def choose_section(form: Submission, course: Course) -> Iterator[Outgoing]:
    """A member's section is kept; a question shows it only where its asker adds it."""
    ids = {one.id: one.name for one in course.work.courses.sections(course.id)}
    chosen = form.text("section")
    tag = form.who.tag(Purpose.MEMBER, course.id)
    course.work.courses.choose_section(course.id, tag, chosen if chosen in ids else None)
    if chosen in ids:
        yield Reply(course.line("section-kept", section=ids[chosen]))
    else:
        yield Reply(course.line("section-gone"))


def section_of(course: Course, event: Heard) -> Section | None:
    """The section that whoever acted has said they are in."""
    return course.work.courses.section_of(course.id, event.who.tag(Purpose.MEMBER, course.id))


@routes.press("use-course", reads=True)
def use_course(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Take this one]**: from now on it is the one that was used last, by being used."""
    yield Reply(course.line("course-taken", course=course.record.name))


def membership_parts(event: Heard, desk: Desk) -> list[Part]:
    """What ``/my`` says of one's courses: which is meant elsewhere, and sections."""
    say, parts = desk.say, list[Part]()
    courses = [one for one in courses_of(event, desk) if one.record.archived_at is None]
    if len(courses) > 1:
        parts.append(Line(say("courses-used", course=courses[0].record.name)))
        for course in courses[1:MANY]:
            take = Button(say("button-use-course"), "use-course", (course.id,))
            parts.append(Item(course.record.name, take))
    for course in courses[:MANY]:
        if course.work.courses.sections(course.id):
            now = section_of(course, event)
            key = "my-section" if now else "my-section-unsaid"
            values = {"course": course.record.name, **({"section": now.name} if now else {})}
            button = Button(say("button-section"), "my-section", (course.id,))
            parts.append(Item(say(key, **values), button))
    return parts


MANY = 10
"""Courses that ``/my`` lists; nobody takes more at a time."""
