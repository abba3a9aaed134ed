"""Seats at the desk: who is on duty when, for what, and how much of a week is spent."""

from sqlalchemy import Connection, bindparam, case, insert, select, update

from storage.columns import table
from storage.ready import Ready, Records
from storage.tables import Seat, SeatTable

_seat = table(SeatTable)
_OF = Records(
    Seat,
    select(_seat).where(
        _seat.c.course_id == bindparam("course"), _seat.c.member_tag == bindparam("tag")
    ),
)
_ALL = Records(
    Seat, select(_seat).where(_seat.c.course_id == bindparam("course")).order_by(_seat.c.id)
)
_SPENT = Ready(
    update(_seat)
    .where(_seat.c.id == bindparam("which"))
    .values(
        spent=case((_seat.c.week == bindparam("now"), _seat.c.spent), else_=0)
        + bindparam("minutes"),
        week=bindparam("now"),
    )
)


class Seats:
    """Seats of courses."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, seat: Seat) -> None:
        """Give somebody a seat."""
        self._connection.execute(insert(_seat), seat.model_dump())

    def of(self, course_id: str, member_tag: str) -> Seat | None:
        """Somebody's seat in a course."""
        return _OF.one(self._connection, {"course": course_id, "tag": member_tag})

    def all(self, course_id: str) -> list[Seat]:
        """Every seat of a course, in an order that says nothing."""
        return _ALL.every(self._connection, {"course": course_id})

    def set(self, seat_id: str, **values: object) -> None:
        """Change a seat, by column name."""
        self._connection.execute(update(_seat).where(_seat.c.id == seat_id).values(**values))

    def spent(self, seat_id: str, week: str, minutes: int) -> None:
        """Add to what is spent of a week; another week begins at nothing."""
        _SPENT.run(self._connection, {"which": seat_id, "now": week, "minutes": minutes})
