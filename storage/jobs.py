"""Work that falls due: rows with leases, done in the transaction that has their effect."""

from datetime import datetime

from sqlalchemy import Connection, Insert, Integer, bindparam, delete, func, insert, select, update

from storage.columns import table
from storage.ready import Ready, Records
from storage.tables import Job, JobTable
from storage.upsert import upsert

_job = table(JobTable)
_NEXT = (
    select(_job.c.id)
    .where(_job.c.due <= bindparam("now"), _job.c.leased_until < bindparam("real"))
    .order_by(_job.c.due, _job.c.id)
    .limit(bindparam("most", type_=Integer))
)
_TAKE = Records(
    Job,
    update(_job)
    .where(_job.c.id.in_(_NEXT.scalar_subquery()), _job.c.leased_until < bindparam("real"))
    .values(leased_until=bindparam("until"))
    .returning(*_job.c),
)
_ADD = Ready(insert(_job))
_DONE = Ready(delete(_job).where(_job.c.id == bindparam("which")).returning(_job.c.id))
_WAITS = Ready(
    select(_job.c.id).where(
        _job.c.question_id == bindparam("question"), _job.c.name == bindparam("name")
    )
)
_FIRST = Ready(select(func.min(_job.c.due)).where(_job.c.leased_until < bindparam("real")))
_FREE = update(_job).values(leased_until=0.0)


def _once(dialect: str) -> Insert:
    statement = upsert(_job, dialect).values(
        {column.name: bindparam(column.name) for column in _job.c}
    )
    return statement.on_conflict_do_update(
        index_elements=[_job.c.id],
        set_={"due": statement.excluded.due},
        where=statement.excluded.due < _job.c.due,
    )


_ONCE = Ready(_once)


class Jobs:
    """Due work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, job: Job) -> None:
        """Have something done when it falls due."""
        _ADD.run(self._connection, job.model_dump())

    def once(self, job: Job) -> None:
        """Have something done once, however often it is asked for: at the earliest of its times."""
        _ONCE.run(self._connection, job.model_dump())

    def take(self, now: datetime, real: float, lease: float) -> Job | None:
        """The job that fell due first, leased to the caller.

        Args:
            now: the installation's time.
            real: real time, seconds since 1970, by which leases run.
            lease: seconds after which somebody else may try.
        """
        return next(iter(self.take_some(now, real, lease, 1)), None)

    def take_some(self, now: datetime, real: float, lease: float, most: int) -> list[Job]:
        """As :meth:`take`, of several jobs, in the order in which they fell due."""
        values = {"now": now, "real": real, "until": real + lease, "most": most}
        taken = _TAKE.every(self._connection, values)
        return sorted(taken, key=lambda job: (job.due, job.id))

    def done(self, job_id: str) -> bool:
        """Finish a job; false if somebody else finished it."""
        return _DONE.first(self._connection, {"which": job_id}) is not None

    def drop_all(self, course_id: str, name: str) -> None:
        """Work of this name in a course is not to be done any more."""
        self._connection.execute(
            delete(_job).where(_job.c.course_id == course_id, _job.c.name == name)
        )

    def waits(self, question_id: str, name: str) -> bool:
        """Whether some work on a question is still to be done."""
        row = _WAITS.first(self._connection, {"question": question_id, "name": name})
        return row is not None

    def drop(self, question_id: str, name: str) -> None:
        """Some work on a question is not wanted any more."""
        self._connection.execute(
            delete(_job).where(_job.c.question_id == question_id, _job.c.name == name)
        )

    def first_due(self, real: float) -> datetime | None:
        """When the next job falls due that nobody is doing at real time *real*."""
        found: datetime | None = _FIRST.value(self._connection, {"real": real})
        return found

    def free_leases(self) -> None:
        """Nobody is doing anything: for a process that knows it is alone."""
        self._connection.execute(_FREE)
