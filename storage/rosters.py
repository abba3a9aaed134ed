"""Rosters between preview and being applied, and the names they had, as keyed hashes."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from storage.columns import table
from storage.keys import Keys
from storage.kinds import Purpose
from storage.reading import every
from storage.tables import RosterLine, RosterLineTable, RosterNameTable

_line, _name = table(RosterLineTable), table(RosterNameTable)


class Rosters:
    """Looked at, not applied yet; and whom a course's applied rosters name."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

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

    def tags(self, course_id: str, names: Iterable[str]) -> dict[str, str]:
        """The keyed hash of each name, for this course alone."""
        return {
            name: self._keys.tag(Purpose.ROSTER, course_id, name.encode()) for name in sorted(names)
        }

    def names(self, course_id: str, member_tag: str, tags: Iterable[str]) -> None:
        """Keep by which names somebody is known, in place of those from before."""
        whose = (_name.c.course_id == course_id) & (_name.c.member_tag == member_tag)
        self._connection.execute(delete(_name).where(whose))
        rows = [
            {"course_id": course_id, "member_tag": member_tag, "name_key": tag} for tag in set(tags)
        ]
        if rows:
            self._connection.execute(insert(_name), rows)

    def known(self, course_id: str, names: Iterable[str]) -> frozenset[str]:
        """Which of these are names of somebody listed in the course."""
        some = select(_name.c.name_key).where(_name.c.course_id == course_id).limit(1)
        if self._connection.execute(some).first() is None:
            return frozenset()
        tags = self.tags(course_id, names)
        rows = self._connection.execute(
            select(_name.c.name_key).where(
                _name.c.course_id == course_id, _name.c.name_key.in_(list(tags.values()))
            )
        )
        there = {row[0] for row in rows}
        return frozenset(name for name, tag in tags.items() if tag in there)
