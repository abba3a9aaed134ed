"""Jobs, the inbox, the two logs: what is kept only until it is done, an hour, or a window."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import column, func, select, table, text
from sqlalchemy.exc import IntegrityError

from storage.columns import table as table_of
from storage.inbox import KEPT
from storage.keys import KeyProblem, Keys
from storage.kinds import Purpose
from storage.log import window_of
from storage.presence import Presence
from storage.store import Store, Work
from storage.tables import (
    InboxTable,
    Job,
    PersonEvent,
    PersonEventTable,
    TicketEventTable,
    UnsettledEventTable,
)
from tests.storage.rows import ANA, BEN, COURSE, KEYS, MONDAY, note, parcel, ticket_event

REAL, LEASE = 1_000_000.0, 60.0


def job(job_id: str, minutes: float, question_id: str | None = None) -> Job:
    due = MONDAY + timedelta(minutes=minutes)
    return Job(id=job_id, name="class-card", due=due, question_id=question_id)


def at(minutes: float) -> object:
    return MONDAY + timedelta(minutes=minutes)


def test_jobs_are_taken_in_the_order_in_which_they_fall_due(store: Store) -> None:
    with store.begin() as work:
        for name, minutes in (("c", 3), ("a", 1), ("b", 2)):
            work.jobs.add(job(name, minutes))
        assert work.jobs.first_due(REAL) == at(1)
        now = MONDAY + timedelta(minutes=2)
        first, second = work.jobs.take(now, REAL, LEASE), work.jobs.take(now, REAL, LEASE)
        assert first is not None
        assert second is not None
        assert (first.id, second.id) == ("a", "b")
        assert work.jobs.take(now, REAL, LEASE) is None
        assert work.jobs.first_due(REAL) == at(3)


def test_several_jobs_are_taken_at_once_in_the_same_order(store: Store) -> None:
    with store.begin() as work:
        for name, minutes in (("c", 1), ("d", 4), ("a", 2), ("b", 1), ("e", 3)):
            work.jobs.add(job(name, minutes))
        now = MONDAY + timedelta(minutes=3)
        taken = [one.id for one in work.jobs.take_some(now, REAL, LEASE, 3)]
        assert taken == ["b", "c", "a"]
        assert [one.id for one in work.jobs.take_some(now, REAL, LEASE, 3)] == ["e"]
        assert work.jobs.take_some(now, REAL, LEASE, 3) == []


def test_a_job_whose_process_died_is_taken_again_after_its_lease(store: Store) -> None:
    with store.begin() as work:
        work.jobs.add(job("a", 0))
        assert work.jobs.take(MONDAY, REAL, LEASE) is not None
        assert work.jobs.take(MONDAY, REAL + LEASE, LEASE) is None
        assert work.jobs.take(MONDAY, REAL + LEASE + 0.1, LEASE) is not None
        work.jobs.free_leases()
        assert work.jobs.take(MONDAY, REAL, LEASE) is not None


def test_a_job_is_done_once(store: Store) -> None:
    with store.begin() as work:
        work.jobs.add(job("a", 0, question_id="q1"))
        assert work.jobs.waits("q1", "class-card")
        assert not work.jobs.waits("q1", "something else")
        assert work.jobs.done("a")
        assert not work.jobs.done("a")
        assert not work.jobs.waits("q1", "class-card")


def test_a_reply_can_be_said_again_for_an_hour(store: Store) -> None:
    with store.begin() as work:
        key = work.inbox.key("once", "token", "ask")
        assert work.inbox.seen(key, MONDAY) is None
        work.inbox.keep(key, b"my very own words", MONDAY)
        just = MONDAY + KEPT - timedelta(microseconds=1)
        assert work.inbox.seen(key, just) == b"my very own words"
        assert work.inbox.seen(key, MONDAY + KEPT) is None
        assert work.inbox.seen(work.inbox.key("once", "token", "other"), MONDAY) is None
        nested = work.connection.begin_nested()
        with pytest.raises(IntegrityError):
            work.inbox.keep(key, b"twice", MONDAY)
        nested.rollback()


def test_it_is_locked_and_gone_after_the_hour(store: Store) -> None:
    with store.begin() as work:
        key = work.inbox.key("once", "token", "ask")
        work.inbox.keep(key, b"my very own words", MONDAY)
        work.inbox.keep(work.inbox.key("later"), b"later", MONDAY + KEPT)
        row = work.connection.execute(select(table_of(InboxTable)).limit(1)).one()
        assert "words" not in str(row)
        assert "token" not in key
        work.inbox.sweep(MONDAY + KEPT)
        assert _count(work, "inbox") == 1
        assert work.inbox.seen(work.inbox.key("later"), MONDAY + KEPT) == b"later"


def test_a_reply_cannot_be_moved_under_another_key(store: Store) -> None:
    with store.begin() as work:
        work.inbox.keep("one", b"words", MONDAY)
        work.connection.execute(text("UPDATE inbox SET key = 'other'"))
        with pytest.raises(KeyProblem):
            work.inbox.seen("other", MONDAY)


def test_parts_of_a_key_do_not_run_into_each_other(store: Store) -> None:
    with store.read() as work:
        assert work.inbox.key("once", "ab", "c") != work.inbox.key("once", "a", "bc")


def _count(work: Work, name: str) -> int:
    found: int = work.connection.execute(
        select(func.count(column("id" if name != "inbox" else "key"))).select_from(table(name))
    ).scalar_one()
    return found


@pytest.mark.parametrize(
    ("moment", "window"),
    [
        ("2026-09-07T00:00:00+00:00", "2026-W37"),
        ("2026-09-13T23:59:59+00:00", "2026-W37"),
        ("2026-12-31T12:00:00+00:00", "2026-W53"),
        ("2027-01-03T12:00:00+00:00", "2026-W53"),
        ("2027-01-04T00:00:00+00:00", "2027-W01"),
    ],
)
def test_a_window_is_an_iso_week(moment: str, window: str) -> None:
    assert window_of(MONDAY.fromisoformat(moment)) == window


def _tags(work: Work, model: type[PersonEvent]) -> dict[str, str]:
    columns = table_of(model).c
    rows = work.connection.execute(select(columns.id, columns.person_tag))
    return {row[0]: row[1] for row in rows}


def test_events_about_people_are_settled_when_their_window_is_over(store: Store) -> None:
    tag = ANA.tag(Purpose.WINDOW, f"{COURSE}/2026-W37")
    with store.begin() as work:
        note(work, "e1", ANA)
        note(work, "e2", ANA)
        note(work, "e3", BEN, "2026-W38")
        work.log.settle(MONDAY, secrets.token_hex)
        assert _tags(work, PersonEventTable) == {}
        waiting = _tags(work, UnsettledEventTable)
        assert len(set(waiting.values()) | {tag}) == 4
    with store.begin() as work:
        work.log.settle(MONDAY + timedelta(weeks=1), secrets.token_hex)
        assert list(_tags(work, PersonEventTable).values()) == [tag, tag]
        assert _tags(work, UnsettledEventTable).keys() == {"e3"}
        work.log.settle(MONDAY + timedelta(weeks=1), secrets.token_hex)
        assert _count(work, "person_event") == 2


def test_the_two_logs_share_nothing_that_could_join_them(store: Store) -> None:
    with store.begin() as work:
        for n in range(40):
            work.log.about_ticket(ticket_event(f"t{n}", f"q{n}"))
            note(work, f"p{n}", ANA)
        work.log.settle(MONDAY + timedelta(weeks=1), secrets.token_hex)
        tickets = work.connection.execute(select(table_of(TicketEventTable))).all()
        people = work.connection.execute(select(table_of(PersonEventTable))).all()
    about_the_course = {COURSE, "asked", ""}
    values = [{value for row in rows for value in row} for rows in (tickets, people)]
    assert values[0] & values[1] <= about_the_course


def test_a_copy_made_before_settling_shares_no_key_with_one_made_after(store: Store) -> None:
    """A thief of both knows when each waiting row was written, so it must not be found again."""
    with store.begin() as work:
        for n in range(60):
            note(work, f"p{n:02}", ANA if n % 2 else BEN)
        before = work.connection.execute(select(table_of(UnsettledEventTable))).all()
        work.log.settle(MONDAY + timedelta(weeks=1), secrets.token_hex)
        after = work.connection.execute(select(table_of(PersonEventTable))).all()
    alike = {COURSE, "asked", "", "2026-W37", f"{COURSE}/2026-W37"}
    values = [{value for row in rows for value in row} for rows in (before, after)]
    assert len(after) == 60
    assert values[0] & values[1] <= alike
    # Nor does a row stand where it stood: the old order is no better than chance.
    assert [row.person_tag for row in after] != sorted(row.person_tag for row in after)


def test_chance_of_an_event_settles_the_same(store: Store) -> None:
    with store.begin() as work:
        for n in range(3):
            note(work, f"p{n}", ANA)
        keys = iter(("c", "a", "b"))
        work.log.settle_window(COURSE, "2026-W37", lambda: next(keys))
        assert sorted(_tags(work, PersonEventTable)) == ["a", "b", "c"]


def test_where_a_row_stands_says_nothing_of_when_it_was_written(store: Store) -> None:
    with store.begin() as work:
        for n in range(100):
            note(work, f"e{n:03d}", ANA)
    with store.begin() as work:
        work.log.settle(MONDAY + timedelta(weeks=1), secrets.token_hex)
    place = "ctid" if store.engine.dialect.name == "postgresql" else "id"
    with store.read() as work:
        found = work.connection.execute(
            text(f"SELECT id FROM person_event ORDER BY {place}")  # noqa: S608 - two constants
        ).scalars()
        ids = list(found)
        assert len(ids) == 100
        assert ids == sorted(ids)


def test_the_log_about_a_question_is_in_order(store: Store) -> None:
    with store.begin() as work:
        work.log.about_ticket(ticket_event("t2", "q1", at=MONDAY + timedelta(seconds=1)))
        work.log.about_ticket(ticket_event("t1", "q1"))
        work.log.about_ticket(ticket_event("t3", "q2"))
        assert [event.id for event in work.log.of("q1")] == ["t1", "t2"]


def test_an_event_that_waits_is_locked_with_keys(store: Store) -> None:
    with store.begin() as work:
        note(work, "e1", ANA)
        work.log._keys = Keys(b"t" * 32, {"k1": b"x" * 32}, "k1")
        with pytest.raises(KeyProblem):
            work.log.settle(MONDAY + timedelta(weeks=1), secrets.token_hex)


def _in_hand(store: Store) -> None:
    with store.begin() as work:
        work.outbox.put(parcel("a"))
        work.outbox.take(REAL * 1e6, LEASE)
        work.jobs.add(job("j", 0))
        work.jobs.take(MONDAY, REAL * 1e6, LEASE)


def _free(store: Store) -> tuple[int, bool]:
    with store.begin() as work:
        return len(work.outbox.take(REAL, LEASE)), work.jobs.take(MONDAY, REAL, LEASE) is not None


@pytest.fixture
def another(stored_url: str) -> Callable[[], Store]:
    return lambda: Store(stored_url, KEYS)


def test_the_only_process_takes_over_what_a_dead_one_had_in_hand(
    another: Callable[[], Store],
) -> None:
    dead = another()
    dead.take_over()
    _in_hand(dead)
    assert _free(dead) == (0, False)
    dead.close()
    alive = another()
    alive.take_over()
    assert _free(alive) == (1, True)
    alive.close()


def test_a_second_process_takes_nothing_out_of_another_s_hands(postgresql_url: str) -> None:
    first, second = Store(postgresql_url, KEYS), Store(postgresql_url, KEYS)
    first.take_over()
    _in_hand(first)
    second.take_over()
    assert _free(second) == (0, False)
    first.close()
    third = Store(postgresql_url, KEYS)
    third.take_over()
    assert _free(third) == (0, False)
    second.close()
    third.close()


def test_who_is_first_is_so_until_others_are_let_in(postgresql_url: str) -> None:
    store = Store(postgresql_url, KEYS)
    first = Presence(store.engine)
    assert first.first
    first.let_others_in()
    second = Presence(store.engine)
    assert not second.first
    first.end()
    second.end()
    third = Presence(store.engine)
    assert third.first
    third.end()
    store.close()
