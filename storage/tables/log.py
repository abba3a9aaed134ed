"""What happened, in two tables that cannot be joined."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from storage.columns import Moment
from storage.duties import Duty, OfQuestion, Tagged
from storage.kinds import Purpose
from storage.tables.record import Record


class TicketEvent(Record):
    """What happened to a question, with its exact time; staff see as much in the line."""

    id: str = Field(primary_key=True)
    course_id: str
    question_id: str = Field(index=True)
    what: str
    detail: str = ""
    at: datetime = Field(sa_type=Moment)


class TicketEventTable(TicketEvent, table=True):
    """The log about tickets. It cannot be joined with the one about people."""

    __tablename__ = "ticket_event"
    # All that a week's figures ask for, so that none of them reads the table.
    __table_args__ = (
        Index("ticket_event_week", "course_id", "what", "at", "question_id", "detail"),
    )
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)


class PersonEvent(Record):
    """What somebody did in a window: no question, no time finer than the window, no sequence."""

    id: str = Field(primary_key=True)
    course_id: str
    window: str
    window_scope: str
    person_tag: str
    what: str
    detail: str = ""


class PersonEventTable(PersonEvent, table=True):
    """The log about people; filled with a whole window at a time, shuffled (``storage/log.py``)."""

    __tablename__ = "person_event"
    __table_args__ = (
        # In the order in which each person's events are counted.
        Index("person_event_window", "course_id", "window", "what", "person_tag", "id", "detail"),
        {"sqlite_with_rowid": False},
    )
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("person_tag", Purpose.WINDOW, "window_scope"),)


class UnsettledEventTable(PersonEvent, table=True):
    """Events about people that wait until their window is over, to be shuffled in together.

    Such a row was written in one transaction with what happened to a ticket, which PostgreSQL shows
    (``xmin``). So its tag is of this row alone, and the one that goes into the log is locked.
    """

    __tablename__ = "unsettled_event"
    __table_args__ = (
        Index("unsettled_event_window", "window", "course_id"),
        {"sqlite_with_rowid": False},
    )
    window_seal: str
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("person_tag", Purpose.WINDOW, "id"),)
