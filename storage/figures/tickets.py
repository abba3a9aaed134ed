"""Class O: figures about tickets, from their log, exact for any size of class.

A request for a person to talk to is no question, and no figure counts it.

Moments are whole microseconds since 1970 UTC, as they are stored. Weeks include their start.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Connection, text

from storage.ready import Ready


@dataclass(frozen=True, slots=True)
class Span:
    """A course's week in UTC, and what belongs to it of earlier weeks."""

    course_id: str
    start: datetime
    end: datetime

    def values(self, **more: object) -> dict[str, object]:
        """The parameters of a statement."""
        found = {"course": self.course_id, "start": micros(self.start), "end": micros(self.end)}
        return {**found, **more}


def micros(at: datetime) -> int:
    """A moment as it is stored."""
    return round(at.timestamp() * 1_000_000)


def _micros(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


# How much happened, and in the week before.
_VOLUME = Ready(
    text("""
SELECT count(CASE WHEN at >= :start AND what = 'asked' THEN 1 END) AS asked,
       count(CASE WHEN at >= :start AND what = 'asked' AND detail <> 'learning'
                  THEN 1 END) AS known,
       count(CASE WHEN at >= :start AND what = 'posted' THEN 1 END) AS posted,
       count(CASE WHEN at < :start AND what = 'asked' THEN 1 END) AS asked_before,
       count(CASE WHEN at < :start AND what = 'posted' THEN 1 END) AS posted_before
FROM ticket_event
WHERE course_id = :course AND at >= :before AND at < :end AND what IN ('asked', 'posted')
""")
)

# Learning questions asked in the week, by topic, deepest rung, where they were solved, and what
# became of them. Rung 4 is an endorsed answer that was opened, from the panel or from staff.
# I-3 solved where · I-5 bottom-out · hardest topic · ladder depth.
_EPISODES = Ready(
    text("""
WITH episode AS (
  SELECT question_id,
         max(CASE what WHEN 'shown' THEN CAST(substr(detail, 6, 1) AS INTEGER)
                       WHEN 'reused' THEN 4 ELSE -1 END) AS deepest,
         max(CASE WHEN what = 'shown' AND detail >= 'rung 1' THEN 1 ELSE 0 END) AS hinted,
         max(CASE what WHEN 'posted' THEN 1 ELSE 0 END) AS posted,
         max(CASE WHEN what = 'answered' AND detail LIKE '%full' THEN 1 ELSE 0 END) AS told,
         max(CASE what WHEN 'opened' THEN 1 ELSE 0 END) AS opened,
         max(CASE what WHEN 'solved' THEN detail WHEN 'reused' THEN 'rung 4' ELSE '' END) AS solved
  FROM ticket_event
  WHERE course_id = :course AND at >= :start AND at < :end AND what IN (
    'asked', 'shown', 'reused', 'posted', 'answered', 'opened', 'solved')
  GROUP BY question_id
)
SELECT q.topic, e.deepest, e.hinted, e.posted, e.told * e.opened AS bottom, e.solved,
       count(*) AS questions
FROM episode e JOIN question q ON q.id = e.question_id
WHERE q.course_id = :course AND q.kind = 'learning' AND q.wish <> 'talk'
  AND q.asked_at >= :start AND q.asked_at < :end
GROUP BY 1, 2, 3, 4, 5, 6
""")
)

# I-6: showings of hints that staff wrote, and those that were voted down or passed over unread:
# the next help came sooner than max(3 s, words ÷ 8 s), but later than a double press would.
_HINTS = Ready(
    text("""
WITH step AS (
  SELECT s.source, s.useful, s.shown_at,
         length(s.text) - length(replace(s.text, ' ', '')) + 1 AS words,
         lead(s.shown_at) OVER (PARTITION BY s.question_id ORDER BY s.shown_at, s.rung) AS next_at
  FROM showing s JOIN question q ON q.id = s.question_id
  WHERE q.course_id = :course AND q.kind = 'learning'
    AND q.asked_at >= :start AND q.asked_at < :end AND s.shown_at < :end
)
SELECT source, count(*) AS showings,
       sum(CASE WHEN useful IS FALSE THEN 1
                WHEN next_at - shown_at > :double AND (next_at - shown_at < :quickest
                     OR (next_at - shown_at) * :rate < words * 1000000) THEN 1
                ELSE 0 END) AS failed
FROM step WHERE source LIKE 'hint:%' GROUP BY source
""")
)

# I-4, by topic: steps from one hint to the next, and those taken before it can have been read.
# Of this only the topic's name is ever said, and only beside the class's released share.
_STEPS = Ready(
    text("""
WITH step AS (
  SELECT q.topic, s.rung, s.shown_at,
         length(s.text) - length(replace(s.text, ' ', '')) + 1 AS words,
         lead(s.shown_at) OVER (PARTITION BY s.question_id ORDER BY s.shown_at, s.rung) AS next_at
  FROM showing s JOIN question q ON q.id = s.question_id
  WHERE q.course_id = :course AND q.kind = 'learning' AND q.topic <> ''
    AND q.asked_at >= :start AND q.asked_at < :end AND s.shown_at < :end
)
SELECT topic, count(*) AS steps,
       sum(CASE WHEN next_at - shown_at < :quickest
                     OR (next_at - shown_at) * :rate < words * 1000000 THEN 1 ELSE 0 END) AS quick
FROM step
WHERE rung BETWEEN 1 AND 3 AND next_at - shown_at > :double AND next_at - shown_at <= :idle
GROUP BY topic
""")
)

# Posted, and neither answered by a person nor solved when the week was over.
_UNANSWERED = Ready(
    text("""
WITH ticket AS (
  SELECT question_id, min(CASE what WHEN 'posted' THEN at END) AS posted,
         max(CASE what WHEN 'posted' THEN 0 ELSE 1 END) AS done
  FROM ticket_event
  WHERE course_id = :course AND at >= :back AND at < :end
    AND what IN ('posted', 'answered', 'solved', 'reused', 'withdrawn', 'merged')
  GROUP BY question_id
)
SELECT count(*) AS waiting, count(CASE WHEN posted < :day THEN 1 END) AS over_a_day,
       count(CASE WHEN posted < :late THEN 1 END) AS over_two, min(posted) AS oldest
FROM ticket WHERE posted IS NOT NULL AND done = 0
""")
)

# I-10, unanswered at 48 h: of those that could have waited so long, those that did.
_LATE = Ready(
    text("""
WITH ticket AS (
  SELECT question_id, min(CASE what WHEN 'posted' THEN at END) AS posted,
         min(CASE what WHEN 'posted' THEN NULL ELSE at END) AS seen
  FROM ticket_event
  WHERE course_id = :course AND at >= :before AND at < :end
    AND what IN ('posted', 'answered', 'asked back', 'solved', 'withdrawn')
  GROUP BY question_id
)
SELECT count(*) AS questions,
       count(CASE WHEN seen IS NULL OR seen - posted > :span THEN 1 END) AS late
FROM ticket WHERE posted IS NOT NULL AND posted < :until
""")
)

# I-13: whose answer came first, and how many of classmates' answers staff stood behind.
_FIRST = Ready(
    text("""
WITH reply AS (
  SELECT t.detail, row_number() OVER (PARTITION BY t.question_id ORDER BY t.at, t.id) AS place
  FROM ticket_event t JOIN question q ON q.id = t.question_id
  WHERE t.course_id = :course AND t.at >= :start AND t.at < :end AND t.what = 'answered'
    AND q.kind = 'learning' AND q.wish <> 'talk'
)
SELECT count(CASE WHEN place = 1 THEN 1 END) AS firsts,
       count(CASE WHEN place = 1 AND detail LIKE 'classmate%' THEN 1 END) AS by_classmates,
       count(CASE WHEN detail LIKE 'classmate%' THEN 1 END) AS peers,
       (SELECT count(*) FROM ticket_event WHERE course_id = :course
        AND at >= :start AND at < :end AND what = 'endorsed') AS endorsed
FROM reply
""")
)

# I-11: full answers of staff to somebody who had not been shown a hint of rung 2 or more.
_TOLD = Ready(
    text("""
SELECT count(*) AS answers,
       count(CASE WHEN a.detail = 'staff full' AND NOT EXISTS (
         SELECT 1 FROM ticket_event h
         WHERE h.question_id = a.question_id AND h.what = 'shown'
           AND h.detail >= 'rung 2' AND h.detail < 'rung 5' AND h.at < a.at) THEN 1 END) AS told
FROM ticket_event a JOIN question q ON q.id = a.question_id
WHERE a.course_id = :course AND a.at >= :start AND a.at < :end AND a.what = 'answered'
  AND a.detail LIKE 'staff%' AND q.kind = 'learning' AND q.wish <> 'talk'
""")
)

# I-14: answered questions, and those of which somebody said that it was not solved yet.
_NOT_YET = Ready(
    text("""
SELECT count(*) AS answered, sum(reopened) AS reopened FROM (
  SELECT question_id, max(CASE what WHEN 'answered' THEN 1 ELSE 0 END) AS answered,
         max(CASE what WHEN 'not yet' THEN 1 ELSE 0 END) AS reopened
  FROM ticket_event
  WHERE course_id = :course AND at >= :start AND at < :end AND what IN ('answered', 'not yet')
  GROUP BY question_id
) AS e JOIN question q ON q.id = e.question_id
WHERE e.answered = 1 AND q.kind = 'learning' AND q.wish <> 'talk'
""")
)

# Topics by the names that staff gave them: in their list, or with what they brought. Where there is
# no list askers type a topic, and what they type is theirs.
_NAMED = Ready(
    text("""
SELECT name FROM topic WHERE course_id = :course
UNION SELECT topic FROM hint WHERE course_id = :course
UNION SELECT topic FROM entry WHERE course_id = :course AND question_id IS NULL
""")
)

# When questions are posted, by hours since the week began.
_HOURS = Ready(
    text("""
SELECT (at - :start) / 3600000000 AS hour, count(*) AS posted FROM ticket_event
WHERE course_id = :course AND at >= :start AND at < :end AND what = 'posted'
GROUP BY 1 ORDER BY 1
""")
)

SHIFTS = 16
"""Shifts for which one statement is enough; a busier week has a larger one made for it."""


@lru_cache(maxsize=8)
def _timely(shifts: int, *, sections: bool = False) -> Ready:
    """I-10: tickets by their age in staffed minutes when they were answered, or were still open.

    Staffed time since the week began rises within shifts and stands still between them, so it is a
    ladder of cases; the age is the difference of two.
    """

    def staffed(at: str) -> str:
        steps = " ".join(
            f"WHEN {at} < :s{n} THEN :c{n} WHEN {at} < :e{n} THEN :c{n} + {at} - :s{n}"
            for n in range(shifts)
        )
        return f"CASE {steps} ELSE :c{shifts} END"

    # I-12: by the section that the asker added; staff see as much on the card.
    own = "(SELECT q.section FROM question q WHERE q.id = question_id) AS section, "
    section = (own, "section, ") if sections else ("", "")
    made = text(f"""
    WITH ticket AS (
      SELECT question_id, min(CASE what WHEN 'posted' THEN at END) AS posted,
             min(CASE WHEN what IN ('answered', 'asked back') THEN at END) AS replied,
             min(CASE WHEN what IN ('solved', 'reused', 'withdrawn') THEN at END) AS closed
      FROM ticket_event
      WHERE course_id = :course AND at >= :start AND at < :end
        AND what IN ('posted', 'answered', 'asked back', 'solved', 'reused', 'withdrawn')
      GROUP BY question_id
    ), seen AS (
      SELECT {section[0]}posted, coalesce(replied, closed, :end) AS until,
             CASE WHEN replied IS NULL THEN 0 ELSE 1 END AS answered
      FROM ticket WHERE posted IS NOT NULL
    ), aged AS (
      SELECT {section[1]}({staffed("until")}) - ({staffed("posted")}) AS age, answered FROM seen
    )
    SELECT {section[1]}age / 60000000 AS minutes, sum(answered) AS answered,
           sum(1 - answered) AS open
    FROM aged GROUP BY {section[1]}age / 60000000 ORDER BY {section[1]}age / 60000000
    """)  # noqa: S608  # made of numbers of shifts, of no one's words
    return Ready(made)


Shift = tuple[datetime, datetime]


class TicketFigures:
    """Counts about tickets of one course in one week."""

    def __init__(self, connection: Connection, span: Span) -> None:
        self._connection = connection
        self._span = span

    def _one(self, statement: Ready, **more: object) -> dict[str, int]:
        (row,) = statement.named(self._connection, self._span.values(**more))
        return {name: int(value or 0) for name, value in row.items()}

    def volume(self) -> dict[str, int]:
        """Asked and posted, and in the week before; ``known`` are logistics and set-up."""
        before = self._span.start - (self._span.end - self._span.start)
        return self._one(_VOLUME, before=micros(before))

    def episodes(self) -> list[dict[str, object]]:
        """Learning questions asked in the week, counted by what became of them."""
        return _EPISODES.named(self._connection, self._span.values())

    def hints(
        self, double: timedelta, quickest: timedelta, rate: int
    ) -> list[tuple[str, int, int]]:
        """Each staff hint's id, how often it was shown, and how often it failed."""
        more = {"double": _micros(double), "quickest": _micros(quickest), "rate": rate}
        rows = _HINTS.rows(self._connection, self._span.values(**more))
        return [(row[0].partition(":")[2], int(row[1]), int(row[2] or 0)) for row in rows]

    def steps(
        self, double: timedelta, quickest: timedelta, rate: int, idle: timedelta
    ) -> list[tuple[str, int, int]]:
        """Topics, their steps from one hint to the next, and how many of those were quick."""
        more = {
            "double": _micros(double),
            "quickest": _micros(quickest),
            "rate": rate,
            "idle": _micros(idle),
        }
        rows = _STEPS.rows(self._connection, self._span.values(**more))
        return [(row[0], int(row[1]), int(row[2])) for row in rows]

    def unanswered(self, back: timedelta, late: timedelta) -> dict[str, int]:
        """How many wait, for how long; ``oldest`` is a moment, 0 for none."""
        end = self._span.end
        return self._one(
            _UNANSWERED,
            back=micros(end - back),
            day=micros(end - timedelta(days=1)),
            late=micros(end - late),
        )

    def late(self, span: timedelta) -> dict[str, int]:
        """Of the questions posted early enough to tell, those without a reply for so long."""
        start, end = self._span.start - span, self._span.end - span
        more = {"before": micros(start), "until": micros(end), "span": _micros(span)}
        return self._one(_LATE, **more)

    def first_replies(self) -> dict[str, int]:
        """First replies, those by classmates, all of theirs, and how many were endorsed."""
        return self._one(_FIRST)

    def told(self) -> dict[str, int]:
        """Answers of staff, and those that told before anything had been hinted."""
        return self._one(_TOLD)

    def not_yet(self) -> dict[str, int]:
        """Questions that were answered, and those that were reopened after."""
        return self._one(_NOT_YET)

    def named_topics(self) -> frozenset[str]:
        """The names of topics that are staff's own words, none of a student's."""
        rows = _NAMED.rows(self._connection, {"course": self._span.course_id})
        return frozenset(row[0] for row in rows if row[0])

    def hours(self) -> list[tuple[int, int]]:
        """How many questions were posted in each hour since the week began."""
        rows = _HOURS.rows(self._connection, self._span.values())
        return [(int(row[0]), int(row[1])) for row in rows]

    def ages(self, shifts: list[Shift]) -> list[tuple[int, int, int]]:
        """Staffed minutes, tickets answered at that age, tickets that were still open then.

        Args:
            shifts: when somebody was on duty in the week, in order, not overlapping.
        """
        size, more = self._shifts(shifts)
        rows = _timely(size).rows(self._connection, self._span.values(**more))
        return [(int(row[0]), int(row[1]), int(row[2])) for row in rows]

    def ages_by_section(self, shifts: list[Shift]) -> list[tuple[str, int, int, int]]:
        """The same by the section that askers added; empty for those who added none."""
        size, more = self._shifts(shifts)
        rows = _timely(size, sections=True).rows(self._connection, self._span.values(**more))
        return [(str(row[0] or ""), int(row[1]), int(row[2]), int(row[3])) for row in rows]

    def _shifts(self, shifts: list[Shift]) -> tuple[int, dict[str, object]]:
        """For how many shifts the statement is, and what it is told of them."""
        size = SHIFTS
        while size < len(shifts):
            size *= 2
        more: dict[str, object] = {}
        staffed = 0
        for number in range(size):
            # What is left over are shifts of no length when the week is over.
            start, end = (
                shifts[number] if number < len(shifts) else (self._span.end, self._span.end)
            )
            more |= {f"s{number}": micros(start), f"e{number}": micros(end), f"c{number}": staffed}
            staffed += micros(end) - micros(start)
        more[f"c{size}"] = staffed
        return size, more
