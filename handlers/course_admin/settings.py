"""Changing what a course is: a form for each line of its page, and what each keeps."""

from collections.abc import Callable, Iterator
from zoneinfo import available_timezones

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import (
    BUTTON,
    Advice,
    Button,
    Choice,
    Field,
    Fine,
    Form,
    Item,
    Line,
    OpenForm,
    Option,
    Outgoing,
    Part,
    Reply,
    TextField,
)
from handlers.course import Course
from handlers.course_admin.page import course_page
from handlers.drafts import fixable
from handlers.pulse.terms import deleted_at, plan, plan_for_minors
from handlers.routes import INSTRUCTORS, Routes
from handlers.rules import sections as section_rules
from handlers.rules.dates import begun, day, time_zone
from handlers.rules.pages import pages
from handlers.times import day_text, zone_of
from storage.tables import Course as CourseRecord
from storage.tables import Section

routes = Routes()
CONTACTS = 1000
"""Characters that contacts may have: they stand under every help page."""
LARGEST = 100_000
LONGEST_GATE, LONGEST_DELAY = 24 * 60, 5
"""Minutes. A gate of more than a day would be a wall; a hidden card waits at most five minutes."""


def moment_field(course: Course, name: str, label: str, initial: str = "") -> TextField:
    """A day and an hour, as they are typed in the course's time zone."""
    example = course.say("exam-start-example")
    return TextField(
        name, course.say(label), required=True, initial=initial, placeholder=example, most=30
    )


def listed(heading: Part, items: list[Item], none: Line, fine: Fine, add: Button) -> list[Reply]:
    """What there is of something, each with its button, and the button for one more."""
    shown: list[Part] = [*items] or [none]
    return [Reply(page) for page in pages([heading, *shown, fine], (add,))]


def whole(text: str, least: int, most: int) -> int | None:
    """The whole number somebody typed, if it is one within bounds."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return None
    return int(text) if least <= int(text) <= most else None


def opens(name: str, fields: Callable[[Course], tuple[Field, ...]]) -> None:
    """Let a button open the form of the same name, with what is set filled in."""

    @routes.press(name, reads=True, roles=INSTRUCTORS)
    def open_form(_press: Press, course: Course) -> Iterator[Outgoing]:
        say = course.say
        title, submit = say(f"{name}-title"), say("set-submit")
        yield OpenForm(Form(title, name, fields(course), submit, (course.id,)))


def yes_or_no(course: Course, name: str, label: str, *, now: bool) -> Choice:
    """A choice between two words, the present one chosen."""
    say = course.say
    options = tuple(Option(one, say(f"{label}-{one}")) for one in ("yes", "no"))
    return Choice(name, say(label), options, initial="yes" if now else "no", required=True)


def _about(course: Course) -> tuple[Field, ...]:
    record, say = course.record, course.say
    return (
        TextField("name", say("course-name"), required=True, initial=record.name, most=BUTTON),
        TextField(
            "contacts",
            say("course-contacts"),
            required=True,
            long=True,
            initial=record.contacts,
            most=CONTACTS,
        ),
        Advice(say("set-operator-advice")),
        yes_or_no(course, "operator", "set-operator", now=record.operator_teaches),
    )


opens("set-about", _about)


@routes.submission("set-about", roles=INSTRUCTORS)
def set_about(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Name, contacts, and whether whoever operates the bot also teaches."""
    name, contacts = " ".join(form.text("name").split()), form.text("contacts")
    if not contacts:
        raise fixable(form, course, "course-no-contacts")
    if not name or len(name) > BUTTON or len(contacts) > CONTACTS:
        raise fixable(form, course, "set-about-wrong")
    operator = form.text("operator") == "yes"
    yield from _kept(form, course, name=name, contacts=contacts, operator_teaches=operator)


def _term(course: Course) -> tuple[Field, ...]:
    record, say = course.record, course.say
    start = "" if record.term_start is None else day_text(record.term_start)
    end = "" if record.term_end is None else day_text(record.term_end)
    example = say("set-day-example")
    return (
        Advice(say("set-term-advice")),
        TextField("start", say("set-term-start"), initial=start, placeholder=example, most=30),
        TextField("end", say("set-term-end"), initial=end, placeholder=example, most=30),
        TextField(
            "zone",
            say("set-zone"),
            required=True,
            initial=record.timezone,
            placeholder=say("set-zone-example"),
            most=BUTTON,
        ),
    )


opens("set-term", _term)


@routes.submission("set-term", roles=INSTRUCTORS)
def set_term(form: Submission, course: Course) -> Iterator[Outgoing]:
    """First and last day, and the time zone; a start that has passed stays once it is built on."""
    record = course.record
    zone = time_zone(form.text("zone"), available_timezones())
    if zone is None:
        raise fixable(form, course, "set-zone-wrong")
    start, end = day(form.text("start")), day(form.text("end"))
    if any(form.text(name) and day(form.text(name)) is None for name in ("start", "end")):
        raise fixable(form, course, "set-day-wrong")
    if (start is None) != (end is None):
        raise fixable(form, course, "set-term-half")
    if start is not None and end is not None and end < start:
        raise fixable(form, course, "set-term-backwards")
    built_on = record.enrolment is not None and begun(record.term_start, form.at, zone_of(course))
    if built_on and start != record.term_start:
        raise fixable(form, course, "set-term-begun")
    course.keep(term_start=start, term_end=end, timezone=zone)
    plan(course, form.at)
    yield from course_page(form, course)


def _class(course: Course) -> tuple[Field, ...]:
    say, enrolment = course.say, course.record.enrolment
    lines = (
        section_rules.line_of(one.name, one.enrolled)
        for one in course.work.courses.sections(course.id)
    )
    return (
        Advice(say("set-class-advice")),
        TextField(
            "enrolment",
            say("set-enrolment"),
            required=True,
            initial="" if enrolment is None else str(enrolment),
            most=6,
        ),
        TextField(
            "sections",
            say("set-sections"),
            long=True,
            initial="\n".join(lines),
            placeholder=say("set-sections-example"),
            most=2000,
        ),
        yes_or_no(course, "minors", "set-minors", now=course.record.minors),
    )


opens("set-class", _class)


@routes.submission("set-class", roles=INSTRUCTORS)
def set_class(form: Submission, course: Course) -> Iterator[Outgoing]:
    """How many are enrolled and the sections: both are fixed when the term begins."""
    enrolment = whole(form.text("enrolment"), 1, LARGEST)
    if enrolment is None:
        raise fixable(form, course, "set-enrolment-wrong")
    listed = section_rules.listed(form.text("sections"))
    if listed is None:
        raise fixable(form, course, "set-sections-wrong")
    courses, said_before = course.work.courses, course.record.enrolment is not None
    before = courses.sections(course.id)
    today = form.at.astimezone(zone_of(course)).date()
    started = begun(course.record.term_start, form.at, zone_of(course))
    if started and said_before and listed != [(one.name, one.enrolled) for one in before]:
        raise fixable(form, course, "set-class-begun")
    if not courses.enrol(course.id, enrolment, today):
        raise fixable(form, course, "set-class-begun")
    ids = {section.name.casefold(): section.id for section in before}
    courses.set_sections(
        course.id,
        [
            Section(
                id=ids.get(name.casefold()) or course.chance.token(),
                course_id=course.id,
                name=name,
                place=place,
                enrolled=enrolled,
            )
            for place, (name, enrolled) in enumerate(listed)
        ],
    )
    course.record.enrolment = enrolment
    course.keep(minors=form.text("minors") == "yes")
    plan(course, form.at)
    plan_for_minors(course)
    yield from course_page(form, course)


def _asking(course: Course) -> tuple[Field, ...]:
    record, say = course.record, course.say
    return (
        yes_or_no(course, "seals", "set-seals", now=record.seal_answers),
        Advice(say("set-gate-advice")),
        TextField("gate", say("set-gate"), initial=str(record.gate_minutes), most=4),
        TextField("delay", say("set-delay"), initial=str(record.card_delay_seconds // 60), most=1),
        yes_or_no(course, "steps", "set-steps", now=record.measures_steps),
    )


opens("set-asking", _asking)


@routes.submission("set-asking", roles=INSTRUCTORS)
def set_asking(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Sealed answers, the gate's waiting time, the hidden card's delay, steps measured or not."""
    gate = whole(form.text("gate") or "0", 0, LONGEST_GATE)
    delay = whole(form.text("delay") or "0", 0, LONGEST_DELAY)
    if gate is None or delay is None:
        raise fixable(form, course, "set-asking-wrong")
    seals = form.text("seals") == "yes"
    yield from _kept(
        form,
        course,
        seal_answers=seals,
        gate_minutes=gate,
        card_delay_seconds=delay * 60,
        measures_steps=form.text("steps") == "yes",
    )


KEEPS = ("link", "words", "pulse", "digests")
"""What is kept for a time that a course may shorten."""


def most_days(what: str) -> int:
    """The longest that something may be kept: what everybody's courses begin with."""
    default: int = CourseRecord.model_fields[f"keep_{what}"].default
    return default


def _keeping(course: Course) -> tuple[Field, ...]:
    say = course.say
    return (
        Advice(say("set-keeping-advice")),
        *(
            TextField(
                what,
                say(f"set-keeping-{what}"),
                required=True,
                initial=str(getattr(course.record, f"keep_{what}")),
                most=4,
            )
            for what in KEEPS
        ),
    )


opens("set-keeping", _keeping)


@routes.submission("set-keeping", roles=INSTRUCTORS)
def set_keeping(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Shorter times than everybody's, or those again; never longer ones."""
    days = {what: whole(form.text(what), 0, most_days(what)) for what in KEEPS}
    if None in days.values():
        raise fixable(form, course, "set-keeping-wrong")
    course.keep(**{f"keep_{what}": value for what, value in days.items()})
    term = course.work.pulses.current(course.id)
    if term is not None:
        course.do_later("pulse-forget", max(form.at, deleted_at(course, term)), term.id)
    yield from course_page(form, course)


def _kept(form: Submission, course: Course, **values: object) -> Iterator[Outgoing]:
    """Keep settings, and show the page with them."""
    course.keep(**values)
    yield from course_page(form, course)
