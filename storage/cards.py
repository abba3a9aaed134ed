"""Where cards were posted, so that they can be edited in place."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.columns import table
from storage.kinds import Room
from storage.ready import Ready
from storage.tables import Card, CardTable

_card = table(CardTable)
_FIND = Ready(
    select(_card.c.ref, _card.c.posted_at).where(
        _card.c.course_id == bindparam("course"),
        _card.c.key == bindparam("key"),
        _card.c.platform == bindparam("platform"),
    )
)
_POSTED = Ready(insert(_card))
_GONE = Ready(
    delete(_card).where(
        _card.c.course_id == bindparam("course"),
        _card.c.key == bindparam("key"),
        _card.c.platform == bindparam("platform"),
    )
)
_AT = Ready(
    select(_card.c.key, _card.c.question_id).where(
        _card.c.platform == bindparam("platform"),
        _card.c.message == bindparam("message"),
        _card.c.course_id == bindparam("course"),
    )
)


class Cards:
    """Cards by course, key and platform."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ref(self, course_id: str, key: str, platform: str) -> str | None:
        """The platform's reference of a posted card."""
        found = self.find(course_id, key, platform)
        return None if found is None else found[0]

    def find(self, course_id: str, key: str, platform: str) -> tuple[str, datetime] | None:
        """The platform's reference of a posted card, and when it was posted."""
        row = _FIND.first(self._connection, {"course": course_id, "key": key, "platform": platform})
        return None if row is None else (row[0], row[1])

    def at(self, course_id: str, platform: str, message: str) -> tuple[str, str | None] | None:
        """Key and question of the card that a message of a platform is."""
        row = _AT.first(
            self._connection, {"course": course_id, "platform": platform, "message": message}
        )
        return None if row is None else (row[0], row[1])

    def there(self, course_id: str, key: str) -> bool:
        """Whether a card was posted anywhere."""
        found = select(_card.c.ref).where(_card.c.course_id == course_id, _card.c.key == key)
        return self._connection.execute(found.limit(1)).first() is not None

    def posted(self, card: Card) -> None:
        """Keep where a card was posted."""
        self.gone(card.course_id, card.key, card.platform)
        _POSTED.run(self._connection, card.model_dump())

    def about(self, question_id: str) -> set[tuple[str, Room]]:
        """Key and room of every card that shows something of a question."""
        rows = self._connection.execute(
            select(_card.c.key, _card.c.room).where(_card.c.question_id == question_id)
        )
        return {(row[0], row[1]) for row in rows}

    def gone(self, course_id: str, key: str, platform: str) -> None:
        """Forget a card that will not be edited again, or that somebody deleted."""
        _GONE.run(self._connection, {"course": course_id, "key": key, "platform": platform})
