"""Centre and spread of a score, and where answers are missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handlers.rules.study.answers import Floats


@dataclass(frozen=True)
class Description:
    """A score's distribution in scale points; ``sd`` has the denominator n − 1."""

    n: int
    missing: int
    mean: float
    sd: float
    median: float


def describe(scores: Floats) -> Description:
    """Mean, standard deviation and median of the scores that are not NaN, shape (n,)."""
    given = scores[~np.isnan(scores)]
    return Description(
        n=given.size,
        missing=scores.size - given.size,
        mean=float(given.mean()),
        sd=float(given.std(ddof=1)),
        median=float(np.median(given)),
    )
