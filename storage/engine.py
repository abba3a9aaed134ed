"""Engines for both databases, set up so that nothing is lost and nothing of a person is printed."""

import math
import os
import select
import sqlite3
from pathlib import Path
from typing import IO
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from storage.trouble import is_lost

BUSY_MS = 2_500
"""How long a statement waits for a lock: the longest an event may take (design decision 2)."""

POOL = 8
"""Connections at most, of each sort."""


class DatabaseProblem(Exception):
    """The database cannot be used; the message says what to do."""


def open_engine(url: str, *, pool: int = POOL, reading: bool = False) -> Engine:
    """An engine for SQLite (``sqlite:///file``) or PostgreSQL (``postgresql+psycopg://…``).

    Parameters never appear in errors: they are people's words.

    Args:
        url: an SQLAlchemy URL.
        pool: connections at most.
        reading: refuse every change.

    Raises:
        DatabaseProblem: another kind of database, or its driver is not installed.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseProblem(
            "The database URL cannot be read. Use sqlite:///FILE or "
            "postgresql+psycopg://USER:PASSWORD@HOST/NAME."
        ) from None
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, pool, reading=reading)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed, pool, reading=reading)
    raise DatabaseProblem(
        f"Askwell stores in SQLite or PostgreSQL, not in {parsed.get_backend_name()}."
    )


def vault_url(url: str) -> str:
    """Where the vault stands by default: a second file, or PostgreSQL's schema ``vault``."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        file = Path(parsed.database or "askwell.db")
        return str(parsed.set(database=str(file.with_name(f"{file.stem}-vault{file.suffix}"))))
    query = {**parsed.query, "options": "-csearch_path=vault"}
    return parsed.set(query=query).render_as_string(hide_password=False)


def _sqlite(url: URL, pool: int, *, reading: bool) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=BUSY_MS / 1000,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )

    file = _OneFile(url.database)
    event.listen(engine, "do_connect", file.open)
    event.listen(engine, "checkout", file.still_there)
    _drop_what_is_lost(engine)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's BEGIN below is the only one
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # an acknowledged question survives a power cut
            "foreign_keys=ON",
            "secure_delete=ON",  # deleted words are overwritten in the file
            "cache_size=-16000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        if reading:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()
        connection.create_function("ln", 1, math.log, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


class _OneFile:
    """An SQLite file, made by the first connection and by no later one.

    A file that was moved away would else be made anew, empty, by the next connection, while those
    that are open go on writing to the old one. One that took its place is another database, and
    journals of the old one beside it would spoil it: not before the next start.
    """

    def __init__(self, name: str | None) -> None:
        self._name = name or ":memory:"
        self._first: int | None = None

    def open(
        self, _dialect: object, _record: object, arguments: list[str], options: dict[str, object]
    ) -> sqlite3.Connection | None:
        """Connect to the file there is, which must be the same as before."""
        if self._name == ":memory:" or self._name.startswith("file:"):
            return None  # as SQLAlchemy does
        if self._first is None:
            connection = sqlite3.connect(arguments[0], **options)  # type: ignore[call-overload]  # SQLAlchemy's
            connection.execute("SELECT 1 FROM sqlite_schema")  # only then is it opened
            self._first = self._now()
            return connection  # type: ignore[no-any-return]  # sqlite3's
        if self._now() not in {None, self._first}:
            problem = sqlite3.OperationalError("another file stands in its place")
            problem.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise problem
        uri = f"file:{quote(arguments[0])}?mode=rw"
        return sqlite3.connect(uri, uri=True, **options)  # type: ignore[call-overload, no-any-return]  # as above

    def still_there(self, _connection: object, _record: object, _proxy: object) -> None:
        """Refuse a connection to a file that has been moved away."""
        if self._first is not None and self._now() != self._first:
            raise DisconnectionError

    def _now(self) -> int | None:
        try:
            return os.stat(self._name).st_ino  # noqa: PTH116  # at each event: five times as quick
        except OSError:
            return None


def _drop_what_is_lost(engine: Engine) -> None:
    """Let go of connections where only new ones can be of use."""

    @event.listens_for(engine, "handle_error")
    def _failed(context: ExceptionContext) -> None:
        if context.connection is not None and is_lost(context.original_exception):
            context.is_disconnect = True


def _postgresql(url: URL, pool: int, *, reading: bool) -> Engine:
    try:
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_size=pool,
            max_overflow=0,
            pool_timeout=BUSY_MS / 1000,
            # A server that does not answer any more, without a word, is given up as quickly.
            connect_args={"connect_timeout": 5, "tcp_user_timeout": 5_000},
            # Each statement of a reader sees what is committed by then, in a transaction or not:
            # without one it goes to the server once, not three times.
            isolation_level="AUTOCOMMIT" if reading else "READ COMMITTED",
        )
    except (NoSuchModuleError, ModuleNotFoundError):
        raise DatabaseProblem(
            "PostgreSQL needs its driver: pip install 'askwell[postgres]', and a URL that begins "
            "with postgresql+psycopg://."
        ) from None

    if not reading:  # a reader only reads by itself
        _drop_what_is_lost(engine)

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {BUSY_MS}")
        if reading:
            cursor.execute("SET default_transaction_read_only = on")
        cursor.close()
        connection.commit()

    @event.listens_for(engine, "checkout")
    def _checked_out(connection: DBAPIConnection, _record: object, _proxy: object) -> None:
        # A server that has gone has closed its end, which can be read: no need to ask it each time.
        if is_over(connection):
            raise DisconnectionError

    return engine


def is_over(connection: DBAPIConnection) -> bool:
    """Whether there is something to read where nobody asked: the end, or the server's last word."""
    if connection.closed:
        return True
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN)
    return bool(line.poll(0))


def truncate_journal(engine: Engine) -> None:
    """Bring SQLite's journal into its file and empty it: what was deleted still stands in it.

    Somebody who is reading keeps it from being emptied; then the next call does. PostgreSQL
    overwrites what was deleted by itself (VACUUM).
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


class OneProcess:
    """SQLite is for one process: a lock file that says so to the second one."""

    def __init__(self, url: str) -> None:
        """Take the lock.

        Raises:
            DatabaseProblem: another process holds it, or it cannot be made.
        """
        self._file: IO[str] | None = None
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite" or not parsed.database:
            return
        import fcntl  # noqa: PLC0415  # POSIX only, and only SQLite needs it

        path = Path(parsed.database).with_suffix(".lock")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("w", encoding="ascii")
        except OSError:
            raise DatabaseProblem(
                f"{parsed.database} cannot be made or used. Make the folder {path.parent} and let "
                "this account write there."
            ) from None
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise DatabaseProblem(
                f"Another askwell uses {parsed.database}. Stop it first; several at once need "
                "PostgreSQL."
            ) from None
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let the next process in."""
        if self._file is not None:
            self._file.close()
            self._file = None
