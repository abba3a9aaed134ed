"""What the played weeks show, beside what should hold."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from math import ceil
from statistics import mean

from bot.bench.routing.course import SLOTS, Course, made_up
from bot.bench.routing.playing import WEEK, Play, Played
from bot.bench.routing.ways import ByChance, FirstCome, Rules
from handlers.rules.waits import Past, expected

SEEDS, WEEKS = 20, 4
LOAD, EVEN = "busy per duty hour, most ÷ mean, over weeks", 1.3
"""The aim is for the mean of the weeks: within one, chance is the larger part of it."""
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the report: the rules, both others, and what should hold.

    Attributes:
        name: what was counted, over all seeds.
        rules: by the product's rules.
        first_come: first come, first served.
        by_chance: assigned by chance.
        aim: in words; empty where there is none.
        holds: whether it does.
    """

    name: str
    rules: float
    first_come: float | None
    by_chance: float | None
    aim: str
    holds: bool

    def as_json(self) -> dict[str, object]:
        """The figure as plain JSON values."""
        return asdict(self)


def nearest_rank(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all do not exceed."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def routing_figures(
    seeds: int = SEEDS, tell: Callable[[int], None] = lambda _seed: None
) -> list[Figure]:
    """Play a week of every seed three ways, and four weeks by the rules for the expected wait."""
    weeks: dict[str, list[tuple[Course, Played]]] = {"rules": [], "first": [], "chance": []}
    covered: list[bool] = []
    known = 0
    for seed in range(1, seeds + 1):
        tell(seed)
        course = made_up(seed, 1)
        weeks["rules"].append((course, Play(course, Rules(), seed, 1).run()))
        weeks["first"].append((course, Play(course, FirstCome(), seed, 1).run()))
        weeks["chance"].append((course, Play(course, ByChance(seed), seed, 1).run()))
        long = made_up(seed, WEEKS)
        told, within = judged(Play(long, Rules(), seed, WEEKS).run(), long)
        known += told
        covered += within
    return [*_compared(weeks), *_told(covered, known)]


def judged(played: Played, course: Course) -> tuple[int, list[bool]]:
    """The wait told in week four from weeks one to three: how many were told, and which held."""
    fourth = min(ask.at for ask in course.asked) - timedelta(days=1) + (WEEKS - 1) * WEEK
    start = fourth.replace(hour=0, minute=0, second=0, microsecond=0)
    start += timedelta(days=(7 - start.weekday()) % 7)
    history = [
        Past(one.ahead, int(one.minutes)) for one in played.replied if one.ask.at + one.wait < start
    ]
    within = []
    for one in played.replied:
        told = expected(history, one.ahead) if one.ask.at >= start else None
        if told is not None:
            within.append(int(one.minutes) <= told)
    return len(within), within


def _compared(weeks: dict[str, list[tuple[Course, Played]]]) -> list[Figure]:
    def each(count: Callable[[Course, Played], float]) -> list[float]:
        return [mean(count(*one) for one in weeks[way]) for way in ("rules", "first", "chance")]

    def pooled(share: float) -> list[float]:
        return [
            nearest_rank(
                [one.minutes for _c, played in weeks[way] for one in played.replied], share
            )
            for way in ("rules", "first", "chance")
        ]

    def figure(name: str, by: list[float], aim: str = "", *, holds: bool = True) -> Figure:
        return Figure(name, by[0], by[1], by[2], aim, holds)

    late, half, most = each(_late), pooled(0.5), pooled(0.8)
    load, over, helped = each(_load), each(_over), each(_helped)
    worst = [max(_load(*one) for one in weeks[way]) for way in ("rules", "first", "chance")]
    return [
        figure("questions in a week", each(lambda course, _played: len(course.asked))),
        figure("of staff's duty time busy, %", each(_worked)),
        figure("answered by classmates, %", helped),
        figure("no reply within 24 h, %", late, "< 5", holds=late[0] < 5),
        figure("first reply, staffed min, median", half, "≤ 30", holds=half[0] <= 30),
        figure("the same, 80th percentile", most, "below both", holds=most[0] < min(most[1:])),
        figure(LOAD, load, f"≤ {EVEN}", holds=load[0] <= EVEN),
        figure("the same, in the worst week", worst),
        figure(f"weeks in which it is ≤ {EVEN}, %", each(_even)),
        figure("helpers over their limit", over, "0", holds=over[0] == 0),
    ]


def _told(covered: list[bool], known: int) -> list[Figure]:
    share = 100 * sum(covered) / max(1, known)
    name = "expected wait holds, %"
    return [Figure(name, share, None, None, "75 to 85", holds=75 <= share <= 85)]


def _late(course: Course, played: Played) -> float:
    late = sum(one.wait > DAY for one in played.replied)
    return 100 * (late + len(course.asked) - len(played.replied)) / len(course.asked)


def _helped(_course: Course, played: Played) -> float:
    helped = sum(one.by.startswith("helper") for one in played.replied)
    return 100 * helped / len(played.replied)


def _worked(_course: Course, played: Played) -> float:
    return 100 * sum(played.spent.values()) / sum(span.end - span.start for span in SLOTS)


def _load(course: Course, played: Played) -> float:
    loads = [played.spent[member.seat] / member.planned for member in course.staff]
    return max(loads) / mean(loads)


def _even(course: Course, played: Played) -> float:
    return 100 * (_load(course, played) <= EVEN)


def _over(course: Course, played: Played) -> float:
    limits = {helper.seat: helper.limit for helper in course.helpers}
    return sum(
        taken > limits[seat] for week in played.taken.values() for seat, taken in week.items()
    )
