"""Clicking through (I-4): what is a step, and which was taken before it can have been read."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.indicators.dwell import Step, step


@pytest.mark.parametrize(
    ("seconds", "words", "expected"),
    [
        # A double press is one press.
        (0, 10, None),
        (0.5, 10, None),
        (-3, 10, None),  # a clock that went back
        # Under three seconds nothing is read, however short.
        (0.6, 1, Step.QUICK),
        (2.9, 24, Step.QUICK),
        (3, 24, Step.READ),
        (3, 0, Step.READ),
        # Eight words a second from then on: 80 words take ten seconds.
        (3, 25, Step.QUICK),
        (9.9, 80, Step.QUICK),
        (10, 80, Step.READ),
        (60, 80, Step.READ),
        # After ten minutes nobody knows what was done.
        (600, 80, Step.READ),
        (600.1, 80, None),
        (86_400, 80, None),
    ],
)
def test_a_step_by_hand(seconds: float, words: int, expected: Step | None) -> None:
    assert step(timedelta(seconds=seconds), words) is expected


@given(st.integers(0, 700_000), st.integers(0, 2000), st.integers(0, 5000))
def test_longer_is_never_quicker(milliseconds: int, words: int, more: int) -> None:
    here = step(timedelta(milliseconds=milliseconds), words)
    later = step(timedelta(milliseconds=milliseconds + more), words)
    assert not (here is Step.READ and later is Step.QUICK)
    assert (here is None) == (milliseconds <= 500 or milliseconds > 600_000)
    if here is Step.QUICK:
        assert step(timedelta(milliseconds=milliseconds), words + more) is Step.QUICK
