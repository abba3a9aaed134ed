"""Correlations with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats  # type: ignore[import-untyped]  # scipy ships no types

from handlers.rules.study.answers import Floats


@dataclass(frozen=True)
class Correlation:
    """Pearson's r over the ``n`` respondents with both scores, its 95 % interval and p."""

    n: int
    r: float
    low: float
    high: float
    p: float


def correlate(first: Floats, second: Floats) -> Correlation:
    """Pearson's correlation of two scores, shape (n,); the interval is Fisher's (1921).

    All but ``n`` are NaN with fewer than four pairs or a score that does not vary.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    x, y = first[both], second[both]
    if len(x) < 4 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return Correlation(len(x), np.nan, np.nan, np.nan, np.nan)
    found = stats.pearsonr(x, y)
    low, high = found.confidence_interval(0.95)
    return Correlation(len(x), float(found.statistic), float(low), float(high), float(found.pvalue))
