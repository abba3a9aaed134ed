"""``/askwell pulse`` for staff: what comes next, pausing, and who answered as a band."""

from collections.abc import Iterator
from datetime import date, datetime

from handlers.chat.incoming import Command, Press, Submission
from handlers.chat.outgoing import (
    Button,
    Fine,
    Heading,
    Line,
    Message,
    Outgoing,
    Part,
    Reply,
)
from handlers.course import Course
from handlers.digest.sentences import figure
from handlers.instruments.bank import bank_of
from handlers.instruments.instrument import Pulse
from handlers.pulse.terms import (
    plan,
    rhythm_of,
    schedule,
    today,
    upcoming,
    window_name,
)
from handlers.routes import INSTRUCTORS, STAFF, Routes
from handlers.rules.pages import pages
from handlers.rules.pulse.plan import LEAST_ENROLLED, scales_in, size_of
from handlers.rules.pulse.times import opens
from handlers.rules.release import response
from handlers.times import day_text, moment_text
from storage.kinds import PulseState, Role
from storage.tables import PulseTerm

routes = Routes()
_TITLED = frozenset(
    {"belonging", "self_efficacy", "teacher_support", "peer_support", "ease_of_asking"}
)
_CHANGES = {
    "pulse-turn-on": ((PulseState.OFF, PulseState.STOPPED), PulseState.RUNNING),
    "pulse-turn-off": ((PulseState.RUNNING, PulseState.PAUSED), PulseState.OFF),
    "pulse-course-pause": ((PulseState.RUNNING,), PulseState.PAUSED),
    "pulse-course-resume": ((PulseState.PAUSED,), PulseState.RUNNING),
}
"""What each button changes: from which states, to which."""


def steer(event: Command | Press | Submission, course: Course) -> Iterator[Reply]:
    """The pulse as it stands; instructors get the buttons."""
    say, enrolment = course.say, course.record.enrolment
    parts: list[Part] = [Heading(say("pulse-staff-heading"))]
    term = course.work.pulses.current(course.id)
    if enrolment is not None and enrolment < LEAST_ENROLLED:
        parts.append(Line(say("pulse-staff-small")))
        button = Button(say("button-pulse-talk"), "pulse-talk")
        yield Reply(Message(tuple(parts), (button,)))
        return
    if term is None:
        yield Reply(Message((*parts, Line(say("pulse-staff-needs")))))
        return
    parts += _state(course, term)
    parts += _ahead(course, term, event.at)
    parts.append(Line(_response(course, term, event.at)))
    parts.append(Fine(_limits(course)))
    buttons = _buttons(course, term, event.at) if event.role is Role.INSTRUCTOR else ()
    for message in pages(parts, buttons):
        yield Reply(message)


def _state(course: Course, term: PulseTerm) -> list[Part]:
    say, size = course.say, size_of(term.enrolment)
    if term.state == PulseState.RUNNING and size is not None:
        return [Line(say("pulse-staff-running", weeks=size.weeks))]
    by_size = term.state == PulseState.OFF and size is not None and not size.by_default
    return [Line(say(f"pulse-staff-{term.state}{'-small' if by_size else ''}"))]


def _ahead(course: Course, term: PulseTerm, now: datetime) -> list[Part]:
    say = course.say
    parts: list[Part] = []
    if term.left_out:
        days = ", ".join(day_text(date.fromisoformat(day)) for day in term.left_out.split())
        parts.append(Line(say("pulse-staff-left-out", days=days)))
    following = upcoming(course, term, now)
    if following is None:
        return [*parts, Line(say("pulse-staff-last"))]
    if term.state != PulseState.RUNNING:
        return parts
    week, day = following
    when = moment_text(course, opens(day, rhythm_of(course)))
    bank = bank_of(course.work, course.id)
    parts += [Line(say("pulse-staff-next", when=when)), Line(say("pulse-staff-items"))]
    scales = scales_in(week, bank.chat.weekly, bank.chat.rotating)
    return [*parts, *(Line(_scale(course, bank, scale, items)) for scale, items in scales)]


def _scale(course: Course, bank: Pulse, scale: str, items: tuple[str, ...]) -> str:
    title = course.say(f"pulse-scale-{scale}") if scale in _TITLED else scale.replace("_", " ")
    texts = " · ".join(bank.items[item].text for item in items)
    return course.say("pulse-staff-scale", scale=title, items=texts)


def _response(course: Course, term: PulseTerm, now: datetime) -> str:
    """How many answered in the last window that is over, as the release rules let it be said."""
    running = window_name(term, today(course, now))
    over = [name for name in course.work.pulses.windows(term.id) if name < running]
    people = course.work.pulses.people(term.id, over[-1]) if over else 0
    released = response(people, term.enrolment)
    if not released.shown:
        return course.say("pulse-staff-few")
    return course.say("pulse-staff-response", band=figure(released, course.say))


def _limits(course: Course) -> str:
    night, morning = course.record.pulse_quiet_from, course.record.pulse_quiet_to
    quiet_from, quiet_to = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in (night, morning))
    return course.say("pulse-staff-fine", **{"from": quiet_from, "to": quiet_to})


def _buttons(course: Course, term: PulseTerm, now: datetime) -> tuple[Button, ...]:
    say = course.say
    names = [name for name, (states, _to) in _CHANGES.items() if term.state in states]
    buttons = [Button(say(f"button-{name}"), name, (term.id,)) for name in names]
    following = upcoming(course, term, now)
    if term.state == PulseState.RUNNING and following is not None:
        args = (term.id, following[1].isoformat())
        buttons.append(Button(say("button-pulse-leave-out"), "pulse-leave-out", args))
        buttons.append(Button(say("button-pulse-rhythm"), "pulse-rhythm", (term.id,)))
    if term.state == PulseState.RUNNING and term.left_out != _left_out_before(term, course, now):
        buttons.append(Button(say("button-pulse-leave-none"), "pulse-leave-none", (term.id,)))
    return tuple(buttons)


def _changes(name: str) -> None:
    states, after = _CHANGES[name]

    @routes.press(name, roles=INSTRUCTORS)
    def change(press: Press, course: Course) -> Iterator[Outgoing]:
        pulses = course.work.pulses
        if any(pulses.moved(press.args[0], before, after) for before in states):
            course.keep(pulse_off=after is PulseState.OFF)
        plan(course, press.at)
        yield from steer(press, course)


for _name in _CHANGES:
    _changes(_name)


@routes.press("pulse-leave-out", roles=INSTRUCTORS)
def leave_out(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Leave that week out]**: a quiet week, for whatever reason."""
    term = _term(press, course)
    days = sorted({*term.left_out.split(), press.args[1]})
    yield from _leave_out(press, course, term, " ".join(days))


@routes.press("pulse-leave-none", roles=INSTRUCTORS)
def leave_none(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Leave no week out]**: the weeks to come are asked in after all; what is over stays."""
    term = _term(press, course)
    yield from _leave_out(press, course, term, _left_out_before(term, course, press.at))


def _left_out_before(term: PulseTerm, course: Course, now: datetime) -> str:
    """The days left out that are not still to come."""
    last = today(course, now).isoformat()
    return " ".join(day for day in term.left_out.split() if day <= last)


def _term(press: Press, course: Course) -> PulseTerm:
    """The term a button is about.

    Raises:
        Refused: it is over.
    """
    term = course.work.pulses.current(course.id)
    if term is None or term.id != press.args[0]:
        raise course.refuse("pulse-none")
    return term


def _leave_out(press: Press, course: Course, term: PulseTerm, days: str) -> Iterator[Outgoing]:
    term.left_out = days
    course.work.pulses.set(term.id, left_out=term.left_out)
    schedule(course, term, press.at)
    yield from steer(press, course)


@routes.press("pulse-talk", reads=True, roles=STAFF)
def talk(_press: Press, course: Course) -> Iterator[Outgoing]:
    """**[The page to talk over]**, in place of a survey in a class of under twelve."""
    say = course.say
    parts: list[Part] = [Heading(say("pulse-talk-heading")), Line(say("pulse-talk-lead"))]
    parts += [Line(f"{number}. {say(f'pulse-talk-{number}')}") for number in range(1, 6)]
    yield Reply(Message((*parts, Fine(say("pulse-talk-fine")))))
