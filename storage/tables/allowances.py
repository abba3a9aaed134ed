"""How much of a day's allowance somebody has used, under their tag of that day."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from storage.columns import Moment
from storage.duties import Duty, Tagged
from storage.kinds import Purpose
from storage.tables.record import Record


class AllowanceTable(Record, table=True):
    """Uses in one day; the row goes when the day is over.

    ``scope`` is the course, the day and what is limited: no two rows of a person share a tag.
    """

    __tablename__ = "allowance"
    scope: str = Field(primary_key=True)
    person_tag: str = Field(primary_key=True)
    used: int
    until: datetime = Field(sa_type=Moment, index=True)
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("person_tag", Purpose.DAY, "scope"),)
