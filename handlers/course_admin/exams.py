"""Exam periods in the chat: a list, a page for each, and for whom it does not hold."""

from collections.abc import Iterator

from handlers.chat.incoming import Press, Submission, Tick
from handlers.chat.outgoing import (
    BUTTON,
    NAME,
    Advice,
    Button,
    Fine,
    Form,
    Heading,
    Item,
    Line,
    Message,
    OpenForm,
    Outgoing,
    PersonName,
    PickPerson,
    Reply,
    Style,
    TextField,
)
from handlers.course import Course
from handlers.course_admin.settings import listed, moment_field
from handlers.drafts import fixable
from handlers.pulse.terms import plan
from handlers.routes import INSTRUCTORS, Routes
from handlers.rules.dates import moment
from handlers.rules.exams import LONGEST
from handlers.times import moment_text, moment_typed, zone_of
from storage.kinds import Purpose, Seal
from storage.tables import Accommodation, ExamPeriod

routes = Routes()
MOST = 25
PICKED = 10
"""People picked at once."""


@routes.press("exams", reads=True, roles=INSTRUCTORS)
def open_list(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Exams]** on the course's page."""
    say = course.say
    items = [
        Item(
            period_text(course, period), Button(say("button-open"), "exam", (course.id, period.id))
        )
        for period in course.work.exams.coming(course.id, press.at)
    ]
    yield from listed(
        Heading(say("exams-heading")),
        items,
        Line(say("exams-none")),
        Fine(say("exams-fine")),
        Button(say("button-exam-add"), "set-exam", (course.id,), Style.PRIMARY),
    )


def period_text(course: Course, period: ExamPeriod) -> str:
    """A period in a line."""
    start, end = moment_text(course, period.starts), moment_text(course, period.ends)
    return course.say("exam-item", name=period.name, start=start, end=end)


@routes.press("exam", reads=True, roles=INSTRUCTORS)
def open_one(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Open]**: one period, and for whom it does not hold."""
    yield Reply(_page(course, _period(course, press)))


def _period(course: Course, event: Press | Submission) -> ExamPeriod:
    period = course.work.exams.find(course.id, event.args[-1])
    if period is None:
        raise course.refuse("exam-gone")
    return period


def _page(course: Course, period: ExamPeriod, key: str = "", **values: str | int) -> Message:
    say, args = course.say, (course.id, period.id)
    said = [Line(say(key, **values))] if key else []
    excepted = _excepted(course, period)
    take_back = Button(say("button-exam-unaccommodate"), "unaccommodate", args)
    return Message(
        (*said, Line(period_text(course, period)), excepted),
        (
            Button(say("button-change"), "set-exam", args),
            Button(say("button-exam-accommodate"), "accommodate", args),
            *((take_back,) if excepted.names else ()),
            Button(say("button-remove"), "remove-exam", args, Style.DANGER),
        ),
    )


def _excepted(course: Course, period: ExamPeriod) -> Line:
    """Those for whom it does not hold, named to instructors alone."""
    seals = [
        Seal(f"accommodation:{period.id}", one.member_seal)
        for one in course.work.exams.accommodated(period.id)
    ]
    if not seals:
        return Line(course.say("exam-excepted-none"))
    names = ", ".join(NAME for _seal in seals)
    return Line(course.say("exam-excepted", names=names), tuple(map(PersonName, seals)))


@routes.press("set-exam", reads=True, roles=INSTRUCTORS)
def open_form(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Add an exam]**, or **[Change]** on a period's page."""
    say = course.say
    period = _period(course, press) if len(press.args) > 1 else None
    name = "" if period is None else period.name
    start = "" if period is None else moment_typed(course, period.starts)
    end = "" if period is None else moment_typed(course, period.ends)
    fields = (
        TextField(
            "name",
            say("exam-name"),
            required=True,
            initial=name,
            placeholder=say("exam-name-example"),
            most=BUTTON,
        ),
        moment_field(course, "start", "exam-start", start),
        moment_field(course, "end", "exam-end", end),
    )
    yield OpenForm(Form(say("exam-title"), "set-exam", fields, say("set-submit"), press.args))


@routes.submission("set-exam", roles=INSTRUCTORS)
def set_exam(form: Submission, course: Course) -> Iterator[Outgoing]:
    """A period is kept; closing and opening are decided when somebody asks, not by a job."""
    name = " ".join(form.text("name").split())
    zone = zone_of(course)
    starts, ends = moment(form.text("start"), zone), moment(form.text("end"), zone)
    if not name or len(name) > BUTTON:
        raise fixable(form, course, "exam-empty")
    if starts is None or ends is None:
        raise fixable(form, course, "exam-time-wrong")
    if ends <= starts:
        raise fixable(form, course, "exam-backwards")
    if ends - starts > LONGEST:
        raise fixable(form, course, "exam-long")
    period_id = _period(course, form).id if len(form.args) > 1 else course.chance.token()
    others = [one for one in course.work.exams.coming(course.id, form.at) if one.id != period_id]
    if len(others) >= MOST:
        raise course.refuse("exam-many")
    period = ExamPeriod(id=period_id, course_id=course.id, name=name, starts=starts, ends=ends)
    course.work.exams.add(period)
    plan(course, form.at)
    course.do_later("exam-over", ends, period.id)
    yield Reply(_page(course, period, "exam-kept", name=name))


@routes.tick("exam-over")
def forget_accommodations(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Who had an accommodation is nobody's business after the exam."""
    period = course.work.exams.find(course.id, tick.args[0])
    if period is not None and period.ends <= tick.at:
        course.work.exams.unaccommodate_all(period.id)
    yield from ()


@routes.press("remove-exam", roles=INSTRUCTORS)
def remove_exam(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Remove]** opens everything again at once."""
    if not course.work.exams.remove(course.id, press.args[-1]):
        raise course.refuse("exam-gone")
    plan(course, press.at)
    yield Reply(course.line("exam-removed"))


@routes.press("accommodate", reads=True, roles=INSTRUCTORS)
def open_accommodate(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Accommodation]** picks people."""
    say = course.say
    _period(course, press)
    fields = (
        Advice(say("exam-accommodate-advice")),
        PickPerson("people", say("exam-accommodate-people"), most=PICKED),
    )
    title, submit = say("exam-accommodate-title"), say("set-submit")
    yield OpenForm(Form(title, "accommodate", fields, submit, press.args))


@routes.submission("accommodate", roles=INSTRUCTORS)
def accommodate(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The period does not hold for those who were picked."""
    period = _period(course, form)
    people = form.people.get("people", ())
    if not people:
        raise course.refuse("exam-nobody")
    for person in people:
        course.work.exams.accommodate(
            Accommodation(
                period_id=period.id,
                course_id=course.id,
                member_tag=person.tag(Purpose.MEMBER, course.id),
                member_seal=person.sealed(f"accommodation:{period.id}").box,
            )
        )
    values: dict[str, str | int] = {"count": len(people), "name": period.name}
    yield Reply(_page(course, period, "exam-accommodated", **values))


@routes.press("unaccommodate", reads=True, roles=INSTRUCTORS)
def open_unaccommodate(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Take back]** picks people."""
    say = course.say
    _period(course, press)
    fields = (PickPerson("people", say("exam-unaccommodate-people"), most=PICKED),)
    title, submit = say("exam-unaccommodate-title"), say("set-submit")
    yield OpenForm(Form(title, "unaccommodate", fields, submit, press.args))


@routes.submission("unaccommodate", roles=INSTRUCTORS)
def unaccommodate(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The period holds for those who were picked, again."""
    period = _period(course, form)
    people = form.people.get("people", ())
    if not people:
        raise course.refuse("exam-nobody")
    for person in people:
        tag = person.tag(Purpose.MEMBER, course.id)
        course.work.exams.unaccommodate(period.id, tag)
    yield Reply(_page(course, period, "exam-unaccommodated", name=period.name))
