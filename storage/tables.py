"""Every table of the main database. None of them holds a person.

Each thing has a record (what the repositories give out) and a table made from it. People appear
only as tags and seals (``storage/keys.py``); rooms are no people and appear as they are. Ids are
random, so that nothing can be counted or ordered by them.
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from storage.columns import Moment, one_of
from storage.duties import Duty, Nobodys, OfQuestion, Tagged
from storage.kinds import (
    Audience,
    By,
    Form,
    Kind,
    Label,
    Outcome,
    Purpose,
    QuestionState,
    Role,
    Room,
    Stuck,
    TicketState,
    Wish,
)


class Record(SQLModel):
    """What a repository gives out. It prints its kind only: what it holds may be somebody's."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__


class Course(Record):
    """A course: two answers make one, the rest has defaults."""

    id: str = Field(primary_key=True)
    name: str
    language: str = "en"
    timezone: str = "UTC"
    contacts: str = Field(sa_type=Text)
    operator_teaches: bool = False
    seal_answers: bool = True
    gate_minutes: int = 0
    card_delay_seconds: int = 300
    created_at: datetime = Field(sa_type=Moment)


class CourseTable(Course, table=True):
    """Courses."""

    __tablename__ = "course"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("a course's settings, written by its staff"),)


class Place(Record):
    """A room that belongs to a course."""

    platform: str = Field(primary_key=True)
    workspace: str = Field(primary_key=True)
    room_id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    room: Room = Field(sa_type=one_of(Room))


class PlaceTable(Place, table=True):
    """Rooms of courses."""

    __tablename__ = "place"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("rooms, not people"),)


class Staff(Record):
    """Somebody made staff of a course in so many words, not by being in its staff room."""

    course_id: str = Field(primary_key=True)
    member_tag: str = Field(primary_key=True)
    role: Role = Field(sa_type=one_of(Role))


class StaffTable(Staff, table=True):
    """Named staff."""

    __tablename__ = "staff"
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)


class Topic(Record):
    """A part of the course, by which questions, hints and people are matched."""

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    name: str


class TopicTable(Topic, table=True):
    """Topics."""

    __tablename__ = "topic"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("the course's own material"),)


class Hint(Record):
    """A hint that staff wrote for a topic, or for one problem in it."""

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    topic: str
    problem: str = ""
    rung: int
    text: str = Field(sa_type=Text)
    cite: str = ""


class HintTable(Hint, table=True):
    """Hints."""

    __tablename__ = "hint"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("the course's own material"),)


class Question(Record):
    """A question. Its author is a tag of this question alone and a seal, both erasable.

    ``rung`` is the highest rung shown so far, -1 before the first; ``attempted`` says whether the
    gate before rung 3 is open.
    """

    id: str = Field(primary_key=True)
    course_id: str
    state: QuestionState = Field(sa_type=one_of(QuestionState))
    author_tag: str | None = None
    author_seal: str | None = None
    alias: str
    label: Label = Field(sa_type=one_of(Label))
    audience: Audience = Field(sa_type=one_of(Audience))
    kind: Kind = Field(sa_type=one_of(Kind))
    wish: Wish = Field(sa_type=one_of(Wish))
    stuck: Stuck | None = Field(default=None, sa_type=one_of(Stuck))
    topic: str = ""
    text: str = Field(sa_type=Text)
    tried: str = Field(default="", sa_type=Text)
    rung: int = -1
    attempted: bool = False
    asked_at: datetime = Field(sa_type=Moment)
    posted_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class QuestionTable(Question, table=True):
    """Questions."""

    __tablename__ = "question"
    __table_args__ = (Index("question_alias", "course_id", "alias"),)
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion("id"),
        Tagged("author_tag", Purpose.QUESTION, "id"),
    )


class Showing(Record):
    """One thing the asker was shown privately, so that it can be read again.

    ``source`` says what it was: ``hint:ID``, ``entry:ID`` or ``reflect``; a vote is the asker's,
    and has no tag because the question has one asker.
    """

    id: str = Field(primary_key=True)
    question_id: str = Field(index=True)
    rung: int
    source: str = Field(index=True)
    text: str = Field(sa_type=Text)
    cite: str = ""
    shown_at: datetime = Field(sa_type=Moment)
    useful: bool | None = None


class ShowingTable(Showing, table=True):
    """What the ladder has shown."""

    __tablename__ = "showing"
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)


class Follower(Record):
    """Somebody who pressed [Me too]: told when there is an answer, and never counted by name."""

    question_id: str = Field(primary_key=True)
    follower_tag: str = Field(primary_key=True)
    follower_seal: str
    news: bool = False


class FollowerTable(Follower, table=True):
    """Me too."""

    __tablename__ = "follower"
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(),
        Tagged("follower_tag", Purpose.QUESTION, "question_id"),
    )


class Ticket(Record):
    """The staff's side of a posted question; ``due`` is its place in the line and never moves."""

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
    )
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(),
        Tagged("holder_tag", Purpose.QUESTION, "question_id", blank=("holder_tag", "holder_seal")),
    )


class Answer(Record):
    """What a person wrote to help, staff or classmate; ``news`` until its asker was told of it."""

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
    news: bool = True
    outcome: Outcome | None = Field(default=None, sa_type=one_of(Outcome))


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


class StoredFile(Record):
    """A cleaned file that belongs to a question."""

    id: str = Field(primary_key=True)
    question_id: str = Field(index=True)
    name: str
    media_type: str
    content: bytes = Field(sa_type=LargeBinary)


class StoredFileTable(StoredFile, table=True):
    """Attachments."""

    __tablename__ = "attachment"
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)


class TicketEvent(Record):
    """What happened to a question, with its exact time; staff see as much in the line."""

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    question_id: str = Field(index=True)
    what: str
    detail: str = ""
    at: datetime = Field(sa_type=Moment)


class TicketEventTable(TicketEvent, table=True):
    """The log about tickets. It cannot be joined with the one about people."""

    __tablename__ = "ticket_event"
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)


class PersonEvent(Record):
    """What somebody did in a window: no question, no time finer than the window, no sequence."""

    id: str = Field(primary_key=True)
    course_id: str
    window: str = Field(index=True)
    window_scope: str
    person_tag: str
    what: str
    detail: str = ""


class PersonEventTable(PersonEvent, table=True):
    """The log about people; filled with a whole window at a time, shuffled (``storage/log.py``)."""

    __tablename__ = "person_event"
    __table_args__ = ({"sqlite_with_rowid": False},)
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("person_tag", Purpose.WINDOW, "window_scope"),)


class UnsettledEventTable(PersonEvent, table=True):
    """Events about people that wait until their window is over, to be shuffled in together.

    Such a row was written in one transaction with what happened to a ticket, which PostgreSQL shows
    (``xmin``). So its tag is of this row alone, and the one that goes into the log is locked.
    """

    __tablename__ = "unsettled_event"
    __table_args__ = ({"sqlite_with_rowid": False},)
    window_seal: str
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("person_tag", Purpose.WINDOW, "id"),)


class InboxTable(Record, table=True):
    """Events already handled, by keyed hash, with what was answered, locked, for an hour."""

    __tablename__ = "inbox"
    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
    reply: str
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("a keyed hash of the delivery and a locked reply, both gone after an hour"),
    )


class Parcel(Record):
    """Something waiting to be delivered.

    ``destination`` orders parcels (a room, or a keyed hash of a seal); ``coalesce`` names what a
    later parcel replaces while this one is unsent.
    """

    id: int | None = Field(default=None, primary_key=True)
    course_id: str
    question_id: str | None = Field(default=None, index=True)
    destination: str
    coalesce: str
    kind: str
    card_key: str = ""
    room: Room | None = Field(default=None, sa_type=one_of(Room))
    platform: str = ""
    workspace: str = ""
    room_id: str = ""
    scope: str = ""
    seal: str = ""
    notice: str = ""
    body: str = Field(default="", sa_type=Text)
    pin: bool = False
    last: bool = False
    made_at: datetime = Field(sa_type=Moment)
    attempts: int = 0
    not_before: float = 0.0
    leased_until: float = 0.0


class OutboxTable(Parcel, table=True):
    """The outbox: rows are deleted when they are delivered, bodies with them."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_line", "destination", "id"),
        Index(
            "outbox_one_unsent",
            "coalesce",
            unique=True,
            sqlite_where=text("leased_until = 0"),
            postgresql_where=text("leased_until = 0"),
        ),
        {"sqlite_autoincrement": True},
    )
    # A parcel on its way is left: were it deleted, the card's last edit could overtake it.
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(unless="leased_until"),)


class Card(Record):
    """Where a card was posted, so that it can be edited in place, and taken back."""

    course_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    platform: str = Field(primary_key=True)
    room: Room = Field(sa_type=one_of(Room))
    question_id: str | None = Field(default=None, index=True)
    ref: str
    posted_at: datetime = Field(sa_type=Moment)


class CardTable(Card, table=True):
    """Posted cards."""

    __tablename__ = "card"
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("the platform's id of the bot's own public message"),
    )


class Job(Record):
    """Work that falls due."""

    id: str = Field(primary_key=True)
    course_id: str | None = None
    question_id: str | None = Field(default=None, index=True)
    name: str
    args: str = ""
    due: datetime = Field(sa_type=Moment, index=True)
    leased_until: float = 0.0


class JobTable(Job, table=True):
    """Due work."""

    __tablename__ = "job"
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)


class SettingTable(Record, table=True):
    """The few facts about the installation itself: the clock's offset."""

    __tablename__ = "setting"
    name: str = Field(primary_key=True)
    value: str
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("about the installation"),)
