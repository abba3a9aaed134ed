"""To whom a question is brought, and why, in an order that can be explained in a sentence.

Among those on duty who have time left this week and hands free: first those who know the topic,
then who holds the fewest questions, then whose turn it is (least time spent this week for each
hour of duty), then a draw that is the same each time it is looked at. Nobody is ranked: whose turn
it is depends on time, not on how well somebody answers.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

HANDS = 3
"""Questions one person may hold at once before routing brings them no more."""
EACH = 15
"""Minutes a question takes where the course has no history of its own."""
ENOUGH = 10
"""Minutes that must be left of a weekly limit for another question."""
STEP = 5
"""Minutes to which time spent is rounded up: a figure no finer than is needed."""
LONGEST = 60
"""Minutes at most that one answer counts, as nobody ends a claim before going to lunch."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member of staff as routing sees one.

    Attributes:
        seat: a random id, the same for as long as they are staff.
        topics: those they chose; none: any.
        until: until when they are on duty; ``None`` when they are not.
        left: minutes left of their weekly limit; ``None`` without one.
        held: questions they hold, and those brought to them that still wait.
        spent: minutes spent on questions this week.
        planned: minutes of duty a week.
    """

    seat: str
    topics: frozenset[str]
    until: datetime | None
    left: int | None
    held: int
    spent: int
    planned: int


class Why(StrEnum):
    """What decided, in the order in which it was looked at."""

    TOPIC = "topic"
    ALONE = "alone"
    HANDS = "hands"
    TURN = "turn"
    DRAW = "draw"


class Nobody(StrEnum):
    """Why a question was brought to nobody."""

    OFF = "off"
    SPENT = "spent"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Brought:
    """To whom, and what decided."""

    seat: str
    why: tuple[Why, ...]


def route(
    question: str, topic: str, team: Sequence[Candidate], passed: Collection[str] = ()
) -> Brought | Nobody:
    """To whom a question is brought.

    Args:
        question: its id, for the draw.
        topic: its topic, or nothing.
        team: everybody who might.
        passed: seats to which it has been brought before.
    """
    there = [one for one in team if one.until is not None]
    able = [one for one in there if one.left is None or one.left >= ENOUGH]
    free = [one for one in able if one.held < HANDS and one.seat not in passed]
    if not free:
        return Nobody.OFF if not there else Nobody.SPENT if not able else Nobody.BUSY
    why: list[Why] = []
    knowing = [one for one in free if topic and topic in one.topics]
    willing = knowing or [one for one in free if not one.topics] or free
    if knowing:
        why.append(Why.TOPIC)
    if len(willing) == 1:
        return Brought(willing[0].seat, (*why, Why.ALONE))
    least = [one for one in willing if one.held == min(other.held for other in willing)]
    if len(least) < len(willing):
        why.append(Why.HANDS)
    turn = [one for one in least if _share(one) == min(_share(other) for other in least)]
    if len(turn) < len(least):
        why.append(Why.TURN)
    if len(turn) > 1:
        why.append(Why.DRAW)
    return Brought(min(turn, key=lambda one: _draw(question, one.seat)).seat, tuple(why))


def counted(since: datetime | None, until: datetime) -> int:
    """The minutes that an answer counts of somebody's week.

    Args:
        since: when they took the question; ``None`` if they answered without taking it.
        until: when they answered.
    """
    if since is None:
        return STEP
    minutes = min((until - since) / timedelta(minutes=1), LONGEST)
    return max(STEP, -(-int(minutes) // STEP) * STEP)


def short_by(waiting: int, each: int, left: Sequence[int | None]) -> timedelta:
    """How much time is missing this week to answer what waits; nothing if it is enough.

    Args:
        waiting: questions that wait.
        each: minutes one takes.
        left: minutes that each member of staff has left; ``None`` without a limit.
    """
    if any(one is None for one in left):
        return timedelta()
    have = sum(one for one in left if one is not None and one >= ENOUGH)
    return timedelta(minutes=max(0, waiting * each - have))


def _share(one: Candidate) -> float:
    """Minutes spent for each minute of duty; without hours, as if it were one hour a week."""
    return one.spent / (one.planned or 60)


def _draw(question: str, seat: str) -> bytes:
    return blake2b(f"{question}\x00{seat}".encode(), digest_size=8).digest()
