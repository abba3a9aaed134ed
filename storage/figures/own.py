"""Answers of staff in a span of time, each with what only its author may be told (R13).

A row knows its author by a tag of its question alone, so whoever reads them can find their own and
nobody else's. A first word counts that an asker said of an answer before the span was over: later
ones are dropped, and the same rows are found whenever one looks. The log keeps with *partly* and
*not yet* the question, not the answer: where several answers of a question were judged, the word
about another one, a classmate's too, may be taken for the word about this one.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from storage.figures.tickets import Span
from storage.ready import Ready

_GIVEN = Ready(
    text("""
SELECT a.question_id, a.author_tag,
       CASE WHEN t.first_reply_at = a.given_at THEN t.waited_minutes END AS waited,
       CASE WHEN a.outcome IS NOT NULL THEN (
         SELECT e.what FROM ticket_event e
         WHERE e.question_id = a.question_id AND e.at >= a.given_at AND e.at < :end
           AND (e.what IN ('partly', 'not yet') OR (e.what = 'solved' AND e.detail LIKE 'staff %'))
         ORDER BY e.at, e.id LIMIT 1) END AS said
FROM question q
JOIN answer a ON a.question_id = q.id
LEFT JOIN ticket t ON t.question_id = q.id
WHERE q.course_id = :course AND q.wish <> 'talk' AND a."by" = 'staff'
  AND a.given_at >= :start AND a.given_at < :end AND a.author_tag IS NOT NULL
ORDER BY a.given_at, a.id
""")
)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of staff.

    Attributes:
        question_id: what it answers.
        author_tag: whose it is, under a tag of that question.
        waited: minutes of duty time that the question waited for it, where it was the first reply.
        solved: whether its asker's first word was that it did it; ``None``: they have said nothing.
    """

    question_id: str
    author_tag: str
    waited: int | None
    solved: bool | None


def given(connection: Connection, span: Span) -> list[Given]:
    """The answers of a course's staff, in the order in which they came."""
    return [
        Given(
            row[0],
            row[1],
            None if row[2] is None else int(row[2]),
            None if row[3] is None else row[3] == "solved",
        )
        for row in _GIVEN.rows(connection, span.values())
    ]
