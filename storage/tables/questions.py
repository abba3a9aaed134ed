"""A question and what its asker was shown."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, Text
from sqlmodel import Field

from storage.columns import Moment, one_of
from storage.duties import Duty, OfQuestion, Tagged
from storage.kinds import Alone, Audience, Kind, Label, Purpose, QuestionState, Stuck, Wish
from storage.tables.record import Record


class Question(Record):
    """A question. Its author is a tag of this question alone and a seal, both erasable.

    ``rung`` is the highest rung shown so far, -1 before the first; ``attempted`` says whether the
    gate before rung 3 is open; ``hidden_at`` when staff took it away from the class; ``shared_at``
    when the asker agreed to show it to the class; ``section`` is empty
    unless the asker has added theirs; ``alone`` is what they said when it was solved, nothing
    until they are asked; ``difference`` what made the difference, in their own words and for them.
    ``revealable``: the promise that its asker read when they posted it had the one exception, and
    it stays what it was then.
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
    section: str = ""
    group_mark: str = ""
    text: str = Field(sa_type=Text)
    tried: str = Field(default="", sa_type=Text)
    rung: int = -1
    attempted: bool = False
    asked_at: datetime = Field(sa_type=Moment)
    posted_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    hidden_at: datetime | None = Field(default=None, sa_type=Moment)
    shared_at: datetime | None = Field(default=None, sa_type=Moment)
    alone: Alone | None = Field(default=None, sa_type=one_of(Alone))
    difference: str = Field(default="", sa_type=Text)
    revealable: bool = False


class QuestionTable(Question, table=True):
    """Questions."""

    __tablename__ = "question"
    __table_args__ = (
        Index("question_alias", "course_id", "alias"),
        Index("question_week", "course_id", "asked_at"),
    )
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
