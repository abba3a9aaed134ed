from math import inf, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]  # it ships no types

from handlers.rules.pulse.change import (
    Chart,
    Verdict,
    Word,
    chart_for,
    difference,
    half_width,
    pooled,
    t_quantile,
    verdicts,
    wilson,
)
from handlers.rules.pulse.scoring import Level
from tests.soak.changes import measured

levels = st.builds(
    Level, st.integers(2, 200), st.floats(1, 5), st.floats(0.1, 2, allow_subnormal=False)
)


@given(st.integers(1, 2000), st.floats(0.51, 0.9995))
def test_t_against_scipy(df: int, share: float) -> None:
    assert t_quantile(df, share) == pytest.approx(float(stats.t.ppf(share, df)), rel=1e-9)


# Student's table, as printed in any textbook.
@pytest.mark.parametrize(
    ("df", "t"), [(1, 12.706), (2, 4.303), (9, 2.262), (29, 2.045), (120, 1.980)]
)
def test_t_against_the_printed_table(df: int, t: float) -> None:
    assert t_quantile(df) == pytest.approx(t, abs=5e-4)


@pytest.mark.parametrize(("df", "share"), [(0, 0.9), (3, 0.5), (3, 1.0)])
def test_there_is_no_such_quantile(df: int, share: float) -> None:
    with pytest.raises(ValueError, match="no such quantile"):
        t_quantile(df, share)


@given(levels)
def test_the_interval_against_scipy(of: Level) -> None:
    low, high = stats.t.interval(0.95, of.n - 1, of.mean, of.sd / sqrt(of.n))
    assert 2 * half_width(of) == pytest.approx(float(high - low), rel=1e-9)


def test_one_person_has_no_interval() -> None:
    assert half_width(Level(1, 4.0, 0.0)) == inf


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_against_scipy(share: tuple[int, int]) -> None:
    found = stats.binomtest(*share).proportion_ci(0.95, "wilson")
    low, high = wilson(*share)
    assert low == pytest.approx(float(found.low), abs=1e-9)
    assert high == pytest.approx(float(found.high), abs=1e-9)


@pytest.mark.parametrize(("hits", "n"), [(0, 0), (3, 2), (-1, 4)])
def test_a_share_needs_a_whole(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="whole"):
        wilson(hits, n)


@pytest.mark.parametrize(
    ("enrolled", "chart"),
    [
        (12, None),
        (19, None),
        (20, Chart(2, 0.5, 2.4)),
        (39, Chart(2, 0.5, 2.4)),
        (40, Chart(3, 0.3, 3.0)),
        (400, Chart(3, 0.3, 3.0)),
    ],
)
def test_the_chart_by_size(enrolled: int, chart: Chart | None) -> None:
    assert chart_for(enrolled) == chart


def test_pooling_by_hand() -> None:
    # Two groups: 1, 3 and 2, 4, 6 have means 2 and 4, variances 2 and 4.
    found = pooled([Level(2, 2.0, sqrt(2)), Level(3, 4.0, 2.0)])
    assert found.n == 5
    assert found.mean == pytest.approx(16 / 5)
    assert found.sd**2 == pytest.approx((1 * 2 + 2 * 4) / 3)
    with pytest.raises(ValueError, match="nothing"):
        pooled([])
    assert pooled([Level(1, 3.0, 0.0)]) == Level(1, 3.0, 0.0)


def test_z_by_hand() -> None:
    now, first = Level(25, 3.0, 1.0), Level(50, 3.5, 0.9)
    spread = 1 / 25 + 0.81 / 50 + 0.0064 * 1.5 / 2
    assert difference(now, first, 2, 2) == pytest.approx(-0.5 / sqrt(spread))


def test_a_fall_is_called_probable_once_it_is_far_enough() -> None:
    calm, low = Level(30, 3.6, 0.9), Level(30, 2.9, 0.9)
    said = verdicts([calm, calm, calm, low, low, None], 30, 2)
    level_, usual, few = (Verdict(word) for word in (Word.LEVEL, Word.USUAL, Word.TOO_FEW))
    fall = Verdict(Word.CHANGED, rises=False)
    # z = −.7 / √(.027 + .0135 + .0048) = −3.29; E = −1.64, then −2.47; the limit is 1.386.
    assert said == [level_, level_, usual, fall, fall, few]


def test_what_is_too_wide_is_not_compared() -> None:
    calm, wide = Level(30, 3.6, 0.9), Level(10, 2.0, 1.0)
    assert half_width(wide) > 0.6
    said = verdicts([calm, calm, wide, Level(60, 4.6, 0.9)], 30, 2)
    assert [one.word for one in said[2:]] == [Word.TOO_FEW, Word.CHANGED]
    assert said[3].rises


def test_small_classes_read_levels_only() -> None:
    said = verdicts([Level(12, 4.0, 0.5), Level(12, 1.5, 0.5), None], 15, 4)
    assert [one.word for one in said] == [Word.LEVEL, Word.LEVEL, Word.TOO_FEW]


@pytest.mark.parametrize(("enrolled", "most", "least"), [(30, 0.10, 0.60), (80, 0.18, 0.90)])
def test_few_false_flags_and_falls_found(enrolled: int, most: float, least: float) -> None:
    """A short version of ``tests.soak.changes``, whose figures stand in docs/pulse.md."""
    found = measured(enrolled, 120, seed=7)
    assert found.false <= most
    assert found.seen >= least
