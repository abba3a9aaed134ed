"""ω against published figures and a case with an exact answer."""

from __future__ import annotations

import numpy as np
import pytest

from handlers.rules.study.reliability import alpha, one_factor


def test_the_worked_example_of_congeneric_reliability() -> None:
    """Wikipedia, "Congeneric reliability", Example, after Cho, E. (2016). Making reliability
    reliable. Organizational Research Methods 19(4), 651–682.

    It prints, for four items with variances 10, 11, 12 and 13: loadings 1.96, 2.25, 2.53, 3.55
    and error variances 6.13, 5.92, 5.56, .37 (cut, not rounded, to two digits); (Σλ)² = 106.22,
    Σσ² = 18.01, ω = 106.22 / 124.23 = .8550.
    """
    covariance = np.array(
        [[10.0, 4, 5, 7], [4, 11, 6, 8], [5, 6, 12, 9], [7, 8, 9, 13]],
    )
    model = one_factor(covariance)
    assert model is not None
    assert np.floor(model.loadings * 100).tolist() == [196, 225, 253, 355]
    assert np.floor(model.uniquenesses * 100).tolist() == [613, 592, 556, 37]
    assert model.loadings.sum() ** 2 == pytest.approx(106.22, abs=0.01)
    assert model.uniquenesses.sum() == pytest.approx(18.01, abs=0.005)
    assert round(model.omega, 4) == 0.8550


def test_a_matrix_that_has_exactly_one_factor_gives_it_back() -> None:
    """Loadings .5 to .8 twice, error SDs .6 to .9 twice: ω = 5.2² / (5.2² + 4.6)."""
    loadings = np.array([0.5, 0.6, 0.7, 0.8] * 2)
    errors = np.array([0.6, 0.7, 0.8, 0.9] * 2) ** 2
    model = one_factor(np.outer(loadings, loadings) + np.diag(errors))
    assert model is not None
    assert model.loadings == pytest.approx(loadings, abs=1e-8)
    assert model.uniquenesses == pytest.approx(errors, abs=1e-8)
    assert model.omega == pytest.approx(27.04 / 31.64, abs=1e-10)


def test_equal_loadings_make_omega_equal_alpha() -> None:
    covariance = np.full((6, 6), 0.5) + np.diag([0.3, 0.5, 0.7, 0.9, 1.1, 1.3])
    model = one_factor(covariance)
    assert model is not None
    assert model.omega == pytest.approx(alpha(covariance), abs=1e-10)


@pytest.mark.parametrize(
    ("covariance", "why"),
    [
        ([[1, 0.5], [0.5, 1]], "two items leave the loadings undetermined"),
        ([[1, 0.9, 0.9], [0.9, 1, 0.5], [0.9, 0.5, 1]], "r₁₂r₁₃/r₂₃ = 1.62, and no correlations"),
        ([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]], "r₁₂r₁₃/r₂₃ = 1.28: negative uniqueness"),
        ([[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]], "two items are the same"),
        ([[0, 0, 0], [0, 1, 0.5], [0, 0.5, 1]], "an item does not vary"),
    ],
)
def test_no_proper_solution_is_said_and_not_invented(
    covariance: list[list[float]], why: str
) -> None:
    assert one_factor(np.array(covariance, dtype=np.float64)) is None, why


def test_alpha_of_one_item_or_a_constant_sum_is_undefined() -> None:
    assert np.isnan(alpha(np.array([[1.0]])))
    assert np.isnan(alpha(np.array([[1.0, -1.0], [-1.0, 1.0]])))
