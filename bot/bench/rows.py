"""One line of the benchmark: a floor, the product, and what the design asks for."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """A measurement.

    Attributes:
        name: what is measured.
        floor: what the least that could do it takes.
        ours: what Askwell takes.
        unit: of both.
        aim: what should hold, in words.
        most: the largest ``ratio`` (where ``of_ratio``) or the largest ``ours`` that meets the aim.
        of_ratio: whether the aim is about the ratio.
    """

    name: str
    floor: float
    ours: float
    unit: str
    aim: str
    most: float
    of_ratio: bool

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.ours / self.floor

    @property
    def holds(self) -> bool:
        """Whether the aim is met."""
        return (self.ratio if self.of_ratio else self.ours) <= self.most

    def as_json(self) -> dict[str, object]:
        """The row as plain JSON values."""
        told: dict[str, object] = {**asdict(self), "ratio": self.ratio, "holds": self.holds}
        names = ("name", "floor", "ours", "unit", "ratio", "aim", "holds")
        return {name: told[name] for name in names}


def within(name: str, floor: float, ours: float, unit: str, most: float, aim: str) -> Row:
    """A row whose aim is a limit for the product itself."""
    return Row(name, floor, ours, unit, aim, most, of_ratio=False)


def at_most_times(name: str, floor: float, ours: float, unit: str, most: float, aim: str) -> Row:
    """A row whose aim is a limit for the ratio."""
    return Row(name, floor, ours, unit, aim, most, of_ratio=True)


def milliseconds(run: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def in_turn(pairs: Sequence[tuple[Callable[[], object], Callable[[], object]]]) -> list[float]:
    """The medians of two sorts of call, in milliseconds.

    They are made in turn, so that both meet the same load.

    Args:
        pairs: calls of the first and of the second sort.
    """
    times = [[milliseconds(run) for run in pair] for pair in pairs]
    return [median(sort) for sort in zip(*times, strict=True)]


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that at least *percent* per cent of all do not exceed (nearest rank).

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]
