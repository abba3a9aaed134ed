"""A database that is full, held, closed to writing, gone or failing, over every kind of event.

The person is told once to try again and keeps their words; nothing is half done; health and the log
say what to do; and once it is done everything goes on, without a restart. The databases are real;
the faults are theirs.
"""

import asyncio
import io
import json
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from bot import logs
from storage import engine as engine_module
from storage import store as store_module
from storage.presence import Presence
from storage.store import Store
from storage.trouble import TO_DO, Trouble
from tests.databases import PostgreSQL
from tests.storage.rows import KEYS
from tests.trust.kinds import PEOPLE, WEDNESDAY, kinds_of_events
from tests.trust.school import School, open_school

Fault = Callable[[School], AbstractContextManager[None]]


def engines(at: School) -> list[Engine]:
    return [at.app.store.engine, at.app.store._reader, at.vault._engine]


def file_of(engine: Engine) -> Path:
    return Path(str(engine.url.database))


# --- SQLite


@contextmanager
def full(at: School) -> Iterator[None]:
    """No page more than there is, and what is written with each event fits in no free one."""
    with at.app.store.begin() as work:
        run = work.connection.exec_driver_sql
        run("CREATE TABLE much (bytes BLOB)")
        for one in ("inbox", "setting"):
            insert = "INSERT INTO much VALUES (zeroblob(1000000))"
            run(f"CREATE TRIGGER more_{one} BEFORE INSERT ON {one} BEGIN {insert}; END")
    # The larger number is what SQLite begins with.
    with each_connection(at, "PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1073741823"):
        yield
    with at.app.store.begin() as work:
        for one in ("TRIGGER more_inbox", "TRIGGER more_setting", "TABLE much"):
            work.connection.exec_driver_sql(f"DROP {one}")


@contextmanager
def each_connection(at: School, before: str, after: str) -> Iterator[None]:
    for statement in (before, after):
        for engine in engines(at):
            open_ones = [engine.raw_connection() for _ in range(8)]
            for one in open_ones:
                one.cursor().execute(statement).fetchall()
                one.close()
        if statement == before:
            yield


@contextmanager
def held(at: School) -> Iterator[None]:
    """Somebody has both files open in a shell and has begun to write."""
    with ExitStack() as held_open:
        for engine in (at.app.store.engine, at.vault._engine):
            other = sqlite3.connect(file_of(engine), isolation_level=None)
            held_open.callback(other.close)
            other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def read_only(at: School) -> Iterator[None]:
    """What SQLite does by itself where it may not write: it opens the file for reading alone."""
    connect = sqlite3.connect

    def open_to_read(name: str, **options: Any) -> sqlite3.Connection:  # noqa: ANN401  # SQLite's own
        opened: sqlite3.Connection = connect(name.replace("?mode=rw", "?mode=ro"), **options)
        return opened

    with pytest.MonkeyPatch.context() as closed:
        closed.setattr(sqlite3, "connect", open_to_read)
        for engine in engines(at):
            engine.dispose()
        yield


@contextmanager
def moved_away(at: School) -> Iterator[None]:
    """Both files are moved to another folder, and later back."""
    files = [file_of(engine) for engine in (at.app.store.engine, at.vault._engine)]
    elsewhere = files[0].parent / "elsewhere"
    elsewhere.mkdir()
    for file in files:
        file.rename(elsewhere / file.name)
    yield
    assert not any(file.exists() for file in files)  # none was made anew
    for file in files:
        (elsewhere / file.name).rename(file)


@contextmanager
def failing(at: School) -> Iterator[None]:
    """The system refuses every write that makes a file longer, when the commit is written."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    at.app.store.tidy()
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


ON_SQLITE: dict[Fault, Trouble] = {
    full: Trouble.FULL,
    held: Trouble.HELD,
    read_only: Trouble.READ_ONLY,
    moved_away: Trouble.GONE,
    failing: Trouble.FAILING,
}

# --- PostgreSQL


@contextmanager
def as_admin(at: School, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[None]:
    engine = create_engine(make_url(at.url), isolation_level="AUTOCOMMIT")
    name = engine.url.database
    with engine.connect() as connection:
        for statement in before:
            connection.execute(text(statement.format(name=name)))
        try:
            yield
        finally:
            for statement in after:
                connection.execute(text(statement.format(name=name)))
    engine.dispose()


END_OTHERS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = '{name}' AND pid <> pg_backend_pid()"
)
NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$
"""


def only_reading(at: School) -> AbstractContextManager[None]:
    """Every new session may only read, as on a server that stands in for another."""
    setting = "ALTER DATABASE {name} SET default_transaction_read_only = on"
    reset = "ALTER DATABASE {name} RESET default_transaction_read_only"
    return as_admin(at, (setting, END_OTHERS), (f"BEGIN READ WRITE; {reset}; COMMIT",))


def no_room(at: School) -> AbstractContextManager[None]:
    """The server says that its disk is full, by the code it has for that."""
    tables = ("inbox", "setting")
    triggers = [
        f"CREATE TRIGGER no_room BEFORE INSERT ON {one} EXECUTE FUNCTION no_room()"
        for one in tables
    ]
    return as_admin(at, (NO_ROOM, *triggers), ("DROP FUNCTION no_room CASCADE",))


@contextmanager
def locked(at: School) -> Iterator[None]:
    """Somebody has locked tables and waits."""
    engine = create_engine(make_url(at.url))
    with engine.connect() as connection:
        connection.execute(text("LOCK TABLE inbox, setting IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


ON_POSTGRESQL: dict[Fault, Trouble] = {
    only_reading: Trouble.READ_ONLY,
    no_room: Trouble.FULL,
    locked: Trouble.HELD,
}


def kept(at: School) -> dict[str, list[dict[str, object]]]:
    """Every row but health's own, and the vault's: whoever comes is known there first."""
    found = {name: rows for name, rows in at.rows().items() if not name.startswith("vault.")}
    found["setting"] = [row for row in found["setting"] if row["name"] != "ready"]
    return {name: sorted(rows, key=str) for name, rows in found.items()}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    logs.configure("info", "json", written)
    yield written
    logs._write_reduced("info", "console", None)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database waits for a lock as shortly as it can: too long is too long."""
    monkeypatch.setattr(engine_module, "BUSY_MS", 20)
    monkeypatch.setattr(store_module, "BUSY_MS", 20)


def play(url: str, fault: Fault, expected: Trouble, log: io.StringIO) -> None:
    async def term() -> None:
        async with open_school(url, KEYS, PEOPLE, wall=lambda: WEDNESDAY) as at:
            acts = await kinds_of_events(at)
            before, shown, forms = kept(at), len(at.shown), open_forms(at)
            with fault(at):
                assert at.app.trouble() is expected
                log.seek(0)
                log.truncate()
                for kind, act in acts.items():
                    assert not (await act()).through, kind
                lines = [json.loads(line) for line in log.getvalue().splitlines()]
            assert len(at.shown) == shown
            assert open_forms(at) == forms
            # A session that could only read may be left: the first look lets go of it.
            assert None in {at.app.trouble(), at.app.trouble()}
            assert kept(at) == before
            assert [line["event"] for line in lines] == ["not committed"] * len(acts)
            assert {(*line["trouble"], *line["to_do"]) for line in lines} == {
                (expected, TO_DO[expected])
            }
            assert "quokka" not in log.getvalue()
            for kind, act in acts.items():
                assert (await act()).through, kind
            await at.app.delivery.drain()
            after = kept(at)
            more = {
                name: len(found) - len(before[name])
                for name, found in after.items()
                if name in {"question", "answer", "pulse_answer"}
            }
            assert more == {"question": 1, "answer": 1, "pulse_answer": 1}
            assert [row["state"] for row in after["ticket"]].count("claimed") == 1
            assert "claimed" in {row["state"] for row in before["ticket"]}  # gil's, now answered

    asyncio.run(term())


def open_forms(at: School) -> list[str]:
    forms = (at.chat.form_of(who) for who in ("ana", "eva"))
    return [form.id for form in forms if form is not None]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", ON_SQLITE, ids=lambda fault: fault.__name__)
def test_on_sqlite(sqlite_url: str, fault: Fault, log: io.StringIO) -> None:
    play(sqlite_url, fault, ON_SQLITE[fault], log)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", ON_POSTGRESQL, ids=lambda fault: fault.__name__)
def test_on_postgresql(postgresql_url: str, fault: Fault, log: io.StringIO) -> None:
    play(postgresql_url, fault, ON_POSTGRESQL[fault], log)


@pytest.mark.usefixtures("impatient")
def test_a_postgresql_that_is_stopped_and_started(
    postgresql: PostgreSQL, postgresql_url: str, log: io.StringIO
) -> None:
    play(postgresql_url, lambda _at: postgresql.stopped(), Trouble.GONE, log)


def test_a_process_is_seen_by_others_after_postgresql_was_started_again(
    postgresql: PostgreSQL, postgresql_url: str
) -> None:
    store = Store(postgresql_url, KEYS)
    store.take_over()
    with postgresql.stopped(), pytest.raises(OperationalError):
        store.stay()
    for _ in range(2):
        store.stay()
        other = Presence(store.engine)
        assert not other.first
        other.end()
    store.close()
