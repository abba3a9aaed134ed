"""What staff and classmates do so that nobody is hurt by what stands in a room."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from storage.columns import Moment, one_of
from storage.duties import Duty, OfQuestion, Tagged
from storage.kinds import Flagged, Measured, Purpose
from storage.tables.record import Record


class Flag(Record):
    """That somebody flagged a question, once; the tag is of this question alone."""

    question_id: str = Field(primary_key=True)
    flagger_tag: str = Field(primary_key=True)
    why: Flagged = Field(sa_type=one_of(Flagged))


class FlagTable(Flag, table=True):
    """Flags by classmates."""

    __tablename__ = "flag"
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(),
        Tagged("flagger_tag", Purpose.QUESTION, "question_id"),
    )


class Measure(Record):
    """What staff decided about somebody's words under one question: hidden, or muted.

    The person appears as their tag of this question, so two measures cannot be joined. ``until``
    says how long a mute also holds for what they write elsewhere in the course; under the question
    itself it holds until staff lift it. ``news`` until the person was told how it stands.
    """

    question_id: str = Field(primary_key=True)
    person_tag: str = Field(primary_key=True)
    what: Measured = Field(primary_key=True, sa_type=one_of(Measured))
    answer_id: str = ""
    taken_at: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment, index=True)
    lifted: bool = False
    looked_again: bool = False
    news: bool = True


class MeasureTable(Measure, table=True):
    """Measures by staff."""

    __tablename__ = "measure"
    duties: ClassVar[tuple[Duty, ...]] = (
        OfQuestion(),
        Tagged("person_tag", Purpose.QUESTION, "question_id"),
    )
