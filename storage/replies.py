"""Replies that a course keeps."""

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.columns import table
from storage.reading import every, one
from storage.tables import KeptReply, KeptReplyTable

_reply = table(KeptReplyTable)
_OF = (
    select(_reply)
    .where(_reply.c.course_id == bindparam("course"))
    .order_by(_reply.c.name, _reply.c.id)
)
_FIND = select(_reply).where(
    _reply.c.course_id == bindparam("course"), _reply.c.id == bindparam("reply")
)


class Replies:
    """Replies by the course that keeps them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, course_id: str) -> list[KeptReply]:
        """What a course keeps, by name."""
        return every(KeptReply, self._connection.execute(_OF, {"course": course_id}))

    def find(self, course_id: str, reply_id: str) -> KeptReply | None:
        """One of them."""
        found = self._connection.execute(_FIND, {"course": course_id, "reply": reply_id})
        return one(KeptReply, found.first())

    def add(self, reply: KeptReply) -> None:
        """Keep one more."""
        self._connection.execute(insert(_reply), reply.model_dump())

    def change(self, seen: KeptReply, name: str, text: str) -> bool:
        """Keep other words; false if somebody has changed or removed it meanwhile."""
        changed = self._connection.execute(
            update(_reply)
            .where(_reply.c.id == seen.id, _reply.c.name == seen.name, _reply.c.text == seen.text)
            .values(name=name, text=text)
        )
        return changed.rowcount == 1

    def remove(self, course_id: str, reply_id: str) -> bool:
        """Keep it no longer; false if it is gone already."""
        gone = delete(_reply).where(_reply.c.course_id == course_id, _reply.c.id == reply_id)
        return self._connection.execute(gone).rowcount == 1
