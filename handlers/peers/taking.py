"""What a helper is offered: look, take it, or pass; the first to take it has it."""

from collections.abc import Iterator

from handlers.chat.incoming import Press
from handlers.chat.outgoing import Button, Fine, Line, Message, Outgoing, Part, Reply, Said, Style
from handlers.coaching import coached
from handlers.course import Course, Desk
from handlers.exams import closed
from handlers.news import courses_of
from handlers.peers.helping import seat_of
from handlers.peers.offering import hold, offer_again, offer_next
from handlers.routes import Routes
from handlers.rules.pages import pages, title
from handlers.rules.peers import week_of
from handlers.times import zone_of
from storage.kinds import OfferState
from storage.tables import HelperSeat, Question

routes = Routes()


@routes.press("offers", reads=True, anywhere=True)
def look(press: Press, desk: Desk) -> Iterator[Outgoing]:
    """**[Look]** under the notice, which names no question: what is offered now."""
    nothing = True
    for course in courses_of(press, desk):
        helper = seat_of(press, course)
        if helper is None or closed(course, press) is not None:
            continue
        for question, state in _offered(course, helper):
            nothing = False
            yield _offer(course, question, taken=state == OfferState.TAKEN)
    if nothing:
        yield Reply(desk.line("offers-none"))


def _offered(course: Course, helper: HelperSeat) -> Iterator[tuple[Question, OfferState]]:
    peers = course.work.peers
    for one in peers.offered(course.id):
        if one.mark == peers.mark(one.question_id, helper.seat):
            if peers.turn(one.question_id).holder not in {None, one.mark}:
                continue  # somebody else has it
            question = course.questions.find(course.id, one.question_id)
            if question is not None and question.hidden_at is None:
                yield question, one.state


def _offer(course: Course, question: Question, *, taken: bool) -> Reply:
    say, args = course.say, (question.id,)
    parts: list[Part] = [Line(say("offer-taken" if taken else "offer", title=title(question.text)))]
    if not taken:
        parts.append(Fine(say("offer-why")))
    first = (
        Button(say("button-answer"), "answer", args, Style.PRIMARY)
        if taken
        else Button(say("button-take-it"), "take-offer", args, Style.PRIMARY)
    )
    buttons = (
        first,
        Button(say("button-pass"), "pass-offer", args),
        Button(say("button-helper-pause"), "helper-pause", (course.id,)),
    )
    return Reply(Message(tuple(parts), buttons))


@routes.press("take-offer")
def take(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Take it]**: yours for an hour; if somebody was quicker, nothing is expected of you."""
    question = course.live(press.args[0])
    helper, mark = _seat(press, course, question)
    if closed(course, press) is not None or not course.work.peers.take(question.id, mark):
        raise course.refuse("offer-gone")
    week = week_of(press.at, zone_of(course))
    used = helper.used if helper.week == week else 0
    course.work.peers.change(helper.seat, used=used + 1, week=week)
    hold(course, question, press.at)
    course.happened(question, "taken by a helper", press.at)
    say, args = course.say, (question.id,)
    parts: list[Part] = [Line(say("offer-yours")), Said(question.text)]
    if question.tried:
        parts.append(Line(say("answer-advice-tried", tried=question.tried)))
    if coached(press, course):
        parts.append(Line(say("offer-coaching")))
    buttons = (
        Button(say("button-answer"), "answer", args, Style.PRIMARY),
        Button(say("button-pass"), "pass-offer", args),
    )
    for message in pages([*parts, Fine(say("offer-fine"))], buttons):
        yield Reply(message)


def _seat(press: Press, course: Course, question: Question) -> tuple[HelperSeat, str]:
    helper = seat_of(press, course)
    if helper is None:
        raise course.refuse("helper-none")
    return helper, course.work.peers.mark(question.id, helper.seat)


@routes.press("pass-offer")
def pass_on(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Pass]**, also after taking it: the next are asked, and nobody learns of it."""
    question = course.live(press.args[0])
    _helper, mark = _seat(press, course, question)
    peers = course.work.peers
    held = peers.give_back(question.id, mark, OfferState.PASSED)
    if not held and not peers.moved(question.id, mark, OfferState.OFFERED, OfferState.PASSED):
        raise course.refuse("offer-gone")
    yield Reply(course.line("offer-passed"))
    waiting = any(one.state == OfferState.OFFERED for one in peers.offers(question.id))
    if held:
        yield from offer_again(course, question, press.at)
    elif not waiting and peers.turn(question.id).holder is None:
        yield from offer_next(course, question, press.at)
