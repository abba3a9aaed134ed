"""Whose turn it is to be asked: two at a time, then the next two, then nobody but staff.

Staff have had the question from the beginning, so passing on to them needs nothing. Who was asked
and who takes it is known by marks alone (``storage/tables/peers.py``).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.chat.incoming import Press, Tick
from handlers.chat.outgoing import Notice, NoticeKind, Outgoing
from handlers.course import Course
from handlers.peers.helping import seat_of
from handlers.routes import Routes
from handlers.rules.peers import time_of_day, week_of
from handlers.rules.rotation import Helper, rotation
from handlers.times import zone_of
from storage.kinds import Audience, OfferState, QuestionState, Seal, TicketState
from storage.tables import HelperSeat, Question

routes = Routes()
AT_ONCE = 2
"""Helpers asked at the same time; the first to take it has it."""
OFFERED = timedelta(minutes=20)
"""How long an offer waits before the next are asked."""
HELD = timedelta(hours=1)
"""How long the one who took it has it before it passes on."""


def note_own(press: Press, course: Course, question: Question) -> None:
    """An asker who is a helper is not asked about their own question."""
    helper = seat_of(press, course)
    if helper is not None:
        peers = course.work.peers
        peers.offer(question.id, peers.mark(question.id, helper.seat), OfferState.OWN)


def offer_next(course: Course, question: Question, at: datetime) -> Iterator[Outgoing]:
    """Ask the next helpers, if a question still waits for anybody."""
    peers = course.work.peers
    if not _waits(course, question) or course.work.exams.on(course.id, at):
        return
    peers.begin(question.id)
    turn = peers.turn(question.id)
    offers = {one.mark: one.state for one in peers.offers(question.id)}
    seats = {one.seat: one for one in peers.helpers(course.id)}
    asked = {seat for seat in seats if peers.mark(question.id, seat) in offers}
    helpers = [_as_ruled(course, one, at) for one in seats.values()]
    following = rotation(question.id, question.topic, helpers, at, zone_of(course), asked)
    if not following or not peers.next_turn(question.id, turn.turn):
        return
    for helper in following[:AT_ONCE]:
        peers.offer(question.id, peers.mark(question.id, helper.seat))
        peers.asked(helper.seat, at)
        seal = Seal(f"seat:{helper.seat}", seats[helper.seat].member_seal)
        yield Notice(seal, NoticeKind.OFFER, about=question.id, until=at + OFFERED)
    _later(course, question, "offer-over", turn.turn + 1, at + OFFERED)


def _waits(course: Course, question: Question) -> bool:
    ticket = course.tickets.find(question.id)
    return (
        question.state == QuestionState.OPEN
        and question.audience == Audience.CLASS
        and question.hidden_at is None
        and ticket is not None
        and ticket.state == TicketState.WAITING
    )


def _as_ruled(course: Course, helper: HelperSeat, at: datetime) -> Helper:
    start, end = time_of_day(helper.quiet_from), time_of_day(helper.quiet_to)
    this_week = helper.week == week_of(at, zone_of(course))
    return Helper(
        seat=helper.seat,
        topics=frozenset(filter(None, helper.topics.split("\n"))),
        limit=helper.weekly,
        used=helper.used if this_week else 0,
        quiet=None if start is None or end is None else (start, end),
        asked_at=helper.asked_at,
        paused=helper.paused,
    )


def _later(course: Course, question: Question, name: str, turn: int, due: datetime) -> None:
    course.do_later(name, due, question.id, str(turn), question_id=question.id)


def hold(course: Course, question: Question, at: datetime) -> None:
    """Whoever has just taken a question has it for a set time."""
    _later(course, question, "hold-over", course.work.peers.turn(question.id).turn, at + HELD)


@routes.tick("offer-over")
def offer_over(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Nobody took it: the next are asked."""
    question = course.questions.find(course.id, tick.args[0])
    turn = course.work.peers.turn(tick.args[0]) if question else None
    if question is None or turn is None or turn.turn != int(tick.args[1]) or turn.holder:
        return
    lapse(course, question)
    yield from offer_next(course, question, tick.at)


def lapse(course: Course, question: Question) -> None:
    """Offers that nobody took are over."""
    for one in course.work.peers.offers(question.id):
        course.work.peers.moved(question.id, one.mark, OfferState.OFFERED, OfferState.LAPSED)


def offer_again(course: Course, question: Question, at: datetime) -> Iterator[Outgoing]:
    """After the one who took it: those who were asked with them come first, then the next."""
    peers = course.work.peers
    seats = {peers.mark(question.id, one.seat): one for one in peers.helpers(course.id)}
    still = [
        seats[one.mark]
        for one in peers.offers(question.id)
        if one.state == OfferState.OFFERED and one.mark in seats and not seats[one.mark].paused
    ]
    turn = peers.turn(question.id).turn
    if not still or not peers.next_turn(question.id, turn):
        lapse(course, question)
        yield from offer_next(course, question, at)
        return
    for helper in still:
        seal = Seal(f"seat:{helper.seat}", helper.member_seal)
        yield Notice(seal, NoticeKind.OFFER, about=question.id, until=at + OFFERED)
    _later(course, question, "offer-over", turn + 1, at + OFFERED)


@routes.tick("hold-over")
def hold_over(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """Whoever took it went silent: it passes on, and nobody is told who that was."""
    question = course.questions.find(course.id, tick.args[0])
    turn = course.work.peers.turn(tick.args[0]) if question else None
    if question is None or turn is None or turn.turn != int(tick.args[1]) or not turn.holder:
        return
    if _waits(course, question):
        course.work.peers.give_back(question.id, turn.holder, OfferState.LAPSED)
        yield from offer_again(course, question, tick.at)
