"""Class P: figures about people in a window, to be given to the release rules and to nobody else.

A person is a tag of the window. Each counts as one, and with five of their events at most (R11),
taken by random id, since the log has no order. Shares of single people are counted in sixtieths,
which divide by one to five, so that sums are whole numbers and the same on both databases.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from storage.ready import Ready

PER = 60
"""What a whole share of one person counts."""

_SHARE = Ready(
    text("""
SELECT count(*) AS people, sum(60 * hits / events) AS total,
       min(60 * hits / events) AS least, max(60 * hits / events) AS most
FROM (
  SELECT person_tag, count(*) AS events, sum(CASE WHEN detail LIKE :like THEN 1 ELSE 0 END) AS hits
  FROM (
    SELECT person_tag, detail, row_number() OVER (PARTITION BY person_tag ORDER BY id) AS place
    FROM person_event WHERE course_id = :course AND "window" = :window AND what = :what
  ) AS own
  WHERE place <= :events GROUP BY person_tag
) AS persons
""")
)

# I-8; whoever answered as staff is no part of the class.
_REACHED = Ready(
    text("""
SELECT count(DISTINCT person_tag) FROM person_event
WHERE course_id = :course AND "window" = :window AND person_tag NOT IN (
  SELECT person_tag FROM person_event
  WHERE course_id = :course AND "window" = :window AND what = 'answered as staff')
""")
)

# Never shown: how many of staff answered decides whether a figure about them is about a team (R13).
_TEAM = Ready(
    text("""
SELECT count(DISTINCT person_tag) FROM person_event
WHERE course_id = :course AND "window" = :window AND what = 'answered as staff'
""")
)


@dataclass(frozen=True, slots=True)
class Counted:
    """People and their own shares, each times 60."""

    people: int
    total: int
    least: int
    most: int


class PeopleFigures:
    """Counts about people of one course in one window."""

    def __init__(self, connection: Connection, course_id: str, window: str) -> None:
        self._connection = connection
        self._values = {"course": course_id, "window": window}

    def share(self, what: str, like: str, events: int) -> Counted:
        """People who did something, and what share of theirs has a detail.

        Args:
            what: the event.
            like: an SQL pattern for its detail.
            events: how many of one person's events count.
        """
        more = {"what": what, "like": like, "events": events}
        (row,) = _SHARE.rows(self._connection, {**self._values, **more})
        return Counted(*(int(value or 0) for value in row))

    def reached(self) -> int:
        """How many different people of the class did anything."""
        return int(_REACHED.value(self._connection, self._values))

    def team(self) -> int:
        """How many members of staff answered."""
        return int(_TEAM.value(self._connection, self._values))
