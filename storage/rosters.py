"""Rosters between preview and being applied."""

from sqlalchemy import Connection, delete, insert, select

from storage.columns import table
from storage.reading import every
from storage.tables import RosterLine, RosterLineTable

_line = table(RosterLineTable)


class Rosters:
    """Looked at, not applied yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, lines: list[RosterLine]) -> None:
        """Keep what was read."""
        if lines:
            self._connection.execute(insert(_line), [line.model_dump() for line in lines])

    def take(self, course_id: str, batch: str) -> list[RosterLine]:
        """What was read, which is forgotten with it; empty if somebody was quicker."""
        rows = self._connection.execute(
            select(_line)
            .where(_line.c.batch == batch, _line.c.course_id == course_id)
            .order_by(_line.c.line)
        )
        found = every(RosterLine, rows)
        gone = self._connection.execute(
            delete(_line)
            .where(_line.c.batch == batch, _line.c.course_id == course_id)
            .returning(_line.c.line)
        )
        return found if len(gone.all()) == len(found) else []
