"""Replies that a course keeps for its staff."""

from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from storage.duties import Duty, Nobodys
from storage.tables.record import Record


class KeptReply(Record):
    """A reply that staff can begin an answer with; its variables are filled in then."""

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    name: str
    text: str = Field(sa_type=Text)


class KeptReplyTable(KeptReply, table=True):
    """Kept replies."""

    __tablename__ = "kept_reply"
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("what staff keep for answers to anybody; who wrote it is not kept"),
    )
