"""``/askwell course``: one private page of what the course is, a button for each thing to change.

A feature that brings a setting adds a line here: what is set, in words, and the button whose form
changes it. Everybody on the staff may read it; instructors get the buttons.
"""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from handlers.chat.incoming import Command, Press, Submission
from handlers.chat.outgoing import Button, Fine, Heading, Item, Line, Outgoing, Part, Reply
from handlers.course import Course
from handlers.routes import STAFF, Routes
from handlers.rules.pages import pages
from storage.kinds import Role

routes = Routes()


@routes.press("course-page", reads=True, roles=STAFF)
def open_page(press: Press, course: Course) -> Iterator[Outgoing]:
    """The page again, from a button under something that was changed."""
    yield from course_page(press, course)


def course_page(event: Command | Press | Submission, course: Course) -> Iterator[Reply]:
    """The course as it is now."""
    say = course.say
    parts: list[Part] = [Heading(say("course-shown", name=course.record.name))]
    changes = event.role is Role.INSTRUCTOR
    for text, label, form in _items(course):
        button = Button(say(label), form, (course.id,))
        parts.append(Item(text, button) if changes else Line(text))
    parts.append(Fine(say("course-fine" if changes else "course-fine-staff")))
    for message in pages(parts):
        yield Reply(message)


def _items(course: Course) -> Iterator[tuple[str, str, str]]:
    """What is set, the label of the button that changes it, and that button's route."""
    yield contacts_line(course), "button-set-about", "set-about"
    yield term_line(course), "button-set-term", "set-term"
    yield class_line(course), "button-set-class", "set-class"
    yield asking_line(course), "button-set-asking", "set-asking"


def contacts_line(course: Course) -> str:
    """Whom students in distress are told of, and the promise that depends on who operates."""
    contacts = course.say("course-shown-contacts", contacts=course.record.contacts)
    if not course.record.operator_teaches:
        return contacts
    return f"{contacts}\n{course.say('course-operator-teaches')}"


def term_line(course: Course) -> str:
    """From when to when, and where it is that time."""
    record, say = course.record, course.say
    zone = say("course-zone", zone=record.timezone)
    if record.term_start is None or record.term_end is None:
        return f"{say('course-no-term')} {zone}"
    start, end = day_text(record.term_start), day_text(record.term_end)
    return f"{say('course-term', start=start, end=end)} {zone}"


def class_line(course: Course) -> str:
    """How many are enrolled, in which sections."""
    say, enrolment = course.say, course.record.enrolment
    size = (
        say("course-no-size") if enrolment is None else say("course-size", enrolment=str(enrolment))
    )
    sections = course.work.courses.sections(course.id)
    if not sections:
        return f"{size} {say('course-no-sections')}"
    names = ", ".join(section.name for section in sections)
    return f"{size} {say('course-sections', sections=names)}"


def asking_line(course: Course) -> str:
    """How the ladder and the cards behave."""
    record, say = course.record, course.say
    seal = say("course-seals" if record.seal_answers else "course-open-answers")
    gate = (
        say("course-gate", minutes=record.gate_minutes)
        if record.gate_minutes
        else say("course-no-gate")
    )
    minutes = record.card_delay_seconds // 60
    delay = say("course-delay", minutes=minutes) if minutes else say("course-no-delay")
    return f"{seal} {gate} {delay}"


def day_text(day: date) -> str:
    """A day as people read it, and as a form takes it again: ``5 Oct 2026``."""
    return f"{day.day} {day:%b %Y}"


def zone_of(course: Course) -> ZoneInfo:
    """The course's time zone."""
    return ZoneInfo(course.record.timezone)
