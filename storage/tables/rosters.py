"""A roster between its preview and its being applied, gone after a day; and the names it had."""

from typing import ClassVar

from sqlalchemy import Index, Text
from sqlmodel import Field

from storage.columns import one_of
from storage.duties import Duty, Tagged
from storage.kinds import Purpose, Role
from storage.tables.record import Record


class RosterLine(Record):
    """Somebody listed in a roster that has been looked at; ``names`` are keyed hashes of theirs.

    ``member_seal`` is what :class:`storage.tables.Staff` keeps.
    """

    batch: str = Field(primary_key=True)
    line: int = Field(primary_key=True)
    course_id: str
    member_tag: str
    role: Role = Field(sa_type=one_of(Role))
    section_id: str | None = None
    names: str = Field(default="", sa_type=Text)
    member_seal: str | None = None


class RosterLineTable(RosterLine, table=True):
    """Rosters that wait to be applied."""

    __tablename__ = "roster_line"
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)


class RosterName(Record):
    """A word of somebody's name, or two of them, as a keyed hash: to warn before it is posted."""

    course_id: str = Field(primary_key=True)
    member_tag: str = Field(primary_key=True)
    name_key: str = Field(primary_key=True)


class RosterNameTable(RosterName, table=True):
    """Names of the class; none of them can be read."""

    __tablename__ = "roster_name"
    __table_args__ = (Index("roster_name_known", "course_id", "name_key"),)
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)
