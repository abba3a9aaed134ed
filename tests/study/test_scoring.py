"""Answers to scores: the two-thirds rule, keying, and what a skip is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.instruments import shipped
from handlers.rules.study.answers import Answers
from handlers.rules.study.scoring import keyed, mixed, score, spans, straight_lines

NAN = float("nan")
INSTRUMENT = shipped.questionnaire()


def answers(*rows: dict[str, float]) -> Answers:
    return Answers({i: np.array([row.get(i, NAN) for row in rows]) for i in INSTRUMENT.items}, {})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([1, 2, 3, 4, 5], 3),
        ([1, 2, 3, 4, NAN], 2.5),
        ([1, 2, 3, NAN, NAN], None),  # 3 of 5 is under two thirds
        ([5, NAN, 5, 5, NAN, 5], 5),  # 4 of 6 is exactly two thirds
        ([1, 2, NAN], 1.5),
        ([1, NAN, NAN], None),
        ([NAN, NAN, NAN], None),
    ],
)
def test_a_score_needs_two_thirds_of_the_items(row: list[float], expected: float | None) -> None:
    found = score(np.array([row]))[0]
    assert np.isnan(found) if expected is None else found == pytest.approx(expected)


@given(
    st.lists(st.lists(st.sampled_from([1, 2, 3, 4, 5, NAN]), min_size=4, max_size=4), min_size=1)
)
def test_a_score_lies_between_the_answers_given(rows: list[list[float]]) -> None:
    matrix = np.array(rows, dtype=np.float64)
    for row, found in zip(rows, score(matrix).tolist(), strict=True):
        answered = [answer for answer in row if not math.isnan(answer)]
        if len(answered) >= 3:
            assert min(answered) - 1e-12 <= found <= max(answered) + 1e-12
        else:
            assert math.isnan(found)


def test_only_the_approach_total_turns_items_round() -> None:
    one = answers(dict.fromkeys(INSTRUMENT.items, 1.0))
    turned = {s.name: keyed(one, s, INSTRUMENT)[0].tolist() for s in INSTRUMENT.scales}
    assert turned.pop("total_approach") == [1] * 5 + [5] * 5 + [1] * 4
    assert all(set(values) == {1} for values in turned.values())


def test_scoring_leaves_the_answers_as_they_were() -> None:
    one = answers(dict.fromkeys(INSTRUMENT.items, 1.0))
    keyed(one, INSTRUMENT.scale("AHSrev"), INSTRUMENT)
    assert one.items["Q7"].tolist() == [1]


def test_only_the_unkeyed_total_is_mixed() -> None:
    assert [s.name for s in INSTRUMENT.scales if mixed(s, INSTRUMENT)] == ["total_unkeyed"]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({f"Q{i}": 4.0 for i in range(1, 7)}, True),  # Q1–Q5 are +, Q6 is −
        ({f"Q{i}": 4.0 for i in range(6, 12)}, True),
        ({f"Q{i}": 4.0 for i in range(1, 6)}, False),  # five
        ({f"D{i}": 4.0 for i in range(1, 13)}, False),  # twelve, all of one key
        ({f"Q{i}": 4.0 + (i == 4) for i in range(1, 8)}, False),  # broken
        ({}, False),  # skipping everything is no answer at all
    ],
)
def test_a_straight_line_crosses_both_keys(row: dict[str, float], found: bool) -> None:
    assert straight_lines(answers(row), INSTRUMENT).tolist() == [found]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (["D1", "D2", "D3"], "D1–D3"),
        (["Q4", "Q1", "Q2"], "Q1–Q2, Q4"),
        (["D11", "D12", "Q1", "Q2"], "D11–D12, Q1–Q2"),
        (["Q3"], "Q3"),
    ],
)
def test_spans_of_items(items: list[str], said: str) -> None:
    assert spans(items, INSTRUMENT) == said
