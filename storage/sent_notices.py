"""How many notices somebody was sent lately, so that nobody is sent more than so many an hour.

Counted by half hours of the clock, of which three cover any hour. Each has a key of its own, so
that rows say neither who it was nor that two of them are of the same person, and nothing finer than
the half hour is kept.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Insert, bindparam, delete, select

from storage.columns import table
from storage.ready import Ready
from storage.tables import SentNoticesTable
from storage.upsert import upsert

HALF = timedelta(minutes=30)
KEPT = timedelta(days=1)
_sent = table(SentNoticesTable)


def _count(dialect: str) -> Insert:
    statement = upsert(_sent, dialect).values(
        key=bindparam("which"), count=bindparam("by"), ends=bindparam("until")
    )
    return statement.on_conflict_do_update(
        index_elements=[_sent.c.key], set_={"count": _sent.c.count + statement.excluded.count}
    )


_COUNT = Ready(_count)
_FIND = select(_sent.c.key, _sent.c.count).where(
    _sent.c.key.in_(bindparam("keys", expanding=True)), _sent.c.count > 0
)
_SWEEP = delete(_sent).where(_sent.c.ends < bindparam("before"))


class SentNotices:
    """Counts of notices by the key of a person's half hour."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, key: str, ends: datetime, by: int = 1) -> None:
        """Count a notice; whoever counts the same half hour at the same moment waits."""
        given = {"which": key, "by": by, "until": ends}
        _COUNT.run(self._connection, given)

    def counts(self, keys: Sequence[str]) -> list[int]:
        """How many were sent in each of some half hours."""
        found = {row[0]: row[1] for row in self._connection.execute(_FIND, {"keys": [*keys]})}
        return [found.get(key, 0) for key in keys]

    def sweep(self, at: datetime) -> None:
        """Forget what is of no use any more."""
        self._connection.execute(_SWEEP, {"before": at - KEPT})
