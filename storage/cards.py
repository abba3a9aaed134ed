"""Where cards were posted, so that they can be edited in place."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.columns import table
from storage.tables import CardTable

_card = table(CardTable)
_FIND = select(_card.c.ref).where(
    _card.c.course_id == bindparam("course"),
    _card.c.key == bindparam("key"),
    _card.c.platform == bindparam("platform"),
)


class Cards:
    """Cards by course, key and platform."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ref(self, course_id: str, key: str, platform: str) -> str | None:
        """The platform's reference of a posted card."""
        found: str | None = self._connection.execute(
            _FIND, {"course": course_id, "key": key, "platform": platform}
        ).scalar_one_or_none()
        return found

    def posted(self, course_id: str, key: str, platform: str, ref: str, at: datetime) -> None:
        """Keep where a card was posted."""
        self.gone(course_id, key, platform)
        self._connection.execute(
            insert(_card),
            {"course_id": course_id, "key": key, "platform": platform, "ref": ref, "posted_at": at},
        )

    def gone(self, course_id: str, key: str, platform: str) -> None:
        """Forget a card that will not be edited again, or that somebody deleted."""
        self._connection.execute(
            delete(_card).where(
                _card.c.course_id == course_id,
                _card.c.key == key,
                _card.c.platform == platform,
            )
        )
