"""Internal consistency: Cronbach's α and McDonald's ω."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize  # type: ignore[import-untyped]  # scipy ships no types

from handlers.rules.study.answers import Floats

LEAST_UNIQUENESS = 0.005
"""Share of an item's variance below which a uniqueness counts as zero (R's ``factanal``)."""


@dataclass(frozen=True)
class Reliability:
    """α and ω of a scale over the respondents who answered all its items.

    ω is None where the one-factor model has no proper solution (fewer than three items, or a
    uniqueness at zero).
    """

    n: int
    items: int
    alpha: float
    omega: float | None


@dataclass(frozen=True)
class OneFactor:
    """A one-factor model in the items' units: loadings and uniquenesses, shape (items,)."""

    loadings: Floats
    uniquenesses: Floats

    @property
    def omega(self) -> float:
        """Variance of the sum that the factor accounts for, over the fitted variance of the sum.

        McDonald, R. P. (1999). Test theory, eq. 6.20.
        """
        common = float(self.loadings.sum()) ** 2
        return common / (common + float(self.uniquenesses.sum()))


def reliability(matrix: Floats) -> Reliability:
    """α and ω of keyed answers, shape (n, items), NaN where there is none."""
    complete = matrix[~np.isnan(matrix).any(axis=1)]
    if len(complete) < 2:
        return Reliability(len(complete), matrix.shape[1], np.nan, None)
    covariance = np.atleast_2d(np.cov(complete, rowvar=False))
    model = one_factor(covariance)
    return Reliability(
        n=len(complete),
        items=matrix.shape[1],
        alpha=alpha(covariance),
        omega=None if model is None else model.omega,
    )


def alpha(covariance: Floats) -> float:
    """Cronbach's α from the items' covariance matrix: k/(k−1) · (1 − Σ variances / total).

    Cronbach, L. J. (1951). Psychometrika 16, 297–334. NaN for a single item or a constant sum.
    """
    k = len(covariance)
    if k < 2 or covariance.sum() <= 0:
        return np.nan
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def one_factor(covariance: Floats) -> OneFactor | None:
    """Maximum-likelihood one-factor model of a covariance matrix.

    For given uniquenesses the best loadings follow from the leading eigenvector of the rescaled
    correlation matrix, so the discrepancy is minimised over the uniquenesses alone (Lawley and
    Maxwell 1971, *Factor analysis as a statistical method*, ch. 4); the minimum is then polished
    on its gradient.

    Returns:
        None where the solution is improper or the matrix singular.
    """
    scale = np.sqrt(np.diag(covariance))
    k = len(scale)
    if k < 3 or (scale == 0).any():
        return None
    correlation = covariance / np.outer(scale, scale)
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        return None

    def loadings(uniqueness: Floats) -> tuple[Floats, Floats]:
        root = np.sqrt(uniqueness)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        return values, np.sqrt(max(values[-1] - 1, 0)) * vectors[:, -1] * root

    def discrepancy(uniqueness: Floats) -> tuple[float, Floats]:
        values, loading = loadings(uniqueness)
        rest = values[:-1]
        misfit = loading**2 + uniqueness - 1
        return float(np.sum(rest - np.log(rest) - 1)), misfit / uniqueness**2

    start = optimize.minimize(
        discrepancy,
        np.clip(0.5 / np.diag(np.linalg.inv(correlation)), LEAST_UNIQUENESS, 1),
        jac=True,
        method="TNC",
        bounds=[(LEAST_UNIQUENESS, 1)] * k,
        options={"maxfun": 2000, "gtol": 1e-10},
    )
    if start.x.min() <= LEAST_UNIQUENESS * 1.0001:
        return None
    polished = optimize.root(lambda x: discrepancy(x)[1], start.x, tol=1e-14).x
    uniqueness = np.maximum(polished, LEAST_UNIQUENESS)
    least, slope = discrepancy(uniqueness)
    proper = (
        polished.min() > LEAST_UNIQUENESS
        and least <= start.fun + 1e-12
        and np.abs(slope).max() <= 1e-8
    )
    _, loading = loadings(uniqueness)
    model = OneFactor(loading * scale * np.sign(loading.sum()), uniqueness * scale**2)
    return model if proper else None
