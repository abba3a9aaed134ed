"""Seats, and the head of the line against the order that the rule gives, on both databases."""

from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import SQLModel

from handlers.rules.line import BROUGHT, MATCH, Place, ordered
from storage.columns import table
from storage.kinds import Purpose, TicketState
from storage.store import Store, Work
from storage.tables import Ticket, TicketTable
from tests.storage import rows
from tests.storage.rows import ANA, COURSE, KEYS, MONDAY, TIM

TOPICS = ("", "joins", "plots", "loops")


def take(
    work: Work, seat: str = "s1", topics: tuple[str, ...] = (), own: tuple[str, ...] = ()
) -> str | None:
    return work.tickets.take_next(COURSE, seat, topics, own, MONDAY, match=MATCH, brought=BROUGHT)


def test_a_week_begins_at_nothing(store: Store) -> None:
    with store.begin() as work:
        work.courses.add(rows.course())
        work.seats.add(rows.seat("s1"))
        work.seats.spent("s1", "2026-W37", 10)
        work.seats.spent("s1", "2026-W37", 5)
        found = work.seats.of(COURSE, TIM.tag(Purpose.MEMBER, COURSE))
        assert found is not None
        assert (found.week, found.spent) == ("2026-W37", 15)
        work.seats.spent("s1", "2026-W38", 20)
        work.seats.set("s1", topics="joins")
        (found,) = work.seats.all(COURSE)
        assert (found.week, found.spent, found.topics) == ("2026-W38", 20, "joins")
        assert work.seats.of(COURSE, ANA.tag(Purpose.MEMBER, COURSE)) is None


@pytest.mark.parametrize("seed", range(6))
def test_the_line_is_taken_in_the_order_of_the_rule(store: Store, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  # a test's own
    tickets = [
        rows.ticket(
            f"q{n:02d}",
            topic=chance.choice(TOPICS),
            due=MONDAY + timedelta(minutes=chance.randrange(-90, 90)),
            seat=chance.choice(["", "s1", "s2"]),
        )
        for n in range(16)
    ]
    topics = tuple(chance.sample(TOPICS[1:], seed % 3))
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.add(rows.course("other"))
        work.tickets.add(rows.ticket("elsewhere", course_id="other", due=MONDAY - timedelta(9)))
        work.tickets.add(rows.ticket("held", state=TicketState.CLAIMED, due=MONDAY - timedelta(9)))
        for ticket in tickets:
            work.tickets.add(ticket)
    places = [Place(one.question_id, one.topic, one.due, one.seat) for one in tickets]
    taken = []
    while True:
        with store.begin() as work:
            question = take(work, "s1", topics, own=("q03", "q07"))
            if question is None:
                break
            taken.append(question)
    expected = [place.id for place in ordered(places, set(topics), "s1")]
    assert taken == [one for one in expected if one not in {"q03", "q07"}]


def test_whose_it_is_is_said_once(store: Store) -> None:
    tag, seal = TIM.tag(Purpose.QUESTION, "q1"), TIM.sealed("holder:q1")
    with store.begin() as work:
        work.courses.add(rows.course())
        work.tickets.add(rows.ticket("q1"))
        assert take(work) == "q1"
        assert take(work) is None
        assert not work.tickets.name_holder("q1", "s2", tag, seal)
        assert work.tickets.name_holder("q1", "s1", tag, seal)
        assert not work.tickets.name_holder("q1", "s1", "other", seal)
        ticket = work.tickets.find("q1")
        assert ticket is not None
        assert (ticket.state, ticket.holder_tag) == (TicketState.CLAIMED, tag)
        assert work.tickets.on_desks(COURSE) == {"s1": 1}
        assert work.tickets.release("q1", tag)
        assert work.tickets.on_desks(COURSE) == {}


def test_a_ticket_is_brought_as_long_as_nothing_changed(store: Store) -> None:
    ticket = rows.ticket("q1")
    with store.begin() as work:
        work.courses.add(rows.course())
        work.tickets.add(ticket)
        assert work.tickets.bring(ticket, "s1", MONDAY, "turn")
        assert not work.tickets.bring(ticket, "s2", MONDAY, "turn")
        brought = work.tickets.find("q1")
        assert isinstance(brought, Ticket)
        assert work.tickets.bring(brought, "s2", MONDAY, "alone")
        again = work.tickets.find("q1")
        assert again is not None
        assert (again.seat, again.passed, again.why) == ("s2", "s1", "alone")
        assert work.tickets.on_desks(COURSE) == {"s2": 1}
        tag = TIM.tag(Purpose.QUESTION, "q1")
        assert work.tickets.claim("q1", tag, TIM.sealed("holder:q1"), MONDAY)
        assert not work.tickets.bring(again, "s1", MONDAY, "turn")
        assert work.tickets.on_desks(COURSE) == {}
        assert work.tickets.sit("q1", tag, "s1")
        assert not work.tickets.sit("q1", "other", "s2")
        assert work.tickets.on_desks(COURSE) == {"s1": 1}
        assert work.tickets.ahead(COURSE) == 0
        assert work.tickets.counts(COURSE) == {TicketState.WAITING: 0, TicketState.CLAIMED: 1}


def test_what_is_open_is_counted_without_a_look_at_what_is_not(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'askwell.db'}", KEYS)
    SQLModel.metadata.create_all(store.engine, tables=[table(TicketTable)])
    asked: list[tuple[str, Any]] = []
    with store.begin() as work:
        event.listen(
            work.connection, "before_cursor_execute", lambda *call: asked.append((call[2], call[3]))
        )
        assert work.tickets.counts(COURSE) == {TicketState.WAITING: 0, TicketState.CLAIMED: 0}
        ((statement, values),) = asked
        plan = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        waiting, claimed = [row.detail for row in plan if "ticket" in row.detail]
        # Two indexes hold nothing but what waits; SQLite takes the one that was made last.
        assert waiting in {
            "SEARCH ticket USING INDEX ticket_line (course_id=?)",
            "SEARCH ticket USING INDEX ticket_line_by_topic (course_id=?)",
        }
        assert claimed == "SEARCH ticket USING INDEX ticket_on_desks (course_id=?)"
    store.close()


def test_the_first_reply_counts(store: Store) -> None:
    with store.begin() as work:
        work.courses.add(rows.course())
        for number in range(3):
            work.tickets.add(rows.ticket(f"q{number}", ahead=number))
        for number in (2, 0):
            at = MONDAY + timedelta(minutes=9 - number)
            assert work.tickets.replied(f"q{number}", at, 10 * number)
        assert not work.tickets.replied("q0", MONDAY, 99)
        assert work.tickets.history(COURSE) == [(2, 20), (0, 0)]
        assert work.tickets.history(COURSE, most=1) == [(0, 0)]
        assert work.tickets.ahead(COURSE) == 3
        assert work.tickets.ahead(COURSE, most=2) == 2
