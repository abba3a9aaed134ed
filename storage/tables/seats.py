"""Who is at the desk: when each member of staff is on duty, and for what."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, Text
from sqlmodel import Field

from storage.columns import Moment
from storage.duties import Duty, Tagged
from storage.kinds import Purpose
from storage.tables.record import Record


class Seat(Record):
    """A member of staff at the desk of a course.

    ``id`` is random: a ticket names a seat, never a person. ``topics`` is one a line; ``weekly``
    and ``other_days`` are as :mod:`handlers.rules.duty_hours` writes them. ``pressed_on`` holds
    from ``pressed_since`` to ``pressed_until``. ``spent`` are minutes of the week ``week``, no
    finer than five; only its owner ever sees it.
    """

    id: str = Field(primary_key=True)
    course_id: str
    member_tag: str
    member_seal: str
    topics: str = Field(default="", sa_type=Text)
    weekly: str = Field(default="", sa_type=Text)
    other_days: str = Field(default="", sa_type=Text)
    pressed_on: bool = False
    pressed_since: datetime | None = Field(default=None, sa_type=Moment)
    pressed_until: datetime | None = Field(default=None, sa_type=Moment)
    limit_minutes: int | None = None
    week: str = ""
    spent: int = 0


class SeatTable(Seat, table=True):
    """Seats."""

    __tablename__ = "seat"
    __table_args__ = (Index("seat_of", "course_id", "member_tag", unique=True),)
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)
