"""What can be found: entries, and under each of their words a posting.

Neither says who wrote anything.
"""

from typing import Any, ClassVar

from sqlalchemy import Index, String, Text
from sqlmodel import Field

from storage.columns import one_of
from storage.duties import Duty, Nobodys, OfQuestion
from storage.kinds import Kind, Source
from storage.tables import Record

# In the order of code points on both databases, so that ties fall alike: SQLite's own order, and
# PostgreSQL's "C" instead of the server's language. (`Any`: `Field` types `sa_type` too narrowly.)
CODE_POINTS: Any = String().with_variant(String(collation="C"), "postgresql")


class Entry(Record):
    """Something a course can be asked about.

    Attributes:
        id: random; ties in a ranking fall by it.
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

    id: str = Field(primary_key=True, sa_type=CODE_POINTS)
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
    """Entries."""

    __tablename__ = "entry"
    __table_args__ = (Index("entry_counted", "course_id", "answered", "length"),)
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)


class PostingTable(Record, table=True):
    """How much each term of an entry weighs, and beside it what scoring and choosing need.

    The key's order is the one way in: a search reads its course's run of each of its terms and
    nothing else, however many other courses there are.
    """

    __tablename__ = "posting"
    __table_args__ = {"sqlite_with_rowid": False}
    course_id: str = Field(primary_key=True)
    term: str = Field(primary_key=True, sa_type=CODE_POINTS)
    entry_id: str = Field(primary_key=True, index=True, sa_type=CODE_POINTS)
    source: Source = Field(sa_type=one_of(Source))
    answered: bool
    length: float
    weight: float
    duties: ClassVar[tuple[Duty, ...]] = (
        Nobodys("words of entries, which go with their entry in the same call (Search)"),
    )
