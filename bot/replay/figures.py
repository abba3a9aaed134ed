"""What a replay found out, as numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.bench.rows import percentile
from bot.replay.student import Came, Sitting


@dataclass(frozen=True, slots=True)
class Spent:
    """How long a step took.

    Attributes:
        times: how often it was done.
        p50_ms: half of them took no longer than these milliseconds.
        p99_ms: ninety-nine of a hundred took no longer.
    """

    times: int
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The report.

    Attributes:
        came: how many questions each outcome had; ``asked`` is their sum.
        rank_1: share of the questions with a known answer for which the search among imported
            answers puts it first; ``None`` when there is no such question.
        rank_3: the same for the first three.
        pointer_right: share of the pointers shown for such questions that cite the right entry.
        events_per_s: presses and forms acknowledged in a second, delivery going on beside.
        peak_memory_mb: the most memory the process has had, in MiB.
        steps: per step, what it took the student; ``search`` is one search.
    """

    came: Mapping[Came, int]
    rank_1: float | None
    rank_3: float | None
    pointer_right: float | None
    events_per_s: float
    peak_memory_mb: float
    steps: Mapping[str, Spent]

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return sum(self.came.values())

    @property
    def lost(self) -> int:
        """How many of them were lost."""
        return self.came[Came.LOST]


def counted(sittings: Iterable[Sitting]) -> dict[Came, int]:
    """How many questions came to what; every outcome is named."""
    found = [sitting.came for sitting in sittings]
    return {came: found.count(came) for came in Came}


def spent(times: Mapping[str, Sequence[float]]) -> dict[str, Spent]:
    """Percentiles of each step, in milliseconds."""
    return {
        step: Spent(len(values), percentile(values, 50), percentile(values, 99))
        for step, values in times.items()
    }


def share(part: int, whole: int) -> float | None:
    """A part of a whole; ``None`` where there is no whole."""
    return part / whole if whole else None
