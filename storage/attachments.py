"""Cleaned files that belong to questions."""

from sqlalchemy import Connection, bindparam, insert, select

from storage.columns import table
from storage.reading import every, one
from storage.tables import StoredFile, StoredFileTable

_file = table(StoredFileTable)
_OF = (
    select(*(column for column in _file.c if column.name != "content"))
    .where(_file.c.question_id == bindparam("question"))
    .order_by(_file.c.name)
)


class Attachments:
    """Files by question."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, file: StoredFile) -> None:
        """Keep a cleaned file."""
        self._connection.execute(insert(_file), file.model_dump())

    def of(self, question_id: str) -> list[StoredFile]:
        """A question's files, by name, without their bytes: a card needs none of these."""
        return every(StoredFile, self._connection.execute(_OF, {"question": question_id}))

    def find(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return one(
            StoredFile, self._connection.execute(select(_file).where(_file.c.id == file_id)).first()
        )
