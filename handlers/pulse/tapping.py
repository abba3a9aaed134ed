"""Answering: the card in the class's room, and one tap for each item.

Whatever is pressed, what is shown next is the same: the next item, and after the last one a text
that is everyone's.
"""

from collections.abc import Iterator

from handlers.chat.incoming import Press
from handlers.chat.outgoing import Button, Fine, Instead, Line, Message, NoticeKind, Outgoing, Reply
from handlers.course import Course, Desk
from handlers.instruments.bank import bank_of
from handlers.notices import composed
from handlers.pulse.asking import CONSENT, Waiting, item_args, member_of, new_slot, tag_in
from handlers.pulse.terms import asks, day_of, open_until, window_name
from handlers.routes import Routes
from handlers.rules.pulse.scoring import HIGHEST, LOWEST
from handlers.times import moment_text
from storage.tables import PulseSlot, PulseTerm

routes = Routes()


def term_of(desk: Desk, term_id: str) -> tuple[Course, PulseTerm]:
    """The term a button is about, and its course, wherever it was pressed.

    Raises:
        Refused: it is gone.
    """
    term = desk.work.pulses.term(term_id)
    record = None if term is None else desk.work.courses.find(term.course_id)
    if term is None or record is None:
        raise desk.refuse("pulse-none")
    return Course(desk.work, desk.chance, record), term


@routes.press("pulse-open", anywhere=True, repeats=True)
def open_items(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[This week's questions]** on the card: privately, after a yes where there was none yet."""
    course, term = term_of(desk, press.args[0])
    if press.role.staff:
        raise course.refuse("pulse-for-students")
    closed = open_until(term, int(press.args[1]), press.at) is None
    if closed or not asks(course, term):
        raise course.refuse("pulse-not-now")
    if member_of(course, term, press.who) is None:
        yield consent(course, term)
        return
    yield from items_now(press, course, term)


def consent(course: Course, term: PulseTerm) -> Reply:
    """Two sentences, and three ways to answer them."""
    say = course.say
    parts = (Line(say("pulse-consent")), Fine(say("pulse-consent-fine")))
    buttons = (
        Button(say("button-pulse-here"), "pulse-join", (term.id, "card")),
        Button(say("button-pulse-direct"), "pulse-join", (term.id, "direct")),
        Button(say("button-pulse-no"), "pulse-no", (term.id,)),
    )
    return Reply(Message(parts, buttons))


def items_now(press: Press, course: Course, term: PulseTerm) -> Iterator[Reply]:
    """The person's next item of the open week, privately; not before their own question."""
    until = open_until(term, term.week, press.at)
    if until is None or not asks(course, term):
        return
    tag, pulses = tag_in(term, press.who), course.work.pulses
    slot = pulses.slot(term.id, term.week, tag)
    if slot is None:
        if not Waiting(course, press.at).lets_ask(press.who):
            text = course.say("pulse-question-first", until=moment_text(course, until))
            yield Reply(Message((Line(text),)))
            return
        slot = new_slot(course, term, tag, term.week)
        pulses.claim(slot)
    kind, args = _next(slot)
    yield Reply(composed(course.work, course.id, kind, args))


def _next(slot: PulseSlot) -> tuple[NoticeKind, tuple[str, ...]]:
    args = item_args(slot)
    return (NoticeKind.PULSE_NOTED, (slot.term_id,)) if args is None else (NoticeKind.PULSE, args)


@routes.press("pulse-tap", anywhere=True, repeats=True)
def tap(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """One tap, or **[Skip this]**: kept once, whichever message it was pressed on."""
    term_id, week, place, item, value = press.args
    course, term = term_of(desk, term_id)
    tag, pulses = tag_in(term, press.who), course.work.pulses
    over = Instead(NoticeKind.PULSE_OVER, (term.id,), course.id)
    archived = course.record.archived_at is not None
    if archived or open_until(term, int(week), press.at) is None:
        yield over
        return
    before = pulses.slot(term.id, term.week, tag)
    if before is None or member_of(course, term, press.who) is None:
        yield over
        return
    args = item_args(before)
    if args is not None and args[2] == place and args[4] == item:
        after = pulses.step(term.id, term.week, tag, before.place)
        if after is not None:
            _keep(course, term, after, item, value)
            before = after
    kind, args = _next(before)
    yield Instead(kind, args, course.id)


def _keep(course: Course, term: PulseTerm, slot: PulseSlot, item: str, value: str) -> None:
    """Keep an answer; of what was skipped nothing is kept."""
    day = day_of(course, term, term.week)
    if day is None or value not in {str(one) for one in range(LOWEST, HIGHEST + 1)}:
        return
    scale = bank_of(course.work, course.id).scale(item)
    if scale is None:  # another bank was brought meanwhile
        return
    window = window_name(term, day)
    course.work.pulses.answered(
        course.chance.token(), slot, window, scale, item, int(value), consent=CONSENT
    )
