"""Whether a class has changed: intervals, and an exponentially weighted mean of differences.

The standard library only. Instructors read words, never the figures behind them.

Sources: the interval is the textbook one, t · s / √n, without a correction for finite populations;
shares have Wilson's (1927). The chart is Roberts' EWMA (1959) of z against the first windows, with
its asymptotic limits, L · √(λ / (2 − λ)). Baselines, λ and L were set by simulation
(``docs/pulse.md``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import cos, fsum, pi, sin, sqrt, tan
from statistics import NormalDist

from handlers.rules.pulse.scoring import Level

CLASS_SHOCK = 0.08
"""How far a class's mean moves from week to week for no reason that lasts (SD)."""
WIDEST = 0.6
"""A mean whose interval reaches further than this to either side is too uncertain to compare."""


class Word(StrEnum):
    """What an instructor reads."""

    CHANGED = "changed"
    """Probably changed."""
    USUAL = "usual"
    """Within the usual variation."""
    TOO_FEW = "too-few"
    """Too few answers to tell."""
    LEVEL = "level"
    """A first window, or a class so small that only levels are shown."""


@dataclass(frozen=True, slots=True)
class Chart:
    """How change is looked for in classes of one size.

    Attributes:
        baseline: first windows, against which the others are held.
        weight: λ, how much the newest window counts.
        limit: L, how far is too far.
    """

    baseline: int
    weight: float
    limit: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one window.

    Attributes:
        word: in a word.
        rises: the direction, only where it has changed.
    """

    word: Word
    rises: bool | None = None


def chart_for(enrolled: int) -> Chart | None:
    """The chart for a class; ``None`` under 20, where only levels are shown."""
    if enrolled < 20:
        return None
    return Chart(2, 0.5, 2.4) if enrolled < 40 else Chart(3, 0.3, 3.0)


def _within(angle: float, df: int) -> float:
    """The probability that the size of t stays under √df · tan(angle).

    A finite sum for whole degrees of freedom: Abramowitz and Stegun 26.7.3 and 26.7.4.
    """
    square = cos(angle) ** 2
    odd = df % 2 == 1
    term = cos(angle) if odd else 1.0
    terms = [term] if df > 1 else []
    for at in range(3 if odd else 2, df - 1, 2):
        term *= square * (at - 1) / at
        terms.append(term)
    if odd:
        return 2 / pi * (angle + sin(angle) * fsum(terms))
    return sin(angle) * fsum(terms)


@lru_cache(maxsize=512)
def t_quantile(df: int, share: float = 0.975) -> float:
    """Student's t quantile for whole degrees of freedom, to about twelve digits.

    Args:
        df: at least 1.
        share: over one half.

    Raises:
        ValueError: there is none.
    """
    if df < 1 or not 0.5 < share < 1:
        raise ValueError("t has no such quantile here")
    wanted = 2 * share - 1
    low, high = 0.0, pi / 2 - 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        if _within(middle, df) < wanted:
            low = middle
        else:
            high = middle
    return sqrt(df) * tan((low + high) / 2)


def half_width(of: Level) -> float:
    """How far the 95 % interval of a mean reaches to either side; infinite for one person."""
    if of.n < 2:
        return float("inf")
    return t_quantile(of.n - 1) * of.sd / sqrt(of.n)


def wilson(hits: int, n: int, share: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for a share.

    Args:
        hits: how many of them.
        n: of how many, at least one.
        share: confidence.

    Raises:
        ValueError: a share of nothing.
    """
    if n < 1 or not 0 <= hits <= n:
        raise ValueError("a share needs a whole")
    z = NormalDist().inv_cdf((1 + share) / 2)
    p = hits / n
    middle = p + z * z / (2 * n)
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    below, above = ((middle + sign * reach) / (1 + z * z / n) for sign in (-1, 1))
    return max(below, 0.0), min(above, 1.0)


def pooled(levels: Sequence[Level]) -> Level:
    """Several windows as one: the mean of all answers' people, the variance within windows.

    Raises:
        ValueError: nothing to pool.
    """
    if not levels:
        raise ValueError("nothing to pool")
    n = sum(one.n for one in levels)
    mean = fsum(one.n * one.mean for one in levels) / n
    free = max(sum(one.n - 1 for one in levels), 1)
    variance = fsum((one.n - 1) * one.sd**2 for one in levels) / free
    return Level(n, mean, sqrt(variance))


def difference(now: Level, first: Level, windows: int, weeks: int) -> float:
    """The z of a window against the first ones, in standard errors.

    Args:
        now: the window.
        first: the first windows, pooled.
        windows: how many they were.
        weeks: that a window collects; over them the class's own ups and downs level out.
    """
    shock = CLASS_SHOCK**2 * (1 + 1 / windows) / weeks
    return (now.mean - first.mean) / sqrt(now.sd**2 / now.n + first.sd**2 / first.n + shock)


def verdicts(windows: Sequence[Level | None], enrolled: int, weeks: int) -> list[Verdict]:
    """What is said of each window, from the first.

    Args:
        windows: the class's levels; ``None`` where there were too few answers to publish one.
        enrolled: before the term.
        weeks: that a window collects.
    """
    chart = chart_for(enrolled)
    said: list[Verdict] = []
    first: list[Level] = []
    moved = 0.0
    for now in windows:
        if now is None or half_width(now) > WIDEST:
            said.append(Verdict(Word.TOO_FEW))
        elif chart is None:
            said.append(Verdict(Word.LEVEL))
        elif len(first) < chart.baseline:
            first.append(now)
            said.append(Verdict(Word.LEVEL))
        else:
            z = difference(now, pooled(first), chart.baseline, weeks)
            moved = chart.weight * z + (1 - chart.weight) * moved
            if abs(moved) > chart.limit * sqrt(chart.weight / (2 - chart.weight)):
                said.append(Verdict(Word.CHANGED, moved > 0))
            else:
                said.append(Verdict(Word.USUAL))
    return said
