"""A linear regression with its checks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats  # type: ignore[import-untyped]  # scipy ships no types

# statsmodels ships no types
from statsmodels.regression.linear_model import OLS  # type: ignore[import-untyped]
from statsmodels.stats.diagnostic import het_breuschpagan  # type: ignore[import-untyped]
from statsmodels.stats.outliers_influence import (  # type: ignore[import-untyped]
    variance_inflation_factor,
)
from statsmodels.stats.stattools import durbin_watson  # type: ignore[import-untyped]

from handlers.instruments.instrument import UnusableError
from handlers.rules.study.answers import Floats


@dataclass(frozen=True)
class Coefficient:
    """A term of a regression.

    Attributes:
        b: Change of the outcome, in scale points, per point of the term.
        se: Standard error of ``b``.
        t: ``b`` over ``se``.
        p: Two-sided p of ``t``.
        low: Lower end of the 95 % interval of ``b``.
        high: Upper end.
        beta: ``b`` in standard deviations; NaN for the constant.
        vif: Variance inflation factor; NaN for the constant.
        hc3_se: Standard error that allows unequal spread (MacKinnon and White 1985).
        hc3_t: ``b`` over ``hc3_se``.
        hc3_p: Its p.
        hc3_low: Lower end of the interval with ``hc3_se``.
        hc3_high: Upper end.
    """

    b: float
    se: float
    t: float
    p: float
    low: float
    high: float
    beta: float
    vif: float
    hc3_se: float
    hc3_t: float
    hc3_p: float
    hc3_low: float
    hc3_high: float


@dataclass(frozen=True)
class Regression:
    """Ordinary least squares of an outcome on predictors.

    Attributes:
        n: Respondents with all scores.
        constant: The constant.
        terms: The predictors, in order.
        r2: Share of the outcome's variance in the fitted values.
        adjusted_r2: The same, adjusted for the number of predictors.
        f: F of the whole model.
        df: Its two degrees of freedom.
        p: Its p.
        durbin_watson: Likeness of residuals that follow each other in the file; 2 means none.
        breusch_pagan_p: p of Koenker's form of the test of equal residual spread.
        jarque_bera_p: p of the test of normal residuals.
        greatest_cook: Largest Cook's distance.
    """

    n: int
    constant: Coefficient
    terms: tuple[Coefficient, ...]
    r2: float
    adjusted_r2: float
    f: float
    df: tuple[int, int]
    p: float
    durbin_watson: float
    breusch_pagan_p: float
    jarque_bera_p: float
    greatest_cook: float


def regress(outcome: Floats, predictors: Floats, where: str) -> Regression:
    """Least squares over the respondents with all scores.

    Args:
        outcome: Scores of shape (n,), NaN where missing.
        predictors: Scores of shape (n, predictors), NaN where missing.
        where: The rows and columns the scores come from, for the refusal.

    Raises:
        UnusableError: There are no more complete rows than coefficients, or predictors repeat
            each other exactly.
    """
    complete = ~(np.isnan(outcome) | np.isnan(predictors).any(axis=1))
    y, x = outcome[complete], predictors[complete]
    n, k = x.shape
    if n <= k + 1:
        raise UnusableError(
            f"A regression on {k} predictors needs at least {k + 2} complete rows, and there "
            f"{'is' if n == 1 else 'are'} {n} ({where}); collect more answers."
        )
    design = np.column_stack([np.ones(n), x])
    if np.linalg.matrix_rank(design) <= k or np.ptp(y) == 0:
        raise UnusableError(
            f"A score is constant, or the predictors repeat each other, in {where}; "
            "a regression has no answer there."
        )
    fit = OLS(y, design).fit()
    robust = fit.get_robustcov_results("HC3")
    interval, robust_interval = fit.conf_int(), robust.conf_int()
    spread = y.std(ddof=1)

    def coefficient(i: int) -> Coefficient:
        is_constant = i == 0
        values = (
            fit.params[i],
            fit.bse[i],
            fit.tvalues[i],
            fit.pvalues[i],
            *interval[i],
            np.nan if is_constant else fit.params[i] * x[:, i - 1].std(ddof=1) / spread,
            np.nan if is_constant else variance_inflation_factor(design, i),
            robust.bse[i],
            robust.tvalues[i],
            robust.pvalues[i],
            *robust_interval[i],
        )
        return Coefficient(*map(float, values))

    residuals = np.asarray(fit.resid)
    leverage = np.einsum("ij,ji->i", design, np.linalg.pinv(design))
    cook = residuals**2 * leverage / ((k + 1) * fit.mse_resid * (1 - leverage) ** 2)
    return Regression(
        n=n,
        constant=coefficient(0),
        terms=tuple(coefficient(i) for i in range(1, k + 1)),
        r2=float(fit.rsquared),
        adjusted_r2=float(fit.rsquared_adj),
        f=float(fit.fvalue),
        df=(k, n - k - 1),
        p=float(fit.f_pvalue),
        durbin_watson=float(durbin_watson(residuals)),
        breusch_pagan_p=float(het_breuschpagan(residuals, design)[1]),
        jarque_bera_p=float(stats.jarque_bera(residuals).pvalue),
        greatest_cook=float(cook.max()),
    )
