"""The weekly pulse. People appear under tags of one pulse term, which nothing else carries."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, Text
from sqlmodel import Field

from storage.columns import Moment, one_of
from storage.duties import Duty, Nobodys, Tagged
from storage.kinds import PulseState, Purpose
from storage.tables.record import Record

PAUSED_FOR_GOOD = 1_000_000
"""A week that never comes: paused until the person says otherwise."""


class PulseTerm(Record):
    """One course's pulse over one term; its id is the scope of every tag in it.

    ``week`` is the last one that has opened, ``opened_at`` when; ``thin`` how many windows in a row
    had too few answers; ``left_out`` the dates, with spaces between, on which nothing goes out.
    """

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    starts: date
    enrolment: int
    state: PulseState = Field(sa_type=one_of(PulseState))
    left_out: str = Field(default="", sa_type=Text)
    week: int = 0
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    thin: int = 0


class PulseTermTable(PulseTerm, table=True):
    """Pulse terms."""

    __tablename__ = "pulse_term"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("when a course is asked, set by its staff"),)


class PulseMember(Record):
    """Somebody who wants to be asked.

    ``consent`` is the version of the words they said yes to; ``direct`` the platform on which they
    asked for direct messages, empty for whoever is asked on the card; ``paused_until`` the first
    week in which they are asked again; ``silent`` how many weeks in a row they pressed nothing.
    """

    term_id: str = Field(primary_key=True)
    person_tag: str = Field(primary_key=True)
    person_seal: str
    consent: int
    direct: str = ""
    section: str = ""
    paused_until: int = 0
    silent: int = 0


class PulseMemberTable(PulseMember, table=True):
    """Who is asked; in the order of their tags, which says nothing of when they came."""

    __tablename__ = "pulse_member"
    __table_args__ = ({"sqlite_with_rowid": False},)
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("person_tag", Purpose.PULSE, "term_id"),)


class PulseSlot(Record):
    """One person's items of a week that is open. The row claims the week; it goes when it closes.

    ``place`` is the item that comes next, so that a second press on one changes nothing.
    """

    term_id: str = Field(primary_key=True)
    week: int = Field(primary_key=True)
    person_tag: str = Field(primary_key=True)
    codes: str
    place: int = 0
    reminded: bool = False


class PulseSlotTable(PulseSlot, table=True):
    """Weeks under way."""

    __tablename__ = "pulse_slot"
    __table_args__ = ({"sqlite_with_rowid": False},)
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("person_tag", Purpose.PULSE, "term_id"),)


class PulseAnswer(Record):
    """An answer: a random id, and no time finer than the window. What was skipped is not kept."""

    id: str = Field(primary_key=True)
    term_id: str
    window: str
    person_tag: str
    section: str = ""
    scale: str
    item: str
    value: int
    consent: int


class PulseAnswerTable(PulseAnswer, table=True):
    """Answers."""

    __tablename__ = "pulse_answer"
    __table_args__ = (
        Index("pulse_answer_window", "term_id", "window", "scale"),
        Index("pulse_answer_person", "term_id", "person_tag"),
        {"sqlite_with_rowid": False},
    )
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("person_tag", Purpose.PULSE, "term_id"),)


class PulseBank(Record):
    """The items of a course that brought its own, with their source and licence, as JSON."""

    course_id: str = Field(primary_key=True)
    content: str = Field(sa_type=Text)


class PulseBankTable(PulseBank, table=True):
    """Imported banks."""

    __tablename__ = "pulse_bank"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("statements to rate, brought by staff"),)
