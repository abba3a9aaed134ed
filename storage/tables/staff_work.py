"""What staff keep beside a ticket, for each other and for later."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from storage.columns import Moment
from storage.duties import Duty, OfQuestion, Tagged
from storage.kinds import Purpose
from storage.tables.record import Record


class StaffNote(Record):
    """What a member of staff noted for colleagues about one question."""

    id: str = Field(primary_key=True)
    question_id: str = Field(index=True)
    author_tag: str | None = None
    author_seal: str | None = None
    text: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Moment)


class StaffNoteTable(StaffNote, table=True):
    """Notes among staff."""

    __tablename__ = "staff_note"
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(),
        Tagged(
            "author_tag",
            Purpose.QUESTION,
            "question_id",
            blank=("author_tag", "author_seal", "text"),
        ),
    )
