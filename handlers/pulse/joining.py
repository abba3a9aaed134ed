"""Saying yes, pausing, stopping; and one's own page, with the answers as a list."""

from collections.abc import Iterator

from handlers.chat.incoming import Command, Press
from handlers.chat.outgoing import (
    Button,
    Fine,
    Heading,
    Instead,
    Line,
    NoticeKind,
    Outgoing,
    Part,
    Reply,
    Style,
)
from handlers.course import Course, Desk
from handlers.instruments.bank import bank_of
from handlers.pulse.asking import CONSENT, member_of, scope_of, tag_in
from handlers.pulse.steering import steer
from handlers.pulse.tapping import consent, items_now, term_of
from handlers.pulse.terms import asks
from handlers.routes import Routes
from handlers.rules.pages import pages
from storage.kinds import Purpose
from storage.tables import PulseMember, PulseTerm

routes = Routes()
PAUSE = 4
"""Weeks."""


@routes.command("pulse", reads=True)
def pulse(command: Command, course: Course) -> Iterator[Outgoing]:
    """``/askwell pulse``: staff steer it, students see and change their own part in it."""
    yield from steer(command, course) if command.role.staff else mine(command, course)


@routes.press("pulse-mine", reads=True)
def open_mine(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Weekly questions]** on the person's own page, and in the panel."""
    yield from steer(press, course) if press.role.staff else mine(press, course)


@routes.press("pulse-begin", reads=True, anywhere=True)
def begin(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Ask me weekly]** says first what it means."""
    course, term = term_of(desk, press.args[0])
    if press.role.staff:
        raise course.refuse("pulse-for-students")
    yield consent(course, term)


@routes.press("pulse-no", reads=True, anywhere=True)
def decline(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[No, thanks]**: nothing is kept of it."""
    course, _term = term_of(desk, press.args[0])
    yield Reply(course.line("pulse-no"))


@routes.press("pulse-join", anywhere=True, repeats=True)
def join(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """Yes: on the card, or by direct message. Pressed again, the way changes."""
    course, term = term_of(desk, press.args[0])
    if press.role.staff:
        raise course.refuse("pulse-for-students")
    direct = press.platform if press.args[1] == "direct" else ""
    tag = tag_in(term, press.who)
    membership = press.who.tag(Purpose.MEMBER, course.id)
    section = course.work.courses.section_of(course.id, membership)
    member = PulseMember(
        term_id=term.id,
        person_tag=tag,
        person_seal=press.who.sealed(scope_of(tag)).box,
        consent=CONSENT,
        direct=direct,
        section="" if section is None else section.id,
    )
    if not course.work.pulses.join(member):
        changed = {"direct": direct, "consent": CONSENT, "paused_until": 0, "silent": 0}
        course.work.pulses.change(term.id, tag, **changed)
    yield Reply(course.line(f"pulse-joined-{'direct' if direct else 'here'}"))
    yield from items_now(press, course, term)


@routes.press("pulse-pause", anywhere=True, repeats=True)
def pause(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Pause 4 weeks]**: this week's message, and the next four."""
    course, term = term_of(desk, press.args[0])
    tag = tag_in(term, press.who)
    course.work.pulses.change(term.id, tag, paused_until=term.week + PAUSE + 1, silent=0)
    course.work.outbox.untell(scope_of(tag))
    yield Instead(NoticeKind.PULSE_PAUSED, (term.id,), course.id)


@routes.press("pulse-resume", anywhere=True, repeats=True)
def resume(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Go on asking me]** ends a pause, one's own or the one after three silent weeks."""
    course, term = term_of(desk, press.args[0])
    if not course.work.pulses.change(term.id, tag_in(term, press.who), paused_until=0, silent=0):
        raise course.refuse("pulse-mine-out")
    yield Instead(NoticeKind.PULSE_RESUMED, (term.id,), course.id)


@routes.press("pulse-stop", anywhere=True, repeats=True)
def stop(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Stop]**: the person is not asked any more, and nothing says that they ever were."""
    course, term = term_of(desk, press.args[0])
    tag = tag_in(term, press.who)
    course.work.pulses.leave(term.id, tag)
    course.work.outbox.untell(scope_of(tag))
    yield Instead(NoticeKind.PULSE_STOPPED, (term.id,), course.id)


def mine(event: Command | Press, course: Course) -> Iterator[Reply]:
    """One's own part: whether and how one is asked, and what one answered, in no order of time."""
    term = course.work.pulses.current(course.id)
    if term is None:
        raise course.refuse("pulse-none")
    say, pulses = course.say, course.work.pulses
    member = member_of(course, term, event.who)
    parts: list[Part] = [Heading(say("pulse-mine-heading")), Line(say(_asked(member, term)))]
    answers = pulses.answers(term.id, tag_in(term, event.who))
    bank = bank_of(course.work, course.id)
    parts.append(Line(say("pulse-mine-answers" if answers else "pulse-mine-none")))
    for given in sorted(answers, key=lambda one: (one.item, one.value, one.id)):
        item = bank.items.get(given.item)
        text = given.item if item is None else item.text
        parts.append(
            Line(say("pulse-mine-answer", item=text, answer=bank.response[given.value - 1]))
        )
    parts.append(Fine(say("pulse-mine-fine")))
    for message in pages(parts, _buttons(course, term, member)):
        yield Reply(message)


def _asked(member: PulseMember | None, term: PulseTerm) -> str:
    if member is None:
        return "pulse-mine-out"
    if member.paused_until > term.week + 1:
        return "pulse-mine-paused"
    return "pulse-mine-direct" if member.direct else "pulse-mine-here"


def _buttons(course: Course, term: PulseTerm, member: PulseMember | None) -> tuple[Button, ...]:
    say = course.say
    if member is None:
        if not asks(course, term):
            return ()
        return (Button(say("button-pulse-begin"), "pulse-begin", (term.id,), Style.PRIMARY),)
    paused = member.paused_until > term.week + 1
    other = (
        ("button-pulse-by-card", "card") if member.direct else ("button-pulse-by-direct", "direct")
    )
    return (
        Button(say(other[0]), "pulse-join", (term.id, other[1])),
        Button(
            say("button-pulse-resume" if paused else "button-pulse-pause"),
            "pulse-resume" if paused else "pulse-pause",
            (term.id,),
        ),
        Button(say("button-pulse-stop"), "pulse-stop", (term.id,)),
    )
