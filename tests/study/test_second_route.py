"""Every statistic by a second route, on 200 made-up studies, to eight decimals.

=====================  ==============================================  ========================
statistic              first route (the report's)                      second route (here)
=====================  ==============================================  ========================
scale score            masked sums                                     ``statistics.fmean``
mean, SD, median       numpy                                           ``statistics``
α                      covariance matrix                               Hoyt's analysis of variance
ω                      maximum likelihood by eigenvectors              EM, then the likelihood's
                                                                       own score equations
F, η²                  scipy / sums of squares                         dummy regression
Welch F, df, p         scipy                                           statsmodels
Brown–Forsythe         scipy                                           F of absolute deviations
Games–Howell           scipy's studentised range                       Gauss–Legendre quadrature
Holm                   cumulative maximum                              least level that rejects
r, interval, p         scipy                                           closed forms
B, SE, t, p, interval  statsmodels                                     normal equations
β                      B × SD / SD                                     regression of z scores
VIF                    auxiliary regression                            inverse correlation matrix
R², adjusted R², F     statsmodels                                     correlation with the fit; F
                                                                       from R²
HC3, Cook's distance   hat matrix                                      every row left out in turn
Durbin–Watson          statsmodels                                     a loop over rows
Breusch–Pagan          statsmodels                                     N·R² of squared residuals
Jarque–Bera            scipy                                           moments by hand
=====================  ==============================================  ========================
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator
from statistics import NormalDist

import numpy as np
import pytest
from scipy import optimize, special, stats  # type: ignore[import-untyped]  # no types shipped
from statsmodels.stats.oneway import anova_oneway  # type: ignore[import-untyped]  # likewise

from handlers.rules.study.correlating import correlate
from handlers.rules.study.describing import describe
from handlers.rules.study.groups import differences, holm
from handlers.rules.study.regressing import regress
from handlers.rules.study.reliability import reliability
from handlers.rules.study.scoring import score
from tests.study.drawing import Drawn, Floats, draw

STUDIES = 200


@pytest.fixture(scope="module")
def studies() -> list[Drawn]:
    return [draw(seed) for seed in range(STUDIES)]


def same(first: float, second: float) -> bool:
    return abs(first - second) <= 1e-8 * max(1.0, abs(second))


def least_squares(y: Floats, x: Floats) -> Floats:
    return np.asarray(np.linalg.solve(x.T @ x, x.T @ y))


def test_the_studies_have_gaps_ties_and_unequal_groups(studies: list[Drawn]) -> None:
    for drawn in studies:
        assert np.isnan(drawn.items).any()
        assert len(np.unique(drawn.outcome[~np.isnan(drawn.outcome)])) < len(drawn.outcome)
        assert len(set(np.bincount(drawn.group).tolist())) > 1


def test_scores_and_descriptives(studies: list[Drawn]) -> None:
    for drawn in studies:
        scores = score(drawn.items)
        for row, found in zip(drawn.items.tolist(), scores.tolist(), strict=True):
            answered = [answer for answer in row if not math.isnan(answer)]
            if len(answered) / len(row) < 2 / 3:
                assert math.isnan(found)
            else:
                assert same(found, statistics.fmean(answered))
        given = [value for value in scores.tolist() if not math.isnan(value)]
        about = describe(scores)
        assert about.n == len(given)
        assert about.missing == len(scores) - len(given)
        assert same(about.mean, statistics.fmean(given))
        assert same(about.sd, statistics.stdev(given))
        assert same(about.median, statistics.median(given))


def hoyt(answers: Floats) -> float:
    """Hoyt, C. (1941). Psychometrika 6, 153–160: α = 1 − residual / persons mean square."""
    n, k = answers.shape
    persons, items = answers.mean(axis=1), answers.mean(axis=0)
    residual = answers - persons[:, None] - items[None, :] + answers.mean()
    between = k * ((persons - answers.mean()) ** 2).sum() / (n - 1)
    return float(1 - (residual**2).sum() / ((n - 1) * (k - 1)) / between)


def omega_from_score_equations(covariance: Floats) -> float:
    """ω where the gradient of the normal likelihood in loadings and uniquenesses is zero.

    Rubin, D. B. and Thayer, D. T. (1982). Psychometrika 47, 69–76 (EM) leads near the root.
    """
    k = len(covariance)
    off = covariance - np.diag(np.diag(covariance))
    loading = off.sum(axis=1) / math.sqrt(off.sum())
    uniqueness = np.maximum(np.diag(covariance) - loading**2, 0.1)
    for _ in range(60):
        weight = np.linalg.solve(np.outer(loading, loading) + np.diag(uniqueness), loading)
        cross = covariance @ weight
        loading = cross / (1 - weight @ loading + weight @ cross)
        uniqueness = np.diag(covariance) - loading * cross

    def gradient(values: Floats) -> Floats:
        fitted = np.outer(values[:k], values[:k]) + np.diag(values[k:])
        inverse = np.linalg.inv(fitted)
        slope = inverse @ (fitted - covariance) @ inverse
        return np.concatenate([slope @ values[:k], np.diag(slope)])

    found = optimize.root(gradient, np.concatenate([loading, uniqueness]), tol=1e-13)
    assert np.abs(gradient(found.x)).max() < 1e-10
    loading, uniqueness = found.x[:k], found.x[k:]
    assert uniqueness.min() > 0
    return float(loading.sum() ** 2 / (loading.sum() ** 2 + uniqueness.sum()))


def test_reliability(studies: list[Drawn]) -> None:
    for drawn in studies:
        found = reliability(drawn.items)
        complete = drawn.items[~np.isnan(drawn.items).any(axis=1)]
        assert found.n == len(complete)
        assert same(found.alpha, hoyt(complete))
        assert found.omega is not None
        assert same(found.omega, omega_from_score_equations(np.cov(complete, rowvar=False)))


def by_group(drawn: Drawn) -> dict[str, Floats]:
    given = ~np.isnan(drawn.outcome)
    return {str(g): drawn.outcome[given & (drawn.group == g)] for g in range(3)}


def dummy_r2(samples: list[Floats]) -> float:
    y = np.concatenate(samples)
    x = np.zeros((len(y), len(samples)))
    x[np.arange(len(y)), np.repeat(range(len(samples)), [len(s) for s in samples])] = 1
    residual = y - x @ least_squares(y, x)
    return float(1 - residual @ residual / ((y - y.mean()) ** 2).sum())


def f_of(r2: float, df1: float, df2: float) -> float:
    return r2 / df1 / ((1 - r2) / df2)


def test_differences_between_groups(studies: list[Drawn]) -> None:
    for drawn in studies:
        groups = by_group(drawn)
        samples = list(groups.values())
        found = differences(groups)
        assert found is not None
        df2 = sum(map(len, samples)) - 3
        r2 = dummy_r2(samples)
        assert same(found.eta_squared, r2)
        assert same(found.classic.f, f_of(r2, 2, df2))
        assert same(found.classic.p, stats.f.sf(f_of(r2, 2, df2), 2, df2))
        assert (found.classic.df1, found.classic.df2) == (2, df2)
        welch = anova_oneway(samples, use_var="unequal", welch_correction=True)
        assert same(found.welch.f, welch.statistic)
        assert same(found.welch.p, welch.pvalue)
        assert same(found.welch.df2, welch.df_denom)
        distances = dummy_r2([np.abs(sample - np.median(sample)) for sample in samples])
        assert same(found.spread.f, f_of(distances, 2, df2))
        assert same(found.spread.p, stats.f.sf(f_of(distances, 2, df2), 2, df2))


def studentised_range_tail() -> Callable[[float, int, float], float]:
    """P(Q > q): the range of k normals over an independent root chi-square, by quadrature."""
    node, weight = np.polynomial.legendre.leggauss(72)
    z, z_weight = 9 * node, 9 * weight
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi) * z_weight

    def tail(q: float, k: int, df: float) -> float:
        reach = 9 / math.sqrt(2 * df)
        low, high = max(1 - reach, 1e-9), 1 + reach + (3 if df < 10 else 0)
        s = (high - low) / 2 * node + (high + low) / 2
        log_density = (
            math.log(2)
            + df / 2 * math.log(df / 2)
            - special.gammaln(df / 2)
            + (df - 1) * np.log(s)
            - df * s**2 / 2
        )
        spread = special.ndtr(z) - special.ndtr(z - q * s[:, None])
        inner = k * (density * spread ** (k - 1)).sum(axis=1)
        return 1 - float((np.exp(log_density) * inner * weight).sum() * (high - low) / 2)

    return tail


def test_games_howell(studies: list[Drawn]) -> None:
    tail = studentised_range_tail()
    for drawn in studies:
        groups = by_group(drawn)
        found = differences(groups)
        assert found is not None
        assert [(pair.first, pair.second) for pair in found.pairs] == [
            ("0", "1"),
            ("0", "2"),
            ("1", "2"),
        ]
        for pair in found.pairs:
            first, second = groups[pair.first].tolist(), groups[pair.second].tolist()
            a = statistics.variance(first) / len(first)
            b = statistics.variance(second) / len(second)
            df = (a + b) ** 2 / (a**2 / (len(first) - 1) + b**2 / (len(second) - 1))
            difference = statistics.fmean(first) - statistics.fmean(second)
            assert same(pair.difference, difference)
            assert same(pair.se, math.sqrt(a + b))
            assert same(pair.df, df)
            q = abs(difference) / math.sqrt((a + b) / 2)
            assert same(pair.p, tail(q, 3, df))


def rejected(p: list[float], level: float) -> set[int]:
    """The hypotheses Holm's procedure rejects: from the smallest p, until one does not pass."""
    done: set[int] = set()
    for i in sorted(range(len(p)), key=p.__getitem__):
        if p[i] * (len(p) - len(done)) > level:
            break
        done.add(i)
    return done


def test_holm() -> None:
    random = np.random.default_rng(7)
    for _ in range(STUDIES):
        p = np.round(random.random(int(random.integers(1, 15))) ** 3, 3).tolist()
        levels = sorted({1.0} | {min(1.0, m * one) for one in p for m in range(1, len(p) + 1)})
        for i, adjusted in enumerate(holm(p)):
            least = next((level for level in levels if i in rejected(p, level)), 1.0)
            assert same(adjusted, least)


def test_correlations(studies: list[Drawn]) -> None:
    for drawn in studies:
        found = correlate(drawn.predictors[:, 0], drawn.outcome)
        both = [
            (x, y)
            for x, y in zip(drawn.predictors[:, 0].tolist(), drawn.outcome.tolist(), strict=True)
            if not (math.isnan(x) or math.isnan(y))
        ]
        n = len(both)
        r = statistics.correlation(*zip(*both, strict=True))
        reach = NormalDist().inv_cdf(0.975) / math.sqrt(n - 3)
        t = r * math.sqrt((n - 2) / (1 - r * r))
        assert found.n == n
        assert same(found.r, r)
        assert same(found.low, math.tanh(math.atanh(r) - reach))
        assert same(found.high, math.tanh(math.atanh(r) + reach))
        assert same(found.p, 2 * stats.t.sf(abs(t), n - 2))


def left_out(y: Floats, x: Floats) -> Iterator[tuple[float, Floats]]:
    """Each row's residual from, and the coefficients of, the fit without it."""
    gram, moment = x.T @ x, x.T @ y
    for row, value in zip(x, y, strict=True):
        b = np.linalg.solve(gram - np.outer(row, row), moment - row * value)
        yield float(value - row @ b), b


def test_regression(studies: list[Drawn]) -> None:
    for drawn in studies:
        found = regress(drawn.outcome, drawn.predictors, "here")
        kept = ~np.isnan(np.column_stack([drawn.outcome, drawn.predictors])).any(axis=1)
        y, predictors = drawn.outcome[kept], drawn.predictors[kept]
        n, k = predictors.shape
        x = np.column_stack([np.ones(n), predictors])
        b = least_squares(y, x)
        residual = y - x @ b
        df = n - k - 1
        inverse = np.linalg.inv(x.T @ x)
        mean_square = residual @ residual / df
        se = np.sqrt(np.diag(inverse) * mean_square)
        outside, cook = [], []
        for error, other in left_out(y, x):
            outside.append(error)
            cook.append((x @ (other - b)) @ (x @ (other - b)) / ((k + 1) * mean_square))
        scaled = x * np.array(outside)[:, None]
        robust = np.sqrt(np.diag(inverse @ (scaled.T @ scaled) @ inverse))
        z = (predictors - predictors.mean(axis=0)) / predictors.std(axis=0, ddof=1)
        beta = least_squares((y - y.mean()) / y.std(ddof=1), z)
        vif = np.diag(np.linalg.inv(np.corrcoef(predictors, rowvar=False)))
        critical = stats.t.ppf(0.975, df)

        assert found.n == n
        for i, term in enumerate((found.constant, *found.terms)):
            t, hc3_t = b[i] / se[i], b[i] / robust[i]
            assert same(term.b, b[i])
            assert same(term.se, se[i])
            assert same(term.t, t)
            assert same(term.p, 2 * stats.t.sf(abs(t), df))
            assert same(term.low, b[i] - critical * se[i])
            assert same(term.high, b[i] + critical * se[i])
            assert same(term.hc3_se, robust[i])
            assert same(term.hc3_t, hc3_t)
            assert same(term.hc3_p, 2 * stats.t.sf(abs(hc3_t), df))
            assert same(term.hc3_low, b[i] - critical * robust[i])
            assert same(term.hc3_high, b[i] + critical * robust[i])
        for i, term in enumerate(found.terms):
            assert same(term.beta, beta[i])
            assert same(term.vif, vif[i])

        r2 = np.corrcoef(y, x @ b)[0, 1] ** 2
        assert same(found.r2, r2)
        assert same(found.adjusted_r2, 1 - (1 - r2) * (n - 1) / df)
        assert found.df == (k, df)
        assert same(found.f, f_of(r2, k, df))
        assert same(found.p, stats.f.sf(f_of(r2, k, df), k, df))
        steps = sum((residual[i] - residual[i - 1]) ** 2 for i in range(1, n))
        assert same(found.durbin_watson, steps / (residual @ residual))
        squared = residual**2
        fitted = x @ least_squares(squared, x)
        lagrange = n * np.corrcoef(squared, fitted)[0, 1] ** 2
        assert same(found.breusch_pagan_p, stats.chi2.sf(lagrange, k))
        spread = (squared.mean()) ** 0.5
        skew = (residual**3).mean() / spread**3
        kurtosis = (residual**4).mean() / spread**4
        jarque_bera = n / 6 * (skew**2 + (kurtosis - 3) ** 2 / 4)
        assert same(found.jarque_bera_p, stats.chi2.sf(jarque_bera, 2))
        assert same(found.greatest_cook, max(cook))
