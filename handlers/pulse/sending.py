"""What falls due in a pulse: a week opens, asks, reminds and closes; a term is deleted.

People are asked a page at a time, each page a transaction of its own, so that a class of any size
holds up nobody and fills no memory. A page that is late asks nobody at night.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.chat.incoming import Tick
from handlers.chat.outgoing import (
    Button,
    Fine,
    Line,
    Message,
    Notice,
    NoticeKind,
    Outgoing,
    Post,
    Style,
)
from handlers.course import Course
from handlers.pulse.asking import CONSENT, Waiting, item_args, new_slot, scope_of
from handlers.pulse.terms import (
    asks,
    day_of,
    deleted_at,
    free_days,
    open_until,
    rhythm_of,
    schedule,
    upcoming,
    window_name,
)
from handlers.routes import Routes
from handlers.rules.pulse.plan import SILENT_WEEKS, after_window
from handlers.rules.pulse.times import (
    closes,
    is_free,
    is_quiet,
    not_quiet,
    reminds,
    sent_by,
)
from handlers.times import moment_text
from storage.kinds import PulseState, Room, Seal
from storage.tables import PulseTerm

routes = Routes()
PAGE = 50
"""People asked in one transaction."""
PACE = timedelta(seconds=1)
"""Between two pages."""


@routes.tick("pulse-week")
def open_week(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A week opens: a card for the class, and a page of direct messages after the other."""
    term_id, number, day = tick.args
    term, week = course.work.pulses.term(term_id), int(number)
    if term is None:
        return
    schedule(course, term, tick.at)
    too_late = tick.now >= closes(tick.at)
    if too_late or is_free(date.fromisoformat(day), free_days(course, term, tick.at)):
        return
    if not asks(course, term) or not course.work.pulses.opened(term.id, week, tick.at):
        return
    yield _card(course, term, week, closes(tick.at))
    rhythm = rhythm_of(course)
    course.do_later("pulse-ask", tick.at, term.id, number)
    course.do_later("pulse-remind", reminds(tick.at, rhythm), term.id, number)
    course.do_later("pulse-close", not_quiet(closes(tick.at), rhythm), term.id, number)


def bring_later(course: Course, platform: str, at: datetime) -> None:
    """Have the card of a week that is open posted on a platform where the course is new."""
    course.do_later("pulse-bring", not_quiet(at, rhythm_of(course)), platform)


@routes.tick("pulse-bring")
def bring_week(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """The card of the week that is open now, if one is; nobody is asked twice by it."""
    (platform,), term = tick.args, course.work.pulses.current(course.id)
    if term is None or not asks(course, term):
        return
    until = open_until(term, term.week, tick.now)
    if until is None:
        return
    card = _card(course, term, term.week, until)
    if course.work.cards.ref(course.id, card.key, platform) is None:
        yield replace(card, on=platform)


def _key(term: PulseTerm, week: int) -> str:
    return f"pulse-{term.id}-{week}"


def _card(course: Course, term: PulseTerm, week: int, until: datetime) -> Post:
    say = course.say
    button = Button(say("button-pulse-open"), "pulse-open", (term.id, str(week)), Style.PRIMARY)
    fine = say("pulse-card-fine", until=moment_text(course, until))
    message = Message((Line(say("pulse-card")), Fine(fine)), (button,))
    return Post(Room.CLASS, _key(term, week), message)


def _under_way(tick: Tick, course: Course) -> tuple[PulseTerm, int, datetime] | None:
    """The term, the week and when it closes, if people may be asked now.

    At night what is left to do waits for the morning.
    """
    term, week = course.work.pulses.term(tick.args[0]), int(tick.args[1])
    if term is None or not asks(course, term):
        return None
    until = open_until(term, week, tick.now)
    if until is None:
        return None
    rhythm = rhythm_of(course)
    if is_quiet(tick.now, rhythm):
        course.do_later(tick.name, not_quiet(tick.now, rhythm), *tick.args)
        return None
    return term, week, until


def _after(tick: Tick) -> str:
    return tick.args[2] if len(tick.args) > 2 else ""


@routes.tick("pulse-ask")
def ask_some(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A page of those who are asked by direct message: each one's slot is claimed, then sent."""
    found = _under_way(tick, course)
    if found is None:
        return
    term, week, until = found
    pulses, waiting = course.work.pulses, Waiting(course, tick.now)
    members = pulses.awake(term.id, week, _after(tick), PAGE)
    for member in members:
        seal = Seal(scope_of(member.person_tag), member.person_seal)
        slot = new_slot(course, term, member.person_tag, week)
        args = item_args(slot)
        if args is None or member.consent != CONSENT:
            continue
        if waiting.lets_ask(tick.meet(seal)) and pulses.claim(slot):
            latest = sent_by(tick.now, rhythm_of(course), until)
            yield Notice(seal, NoticeKind.PULSE, args=args, until=latest, on=member.direct)
    if len(members) == PAGE:
        last = members[-1].person_tag
        course.do_later("pulse-ask", tick.now + PACE, term.id, str(week), last)


@routes.tick("pulse-remind")
def remind_some(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A page of those who were asked and have pressed nothing: they are reminded once."""
    found = _under_way(tick, course)
    if found is None:
        return
    term, week, until = found
    pulses, waiting = course.work.pulses, Waiting(course, tick.now)
    silent = pulses.untouched(term.id, week, _after(tick), PAGE)
    for member in silent:
        tag = member.person_tag
        seal = Seal(scope_of(tag), member.person_seal)
        args = item_args(new_slot(course, term, tag, week))
        if (
            args is not None
            and waiting.lets_ask(tick.meet(seal))
            and pulses.remind(term.id, week, tag)
        ):
            latest = sent_by(tick.now, rhythm_of(course), until)
            kind = NoticeKind.PULSE_REMINDER
            yield Notice(seal, kind, args=args, until=latest, on=member.direct)
    if len(silent) == PAGE:
        last = silent[-1].person_tag
        course.do_later("pulse-remind", tick.now + PACE, term.id, str(week), last)


@routes.tick("pulse-close")
def close_week(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A week closes; so does its window, if no other week comes in it."""
    term, week = course.work.pulses.term(tick.args[0]), int(tick.args[1])
    if term is None:
        return
    rhythm = rhythm_of(course)
    if is_quiet(tick.now, rhythm):  # whoever is paused now is told so, and not at night
        course.do_later(tick.name, not_quiet(tick.now, rhythm), *tick.args)
        return
    closed = Message((Line(course.say("pulse-card-closed")),))
    yield Post(Room.CLASS, _key(term, week), closed, last=True)
    latest = sent_by(tick.now, rhythm, tick.now + timedelta(days=1))
    for member in course.work.pulses.close(term.id, week, SILENT_WEEKS):
        seal = Seal(scope_of(member.person_tag), member.person_seal)
        kind = NoticeKind.PULSE_SILENT
        yield Notice(seal, kind, args=(term.id,), until=latest, on=member.direct)
    yield from _close_window(tick, course, term, week)


def _close_window(tick: Tick, course: Course, term: PulseTerm, week: int) -> Iterator[Outgoing]:
    """Two windows in a row with too few answers stop the pulse, and the class is told why."""
    day, following = day_of(course, term, week), upcoming(course, term, tick.at)
    if day is None or term.state != PulseState.RUNNING:
        return
    window = window_name(term, day)
    if following is not None and window_name(term, following[1]) == window:
        return
    pulses = course.work.pulses
    thin, stops = after_window(term.thin, pulses.people(term.id, window))
    pulses.set(term.id, thin=thin)
    if stops and pulses.moved(term.id, PulseState.RUNNING, PulseState.STOPPED):
        say = course.say
        line = Message((Line(say("pulse-stopped-class")),))
        yield Post(Room.CLASS, f"pulse-{term.id}-stopped", line)
        told = Message((Line(say("pulse-stopped-staff", course=course.record.name)),))
        yield Post(Room.STAFF, f"pulse-{term.id}-stopped-staff", told)


@routes.tick("pulse-forget")
def forget_term(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """When its time is over everything in a term is deleted; a prolonged term or a hold wait."""
    term = course.work.pulses.term(tick.args[0])
    if course.work.oversight.hold(course.id) is not None:
        course.do_later(tick.name, tick.at + timedelta(days=1), *tick.args)
        return
    if term is not None and tick.at < deleted_at(course, term):
        course.do_later(tick.name, deleted_at(course, term), *tick.args)
    elif term is not None:
        course.work.pulses.forget(term.id)
    yield from ()
