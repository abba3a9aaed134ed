"""On which day and at what time the class is asked, and in which hours of the night nobody is."""

from collections.abc import Iterator

from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Choice, Field, Form, OpenForm, Option, Outgoing, TextField
from handlers.course import Course
from handlers.drafts import fixable
from handlers.pulse.steering import steer
from handlers.pulse.terms import open_until, schedule
from handlers.routes import INSTRUCTORS, Routes
from handlers.rules.dates import minutes
from handlers.times import moment_text
from storage.tables import PulseTerm

routes = Routes()
DAYS = ("mon", "tue", "wed", "thu")
"""Open for 72 hours, so that a week's items close before the next week's begin."""


@routes.press("pulse-rhythm", reads=True, roles=INSTRUCTORS)
def open_form(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Day and time]** opens the form; not while a week's items are open."""
    _changeable(press, course)
    own, say = course.record, course.say
    days = tuple(Option(day, say(f"pulse-rhythm-{day}")) for day in DAYS)
    times = (
        ("time", own.pulse_minute),
        ("from", own.pulse_quiet_from),
        ("to", own.pulse_quiet_to),
    )
    choice = Choice(
        "day", say("pulse-rhythm-day"), days, initial=DAYS[own.pulse_weekday], required=True
    )
    typed = [
        TextField(name, say(f"pulse-rhythm-{name}"), required=True, initial=_text(at), most=5)
        for name, at in times
    ]
    fields: tuple[Field, ...] = (choice, *typed)
    title, submit = say("pulse-rhythm-title"), say("set-submit")
    yield OpenForm(Form(title, "pulse-rhythm", fields, submit, press.args))


def _text(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _changeable(event: Press | Submission, course: Course) -> PulseTerm:
    """The term.

    Raises:
        Refused: it is another one by now, or a week is open, whose close must not move.
    """
    term = course.work.pulses.current(course.id)
    if term is None or term.id != event.args[0]:
        raise course.refuse("pulse-none")
    until = open_until(term, term.week, event.at)
    if until is not None:
        raise course.refuse("pulse-rhythm-open", until=moment_text(course, until))
    return term


@routes.submission("pulse-rhythm", roles=INSTRUCTORS)
def set_rhythm(form: Submission, course: Course) -> Iterator[Outgoing]:
    """What lies ahead moves; what falls into quiet hours waits for their end."""
    term = _changeable(form, course)
    at, night, morning = (minutes(form.text(name)) for name in ("time", "from", "to"))
    day = form.text("day")
    if at is None or night is None or morning is None or day not in DAYS:
        raise fixable(form, course, "pulse-rhythm-wrong")
    course.keep(
        pulse_weekday=DAYS.index(day),
        pulse_minute=at,
        pulse_quiet_from=night,
        pulse_quiet_to=morning,
    )
    schedule(course, term, form.at)
    yield from steer(form, course)
