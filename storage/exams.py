"""Exam periods, for whom they do not hold, and release times."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.columns import table
from storage.reading import every, one
from storage.ready import Ready, Records
from storage.tables import (
    Accommodation,
    AccommodationTable,
    ExamPeriod,
    ExamPeriodTable,
    Release,
    ReleaseTable,
)

_period, _for, _release = table(ExamPeriodTable), table(AccommodationTable), table(ReleaseTable)
_COMING = (
    select(_period)
    .where(_period.c.course_id == bindparam("course"), _period.c.ends > bindparam("at"))
    .order_by(_period.c.starts, _period.c.id)
)
_OF = Records(ExamPeriod, _COMING)
_ON = Records(ExamPeriod, _COMING.where(_period.c.starts <= bindparam("at")))
_EXCEPTED = Ready(
    select(_for.c.period_id).where(
        _for.c.course_id == bindparam("course"), _for.c.member_tag == bindparam("tag")
    )
)
_HELD = Records(
    Release,
    select(_release)
    .where(_release.c.course_id == bindparam("course"), _release.c.opens_at > bindparam("at"))
    .order_by(_release.c.opens_at, _release.c.id),
)


class Exams:
    """When answers are closed, course by course."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, period: ExamPeriod) -> None:
        """Keep a period, in place of one with the same id."""
        self._connection.execute(delete(_period).where(_period.c.id == period.id))
        self._connection.execute(insert(_period), period.model_dump())

    def find(self, course_id: str, period_id: str) -> ExamPeriod | None:
        """The period with this id."""
        row = self._connection.execute(
            select(_period).where(_period.c.id == period_id, _period.c.course_id == course_id)
        )
        return one(ExamPeriod, row.first())

    def remove(self, course_id: str, period_id: str) -> bool:
        """Forget a period and its accommodations; false if it is gone already."""
        gone = self._connection.execute(
            delete(_period)
            .where(_period.c.id == period_id, _period.c.course_id == course_id)
            .returning(_period.c.id)
        ).first()
        if gone is not None:
            self._connection.execute(delete(_for).where(_for.c.period_id == period_id))
        return gone is not None

    def coming(self, course_id: str, at: datetime) -> list[ExamPeriod]:
        """Periods that are not over, the first one first."""
        return _OF.every(self._connection, {"course": course_id, "at": at})

    def on(self, course_id: str, at: datetime) -> list[ExamPeriod]:
        """Periods that are under way."""
        return _ON.every(self._connection, {"course": course_id, "at": at})

    def accommodate(self, accommodation: Accommodation) -> bool:
        """Let a period not hold for somebody; false if it does not already."""
        known = self._connection.execute(
            select(_for.c.period_id).where(
                _for.c.period_id == accommodation.period_id,
                _for.c.member_tag == accommodation.member_tag,
            )
        )
        if known.first() is not None:
            return False
        self._connection.execute(insert(_for), accommodation.model_dump())
        return True

    def accommodated(self, period_id: str) -> list[Accommodation]:
        """Those for whom a period does not hold."""
        found = self._connection.execute(
            select(_for).where(_for.c.period_id == period_id).order_by(_for.c.member_tag)
        )
        return every(Accommodation, found)

    def unaccommodate(self, period_id: str, member_tag: str) -> bool:
        """Let a period hold for somebody again; false if it does."""
        gone = self._connection.execute(
            delete(_for)
            .where(_for.c.period_id == period_id, _for.c.member_tag == member_tag)
            .returning(_for.c.period_id)
        )
        return gone.first() is not None

    def unaccommodate_all(self, period_id: str) -> None:
        """Forget who had an accommodation."""
        self._connection.execute(delete(_for).where(_for.c.period_id == period_id))

    def excepted(self, course_id: str, member_tag: str) -> set[str]:
        """The ids of the periods that do not hold for somebody."""
        found = _EXCEPTED.rows(self._connection, {"course": course_id, "tag": member_tag})
        return {row[0] for row in found}

    def release(self, release: Release) -> None:
        """Keep a release time, in place of one with the same id."""
        self._connection.execute(delete(_release).where(_release.c.id == release.id))
        self._connection.execute(insert(_release), release.model_dump())

    def unrelease(self, course_id: str, release_id: str) -> bool:
        """Forget a release time; false if it is gone already."""
        gone = self._connection.execute(
            delete(_release)
            .where(_release.c.id == release_id, _release.c.course_id == course_id)
            .returning(_release.c.id)
        )
        return gone.first() is not None

    def held(self, course_id: str, at: datetime) -> list[Release]:
        """Release times that have not come, the first one first."""
        return _HELD.every(self._connection, {"course": course_id, "at": at})
