"""Questions that go on with whoever answered an earlier one."""

from sqlalchemy import Connection, delete, insert, or_, select, update

from storage.columns import table
from storage.kinds import QuestionState
from storage.reading import every, one
from storage.tables import Continuation, ContinuationTable, QuestionTable

_link, _question = table(ContinuationTable), table(QuestionTable)


class Continuations:
    """Pairs of questions that their askers linked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: Continuation) -> None:
        """Keep that a new question goes on from an earlier one."""
        self._connection.execute(insert(_link), link.model_dump())

    def of(self, question_id: str) -> Continuation | None:
        """What a question goes on from."""
        row = self._connection.execute(select(_link).where(_link.c.question_id == question_id))
        return one(Continuation, row.first())

    def links(self, question_id: str) -> bool:
        """Whether a question goes on from another, or another from it."""
        either = or_(_link.c.question_id == question_id, _link.c.earlier_id == question_id)
        row = self._connection.execute(select(_link.c.question_id).where(either).limit(1))
        return row.first() is not None

    def open(self, course_id: str) -> list[Continuation]:
        """Those of a course's open questions that nobody has passed, the oldest first."""
        rows = self._connection.execute(
            select(_link)
            .join(_question, _question.c.id == _link.c.question_id)
            .where(
                _question.c.course_id == course_id,
                _question.c.state == QuestionState.OPEN,
                _link.c.passed.is_(False),
            )
            .order_by(_question.c.posted_at, _question.c.id)
        )
        return every(Continuation, rows)

    def passed(self, question_id: str) -> bool:
        """The one who was asked first passes; false if they have, or it is no link any more."""
        changed = self._connection.execute(
            update(_link)
            .where(_link.c.question_id == question_id, _link.c.passed.is_(False))
            .values(passed=True)
            .returning(_link.c.question_id)
        )
        return changed.first() is not None

    def forget(self, question_id: str) -> None:
        """Cut every link of a question, forwards and back."""
        self._connection.execute(
            delete(_link).where(
                or_(_link.c.question_id == question_id, _link.c.earlier_id == question_id)
            )
        )
