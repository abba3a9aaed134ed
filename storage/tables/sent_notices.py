"""How many notices somebody was sent lately."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from storage.columns import Moment
from storage.duties import Duty, Nobodys
from storage.tables.record import Record


class SentNoticesTable(Record, table=True):
    """Notices sent in one half hour, under a keyed hash that is of this half hour alone."""

    __tablename__ = "sent_notices"
    key: str = Field(primary_key=True)
    count: int
    ends: datetime = Field(sa_type=Moment, index=True)
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("a keyed hash of one half hour, equal to nothing else, gone after a day"),
    )
