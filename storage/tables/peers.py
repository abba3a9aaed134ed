"""Classmates who offer to help, and the questions they are offered.

Nothing here joins a helper with a question: an offer carries a keyed hash of the helper's seat and
the question (``mark``), which only this installation can compute again, and whoever was asked is
noted by the hour.
"""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from storage.columns import Moment, one_of
from storage.duties import Duty, OfQuestion, Tagged
from storage.kinds import OfferState, Purpose
from storage.tables.record import Record


class HelperSeat(Record):
    """A classmate who offers to help.

    ``topics`` is one a line, empty for any; ``week`` is the one in which ``used`` offers were
    taken, for the helper's own limit and shown to nobody.
    """

    seat: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    member_tag: str
    member_seal: str
    topics: str = ""
    weekly: int = 3
    used: int = 0
    week: str = ""
    quiet_from: str = ""
    quiet_to: str = ""
    paused: bool = False
    asked_at: datetime | None = Field(default=None, sa_type=Moment)


class HelperSeatTable(HelperSeat, table=True):
    """Helpers."""

    __tablename__ = "helper_seat"
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)


class Offer(Record):
    """A question that was offered to somebody, or that is theirs (``OWN``)."""

    question_id: str = Field(primary_key=True)
    mark: str = Field(primary_key=True)
    state: OfferState = Field(sa_type=one_of(OfferState))


class OfferTable(Offer, table=True):
    """Offers."""

    __tablename__ = "offer"
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)


class Turn(Record):
    """Whose turn a question is: ``holder`` is the mark of the one helper who has it."""

    question_id: str = Field(primary_key=True)
    turn: int = 0
    holder: str | None = None


class TurnTable(Turn, table=True):
    """Turns."""

    __tablename__ = "turn"
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)
