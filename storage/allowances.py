"""A day's allowance: one guarded statement, so that it holds over restarts and processes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.sql.dml import ReturningInsert

from storage.columns import table
from storage.ready import Ready
from storage.tables import AllowanceTable
from storage.upsert import upsert

_allowance = table(AllowanceTable)


def _use(dialect: str) -> ReturningInsert[Any]:
    statement = upsert(_allowance, dialect).values(
        scope=bindparam("scope"), person_tag=bindparam("tag"), used=1, until=bindparam("until")
    )
    statement = statement.on_conflict_do_update(
        index_elements=[_allowance.c.scope, _allowance.c.person_tag],
        set_={"used": _allowance.c.used + 1},
        where=_allowance.c.used < bindparam("most"),
    )
    return statement.returning(_allowance.c.used)


_USE = Ready(_use)


class Allowances:
    """What people have used of a day."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def use(self, scope: str, tag: str, until: datetime, most: int) -> int:
        """Use one, if it is not used up.

        Args:
            scope: course, day and what is limited.
            tag: the person's day tag for this scope.
            until: when the day is over.
            most: how many a day holds; at least one.

        Returns:
            The how manieth it is; 0 when the day holds no more.
        """
        row = _USE.first(
            self._connection, {"scope": scope, "tag": tag, "until": until, "most": most}
        )
        return 0 if row is None else int(row[0])

    def sweep(self, now: datetime) -> None:
        """Forget days that are over."""
        self._connection.execute(delete(_allowance).where(_allowance.c.until <= now))
