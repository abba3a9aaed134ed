"""Notices an hour, by hand; and that no hour has more, whenever they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.folding import AN_HOUR, halves_to_wait


@pytest.mark.parametrize(
    ("counts", "halves"),
    [
        ((0, 0, 0), 0),
        ((2, 2, 1), 0),
        # The oldest half hour is over first.
        ((2, 2, 2), 1),
        ((0, 0, 6), 1),
        ((0, 6, 0), 2),
        ((1, 5, 0), 2),
        ((6, 0, 0), 3),
    ],
)
def test_how_long_it_waits(counts: tuple[int, int, int], halves: int) -> None:
    assert halves_to_wait(counts) == halves
    assert sum(counts) == AN_HOUR or halves == 0


@given(st.lists(st.integers(0, 240), max_size=60))
def test_no_hour_has_more(minutes: list[int]) -> None:
    sent: list[int] = []
    for minute in sorted(minutes):
        half = minute // 30
        counts = [sum(one // 30 == half - back for one in sent) for back in range(3)]
        if halves_to_wait(counts) == 0:
            sent.append(minute)
    assert all(sum(start <= one <= start + 60 for one in sent) <= AN_HOUR for start in range(240))
