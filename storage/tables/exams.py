"""Times at which answers are closed: an exam, and an assignment that is not handed in yet."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from storage.columns import Moment
from storage.duties import Duty, Nobodys, Tagged
from storage.kinds import Purpose
from storage.tables.record import Record


class ExamPeriod(Record):
    """A time during which hints and answers are closed: from ``starts`` up to, without, ``ends``.

    Nothing happens at its end: whoever asks is answered by the event's own time.
    """

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    name: str
    starts: datetime = Field(sa_type=Moment)
    ends: datetime = Field(sa_type=Moment)


class ExamPeriodTable(ExamPeriod, table=True):
    """Exam periods."""

    __tablename__ = "exam_period"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("dates of exams"),)


class Accommodation(Record):
    """Somebody for whom a period does not hold, by a tag of the course alone, and a seal."""

    period_id: str = Field(primary_key=True)
    member_tag: str = Field(primary_key=True)
    member_seal: str
    course_id: str


class AccommodationTable(Accommodation, table=True):
    """Accommodations."""

    __tablename__ = "accommodation"
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)


class Release(Record):
    """Answers about a topic, or one problem of it, open at this time and not before."""

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    about: str
    opens_at: datetime = Field(sa_type=Moment)


class ReleaseTable(Release, table=True):
    """Release times."""

    __tablename__ = "release"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("dates of assignments"),)
