"""Courses, their rooms and those named as staff."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from storage.columns import table
from storage.kinds import Address, Role, Room
from storage.reading import every, one
from storage.ready import Ready, Records
from storage.tables import (
    Course,
    CourseTable,
    Member,
    MemberTable,
    Place,
    PlaceCode,
    PlaceCodeTable,
    PlaceTable,
    Section,
    SectionTable,
    Staff,
    StaffGroup,
    StaffGroupTable,
    StaffTable,
)

_course, _place, _staff = table(CourseTable), table(PlaceTable), table(StaffTable)
_section, _group = table(SectionTable), table(StaffGroupTable)
_member = table(MemberTable)
_FIND = Records(Course, select(_course).where(_course.c.id == bindparam("id")))
_AT = Ready(
    select(_place.c.course_id).where(
        _place.c.platform == bindparam("platform"),
        _place.c.workspace == bindparam("workspace"),
        _place.c.room_id == bindparam("room"),
    )
)
_PLACES = Records(Place, select(_place).where(_place.c.course_id == bindparam("course")))
_code = table(PlaceCodeTable)
_GROUPS = Records(StaffGroup, select(_group).where(_group.c.course_id == bindparam("course")))
_ROLE = Ready(
    select(_staff.c.role).where(
        _staff.c.course_id == bindparam("course"), _staff.c.member_tag == bindparam("tag")
    )
)
_SECTIONS = Records(
    Section,
    select(_section)
    .where(_section.c.course_id == bindparam("course"))
    .order_by(_section.c.place, _section.c.id),
)


class Courses:
    """The courses of this installation."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, course: Course) -> None:
        """Add a course."""
        self._connection.execute(insert(_course), course.model_dump())

    def set(self, course_id: str, **values: object) -> None:
        """Change settings of a course, by column name."""
        self._connection.execute(update(_course).where(_course.c.id == course_id).values(**values))

    def enrol(self, course_id: str, enrolment: int, today: date) -> bool:
        """Keep how many are enrolled; false if the term has begun and it had been said.

        Args:
            course_id: the course.
            enrolment: how many students there are.
            today: the day it is where the course is.
        """
        still_open = or_(
            _course.c.enrolment.is_(None),
            _course.c.enrolment == enrolment,
            _course.c.term_start.is_(None),
            _course.c.term_start > today,
        )
        changed = self._connection.execute(
            update(_course)
            .where(_course.c.id == course_id, still_open)
            .values(enrolment=enrolment)
            .returning(_course.c.id)
        )
        return changed.first() is not None

    def sections(self, course_id: str) -> list[Section]:
        """The course's sections, as staff ordered them."""
        return _SECTIONS.every(self._connection, {"course": course_id})

    def set_sections(self, course_id: str, sections: list[Section]) -> None:
        """Put these in place of the course's sections."""
        self._connection.execute(delete(_section).where(_section.c.course_id == course_id))
        if sections:
            self._connection.execute(insert(_section), [one.model_dump() for one in sections])

    def fill_sections(self, course_id: str, enrolled: Mapping[str, int]) -> None:
        """Keep how many are enrolled in sections of which nobody has said it; by section id."""
        for section_id, count in enrolled.items():
            self._connection.execute(
                update(_section)
                .where(
                    _section.c.id == section_id,
                    _section.c.course_id == course_id,
                    _section.c.enrolled.is_(None),
                )
                .values(enrolled=count)
            )

    def with_code(self, join_code: str) -> Course | None:
        """The course that a join code leads to."""
        row = self._connection.execute(select(_course).where(_course.c.join_code == join_code))
        return one(Course, row.first()) if join_code else None

    def member(self, course_id: str, member_tag: str) -> Member | None:
        """What somebody said of themselves in a course."""
        row = self._connection.execute(
            select(_member).where(
                _member.c.course_id == course_id, _member.c.member_tag == member_tag
            )
        )
        return one(Member, row.first())

    def join(self, member: Member) -> bool:
        """Keep that somebody joined; false if they are known already.

        Raises:
            sqlalchemy.exc.IntegrityError: they joined at the same moment somewhere else.
        """
        if self.member(member.course_id, member.member_tag) is not None:
            return False
        self._connection.execute(insert(_member), member.model_dump())
        return True

    def choose_section(self, course_id: str, member_tag: str, section_id: str | None) -> None:
        """Keep somebody's section, or that they say none."""
        self.join(Member(course_id=course_id, member_tag=member_tag))
        self._connection.execute(
            update(_member)
            .where(_member.c.course_id == course_id, _member.c.member_tag == member_tag)
            .values(section_id=section_id)
        )

    def section_of(self, course_id: str, member_tag: str) -> Section | None:
        """The section somebody said they are in, if there still is such a one."""
        member = self.member(course_id, member_tag)
        if member is None or member.section_id is None:
            return None
        row = self._connection.execute(select(_section).where(_section.c.id == member.section_id))
        return one(Section, row.first())

    def find(self, course_id: str) -> Course | None:
        """The course with this id."""
        return _FIND.one(self._connection, {"id": course_id})

    def all(self) -> list[Course]:
        """Every course, by name."""
        return every(Course, self._connection.execute(select(_course).order_by(_course.c.name)))

    def at(self, address: Address) -> str | None:
        """The id of the course a room belongs to."""
        found: str | None = _AT.value(
            self._connection,
            {
                "platform": address.platform,
                "workspace": address.workspace,
                "room": address.room,
            },
        )
        return found

    def give_room(self, course_id: str, room: Room, address: Address) -> None:
        """Make a room the course's class or staff room.

        Raises:
            sqlalchemy.exc.IntegrityError: it belongs to a course already.
        """
        self._connection.execute(
            insert(_place),
            {
                "platform": address.platform,
                "workspace": address.workspace,
                "room_id": address.room,
                "course_id": course_id,
                "room": room,
            },
        )

    def move_rooms(self, from_id: str, to_id: str) -> None:
        """Give all rooms of one course to another."""
        self._connection.execute(
            update(_place).where(_place.c.course_id == from_id).values(course_id=to_id)
        )

    def in_use(self, ids: Iterable[str]) -> list[str]:
        """Of some courses those that are not archived, in the same order."""
        ids = list(ids)
        found = self._connection.execute(
            select(_course.c.id).where(_course.c.id.in_(ids), _course.c.archived_at.is_(None))
        )
        still = {row[0] for row in found}
        return [one for one in ids if one in still]

    def rooms(self, course_id: str, room: Room | None = None) -> list[Place]:
        """The course's rooms on every platform, all or of one sort."""
        places = _PLACES.every(self._connection, {"course": course_id})
        return [place for place in places if room is None or place.room == room]

    def offer_place(self, code: PlaceCode, at: datetime) -> None:
        """Let a code bring the course to another platform, in the place of an earlier one."""
        old = or_(_code.c.until <= at, _code.c.course_id == code.course_id)
        self._connection.execute(delete(_code).where(old))
        self._connection.execute(insert(_code), code.model_dump())

    def take_place(self, key: str, at: datetime) -> str | None:
        """The course that a code brings here; the code is used up."""
        found: str | None = self._connection.execute(
            delete(_code).where(_code.c.key == key, _code.c.until > at).returning(_code.c.course_id)
        ).scalar_one_or_none()
        return found

    def name_staff(self, staff: Staff) -> None:
        """Make somebody staff in so many words, whatever they were named before."""
        self.unname_staff(staff.course_id, staff.member_tag)
        self._connection.execute(insert(_staff), staff.model_dump())

    def unname_staff(self, course_id: str, member_tag: str) -> None:
        """Take back that somebody was named; rooms and groups count again."""
        self._connection.execute(
            delete(_staff).where(_staff.c.course_id == course_id, _staff.c.member_tag == member_tag)
        )

    def instructors(self, course_id: str) -> list[Staff]:
        """Everybody who was named an instructor, in an order that says nothing."""
        return every(
            Staff,
            self._connection.execute(
                select(_staff)
                .where(_staff.c.course_id == course_id, _staff.c.role == Role.INSTRUCTOR)
                .order_by(_staff.c.member_tag)
            ),
        )

    def named(self, course_id: str) -> dict[Role, int]:
        """How many people were named what."""
        rows = self._connection.execute(
            select(_staff.c.role, func.count())
            .where(_staff.c.course_id == course_id)
            .group_by(_staff.c.role)
        )
        return {row[0]: row[1] for row in rows}

    def groups(self, course_id: str) -> list[StaffGroup]:
        """The groups whose members are staff, on every platform."""
        return _GROUPS.every(self._connection, {"course": course_id})

    def name_group(self, group: StaffGroup) -> None:
        """Make a group's members staff, whatever the group was named before."""
        self.unname_group(group)
        self._connection.execute(insert(_group), group.model_dump())

    def unname_group(self, group: StaffGroup) -> None:
        """Take back that a group's members are staff."""
        self._connection.execute(
            delete(_group).where(
                _group.c.course_id == group.course_id,
                _group.c.platform == group.platform,
                _group.c.workspace == group.workspace,
                _group.c.group_id == group.group_id,
            )
        )

    def named_role(self, course_id: str, member_tag: str) -> Role | None:
        """The role somebody was given in so many words."""
        found: Role | None = _ROLE.value(self._connection, {"course": course_id, "tag": member_tag})
        return found
