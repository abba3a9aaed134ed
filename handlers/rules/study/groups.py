"""Differences between groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import stats  # type: ignore[import-untyped]  # scipy ships no types

from handlers.rules.study.answers import Floats


@dataclass(frozen=True)
class Test:
    """An F statistic, its two degrees of freedom and its p."""

    __test__ = False  # pytest would collect a class of this name

    f: float
    df1: float
    df2: float
    p: float


@dataclass(frozen=True)
class Pair:
    """A Games–Howell comparison: first mean − second mean in scale points, and its p."""

    first: str
    second: str
    difference: float
    se: float
    df: float
    p: float


@dataclass(frozen=True)
class Differences:
    """The tests of one score between the groups of one factor.

    Attributes:
        classic: One-way analysis of variance, which takes the spreads to be equal.
        welch: Welch's test, which does not.
        spread: Brown and Forsythe's test of equal spread.
        eta_squared: Share of the score's variance that lies between the groups.
        pairs: Games–Howell comparisons where there are three groups or more.
    """

    classic: Test
    welch: Test
    spread: Test
    eta_squared: float
    pairs: tuple[Pair, ...]


def differences(groups: dict[str, Floats]) -> Differences | None:
    """Compare groups of scores without NaN.

    Args:
        groups: Group to its scores, shape (n of the group,).

    Returns:
        None where there are fewer than two groups, or one has fewer than two scores or no spread.
    """
    samples = list(groups.values())
    if len(samples) < 2 or any(len(sample) < 2 or np.ptp(sample) == 0 for sample in samples):
        return None
    k = len(samples)
    df = float(k - 1), float(sum(map(len, samples)) - k)
    classic = stats.f_oneway(*samples)
    welch = stats.f_oneway(*samples, equal_var=False)
    spread = stats.levene(*samples, center="median")
    welch_df = df[0], _welch_denominator(samples)
    return Differences(
        classic=Test(float(classic.statistic), *df, float(classic.pvalue)),
        welch=Test(float(welch.statistic), *welch_df, float(welch.pvalue)),
        spread=Test(float(spread.statistic), *df, float(spread.pvalue)),
        eta_squared=_eta_squared(samples),
        pairs=_games_howell(groups) if k > 2 else (),
    )


def _eta_squared(samples: Sequence[Floats]) -> float:
    everybody = np.concatenate(samples)
    grand = everybody.mean()
    between = sum(len(sample) * (sample.mean() - grand) ** 2 for sample in samples)
    return float(between / ((everybody - grand) ** 2).sum())


def _welch_denominator(samples: Sequence[Floats]) -> float:
    """Welch, B. L. (1951). Biometrika 38, 330–336."""
    n = np.array([len(sample) for sample in samples])
    weight = n / np.array([sample.var(ddof=1) for sample in samples])
    doubt = ((1 - weight / weight.sum()) ** 2 / (n - 1)).sum()
    return float((len(samples) ** 2 - 1) / (3 * doubt))


def _games_howell(groups: dict[str, Floats]) -> tuple[Pair, ...]:
    """Games, P. A. and Howell, J. F. (1976). Journal of Educational Statistics 1, 113–125."""
    pairs = []
    for first, second in combinations(groups, 2):
        parts = [groups[name].var(ddof=1) / len(groups[name]) for name in (first, second)]
        difference = groups[first].mean() - groups[second].mean()
        se = np.sqrt(sum(parts))
        df = sum(parts) ** 2 / sum(
            part**2 / (len(groups[name]) - 1)
            for part, name in zip(parts, (first, second), strict=True)
        )
        range_in_se = abs(difference) / se * np.sqrt(2)
        p = stats.studentized_range.sf(range_in_se, len(groups), df)
        pairs.append(
            Pair(first, second, float(difference), float(se), float(df), float(np.clip(p, 0, 1)))
        )
    return tuple(pairs)


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """Adjust p values for their number, in the order given.

    Holm, S. (1979). Scandinavian Journal of Statistics 6, 65–70.
    """
    order = np.argsort(p, kind="stable")
    steps = np.asarray(p)[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return tuple(adjusted.tolist())
