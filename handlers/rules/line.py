"""The order of the line: by a stored time that no clock moves.

All who wait grow older at the same pace, so their order does not change by waiting: a ticket's due
time is stored once, ``due = asked_at - weight``, and the head of the line is found by an index at
any size. Whoever waits longest is first, so a ticket that nobody took in time needs no push.
Whoever takes the next one sees those of their own topics, and those brought to them, sooner.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.kinds import Kind

BLOCKED = timedelta(minutes=30)
"""Weight of a *set-up* question: until it is answered its asker cannot even begin."""
MATCH = timedelta(minutes=30)
"""How much sooner somebody sees a ticket of a topic they chose."""
BROUGHT = timedelta(minutes=60)
"""How much sooner somebody sees a ticket that was brought to them."""


def due(asked_at: datetime, kind: Kind) -> datetime:
    """A ticket's stored place in the line.

    Args:
        asked_at: when it was posted.
        kind: what it is about.
    """
    return asked_at - (BLOCKED if kind == Kind.SET_UP else timedelta())


@dataclass(frozen=True, slots=True)
class Place:
    """What the line knows of a ticket; ``seat`` is whose it was brought to, if anybody's."""

    id: str
    topic: str
    due: datetime
    seat: str = ""


def seen_at(place: Place, topics: AbstractSet[str], seat: str) -> datetime:
    """The time by which one member of staff sees a ticket in the line."""
    brought = BROUGHT if seat and place.seat == seat else timedelta()
    return place.due - brought - (MATCH if place.topic in topics else timedelta())


def ordered(
    places: Iterable[Place], topics: AbstractSet[str] = frozenset(), seat: str = ""
) -> list[Place]:
    """The line as one member of staff sees it; its head is what **[Take next]** takes.

    Args:
        places: everything that waits.
        topics: those they chose.
        seat: their seat at the desk.
    """
    return sorted(places, key=lambda place: (seen_at(place, topics, seat), place.id))
