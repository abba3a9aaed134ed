"""The unit of work: all or nothing, and readers that can neither write nor see what is not kept."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import store as store_module
from storage.engine import DatabaseProblem, open_engine
from storage.store import Busy, Store
from tests.storage.rows import COURSE, KEYS, course, question


def test_all_of_it_is_kept(store: Store) -> None:
    with store.begin() as work:
        work.courses.add(course())
        work.questions.add(question("q1"))
    with store.read() as work:
        assert work.courses.find(COURSE) == course()
        assert work.questions.find(COURSE, "q1") is not None


def test_what_fails_is_rolled_back_whole(store: Store) -> None:
    def break_off() -> None:
        with store.begin() as work:
            work.courses.add(course())
            work.questions.add(question("q1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with store.read() as work:
        assert work.courses.find(COURSE) is None
        assert work.questions.find(COURSE, "q1") is None


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(DBAPIError), store.read() as work:
        work.courses.add(course())
    with store.read() as work:
        assert work.courses.find(COURSE) is None


def test_a_reader_sees_only_what_is_committed_and_waits_for_nobody(store: Store) -> None:
    with store.begin() as writing:
        writing.courses.add(course())
        with store.read() as reading:
            assert reading.courses.find(COURSE) is None
    with store.read() as reading:
        assert reading.courses.find(COURSE) is not None


def test_no_connection_in_time_is_busy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store._reader.pool, "_timeout", 0.0)
    held = [store._reader.connect() for _ in range(store._reader.pool.size())]  # type: ignore[attr-defined]  # a QueuePool
    with pytest.raises(Busy), store.read():
        pass
    for connection in held:
        connection.close()
    with store.read() as work:
        assert work.courses.all() == []


def test_the_write_lane_of_sqlite_is_given_up_in_time(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "BUSY_MS", 1)
    store = Store(sqlite_url, KEYS)
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with store.begin():
            inside.set()
            leave.wait(30)

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        inside.wait(30)
        with pytest.raises(Busy), store.begin():
            pass
        leave.set()
        holding.result()
    with store.begin() as work:
        work.courses.add(course())
    store.close()


def test_postgresql_waits_for_a_lock_no_longer_than_an_event_may_take(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with engine.connect() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar_one() == "2500ms"
    engine.dispose()


def test_errors_hold_no_parameters(store: Store) -> None:
    with store.begin() as work:
        work.questions.add(question("q1"))
    with pytest.raises(DBAPIError) as raised, store.begin() as work:
        work.questions.add(question("q1", text="my very own words"))
    assert "my very own words" not in str(raised.value)


def test_a_second_process_on_the_same_file_is_refused(sqlite_url: str) -> None:
    first = Store(sqlite_url, KEYS)
    with pytest.raises(DatabaseProblem, match="Another askwell uses"):
        Store(sqlite_url, KEYS)
    first.close()
    Store(sqlite_url, KEYS).close()


def test_the_journal_is_empty_after_tidying(sqlite_url: str) -> None:
    store = Store(sqlite_url, KEYS)
    with store.begin() as work:
        work.questions.add(question("q1", text="my very own words"))
    journal = Path(f"{sqlite_url.removeprefix('sqlite:///')}-wal")
    assert b"my very own words" in journal.read_bytes()
    store.tidy()
    assert journal.read_bytes() == b""
    store.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://x", "not in mysql"),
        ("nonsense", "cannot be read"),
        ("postgresql+none://x", "driver"),
    ],
)
def test_another_database_is_refused_in_a_sentence(url: str, says: str) -> None:
    with pytest.raises(DatabaseProblem, match=says):
        open_engine(url)


def test_nobody_is_told_that_something_is_kept_when_sqlite_has_rolled_all_of_it_back(
    sqlite_url: str,
) -> None:
    """A full disk takes back the parts of those who wait as well; a trigger does the same here."""
    store = Store(sqlite_url, KEYS)
    with store.begin() as work:
        work.connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON course WHEN NEW.id = 'too much'"
            " BEGIN SELECT RAISE(ROLLBACK, 'the disk is full'); END"
        )
    assert store._lane is not None
    inside, lane = threading.Event(), store._lane

    def first() -> None:
        with store.begin() as work:
            work.courses.add(course("first"))
            inside.set()
            until = time.monotonic() + 30
            while lane._queued < 2 and time.monotonic() < until:
                threading.Event().wait(0.001)

    def behind(name: str) -> None:
        assert inside.wait(30)
        with store.begin() as work:
            work.courses.add(course(name))

    with ThreadPoolExecutor(3) as pool:
        told = [pool.submit(first), pool.submit(behind, "too much"), pool.submit(behind, "last")]
    through = {
        name
        for name, one in zip(("first", "too much", "last"), told, strict=True)
        if one.exception() is None
    }
    with store.read() as work:
        assert {one.id for one in work.courses.all()} == through
    assert "too much" not in through
    assert all(isinstance(one.exception(), Busy | DBAPIError | type(None)) for one in told)
    store.close()
