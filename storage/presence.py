"""Whether other processes use the same PostgreSQL: an advisory lock that dies with its owner says.

Every running process holds the lock shared; who gets it alone is the only one. (SQLite has one
process anyway, see :class:`storage.engine.OneProcess`.)
"""

from sqlalchemy import Connection, Engine, func, select

from storage.engine import is_over

_KEY = 0x61736B77656C6C
"""The lock's number: the letters of *askwell*."""
_SHARED = select(func.pg_advisory_lock_shared(_KEY))


class Presence:
    """This process, as others see it.

    Attributes:
        first: no other process is there; none can come until :meth:`let_others_in`.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the lock on a connection of its own, which ends with the process."""
        self._engine = engine
        self._connection = connection = self._connected()
        self.first: bool = connection.execute(select(func.pg_try_advisory_lock(_KEY))).scalar_one()
        connection.execute(_SHARED)

    def _connected(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()
        return connection

    def stay(self) -> None:
        """Take the lock again where the server has ended the connection that held it.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it cannot be taken now.
        """
        held = None if self._connection.closed else self._connection.connection.dbapi_connection
        if held is not None and not is_over(held):
            return
        self._connection.close()
        connection = self._connected()
        try:
            connection.execute(_SHARED)
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def let_others_in(self) -> None:
        """Hold the lock shared only."""
        if self.first:
            self._connection.execute(select(func.pg_advisory_unlock(_KEY)))

    def end(self) -> None:
        """Be there no more."""
        self._connection.close()
