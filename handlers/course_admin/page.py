"""``/askwell course``: one private page of what the course is, a button for each thing to change.

A feature that brings a setting adds a line here: what is set, in words, and the button whose form
changes it. Everybody on the staff may read it; instructors get the buttons.
"""

from collections.abc import Iterator

from handlers.chat.incoming import Command, Press, Submission
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
from handlers.course import Course
from handlers.reveal.promise import course_line
from handlers.routes import STAFF, Routes
from handlers.rules.pages import pages
from handlers.times import day_text, moment_text
from storage.kinds import Role

routes = Routes()
SHOWN = 3
"""Exams and release times in the page's own lines; the rest stands behind the buttons."""


@routes.press("course-page", reads=True, roles=STAFF)
def open_page(press: Press, course: Course) -> Iterator[Outgoing]:
    """The page again, from a button under something that was changed."""
    yield from course_page(press, course)


def course_page(event: Command | Press | Submission, course: Course) -> Iterator[Reply]:
    """The course as it is now."""
    say = course.say
    parts: list[Part] = [Heading(say("course-shown", name=course.record.name))]
    archived = course.record.archived_at is not None
    if archived:
        parts.append(Line(say("course-is-archived")))
    instructs = event.role is Role.INSTRUCTOR
    changes = instructs and not archived
    for text, label, form in _items(event, course, changes=changes):
        button = Button(say(label), form, (course.id,))
        parts.append(Item(text, button) if changes else Line(text))
    parts.append(Line(f"{keeping_line(course)}\n{course_line(course)}"))
    fine = "archived" if archived else "changes" if changes else "staff"
    parts.append(Fine(say(f"course-fine-{fine}")))
    kept = () if archived else (Button(say("button-replies"), "replies"),)
    for message in pages(parts, (*kept, *(_ends(course) if instructs else ()))):
        yield Reply(message)


def _ends(course: Course) -> tuple[Button, ...]:
    """What can be done with the course as a whole."""
    say, args = course.say, (course.id,)
    if course.record.archived_at is None:
        end = Button(say("button-archive"), "archive", args, Style.DANGER)
        bring = Button(say("button-bring"), "bring", args)
        keeping = Button(say("button-set-keeping"), "set-keeping", args)
        return (keeping, Button(say("button-next-term"), "next-term", args), bring, end)
    end = Button(say("button-unarchive"), "unarchive", args)
    return (Button(say("button-next-term"), "next-term", args), end)


def _items(
    event: Command | Press | Submission, course: Course, *, changes: bool
) -> Iterator[tuple[str, str, str]]:
    """What is set, the label of the button that changes it, and that button's route."""
    yield contacts_line(course), "button-set-about", "set-about"
    yield staff_line(course), "button-set-staff", "set-staff"
    if changes:
        yield course.say("course-roster"), "button-roster", "roster"
    yield term_line(course), "button-set-term", "set-term"
    yield class_line(course), "button-set-class", "set-class"
    yield asking_line(course), "button-set-asking", "set-asking"
    yield code_line(course), "button-join-code", "join-code"
    yield exams_line(event, course), "button-exams", "exams"
    yield releases_line(event, course), "button-releases", "releases"


def contacts_line(course: Course) -> str:
    """Whom students in distress are told of, and the promise that depends on who operates."""
    contacts = course.say("course-shown-contacts", contacts=course.record.contacts)
    if not course.record.operator_teaches:
        return contacts
    return f"{contacts}\n{course.say('course-operator-teaches')}"


def staff_line(course: Course) -> str:
    """Who is staff: numbers only, since no table knows names."""
    named, say = course.work.courses.named(course.id), course.say
    people = {role: named.get(role, 0) for role in (Role.INSTRUCTOR, Role.TA)}
    line = say(
        "course-staff-named",
        instructors=people[Role.INSTRUCTOR],
        tas=people[Role.TA],
    )
    groups = len(course.work.courses.groups(course.id))
    return f"{line} {say('course-staff-groups', groups=groups)}" if groups else line


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
    if course.record.minors:
        size = f"{size} {say('course-minors')}"
    sections = course.work.courses.sections(course.id)
    if not sections:
        return f"{size} {say('course-no-sections')}"
    names = ", ".join(section.name for section in sections)
    return f"{size} {say('course-sections', sections=names)}"


def keeping_line(course: Course) -> str:
    """How long what is kept, and whether a legal hold stops it."""
    record = course.record
    line = course.say(
        "course-keeps",
        link=str(record.keep_link),
        words=str(record.keep_words),
        pulse=str(record.keep_pulse),
        digests=str(record.keep_digests),
    )
    held = course.work.oversight.hold(course.id) is not None
    return f"{line} {course.say('hold-card')}" if held else line


def code_line(course: Course) -> str:
    """How students join, where it is not by the room."""
    code = course.record.join_code
    return course.say("course-code", code=code) if code else course.say("course-no-code")


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
    steps = say("course-steps") if record.measures_steps else ""
    hours = record.reply_hours
    aim = "" if hours is None else say("course-aim", hours=hours)
    return " ".join(filter(None, (seal, gate, delay, steps, aim)))


def exams_line(event: Command | Press | Submission, course: Course) -> str:
    """The exams that are coming."""
    coming = course.work.exams.coming(course.id, event.at)
    if not coming:
        return course.say("exams-none")
    exams = "; ".join(
        course.say(
            "exam-item",
            name=period.name,
            start=moment_text(course, period.starts),
            end=moment_text(course, period.ends),
        )
        for period in coming[:SHOWN]
    )
    return course.say("exams-some", exams=f"{exams} …" if len(coming) > SHOWN else exams)


def releases_line(event: Command | Press | Submission, course: Course) -> str:
    """What is held back, and until when."""
    held = course.work.exams.held(course.id, event.at)
    if not held:
        return course.say("releases-none")
    releases = "; ".join(
        course.say("release-item", about=one.about, time=moment_text(course, one.opens_at))
        for one in held[:SHOWN]
    )
    return course.say("releases-some", releases=f"{releases} …" if len(held) > SHOWN else releases)
