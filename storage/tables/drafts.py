"""What somebody wrote and has not sent: kept for a day, under their tag of that day."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from storage.columns import Moment
from storage.duties import Duty, OfQuestion, Tagged
from storage.kinds import Purpose
from storage.tables.record import Record


class Draft(Record):
    """A form's text that waits to be put right; ``box`` holds its fields, locked.

    ``scope`` is the course and the day, so that drafts of two days share no tag.
    """

    id: str = Field(primary_key=True)
    course_id: str
    scope: str
    person_tag: str = Field(index=True)
    question_id: str = Field(default="", index=True)
    form: str
    args: str = ""
    box: str = Field(sa_type=Text)
    until: datetime = Field(sa_type=Moment, index=True)


class DraftTable(Draft, table=True):
    """Drafts."""

    __tablename__ = "draft"
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(),
        Tagged("person_tag", Purpose.DAY, "scope"),
    )
