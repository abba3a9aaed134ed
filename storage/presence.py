"""Whether other processes use the same PostgreSQL: an advisory lock that dies with its owner says.

Every running process holds the lock shared; who gets it alone is the only one. (SQLite has one
process anyway, see :class:`storage.engine.OneProcess`.)
"""

from sqlalchemy import Connection, Engine, func, select

_KEY = 0x61736B77656C6C
"""The lock's number: the letters of *askwell*."""


class Presence:
    """This process, as others see it.

    Attributes:
        first: no other process is there; none can come until :meth:`let_others_in`.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the lock on a connection of its own, which ends with the process."""
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()
        self._connection: Connection = connection
        self.first: bool = connection.execute(select(func.pg_try_advisory_lock(_KEY))).scalar_one()
        connection.execute(select(func.pg_advisory_lock_shared(_KEY)))

    def let_others_in(self) -> None:
        """Hold the lock shared only."""
        if self.first:
            self._connection.execute(select(func.pg_advisory_unlock(_KEY)))

    def end(self) -> None:
        """Be there no more."""
        self._connection.close()
