"""A roster between its preview and its being applied; gone after a day."""

from typing import ClassVar

from sqlmodel import Field

from storage.columns import one_of
from storage.duties import Duty, Tagged
from storage.kinds import Purpose, Role
from storage.tables.record import Record


class RosterLine(Record):
    """Somebody listed in a roster that has been looked at."""

    batch: str = Field(primary_key=True)
    line: int = Field(primary_key=True)
    course_id: str
    member_tag: str
    role: Role = Field(sa_type=one_of(Role))
    section_id: str | None = None


class RosterLineTable(RosterLine, table=True):
    """Rosters that wait to be applied."""

    __tablename__ = "roster_line"
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)
