"""Topics, and the hints that staff wrote for them."""

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.columns import table
from storage.reading import every
from storage.ready import Records
from storage.tables import Hint, HintTable, Topic, TopicTable

_hint, _topic = table(HintTable), table(TopicTable)
_FIND = Records(Hint, select(_hint).where(_hint.c.id == bindparam("hint")))
_ABOUT = Records(
    Hint,
    select(_hint)
    .where(
        _hint.c.course_id == bindparam("course"),
        _hint.c.topic == bindparam("topic"),
        _hint.c.problem == bindparam("problem"),
    )
    .order_by(_hint.c.rung, _hint.c.id),
)
_TOPICS = Records(
    Topic,
    select(_topic).where(_topic.c.course_id == bindparam("course")).order_by(_topic.c.name),
)


class Hints:
    """The course's own help."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, hint: Hint) -> None:
        """Keep a hint, in place of one with the same id."""
        self._connection.execute(delete(_hint).where(_hint.c.id == hint.id))
        self._connection.execute(insert(_hint), hint.model_dump())

    def some(self, ids: list[str]) -> dict[str, Hint]:
        """The hints with these ids, by id."""
        rows = self._connection.execute(select(_hint).where(_hint.c.id.in_(ids)))
        return {hint.id: hint for hint in every(Hint, rows)}

    def find(self, hint_id: str) -> Hint | None:
        """The hint with this id."""
        return _FIND.one(self._connection, {"hint": hint_id})

    def of(self, course_id: str) -> list[Hint]:
        """All hints of a course, by topic, problem and rung."""
        rows = self._connection.execute(
            select(_hint)
            .where(_hint.c.course_id == course_id)
            .order_by(_hint.c.topic, _hint.c.problem, _hint.c.rung)
        )
        return every(Hint, rows)

    def about(self, course_id: str, topic: str, problem: str) -> list[Hint]:
        """The hints of one topic and problem (empty: for the whole topic), by rung and id."""
        wanted = {"course": course_id, "topic": topic, "problem": problem}
        return _ABOUT.every(self._connection, wanted)

    def add_topic(self, topic: Topic) -> None:
        """Keep a topic, in place of one with the same id."""
        self._connection.execute(delete(_topic).where(_topic.c.id == topic.id))
        self._connection.execute(insert(_topic), topic.model_dump())

    def topics(self, course_id: str) -> list[Topic]:
        """The topics of a course, by name."""
        return _TOPICS.every(self._connection, {"course": course_id})
