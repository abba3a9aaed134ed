"""Made-up studies: missing answers, ties, and groups of unequal size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """Answers 1–5 of shape (n, 5), two predictors and an outcome, and three groups."""

    items: Floats
    predictors: Floats
    outcome: Floats
    group: NDArray[np.int64]


def draw(seed: int) -> Drawn:
    random = np.random.default_rng(seed)
    n = int(random.integers(70, 130))
    trait = random.normal(size=n)
    loadings = random.uniform(0.6, 0.85, size=5)
    latent = trait[:, None] * loadings + random.normal(size=(n, 5)) * np.sqrt(1 - loadings**2)
    items = np.clip(np.round(3 + 1.2 * latent), 1, 5)
    items[random.random((n, 5)) < 0.06] = np.nan
    first = np.round(3 + trait + random.normal(size=n), 1)
    second = np.round(3 + 0.4 * trait + random.normal(size=n), 1)
    outcome = np.round(1 + 0.5 * first - 0.3 * second + random.normal(size=n) * (1 + trait**2), 1)
    for values in (first, second, outcome):
        values[random.random(n) < 0.05] = np.nan
    group = random.choice(3, size=n, p=[0.55, 0.3, 0.15])
    group[:9] = [0, 0, 0, 1, 1, 1, 2, 2, 2]
    return Drawn(items, np.column_stack([first, second]), outcome, group)
