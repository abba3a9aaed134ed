"""What happens outside the teaching team: finding who asked where a life is in danger, and holds.

Nobody is named here either: those who decide are tags and seals, numbered, as everybody else is.
"""

from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from storage.columns import Moment, one_of
from storage.duties import Duty, Nobodys, OfQuestion, Tagged
from storage.kinds import Purpose, RequestState
from storage.tables.record import Record


class RevealRule(Record):
    """That a course's hidden questions can be revealed at all; a course without a row has none.

    Only the operator's command writes it. ``office`` is what students read of the two people;
    ``target`` how many minutes they have until their deputies are asked too.
    """

    course_id: str = Field(primary_key=True)
    office: str
    target: int
    since: datetime = Field(sa_type=Moment)

    @property
    def within(self) -> timedelta:
        """The target as a length of time."""
        return timedelta(minutes=self.target)


class RevealRuleTable(RevealRule, table=True):
    """Rules of revealing."""

    __tablename__ = "reveal_rule"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("an institution's decision about a course"),)


class Confirmer(Record):
    """One of the people outside the teaching team without two of whom nothing is revealed."""

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    member_tag: str
    member_seal: str
    number: int
    deputy: bool = False


class ConfirmerTable(Confirmer, table=True):
    """Confirmers, known by their number alone."""

    __tablename__ = "confirmer"
    __table_args__ = (Index("confirmer_once", "course_id", "member_tag", unique=True),)
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)


class RevealRequest(Record):
    """That somebody on the staff asks to have the author of one question found.

    ``touched`` makes those who confirm at the same moment come one after the other. ``told`` says
    whether whoever asked has read the outcome, ``author_told`` whether the author has been told:
    ``None`` where there is nothing to tell.
    """

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    question_id: str
    requester_tag: str | None = None
    requester_seal: str | None = None
    reason: str = Field(default="", sa_type=Text)
    state: RequestState = Field(sa_type=one_of(RequestState))
    asked_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    deputies: bool = False
    touched: int = 0
    told: bool | None = None
    author_told: bool | None = None


class RevealRequestTable(RevealRequest, table=True):
    """Requests, as long as their question is there.

    They are no part of what a question's author downloads: who may know of a request, and when,
    is for the two who decide it to say.
    """

    __tablename__ = "reveal_request"
    __table_args__ = (
        Index(
            "reveal_one_open",
            "question_id",
            "requester_tag",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(exported=False),
        Tagged(
            "requester_tag",
            Purpose.QUESTION,
            "question_id",
            blank=("requester_tag", "requester_seal", "reason"),
        ),
    )


class Confirmation(Record):
    """That one of them confirms a request; ``danger`` says why its author must not be told."""

    request_id: str = Field(primary_key=True)
    confirmer_tag: str = Field(primary_key=True)
    course_id: str
    question_id: str = Field(index=True)
    danger: str = Field(default="", sa_type=Text)


class ConfirmationTable(Confirmation, table=True):
    """Confirmations."""

    __tablename__ = "confirmation"
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(exported=False),
        Tagged("confirmer_tag", Purpose.MEMBER, "course_id"),
    )


class OversightEntry(Record):
    """What was done: by random ids of requests and by numbers, without text and without anybody.

    ``request`` is empty where it is about the course: a rule that begins or ends, a legal hold.
    """

    id: str = Field(primary_key=True)
    course_id: str
    request: str = ""
    what: str
    by: str = ""
    at: datetime = Field(sa_type=Moment)
    keep_until: datetime = Field(sa_type=Moment, index=True)


class OversightEntryTable(OversightEntry, table=True):
    """The log that nobody changes: triggers of the database refuse it (migration 0026)."""

    __tablename__ = "oversight_entry"
    __table_args__ = (Index("oversight_course", "course_id", "at"),)
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("numbers and random ids, no text and nobody's tag: kept five years"),
    )


class LegalHold(Record):
    """That nothing of a course is deleted until the operator lifts it."""

    course_id: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)


class LegalHoldTable(LegalHold, table=True):
    """Legal holds."""

    __tablename__ = "legal_hold"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("an institution's decision about a course"),)
