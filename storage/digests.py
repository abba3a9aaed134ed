"""Frozen digests, and what staff told the class."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.sql.dml import ReturningInsert

from storage.columns import table
from storage.ready import Ready, Records
from storage.tables import Published, PublishedTable, Told, ToldTable
from storage.upsert import upsert

_published, _told = table(PublishedTable), table(ToldTable)
KEPT = timedelta(days=730)
"""How long a digest is kept at most."""


_VALUES: dict[str, Any] = {column.name: bindparam(column.name) for column in _published.c}
_KEY = [_published.c.course_id, _published.c.week]


def _freeze(dialect: str) -> ReturningInsert[Any]:
    once = upsert(_published, dialect).values(_VALUES)
    return once.on_conflict_do_nothing(index_elements=_KEY).returning(_published.c.week)


_FREEZE = Ready(_freeze)
_FIND = Records(
    Published,
    select(_published).where(
        _published.c.course_id == bindparam("course"), _published.c.week == bindparam("week")
    ),
)
_LAST = Records(
    Published,
    select(_published)
    .where(_published.c.course_id == bindparam("course"))
    .order_by(_published.c.week.desc())
    .limit(1),
)
_SWEEP = Ready(
    delete(_published).where(
        _published.c.course_id == bindparam("course"), _published.c.composed_at < bindparam("at")
    )
)
_TELL = Ready(insert(_told))
_TOLD_LAST = Ready(
    select(func.max(_told.c.at)).where(
        _told.c.course_id == bindparam("course"), _told.c.kind == bindparam("which")
    )
)


class Digests:
    """Digests by course and week."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def freeze(self, digest: Published) -> bool:
        """Keep what is published; false if that week was published before, which stands."""
        return _FREEZE.first(self._connection, digest.model_dump()) is not None

    def find(self, course_id: str, week: str) -> Published | None:
        """What was published about a week."""
        return _FIND.one(self._connection, {"course": course_id, "week": week})

    def last(self, course_id: str) -> Published | None:
        """What was published last."""
        return _LAST.one(self._connection, {"course": course_id})

    def sweep(self, course_id: str, since: datetime) -> None:
        """Forget what was published before a moment."""
        _SWEEP.run(self._connection, {"course": course_id, "at": since})

    def tell(self, told: Told) -> None:
        """Note that staff told the class something."""
        _TELL.run(self._connection, told.model_dump())

    def told_last(self, course_id: str, kind: str) -> datetime | None:
        """When staff last told the class something of this kind."""
        found: datetime | None = _TOLD_LAST.value(
            self._connection, {"course": course_id, "which": kind}
        )
        return found
