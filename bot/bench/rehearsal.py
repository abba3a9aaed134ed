"""The floor: the very statements of an event, with their values, over the driver alone.

An event is handled once for show: its statements are written down and all of it is taken back.
Then what was written down is done for good, as bare as it can be done, with the same commit. So
floor and product do the same work in the database and wait for the same disk.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bot.bench.stage import Stage
from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.incoming import Acted
from storage.store import Store, Work

Script = list[tuple[str, Any, bool]]
"""SQL in the driver's own form, its values, and whether there are several rows of them."""


class _ForShow(Store):
    """A store that keeps nothing."""

    @contextmanager
    def begin(self) -> Iterator[Work]:
        with self.engine.connect() as connection, connection.begin() as transaction:
            yield Work(connection, self.keys)
            transaction.rollback()


class Rehearsal:
    """Writes down what events do, for one database."""

    def __init__(self, stage: Stage) -> None:
        """Open the stage's database once more."""
        self._store = _ForShow(stage.url, stage.store.keys, alone=False)
        self._dispatcher = Dispatcher(self._store, ROUTES)
        self._script: Script = []
        event.listen(self._store.engine, "before_cursor_execute", self._write_down)

    def script(self, heard: Acted) -> Script:
        """The statements of handling an event, none of which has been kept."""
        self._script = []
        self._dispatcher.handle(heard)
        return self._script

    def written(self, do: Callable[[Work], object]) -> Script:
        """The statements of doing something in a transaction, none of which has been kept."""
        self._script = []
        with self._store.begin() as work:
            do(work)
        return self._script

    def close(self) -> None:
        """Let go of the database."""
        self._store.engine.dispose()

    def _write_down(
        self,
        _connection: object,
        _cursor: object,
        statement: str,
        parameters: object,
        _context: object,
        executemany: bool,
    ) -> None:
        if not statement.startswith("BEGIN"):
            self._script.append((statement, parameters, executemany))


class Bare:
    """A connection of the driver, set up as the store's own are, with nothing above it."""

    def __init__(self, store: Store) -> None:
        """Take a connection from the store, for good."""
        self._sqlite = store.engine.dialect.name == "sqlite"
        connection = store.engine.raw_connection()
        driver = connection.driver_connection
        connection.detach()
        self._connection: Any = driver

    def play(self, script: Script) -> None:
        """Do the statements in one transaction and commit it."""
        cursor = self._connection.cursor()
        if self._sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        for statement, values, several in script:
            (cursor.executemany if several else cursor.execute)(statement, values)
            if cursor.description is not None:
                cursor.fetchall()
        self._connection.commit()
        cursor.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
