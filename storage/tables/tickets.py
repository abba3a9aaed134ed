"""The staff's side of a question, and what people write to each other about it."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from storage.columns import Moment, one_of
from storage.duties import Duty, OfQuestion, Tagged
from storage.kinds import By, Form, Outcome, Purpose, TicketState
from storage.tables.record import Record


class Ticket(Record):
    """The staff's side of a posted question; ``due`` is its place in the line and never moves.

    ``ahead`` is how many waited when it was posted, ``waited_minutes`` the staffed time until its
    first reply. ``seat`` is whose desk it was brought to, ``why`` what decided, ``passed`` to whose
    it was brought before; ``holder_seat`` is whose desk it is on, where its holder has one.
    ``active_at`` is the last sign of its holder; ``escalated`` says how many circles have been told
    that it is late; ``merged_into`` is the question it is answered together with; ``anew`` says
    why and when a new message told of it last; ``settled_at`` when staff closed it, and
    ``settled_news`` until its asker was told. What a step does with them is in
    :mod:`storage.ticket_life`.
    """

    question_id: str = Field(primary_key=True)
    course_id: str
    state: TicketState = Field(sa_type=one_of(TicketState))
    topic: str = ""
    due: datetime = Field(sa_type=Moment)
    holder_tag: str | None = None
    holder_seal: str | None = None
    claimed_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    reopened: int = 0
    posted_at: datetime | None = Field(default=None, sa_type=Moment)
    ahead: int = 0
    first_reply_at: datetime | None = Field(default=None, sa_type=Moment)
    waited_minutes: int | None = None
    seat: str = ""
    brought_at: datetime | None = Field(default=None, sa_type=Moment)
    why: str = ""
    passed: str = Field(default="", sa_type=Text)
    holder_seat: str = ""
    active_at: datetime | None = Field(default=None, sa_type=Moment)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    escalated: int = 0
    snoozed_until: datetime | None = Field(default=None, sa_type=Moment)
    merged_into: str | None = Field(default=None, index=True)
    asker_reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    anew: str = ""
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    settled_news: bool = False


class TicketTable(Ticket, table=True):
    """The line; its indexes hold waiting tickets only, so its head costs the same at any size."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index(
            "ticket_line",
            "course_id",
            "due",
            "question_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ticket_line_by_topic",
            "course_id",
            "topic",
            "due",
            "question_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ticket_brought",
            "course_id",
            "seat",
            sqlite_where=text("state = 'waiting' AND seat <> ''"),
            postgresql_where=text("state = 'waiting' AND seat <> ''"),
        ),
        Index(
            "ticket_on_desks",
            "course_id",
            "holder_seat",
            sqlite_where=text("state = 'claimed'"),
            postgresql_where=text("state = 'claimed'"),
        ),
        Index(
            "ticket_replied",
            "course_id",
            "first_reply_at",
            sqlite_where=text("waited_minutes IS NOT NULL"),
            postgresql_where=text("waited_minutes IS NOT NULL"),
        ),
    )
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(),
        Tagged("holder_tag", Purpose.QUESTION, "question_id", blank=("holder_tag", "holder_seal")),
    )


class Answer(Record):
    """What a person wrote to help, staff or classmate; ``news`` until its asker was told of it.

    Of a classmate's answer staff can say more: ``endorsed_at`` that they stand behind it,
    ``correction`` what has to be read with it, ``wrong_at`` that nobody should build on it;
    ``author_news`` until its author was told. ``thanks`` is true from when the asker thanked its
    author until that was read, false from then.
    """

    id: str = Field(primary_key=True)
    question_id: str = Field(index=True)
    by: By = Field(sa_type=one_of(By))
    form: Form = Field(sa_type=one_of(Form))
    author_tag: str | None = None
    author_seal: str | None = None
    alias: str = ""
    text: str = Field(sa_type=Text)
    given_at: datetime = Field(sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    endorsed_at: datetime | None = Field(default=None, sa_type=Moment)
    correction: str = Field(default="", sa_type=Text)
    corrected_at: datetime | None = Field(default=None, sa_type=Moment)
    wrong_at: datetime | None = Field(default=None, sa_type=Moment)
    author_news: bool = False
    news: bool = True
    outcome: Outcome | None = Field(default=None, sa_type=one_of(Outcome))
    thanks: bool | None = None


class AnswerTable(Answer, table=True):
    """Answers."""

    __tablename__ = "answer"
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(),
        Tagged(
            "author_tag",
            Purpose.QUESTION,
            "question_id",
            blank=("author_tag", "author_seal", "alias", "text"),
        ),
    )


class FollowUp(Record):
    """A line between the asker and whoever helps, through the bot.

    The asker's own carry no tag: the question has it. ``answer_id`` names the helper's answer the
    exchange is about; empty with staff.
    """

    id: str = Field(primary_key=True)
    question_id: str = Field(index=True)
    answer_id: str = ""
    by: By = Field(sa_type=one_of(By))
    author_tag: str | None = None
    text: str = Field(sa_type=Text)
    said_at: datetime = Field(sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)


class FollowUpTable(FollowUp, table=True):
    """Follow-ups."""

    __tablename__ = "follow_up"
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(),
        Tagged("author_tag", Purpose.QUESTION, "question_id", blank=("author_tag", "text")),
    )
