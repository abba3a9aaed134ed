"""Buttons and forms at the wrong time, over every route there is: one clear answer, no change."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot.dispatch import Dispatcher, Outcome
from bot.platform import NotCommitted
from handlers.all import ROUTES
from handlers.chat.incoming import Press, Submission
from handlers.chat.outgoing import Reply
from handlers.routes import Route
from handlers.words import words
from storage.columns import table
from storage.erasure import tables
from storage.kinds import Address, Measured, QuestionState, Role, Room, TicketState
from storage.store import Store
from storage.tables import PulseAnswerTable
from tests.storage import rows
from tests.storage.rows import BEN, COURSE, KEYS, MONDAY, TIM
from tests.trust.kinds import PEOPLE, WEDNESDAY, kinds_of_events
from tests.trust.school import CLASS, open_school

SAY = words("en")
ABOUT_NO_QUESTION = {
    # About whoever acts, or about the course: whatever question their button may name is not meant.
    *((Press, name) for name in ("take-next", "bring", "new-code", "duty", "my-download")),
    *((Submission, name) for name in ("my-section", "my-duty", "archive", "set-asking")),
    *((Submission, name) for name in ("help-others",)),
    # A code that is tried counts, right or wrong.
    *((Submission, name) for name in ("join", "place", "link")),
    # A flag is left also when its question is over: the card says so.
    (Press, "leave"),
}
SHAPES = {"look-again": (Measured.MUTED,), "pulse-tap": ("1", "1", "item", "3")}
"""What else stands in a button of such a route."""
PULSE_ANSWERS = select(func.count()).select_from(table(PulseAnswerTable))
PRESSES = [route for route in ROUTES.all() if route.kind is Press]
FORMS = [route for route in ROUTES.all() if route.kind is Submission]
STAFF_S = [route for route in (*PRESSES, *FORMS) if Role.STUDENT not in route.roles]


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = Store(sqlite_url, KEYS)
    with opened.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))
        work.questions.add(rows.question("open", state=QuestionState.OPEN, posted_at=MONDAY))
        work.tickets.add(rows.ticket("open"))
        work.questions.add(rows.question("over", state=QuestionState.SOLVED, alias="Calm Heron"))
        work.tickets.add(rows.ticket("over", state=TicketState.SOLVED))
        work.answers.add(rows.answer("a-over", "over"))
    yield opened
    opened.close()


def event(route: Route, who: Any, role: Role, *args: str, hours: int = 0) -> Press | Submission:  # noqa: ANN401  # a person of the tests
    heard: dict[str, Any] = {
        "who": who,
        "role": role,
        "course": COURSE,
        "courses": (COURSE,),
        "at": MONDAY + timedelta(hours=hours),
        "seed": f"a seed of 16 bytes {args}".encode(),  # every event has a chance of its own
        "delivery": f"{route.kind.__name__} {route.name} {args} {role}",
        "name": route.name,
        "args": args,
    }
    return Press(**heard) if route.kind is Press else Submission(**heard)


EVERYTHING = {
    table.name: select(table).order_by(text("1"))
    for table, _duties in tables()
    if table.name != "inbox"
}


def kept(store: Store) -> dict[str, list[Any]]:
    """Everything but what was answered, which is noted so that it can be said again."""
    with store.read() as work:
        return {
            name: [*work.connection.execute(everything)] for name, everything in EVERYTHING.items()
        }


def said(outcome: Outcome) -> list[str]:
    return [
        part.text for one in outcome.said if isinstance(one, Reply) for part in one.message.parts
    ]


def handled(store: Store, happening: Press | Submission) -> Outcome | None:
    """What was answered; nothing where a form is left open with the text still in it."""
    try:
        outcome = Dispatcher(store, ROUTES).handle(happening)
    except NotCommitted:
        return None
    assert outcome.said, "silence"
    assert SAY("failed") not in said(outcome)
    return outcome


@pytest.mark.parametrize("route", STAFF_S, ids=lambda r: f"{r.kind.__name__} {r.name}")
def test_what_is_not_for_a_student_changes_nothing(store: Store, route: Route) -> None:
    before = kept(store)
    outcome = handled(store, event(route, BEN, Role.STUDENT, "open"))
    assert outcome is not None
    assert len(said(outcome)) == 1
    assert kept(store) == before


@pytest.mark.parametrize("route", [*PRESSES, *FORMS], ids=lambda r: f"{r.kind.__name__} {r.name}")
def test_a_question_that_is_gone_or_over(store: Store, route: Route) -> None:
    role = Role.INSTRUCTOR if Role.STUDENT not in route.roles else Role.STUDENT
    for args in (("gone", "gone"), ("over", "a-over")):
        before = kept(store)
        shaped = (args[0], *SHAPES[route.name]) if route.name in SHAPES else args
        assert handled(store, event(route, BEN, role, *shaped)) is not None
        if (route.kind, route.name) not in ABOUT_NO_QUESTION:
            after = kept(store)
            changed = {name for name in before if before[name] != after[name]}
            # A form that is given back is kept as a draft of whoever sent it.
            assert changed <= ({"draft"} if route.kind is Submission else set())


@pytest.mark.parametrize("name", sorted({name for _kind, name in ABOUT_NO_QUESTION} | {*SHAPES}))
def test_every_exception_is_a_route(name: str) -> None:
    assert name in {route.name for route in ROUTES.all()}


def test_a_form_for_a_ticket_that_has_gone_on_gives_the_text_back(store: Store) -> None:
    words_of_tim = "It keeps them, with gaps."
    for name, question in (("answer", "over"), ("answer", "gone"), ("note", "gone")):
        (route,) = [one for one in FORMS if one.name == name]
        sent = event(route, TIM, Role.TA, question)
        assert isinstance(sent, Submission)
        outcome = handled(store, replace(sent, fields={"text": words_of_tim}))
        assert outcome is not None
        assert words_of_tim in said(outcome)


@pytest.mark.parametrize("name", ["claim", "release", "stir", "wake", "part"])
def test_a_clock_that_goes_backwards_and_a_second_press(store: Store, name: str) -> None:
    """What comes an hour before what was there last is taken or refused like any other."""
    handle = Dispatcher(store, ROUTES).handle
    for number, hours in enumerate((2, 1, 1)):
        (route,) = [one for one in PRESSES if one.name == name]
        pressed = replace(event(route, TIM, Role.TA, "open", hours=hours), delivery=f"d{number}")
        outcome = handle(pressed)
        assert outcome.said
        assert SAY("failed") not in said(outcome)
        before = kept(store)
        assert handle(pressed).said == outcome.said  # the same delivery once more
        assert kept(store) == before
    with store.read() as work:
        ticket = work.tickets.find("open")
        assert ticket is not None
        assert ticket.due == MONDAY
        assert ticket.state == (TicketState.CLAIMED if name == "claim" else TicketState.WAITING)


def test_a_wall_clock_that_goes_back_two_hours(sqlite_url: str) -> None:
    """Every kind of event is taken as ever, and what was due comes when its time has come."""
    walls = [WEDNESDAY]

    async def term() -> None:
        async with open_school(sqlite_url, KEYS, PEOPLE, wall=lambda: walls[-1]) as at:
            acts = await kinds_of_events(at)
            walls.append(WEDNESDAY - timedelta(hours=2))
            for kind, act in acts.items():
                assert (await act()).through, kind
            with at.app.store.read() as work:
                assert work.connection.execute(PULSE_ANSWERS).scalar_one() == 1
            await at.wait(4 * 60)
            cards = [one.body.text for one in at.shown if one.room == CLASS]
            for question in ("Why does my loop end?", "How do I read the file?"):
                assert sum(question in card for card in cards) > 0

    asyncio.run(term())
