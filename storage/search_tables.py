"""What can be found: entries, and under each of their words a posting.

Neither says who wrote anything.
"""

from typing import ClassVar

from sqlalchemy import BigInteger, Index, PrimaryKeyConstraint, Text
from sqlmodel import Field

from storage.columns import one_of
from storage.duties import Duty, Nobodys, OfQuestion
from storage.kinds import Kind, Source
from storage.tables import Record


class Entry(Record):
    """Something a course can be asked about.

    Attributes:
        id: random.
        course_id: the one course in which it can be found.
        kind: what it is about.
        source: where it comes from.
        title: one line; for an answered question, the question.
        body: the rest, in full.
        cite: where a reader finds it ("Week 3, slide 12"); empty if it has no place.
        topic: the topic it belongs to, or empty.
        question_id: the question it comes from and with which it goes; None for the course's own.
        answered: whether it holds an answer; only such entries count for how rare a word is.
        length: in weighted terms.
    """

    id: str = Field(primary_key=True)
    course_id: str
    kind: Kind = Field(sa_type=one_of(Kind))
    source: Source = Field(sa_type=one_of(Source))
    title: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    cite: str = ""
    topic: str = ""
    question_id: str | None = Field(default=None, index=True)
    answered: bool
    length: float


class EntryTable(Entry, table=True):
    """Entries, each with a number made from its id, by which postings are grouped twice as fast."""

    __tablename__ = "entry"
    number: int = Field(unique=True, sa_type=BigInteger)
    __table_args__ = (Index("entry_counted", "course_id", "answered", "length"),)
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)


class PostingTable(Record, table=True):
    """How much each term of an entry weighs, and beside it what scoring and choosing need.

    The key's order is the one way in: a search reads its course's run of each of its terms and
    nothing else, however many other courses there are.
    """

    __tablename__ = "posting"
    __table_args__ = (
        PrimaryKeyConstraint(
            "course_id",
            "term",
            "number",
            postgresql_include=["source", "answered", "length", "weight"],
        ),
        {"sqlite_with_rowid": False},
    )
    course_id: str
    term: str
    number: int = Field(
        foreign_key="entry.number", ondelete="CASCADE", index=True, sa_type=BigInteger
    )
    source: Source = Field(sa_type=one_of(Source))
    answered: bool
    length: float
    weight: float
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("words of an entry, which the database deletes with it, whoever deletes it"),
    )
