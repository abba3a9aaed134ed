"""Answers, and the follow-ups between the asker and whoever helps."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.columns import table
from storage.kinds import By, Outcome
from storage.reading import every, one
from storage.tables import Answer, AnswerTable, FollowUp, FollowUpTable, QuestionTable

_answer, _follow_up, _question = table(AnswerTable), table(FollowUpTable), table(QuestionTable)
_ADD = insert(_answer)
_FIND = select(_answer).where(_answer.c.id == bindparam("id"))
_OF = (
    select(_answer)
    .where(_answer.c.question_id == bindparam("question"))
    .order_by(_answer.c.given_at, _answer.c.id)
)
_FOLLOW_UPS = (
    select(_follow_up)
    .where(_follow_up.c.question_id == bindparam("question"))
    .order_by(_follow_up.c.said_at, _follow_up.c.id)
)


class Answers:
    """What people wrote to help, and what was said about it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, answer: Answer) -> None:
        """Keep an answer."""
        self._connection.execute(_ADD, answer.model_dump())

    def find(self, answer_id: str) -> Answer | None:
        """The answer with this id."""
        return one(Answer, self._connection.execute(_FIND, {"id": answer_id}).first())

    def of(self, question_id: str) -> list[Answer]:
        """The answers to a question, in the order in which they came."""
        return every(Answer, self._connection.execute(_OF, {"question": question_id}))

    def told(self, answer_id: str) -> None:
        """The asker has been told of it."""
        self._connection.execute(
            update(_answer).where(_answer.c.id == answer_id).values(news=False)
        )

    def opened(self, answer_id: str, at: datetime) -> bool:
        """The asker has opened it; false if it was open already."""
        result = self._connection.execute(
            update(_answer)
            .where(_answer.c.id == answer_id, _answer.c.opened_at.is_(None))
            .values(opened_at=at)
        )
        return result.rowcount == 1

    def endorsed(self, answer_id: str, at: datetime) -> bool:
        """Staff stand behind it as it is; false if they have said what they think of it already."""
        result = self._connection.execute(
            update(_answer)
            .where(
                _answer.c.id == answer_id,
                _answer.c.endorsed_at.is_(None),
                _answer.c.corrected_at.is_(None),
                _answer.c.wrong_at.is_(None),
            )
            .values(endorsed_at=at, news=True)
        )
        return result.rowcount == 1

    def corrected(self, answer_id: str, text: str, at: datetime, seen: str) -> bool:
        """Keep what has to be read with a classmate's answer; false if somebody was quicker.

        Args:
            answer_id: whose.
            text: the correction, in place of one before it.
            at: when.
            seen: the correction before it, as far as whoever writes knows.
        """
        result = self._connection.execute(
            update(_answer)
            .where(
                _answer.c.id == answer_id,
                _answer.c.by == By.CLASSMATE,
                _answer.c.correction == seen,
            )
            .values(correction=text, corrected_at=at, wrong_at=None, news=True, author_news=True)
        )
        return result.rowcount == 1

    def wrong(self, answer_id: str, at: datetime) -> bool:
        """Nobody should build on a classmate's answer; false if that was said already."""
        result = self._connection.execute(
            update(_answer)
            .where(
                _answer.c.id == answer_id,
                _answer.c.by == By.CLASSMATE,
                _answer.c.wrong_at.is_(None),
            )
            .values(wrong_at=at, news=True, author_news=True)
        )
        return result.rowcount == 1

    def author_told(self, answer_id: str) -> None:
        """Its author has read what staff say of it."""
        self._connection.execute(
            update(_answer).where(_answer.c.id == answer_id).values(author_news=False)
        )

    def judged(self, answer_id: str, outcome: Outcome) -> bool:
        """What the asker says of it: the last word stands, the same word changes nothing."""
        result = self._connection.execute(
            update(_answer)
            .where(
                _answer.c.id == answer_id,
                _answer.c.outcome.is_(None) | (_answer.c.outcome != outcome),
            )
            .values(outcome=outcome)
        )
        return result.rowcount == 1

    def thanked(self, answer_id: str) -> bool:
        """The asker thanks its author; false if they did already."""
        changed = self._connection.execute(
            update(_answer)
            .where(_answer.c.id == answer_id, _answer.c.thanks.is_(None))
            .values(thanks=True)
            .returning(_answer.c.id)
        )
        return changed.first() is not None

    def thanks_read(self, answer_id: str) -> None:
        """Its author has read that they are thanked."""
        self._connection.execute(
            update(_answer).where(_answer.c.id == answer_id).values(thanks=False)
        )

    def authors(self, course_id: str) -> list[tuple[str, str, str]]:
        """Answer, question and author's tag of every answer in the course; to find one's own."""
        rows = self._connection.execute(
            select(_answer.c.id, _answer.c.question_id, _answer.c.author_tag)
            .join(_question, _question.c.id == _answer.c.question_id)
            .where(_question.c.course_id == course_id, _answer.c.author_tag.is_not(None))
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def newest_authors(self, course_id: str, most: int) -> list[tuple[str, str, str]]:
        """The same of the newest answers, at most so many, the newest first."""
        rows = self._connection.execute(
            select(_answer.c.id, _answer.c.question_id, _answer.c.author_tag)
            .join(_question, _question.c.id == _answer.c.question_id)
            .where(_question.c.course_id == course_id, _answer.c.author_tag.is_not(None))
            .order_by(_answer.c.given_at.desc(), _answer.c.id)
            .limit(most)
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def follow_up(self, follow_up: FollowUp) -> None:
        """Keep a follow-up."""
        self._connection.execute(insert(_follow_up), follow_up.model_dump())

    def follow_ups(self, question_id: str) -> list[FollowUp]:
        """The follow-ups on a question, in order."""
        return every(FollowUp, self._connection.execute(_FOLLOW_UPS, {"question": question_id}))

    def read(self, question_id: str, by: By, at: datetime, answer_id: str | None = None) -> None:
        """What this side said has been read by the other; only about one answer where named."""
        statement = update(_follow_up).where(
            _follow_up.c.question_id == question_id,
            _follow_up.c.by == by,
            _follow_up.c.read_at.is_(None),
        )
        if answer_id is not None:
            statement = statement.where(_follow_up.c.answer_id == answer_id)
        self._connection.execute(statement.values(read_at=at))
