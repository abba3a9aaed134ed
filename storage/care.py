"""Flags by classmates, and what staff hide or mute."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from storage.columns import table
from storage.kinds import Flagged, Measured
from storage.reading import every, one
from storage.tables import Flag, FlagTable, Measure, MeasureTable, QuestionTable

_flag, _measure, _question = table(FlagTable), table(MeasureTable), table(QuestionTable)
_FLAGGED = select(_flag.c.question_id).where(
    _flag.c.question_id == bindparam("question"), _flag.c.flagger_tag == bindparam("tag")
)
_WHY = (
    select(_flag.c.why, func.count())
    .where(_flag.c.question_id == bindparam("question"))
    .group_by(_flag.c.why)
    .order_by(_flag.c.why)
)
_ONE = select(_measure).where(
    _measure.c.question_id == bindparam("question"),
    _measure.c.person_tag == bindparam("tag"),
    _measure.c.what == bindparam("kind"),
)
_OF_COURSE = (
    select(_measure)
    .join(_question, _question.c.id == _measure.c.question_id)
    .where(_question.c.course_id == bindparam("course"))
    .order_by(_measure.c.taken_at, _measure.c.question_id)
)
_ACTIVE = (
    select(_measure.c.question_id, _measure.c.person_tag, _measure.c.until)
    .join(_question, _question.c.id == _measure.c.question_id)
    .where(
        _question.c.course_id == bindparam("course"),
        _measure.c.what == Measured.MUTED,
        _measure.c.lifted.is_(False),
        _measure.c.until > bindparam("now"),
    )
)


class Care:
    """Flags and measures."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def flag(self, flag: Flag) -> bool:
        """Keep a flag; false if this person has flagged the question already."""
        mine = {"question": flag.question_id, "tag": flag.flagger_tag}
        if self._connection.execute(_FLAGGED, mine).first() is not None:
            return False
        self._connection.execute(insert(_flag), flag.model_dump())
        return True

    def flags(self, question_id: str) -> dict[Flagged, int]:
        """How many flagged a question, by what they said of it."""
        rows = self._connection.execute(_WHY, {"question": question_id})
        return {row[0]: row[1] for row in rows}

    def take(self, measure: Measure) -> bool:
        """Keep a measure; false if it is in force already. One that was lifted is taken anew."""
        there = self.measure(measure.question_id, measure.person_tag, measure.what)
        if there is not None and not there.lifted:
            return False
        if there is not None:
            self.forget(measure.question_id, measure.person_tag, measure.what)
        self._connection.execute(insert(_measure), measure.model_dump())
        return True

    def measure(self, question_id: str, tag: str, what: Measured) -> Measure | None:
        """What staff decided about this person under this question."""
        values = {"question": question_id, "tag": tag, "kind": what}
        return one(Measure, self._connection.execute(_ONE, values).first())

    def measures(self, course_id: str) -> list[Measure]:
        """Every measure in the course; the caller knows which tags are its own."""
        return every(Measure, self._connection.execute(_OF_COURSE, {"course": course_id}))

    def active(self, course_id: str, now: datetime) -> list[tuple[str, str, datetime]]:
        """Question, tag and end of every mute that also holds elsewhere in the course."""
        rows = self._connection.execute(_ACTIVE, {"course": course_id, "now": now})
        return [(row[0], row[1], row[2]) for row in rows]

    def lift(self, question_id: str, tag: str, what: Measured) -> bool:
        """Take a measure back, which the person is told; false if there is none in force."""
        return self._change(question_id, tag, what, was={"lifted": False}, lifted=True, news=True)

    def look_again(self, question_id: str, tag: str, what: Measured) -> bool:
        """Note that the person asks for another look; false if they have, or it is lifted."""
        was = {"lifted": False, "looked_again": False}
        return self._change(question_id, tag, what, was=was, looked_again=True)

    def told(self, question_id: str, tag: str, what: Measured) -> None:
        """The person has read how it stands."""
        self._change(question_id, tag, what, was={}, news=False)

    def forget(self, question_id: str, tag: str, what: Measured | None = None) -> None:
        """Forget measures about somebody under a question, once unlinked or lifted and told."""
        statement = delete(_measure).where(
            _measure.c.question_id == question_id, _measure.c.person_tag == tag
        )
        if what is not None:
            statement = statement.where(_measure.c.what == what)
        self._connection.execute(statement)

    def _change(
        self, question_id: str, tag: str, what: Measured, *, was: dict[str, bool], **values: object
    ) -> bool:
        statement = update(_measure).where(
            _measure.c.question_id == question_id,
            _measure.c.person_tag == tag,
            _measure.c.what == what,
            *(_measure.c[name].is_(value) for name, value in was.items()),
        )
        return self._connection.execute(statement.values(**values)).rowcount == 1
