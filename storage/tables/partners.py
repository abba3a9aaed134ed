"""Studying together: who looks for company, and who has it, by mutual consent."""

from typing import ClassVar

from sqlmodel import Field

from storage.duties import Duty, Nobodys, Tagged
from storage.kinds import Purpose
from storage.tables.record import Record


class Partner(Record):
    """Somebody who looks for company on a topic, or is in a group.

    ``group_id`` is the group that is proposed or formed; ``agrees`` whether they said yes to it;
    ``news`` until they have read how it stands.
    """

    id: str = Field(primary_key=True)
    course_id: str = Field(index=True)
    member_tag: str
    member_seal: str
    topic: str
    size: int
    group_id: str | None = Field(default=None, index=True)
    agrees: bool = False
    news: bool = False


class PartnerTable(Partner, table=True):
    """Those who study together, or would like to."""

    __tablename__ = "partner"
    duties: ClassVar[tuple[Duty, ...]] = (Tagged("member_tag", Purpose.MEMBER, "course_id"),)


class StudyGroup(Record):
    """A group on one topic; ``formed`` once everybody has said yes."""

    id: str = Field(primary_key=True)
    course_id: str
    topic: str
    formed: bool = False


class StudyGroupTable(StudyGroup, table=True):
    """Study groups."""

    __tablename__ = "study_group"
    duties: ClassVar[tuple[Duty, ...]] = (Nobodys("a topic; who is in it stands with the people"),)
