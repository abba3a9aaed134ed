"""Wilson, Kaplan–Meier, the permutation test and Holm against scipy and statsmodels."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]  # it ships no types
from statsmodels.duration.survfunc import SurvfuncRight  # type: ignore[import-untyped]  # the same
from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]  # the same

from handlers.rules.indicators.fairness import Served, holm, permutation, waiting_longer
from handlers.rules.indicators.survival import Times, answered_within
from handlers.rules.indicators.wilson import wilson


@settings(max_examples=60)
@given(st.integers(1, 400), st.data())
def test_wilson_is_scipys(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    ours = wilson(part, whole)
    theirs = stats.binomtest(part, whole).proportion_ci(method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert ours.value == part / whole


def test_wilson_of_nothing_is_everything() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high, wilson(0, 0).value) == (0, 1, None)
    with pytest.raises(ValueError, match="no larger"):
        wilson(3, 2)
    with pytest.raises(ValueError, match="no larger"):
        wilson(-1, 2)


def test_kaplan_meier_by_hand() -> None:
    # Six tickets: answered after 10, 20 and 20 minutes, open at 15, 30 and 90.
    # S(20) = (1 − 1/6) (1 − 2/4) = 5/12.
    times = [Times(10, 1, 0), Times(15, 0, 1), Times(20, 2, 0), Times(30, 0, 1), Times(90, 0, 1)]
    assert answered_within(times, 9) == 0
    assert answered_within(times, 15) == pytest.approx(1 / 6)
    assert answered_within(times, 240) == pytest.approx(7 / 12)
    assert answered_within([], 240) is None
    assert answered_within([Times(5, 2, 0)], 60) == 1


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 120), st.integers(0, 2**32))
def test_kaplan_meier_is_statsmodels(tickets: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # repeatable tickets
    each = [(chance.randint(0, 90), chance.random() < 0.7) for _ in range(tickets)]
    target = chance.randint(0, 100)
    grouped = [
        Times(
            minutes,
            sum(1 for one in each if one == (minutes, True)),
            sum(1 for one in each if one == (minutes, False)),
        )
        for minutes in {one[0] for one in each}
    ]
    survival = SurvfuncRight([one[0] for one in each], [int(one[1]) for one in each])
    before = [
        p for t, p in zip(survival.surv_times, survival.surv_prob, strict=True) if t <= target
    ]
    assert answered_within(grouped, target) == pytest.approx(1 - (before[-1] if before else 1))


@settings(max_examples=40)
@given(st.integers(0, 6), st.integers(0, 6), st.integers(1, 6), st.integers(1, 6))
def test_the_permutation_test_counts_every_permutation(a: int, b: int, n: int, m: int) -> None:
    a, b = min(a, n), min(b, m)
    good = [True] * (a + b) + [False] * (n + m - a - b)
    observed = abs(a / n - b / m)
    ways = hits = 0
    for chosen in combinations(range(n + m), n):
        within = sum(good[one] for one in chosen)
        ways += 1
        hits += abs(within / n - (a + b - within) / m) >= observed - 1e-12
    assert permutation(Served(a, n), Served(b, m)) == pytest.approx(hits / ways)


def test_the_permutation_test_against_scipys_hypergeometric() -> None:
    one, rest = Served(8, 25), Served(45, 60)
    spread = stats.hypergeom(85, 53, 25)
    observed = abs(8 / 25 - 45 / 60)
    theirs = sum(
        spread.pmf(k) for k in range(26) if abs(k / 25 - (53 - k) / 60) >= observed - 1e-12
    )
    assert permutation(one, rest) == pytest.approx(theirs)


@settings(max_examples=20)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_is_statsmodels(chances: list[float]) -> None:
    assert holm(chances) == pytest.approx(list(multipletests(chances, method="holm")[1]))


def test_a_section_is_named_only_where_it_is_clear() -> None:
    clear = {"a": Served(5, 30), "b": Served(27, 30), "c": Served(26, 30)}
    assert waiting_longer(clear) == ("a",)
    assert waiting_longer({"a": Served(20, 30), "b": Served(24, 30)}) == ()
    assert waiting_longer({"a": Served(5, 19), "b": Served(27, 30)}) is None
    assert waiting_longer({"a": Served(5, 40)}) is None
