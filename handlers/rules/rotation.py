"""Which classmate is asked next to help: a fair rotation that can be explained in a sentence.

Among those who chose the topic, are awake, below their own weekly limit and not asked about this
question before, comes who has used the smallest part of their limit, then who was not asked for
the longest, then a draw that is the same each time it is looked at. Nothing of how well somebody
helps goes into it, and nobody sees a count.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Helper:
    """A classmate who offered to help.

    Attributes:
        seat: a random id, the same for as long as they are a helper.
        topics: those they chose; none: any.
        limit: offers a week they want at most.
        used: offers they took this week.
        quiet: no offers from the first time of day to the second; ``None``: none.
        asked_at: when they were last asked.
        paused: whether they take no offers at present.
    """

    seat: str
    topics: frozenset[str]
    limit: int
    used: int
    quiet: tuple[time, time] | None = None
    asked_at: datetime | None = None
    paused: bool = False


def in_quiet_hours(quiet: tuple[time, time] | None, at: datetime, zone: tzinfo) -> bool:
    """Whether the wall's clock shows one of somebody's quiet hours, which may go over midnight."""
    if quiet is None:
        return False
    start, end = quiet
    now = at.astimezone(zone).time()
    return start <= now < end if start <= end else now >= start or now < end


def rotation(
    question: str,
    topic: str,
    helpers: Sequence[Helper],
    at: datetime,
    zone: tzinfo,
    asked: Collection[str] = (),
) -> list[Helper]:
    """Everybody who may be asked about a question, the next one first.

    Args:
        question: its id, for the draw.
        topic: its topic, or nothing.
        helpers: all of the course's.
        at: now.
        zone: the course's, for quiet hours.
        asked: seats that have been asked about it before, and whoever asked it.
    """
    suitable = [
        one
        for one in helpers
        if not one.paused
        and one.used < one.limit
        and one.seat not in asked
        and (not one.topics or topic in one.topics)
        and not in_quiet_hours(one.quiet, at, zone)
    ]
    return sorted(
        suitable,
        key=lambda one: (
            one.used / one.limit,
            one.asked_at is not None,
            one.asked_at or at,
            blake2b(f"{question}\x00{one.seat}".encode(), digest_size=8).digest(),
        ),
    )
