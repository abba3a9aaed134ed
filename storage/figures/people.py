"""Class P: figures about people in a window, to be given to the release rules and to nobody else.

A person is a tag of the window. Each counts as one, and with five of their events at most (R11),
taken by random id, since the log has no order. Shares of single people are counted in sixtieths,
which divide by one to five, so that sums are whole numbers and the same on both databases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, text

from storage.ready import Ready

PER = 60
"""What a whole share of one person counts."""


@lru_cache(maxsize=8)
def _shares(size: int) -> Ready:
    """Several shares from one look at the window: for each the people, and their sum and ends."""
    each = range(size)
    hits = ", ".join(
        f"sum(CASE WHEN what = :what{n} AND detail LIKE :like{n} THEN 1 ELSE 0 END) AS hits{n}"
        for n in each
    )

    def of(n: int) -> str:
        own = f"CASE WHEN what = :what{n} THEN 60 * hits{n} / events END"
        return f"count({own}), sum({own}), min({own}), max({own})"

    made = text(f"""
    WITH own AS (
      SELECT what, person_tag, detail,
             row_number() OVER (PARTITION BY what, person_tag ORDER BY id) AS place
      FROM person_event WHERE course_id = :course AND "window" = :window
    ), person AS (
      SELECT what, count(*) AS events, {hits} FROM own
      WHERE place <= :events GROUP BY what, person_tag
    )
    SELECT {", ".join(map(of, each))} FROM person
    """)  # noqa: S608  # made of how many there are, of no one's words
    return Ready(made)


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
        """One of :meth:`shares`."""
        (found,) = self.shares([(what, like)], events)
        return found

    def shares(self, asked: Sequence[tuple[str, str]], events: int) -> list[Counted]:
        """People who did something, and what share of theirs has a detail.

        Args:
            asked: for each share the event, and an SQL pattern for its detail.
            events: how many of one person's events count.
        """
        more: dict[str, object] = {"events": events}
        for number, (what, like) in enumerate(asked):
            more |= {f"what{number}": what, f"like{number}": like}
        (row,) = _shares(len(asked)).rows(self._connection, {**self._values, **more})
        values = [int(value or 0) for value in row]
        return [Counted(*values[at : at + 4]) for at in range(0, len(values), 4)]

    def reached(self) -> int:
        """How many different people of the class did anything."""
        return int(_REACHED.value(self._connection, self._values))

    def team(self) -> int:
        """How many members of staff answered."""
        return int(_TEAM.value(self._connection, self._values))
