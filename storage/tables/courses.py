"""A course, its rooms and staff, and what they brought."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from storage.columns import Moment, one_of
from storage.duties import Duty, Nobodys, Tagged
from storage.kinds import Purpose, Role, Room
from storage.tables.record import Record


class Course(Record):
    """A course: two answers make one, the rest has defaults.

    ``enrolment`` and the sections are fixed when the term begins, since what is published about
    people is computed from them. Who types ``join_code`` joins; empty: there is none. An archived
    course is read only. ``origins`` holds the ids of the courses it was copied from, the first
    one first.
    ``board``: whether the staff room has one. ``measures_steps``: whether it is noted that a hint
    was left faster than it can be read (I-4). ``reply_hours``: staffed time within which a first
    reply is aimed at, if staff have said it. ``keep_link`` and the like: days, never more than
    these defaults. ``minors``: some students may be; then the pulse is off unless turned on.
    ``pulse_weekday`` (Monday is 0) and ``pulse_minute`` of the day: when the class is asked; from
    ``pulse_quiet_from`` to ``pulse_quiet_to`` nobody is. ``pulse_off``: staff have turned it off.
    """

    id: str = Field(primary_key=True)
    name: str
    language: str = "en"
    timezone: str = "UTC"
    contacts: str = Field(sa_type=Text)
    operator_teaches: bool = False
    seal_answers: bool = True
    gate_minutes: int = 0
    card_delay_seconds: int = 300
    term_start: date | None = None
    term_end: date | None = None
    enrolment: int | None = None
    join_code: str = Field(default="", index=True)
    archived_at: datetime | None = Field(default=None, sa_type=Moment)
    origins: str = ""
    board: bool = False
    measures_steps: bool = False
    reply_hours: int | None = None
    keep_link: int = 14
    keep_words: int = 140
    keep_pulse: int = 30
    keep_digests: int = 730
    minors: bool = False
    pulse_weekday: int = 2
    pulse_minute: int = 510
    pulse_quiet_from: int = 1260
    pulse_quiet_to: int = 480
    pulse_off: bool = False
    created_at: datetime = Field(sa_type=Moment)


class CourseTable(Course, table=True):
    """Courses."""

    __tablename__ = "course"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("a course's settings, written by its staff"),)


class Section(Record):
    """A part of the class that is taught together; ``place`` orders them as staff wrote them.

    ``enrolled``: how many are in it when the term begins, if staff or a roster said it; fixed then.
    """

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    name: str
    place: int
    enrolled: int | None = None


class SectionTable(Section, table=True):
    """Sections."""

    __tablename__ = "section"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("the names of a course's sections"),)


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
    """Somebody made staff of a course in so many words, not by being in its staff room.

    ``member_seal`` is an instructor's, who is told of what waits too long.
    """

    course_id: str = Field(primary_key=True)
    member_tag: str = Field(primary_key=True)
    role: Role = Field(sa_type=one_of(Role))
    member_seal: str | None = None


class StaffTable(Staff, table=True):
    """Named staff."""

    __tablename__ = "staff"
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)


class StaffGroup(Record):
    """A group of people on a platform whose members are staff of a course."""

    course_id: str = Field(primary_key=True)
    platform: str = Field(primary_key=True)
    workspace: str = Field(primary_key=True)
    group_id: str = Field(primary_key=True)
    role: Role = Field(sa_type=one_of(Role))


class StaffGroupTable(StaffGroup, table=True):
    """Groups of staff."""

    __tablename__ = "staff_group"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("groups that a platform keeps, not people"),)


class Member(Record):
    """Somebody who joined by code or said which section they are in; who did neither has no row."""

    course_id: str = Field(primary_key=True)
    member_tag: str = Field(primary_key=True)
    section_id: str | None = None


class MemberTable(Member, table=True):
    """What members said of themselves."""

    __tablename__ = "member"
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)


class PlaceCode(Record):
    """A code that brings a course to rooms of another platform: a keyed hash, until when."""

    key: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    until: datetime = Field(sa_type=Moment)


class PlaceCodeTable(PlaceCode, table=True):
    """Codes for another platform."""

    __tablename__ = "place_code"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("keyed hashes of codes, gone after an hour"),)


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
