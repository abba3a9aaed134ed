"""Notes among staff."""

from sqlalchemy import Connection, bindparam, insert, select

from storage.columns import table
from storage.reading import every
from storage.tables import StaffNote, StaffNoteTable

_note = table(StaffNoteTable)
_ADD = insert(_note)
_OF = (
    select(_note)
    .where(_note.c.question_id == bindparam("question"))
    .order_by(_note.c.at, _note.c.id)
)


class Notes:
    """What staff noted for each other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, note: StaffNote) -> None:
        """Keep a note."""
        self._connection.execute(_ADD, note.model_dump())

    def of(self, question_id: str) -> list[StaffNote]:
        """The notes about a question, in order."""
        return every(StaffNote, self._connection.execute(_OF, {"question": question_id}))
