from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.pulse.scoring import Level, goal_scores, keyed, level, scale_score

BELONGING = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8")


@pytest.mark.parametrize(("value", "turned"), [(1, 5), (2, 4), (3, 3), (4, 2), (5, 1)])
def test_reversal(value: int, turned: int) -> None:
    assert keyed(value, reverse=True) == turned
    assert keyed(value, reverse=False) == value


@pytest.mark.parametrize("value", [0, 6])
def test_what_is_no_answer_has_no_score(value: int) -> None:
    with pytest.raises(ValueError, match="no answer"):
        keyed(value, reverse=False)


@pytest.mark.parametrize(
    ("answered", "items", "score"),
    [(6, 8, 4.0), (5, 8, None), (2, 3, 4.0), (1, 3, None), (1, 2, None), (2, 2, 4.0), (0, 3, None)],
)
def test_two_thirds_must_be_answered(answered: int, items: int, score: float | None) -> None:
    names = [f"X{n}" for n in range(items)]
    answers = {name: 4 if n < answered else None for n, name in enumerate(names)}
    assert scale_score(answers, names) == score


def test_by_hand_with_both_keys() -> None:
    answers = {"B1": 4, "B2": 5, "B3": 2, "B4": 1, "B5": 3, "B6": None, "B7": 4}
    # 4, 5, 4, 5, 3, 4: 25 over six answered of eight.
    assert scale_score(answers, BELONGING, ("B3", "B4", "B6", "B8")) == pytest.approx(25 / 6)


def test_ease_of_asking_is_h3_and_h4_as_they_are() -> None:
    assert scale_score({"H3": 5, "H4": 4}, ("H3", "H4")) == 4.5


def test_goals_are_two_indexes() -> None:
    keys = {"G1": "M", "G2": "M", "G3": "PF", "G4": "PF"}
    scores = goal_scores({"G1": 5, "G2": 4, "G3": 2, "G4": None}, keys)
    assert scores == {"mastery": 4.5, "performance": None}


def test_the_mean_of_people_and_not_of_answers() -> None:
    found = level([(5, 5, 5, 5), (1,), ()])
    assert found is not None
    assert (found.n, found.mean) == (2, 3.0)
    assert found.sd == pytest.approx(8**0.5)
    assert level([(4,)]) == Level(1, 4.0, 0.0)
    assert level([()]) is None


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=2, max_size=40))
def test_level_against_numpy(people: list[list[int]]) -> None:
    found = level(people)
    means = [fmean(values) for values in people]
    assert found is not None
    assert found.n == len(people)
    assert found.mean == pytest.approx(float(np.mean(means)))
    assert found.sd == pytest.approx(float(np.std(means, ddof=1)), abs=1e-9)
