"""The one write lane of SQLite, and one commit for all who queue in it.

A commit waits for the disk, and SQLite lets one writer in at a time: were each to commit alone, all
behind would wait as often. So whoever has done their part while others queue leaves the transaction
open for them and waits outside; the last of the group commits for all of it. Nobody is told that
something is kept before it is. Each part but the first stands in a savepoint: what fails is rolled
back alone.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine

TOGETHER = 16
"""Parts of one transaction at most: the first of them waits for the last."""
AGAIN = 0.05
"""Seconds after which somebody waiting looks whether those they left it to have given up."""


class Busy(Exception):
    """The database had no time within the limit; nothing was changed."""


class _Group:
    """A transaction, and those who wait for its end."""

    def __init__(self, engine: Engine) -> None:
        self.connection: Connection = engine.connect()
        try:
            self._transaction = self.connection.begin()
        except BaseException:
            self.connection.close()
            raise
        self.parts = 0
        self.problem: BaseException | None = None
        self.ended = threading.Event()

    @contextmanager
    def part(self) -> Iterator[Connection]:
        """One part of it: kept with the others or, where it fails, rolled back alone."""
        if not self.parts:
            yield self.connection
        else:
            # The driver's own: SQLAlchemy compiles each of its savepoints anew, and this is where
            # everybody queues.
            driver = self.connection.connection.driver_connection
            assert driver is not None  # noqa: S101  # it is open
            driver.execute("SAVEPOINT part")
            try:
                yield self.connection
            except BaseException:
                if not self.lost:
                    driver.execute("ROLLBACK TO part")
                    driver.execute("RELEASE part")
                raise
            driver.execute("RELEASE part")
        self.parts += 1

    @property
    def lost(self) -> bool:
        """Whether SQLite has rolled back all of it, as after a full disk or a failed read.

        Its driver would then take a commit without a word, and the next savepoint for a beginning.
        """
        if self.connection.invalidated:  # the driver's was let go of
            return True
        return not self.connection.connection.driver_connection.in_transaction  # type: ignore[union-attr]  # sqlite3's

    def end(self) -> None:
        """Commit, or roll back what has no part; what goes wrong is for all who wait."""
        try:
            if self.parts and self.lost:
                raise Busy
            if self.parts:
                self._transaction.commit()
            else:
                self._transaction.rollback()
        except BaseException as problem:  # noqa: BLE001  # raised by each who waits
            self.problem = problem
            self.connection.invalidate()  # whatever state it is in, closing it rolls back
        finally:
            with suppress(Exception):
                self.connection.close()
            self.ended.set()


class Lane:
    """Lets one writer in at a time."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine to write with."""
        self._engine = engine
        self._inside = threading.Lock()
        self._counting = threading.Lock()
        self._queued = 0
        self._group: _Group | None = None

    @contextmanager
    def turn(self, patience: float) -> Iterator[Connection]:
        """A part of a transaction, committed when the block has ended well.

        Args:
            patience: seconds to queue at most.

        Raises:
            Busy: the lane did not come free in time.
            sqlalchemy.exc.DBAPIError: it was not kept.
        """
        self._queue(patience)
        try:
            if self._group is None:
                self._group = _Group(self._engine)
            group = self._group
            try:
                with group.part() as connection:
                    yield connection
            finally:
                if not group.parts or group.parts >= TOGETHER or not self._queued or group.lost:
                    self._end()
        finally:
            self._inside.release()
        self._wait_for(group)

    def _queue(self, patience: float) -> None:
        with self._counting:
            self._queued += 1
        inside = self._inside.acquire(timeout=patience)
        with self._counting:
            self._queued -= 1
        if not inside:
            raise Busy

    def _end(self) -> None:
        group, self._group = self._group, None
        if group is not None:
            group.end()

    def _wait_for(self, group: _Group) -> None:
        while not group.ended.wait(AGAIN):
            # Who queued may have lost patience and gone without a turn.
            if self._inside.acquire(blocking=False):
                if self._group is group:
                    self._end()
                self._inside.release()
        if group.problem is not None:
            raise group.problem
