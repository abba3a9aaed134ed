"""Courses, their rooms and those named as staff."""

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.columns import table
from storage.kinds import Address, Role, Room
from storage.reading import every, one
from storage.tables import Course, CourseTable, Place, PlaceTable, Staff, StaffTable

_course, _place, _staff = table(CourseTable), table(PlaceTable), table(StaffTable)
_FIND = select(_course).where(_course.c.id == bindparam("id"))
_AT = select(_place.c.course_id).where(
    _place.c.platform == bindparam("platform"),
    _place.c.workspace == bindparam("workspace"),
    _place.c.room_id == bindparam("room"),
)
_PLACES = select(_place).where(_place.c.course_id == bindparam("course"))
_ROLE = select(_staff.c.role).where(
    _staff.c.course_id == bindparam("course"), _staff.c.member_tag == bindparam("tag")
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

    def find(self, course_id: str) -> Course | None:
        """The course with this id."""
        return one(Course, self._connection.execute(_FIND, {"id": course_id}).first())

    def all(self) -> list[Course]:
        """Every course, by name."""
        return every(Course, self._connection.execute(select(_course).order_by(_course.c.name)))

    def at(self, address: Address) -> str | None:
        """The id of the course a room belongs to."""
        found: str | None = self._connection.execute(
            _AT,
            {
                "platform": address.platform,
                "workspace": address.workspace,
                "room": address.room,
            },
        ).scalar_one_or_none()
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

    def rooms(self, course_id: str, room: Room | None = None) -> list[Place]:
        """The course's rooms on every platform, all or of one sort."""
        places = every(Place, self._connection.execute(_PLACES, {"course": course_id}))
        return [place for place in places if room is None or place.room == room]

    def name_staff(self, staff: Staff) -> None:
        """Make somebody staff in so many words."""
        self._connection.execute(insert(_staff), staff.model_dump())

    def named_role(self, course_id: str, member_tag: str) -> Role | None:
        """The role somebody was given in so many words."""
        found: Role | None = self._connection.execute(
            _ROLE, {"course": course_id, "tag": member_tag}
        ).scalar_one_or_none()
        return found
