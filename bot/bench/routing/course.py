"""The made-up course: who asks when, who is there when, and how people behave.

Everything that is assumed stands here and in ``docs/routing.md``; all of it is the same for every
way of deciding who answers. How shifts are dealt was changed after a look at the load figure;
that page says how.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import log
from random import Random

from handlers.rules.duty_hours import planned_minutes
from handlers.rules.rotation import Helper
from handlers.rules.staffed_time import Hours, Span

MONDAY = datetime(2026, 9, 7, tzinfo=UTC)
STUDENTS, HELPERS = 300, 40
TOPICS = tuple(f"topic {n}" for n in range(1, 7))
KNOWN, CHOSEN = 3, 2
"""Topics that each member of staff knows, and that each helper chose."""
EACH_WEEK = 0.8
"""Questions that a student posts to people in a week, on average."""
HOURS = (1, 0.5, 0.3, 0.2, 0.1, 0.1, 0.2, 0.5, 1, 2, 3, 3, 3, 3, 4, 4, 4, 3, 3, 4, 4, 4, 3, 2)
"""How much is asked by the hour of a day: afternoon and evening, little at night."""
DAYS = (1.0, 1.0, 1.0, 1.0, 0.7, 0.4, 0.7)
DEADLINE = timedelta(days=3, hours=24)
"""Thursday's midnight; in the day and a half before it three times as much is asked."""
BURST, BURST_LASTS = 3.0, timedelta(hours=36)
OPEN = 0.6
"""Share of questions that the class may answer as well."""
TAKES, SLOWER = (9.0, 0.6), 1.4
"""An answer of staff: median in minutes and spread of its logarithm; more on another topic."""
WRITES = (12.0, 0.6)
"""The same for a helper."""
NOTICES, HABIT = 4.0, 15.0
"""Minutes on average until somebody on duty acts on a notice or a new card, and between two looks
at the room without either."""
ACCEPTS, ACCEPTS_OTHER = 0.4, 0.1
"""How many offers a helper accepts: of a topic they chose, and of another."""
ANSWERS_OFFER = 15.0
"""Minutes on average until a helper accepts or passes."""
LIMIT, LIMITS = 10 * 60, (1, 2, 3, 4)
"""Minutes a week that each member of staff has; offers a week that helpers want at most."""
SLOTS = (
    *(Span(day, start * 60, (start + 2) * 60) for day in range(5) for start in (10, 13, 16, 19)),
    *(Span(day, start * 60, (start + 2) * 60) for day in (5, 6) for start in (14, 19)),
    # A second one where the deadline brings more.
    *(Span(day, start * 60, (start + 2) * 60) for day in (2, 3) for start in (10, 13, 16, 19)),
)
"""32 shifts of two hours: four for each of eight."""
STAFF = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff."""

    seat: str
    topics: frozenset[str]
    hours: Hours

    @property
    def planned(self) -> int:
        """Minutes of duty a week."""
        return planned_minutes(self.hours.weekly)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question; its answer takes ``work`` times the median of whoever writes it."""

    id: str
    at: datetime
    topic: str
    open: bool
    work: float


@dataclass(frozen=True, slots=True)
class Course:
    """Everybody, and everything that is asked."""

    staff: tuple[Member, ...]
    helpers: tuple[Helper, ...]
    asked: tuple[Ask, ...]


def made_up(seed: int, weeks: int) -> Course:
    """A course by its seed; the same seed makes the same first weeks."""
    people = Random(f"people {seed}")  # noqa: S311  # a simulation's own
    return Course(tuple(_staff(people)), tuple(_helpers(people)), tuple(_asked(seed, weeks)))


def rate(at: datetime) -> float:
    """How much is asked at a moment, in parts of an average hour."""
    week = (at - MONDAY) % timedelta(days=7)
    burst = BURST if timedelta() <= DEADLINE - week <= BURST_LASTS else 1.0
    return HOURS[at.hour] * DAYS[at.weekday()] * burst


def _staff(people: Random) -> Iterator[Member]:
    """Shifts are dealt by what they bring, the busiest first, there and back: a fair mix."""
    demand = {span: _brings(span) for span in SLOTS}
    dealt: list[list[Span]] = [[] for _ in range(STAFF)]
    order = sorted(SLOTS, key=lambda span: (-demand[span], people.random()))
    hands: list[int] = []
    for number, span in enumerate(order):
        if number % STAFF == 0:
            hands = list(range(STAFF)) if number // STAFF % 2 == 0 else list(range(STAFF))[::-1]
        place = next(hand for hand in hands if span not in dealt[hand])
        hands.remove(place)
        dealt[place].append(span)
    for number, spans in enumerate(dealt):
        # Each topic is known by as many as any other.
        topics = {TOPICS[(number + step) % len(TOPICS)] for step in (0, 1, 3)[:KNOWN]}
        yield Member(f"staff {number}", frozenset(topics), Hours(tuple(sorted(spans))))


def _brings(span: Span) -> float:
    """What comes up in a shift and since the one before it, for each who is there."""
    at = span.weekday * 24 + span.end // 60
    ends = {one.weekday * 24 + one.end // 60 for one in SLOTS}
    before = next(hours for hours in range(1, 7 * 24) if (at - hours) % (7 * 24) in ends)
    asked = sum(rate(MONDAY + timedelta(hours=at - hours)) for hours in range(1, before + 1))
    return asked / SLOTS.count(span)


def _helpers(people: Random) -> Iterator[Helper]:
    for number in range(HELPERS):
        topics = frozenset(people.sample(TOPICS, CHOSEN))
        quiet = (time(22), time(people.choice((8, 9, 10))))
        yield Helper(f"helper {number}", topics, people.choice(LIMITS), 0, quiet)


def _asked(seed: int, weeks: int) -> Iterator[Ask]:
    """Arrivals by a Poisson process whose rate follows the week (thinning: Lewis, Shedler 1979)."""
    hours = [MONDAY + timedelta(hours=n) for n in range(7 * 24)]
    mean = STUDENTS * EACH_WEEK / sum(rate(hour) for hour in hours)
    most = mean * max(rate(hour) for hour in hours)
    for week in range(weeks):
        chance = Random(f"asked {seed} {week}")  # noqa: S311  # a simulation's own
        at, number = MONDAY + timedelta(days=7 * week), 0
        end = at + timedelta(days=7)
        while (at := at + timedelta(hours=chance.expovariate(most))) < end:
            if chance.random() * most > mean * rate(at):
                continue
            # The r-th topic is asked for in proportion to 1 / r.
            (topic,) = chance.choices(TOPICS, [1 / r for r in range(1, len(TOPICS) + 1)])
            work = chance.lognormvariate(log(1), TAKES[1])
            yield Ask(f"q{week}-{number}", at, topic, chance.random() < OPEN, work)
            number += 1
