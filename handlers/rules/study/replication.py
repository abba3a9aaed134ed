"""Computed numbers beside printed ones, and printed numbers beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import numpy as np
from scipy import optimize, stats  # type: ignore[import-untyped]  # scipy ships no types

from handlers.instruments.instrument import (
    PrintedComparison,
    PrintedNumber,
    Published,
)
from handlers.rules.study.answers import Floats


@dataclass(frozen=True)
class Match:
    """A printed number beside the computed one."""

    stat: str
    printed: str
    computed: float | None

    @property
    def agrees(self) -> bool:
        """Whether the computed number rounds to the printed digits."""
        return self.computed is not None and _rounds_to(self.computed, self.printed)


def match(computed: Mapping[str, float | None], printed: Sequence[PrintedNumber]) -> list[Match]:
    """Set each printed number beside the computed one of its name."""
    return [Match(p.stat, p.printed, computed.get(p.source)) for p in printed]


def _half_unit(printed: str) -> float:
    """Half a unit of the last printed digit."""
    exponent = Decimal(printed).as_tuple().exponent
    return 0.5 * 10.0 ** int(exponent)


def _rounds_to(value: float, printed: str) -> bool:
    # A tie may be rounded either way, and its binary neighbour is not exactly a tie.
    return abs(value - float(printed)) <= _half_unit(printed) * (1 + 1e-9)


@dataclass(frozen=True)
class Arithmetic:
    """What a printed row of group means, SDs, F and p implies about itself.

    Attributes:
        printed: The row.
        low_f: The least F its means and SDs allow, given their rounding.
        high_f: The greatest.
        p: The p of the printed F.
        f_possible: Whether the printed F lies between them.
        p_possible: Whether the printed p belongs to the printed F.
        is_t: Whether "F" and p agree only if F is read as a t.
        mean: The mean of all groups.
        total: The mean that another table prints for everybody, and
        mean_possible: whether the groups' means allow it.
    """

    printed: PrintedComparison
    low_f: float
    high_f: float
    p: float
    f_possible: bool
    p_possible: bool
    is_t: bool
    mean: float
    total: str
    mean_possible: bool

    @property
    def sound(self) -> bool:
        """Whether the row agrees with itself and with the total."""
        return self.f_possible and self.p_possible and self.mean_possible


def arithmetic(published: Published) -> list[Arithmetic]:
    """Check each printed comparison of groups by its own figures."""
    totals = {number.stat: number.printed for number in published.numbers}
    return [_row(row, totals[row.total]) for row in published.comparisons]


def _row(row: PrintedComparison, total: str) -> Arithmetic:
    n = np.array([group.n for group in row.groups], dtype=np.float64)
    means = np.array([float(group.mean) for group in row.groups])
    sds = np.array([float(group.sd) for group in row.groups])
    mean_slack = np.array([_half_unit(group.mean) for group in row.groups])
    sd_slack = np.array([_half_unit(group.sd) for group in row.groups])
    df1, df2 = len(n) - 1, float(n.sum()) - len(n)

    def mean_square_within(sd: Floats) -> float:
        return float((n - 1) @ sd**2) / df2

    # The sum of squares between is convex in the means: greatest at a corner of their box.
    low_between = _least_between(n, means, mean_slack)
    high_between = max(
        _between(n, means + np.array(corner) * mean_slack)
        for corner in product((-1, 1), repeat=len(n))
    )
    low_f = low_between / df1 / mean_square_within(sds + sd_slack)
    high_f = high_between / df1 / mean_square_within(np.maximum(sds - sd_slack, 0))
    f, slack = float(row.f), _half_unit(row.f)
    ends = f - slack, f + slack
    mean = float(n @ means / n.sum())
    doubt = float(n @ mean_slack / n.sum()) + _half_unit(total)
    p_possible = _overlaps([stats.f.sf(end, df1, df2) for end in ends], row.p)
    return Arithmetic(
        printed=row,
        low_f=low_f,
        high_f=high_f,
        p=float(stats.f.sf(f, df1, df2)),
        f_possible=low_f <= ends[1] and ends[0] <= high_f,
        p_possible=p_possible,
        is_t=not p_possible and _overlaps([2 * stats.t.sf(end, df2) for end in ends], row.p),
        mean=mean,
        total=total,
        mean_possible=abs(mean - float(total)) <= doubt,
    )


def _overlaps(ps: Sequence[float], printed: str) -> bool:
    half = _half_unit(printed)
    return min(ps) <= float(printed) + half and float(printed) - half <= max(ps)


def _between(n: Floats, means: Floats) -> float:
    return float(n @ (means - n @ means / n.sum()) ** 2)


def _least_between(n: Floats, means: Floats, slack: Floats) -> float:
    found = optimize.minimize(
        lambda x: _between(n, x), means, bounds=list(zip(means - slack, means + slack, strict=True))
    )
    return float(found.fun)
