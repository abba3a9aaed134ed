"""Reconstruction over everything that is published together, not over one figure at a time."""

from dataclasses import replace
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules.pulse.change import WIDEST, half_width
from handlers.rules.release import RULES, Group, Rules, interval, parts, share
from tests.release.model import Class, classes
from tests.release.together import Tally, class_of, exact, figures, level_of

PEOPLE = 12
"""Exhausting every class is quick up to here; ``python -m tests.soak.release`` goes on."""
AS_BEFORE = replace(RULES, narrowest=((10, 1),), widest=99)


def fewest(people: int, rules: Rules) -> tuple[int, int]:
    """The fewest values anybody's answer may have had, over every class of so many who answered.

    The reader knows that they answered, the figures, and whether the word says *too few*.

    Returns:
        Where the mean is coded, and elsewhere.
    """
    room = Class({"s": max(people, 12)}, 0)
    present: dict[tuple[object, ...], set[int]] = {}
    for answers in combinations_with_replacement(range(1, 6), people):
        window = {"s": list(answers)}
        told = (*figures(window, room, rules), half_width(level_of(window)) > WIDEST)
        present.setdefault(told, set()).update(answers)
    coded = [len(values) for told, values in present.items() if told[0] in {"low", "high"}]
    return min(coded), min(len(v) for told, v in present.items() if told[0] not in {"low", "high"})


@pytest.mark.parametrize("people", range(10, PEOPLE + 1))
def test_in_every_class_every_answer_may_have_been_three(people: int) -> None:
    coded, elsewhere = fewest(people, RULES)
    assert min(coded, elsewhere) >= 3


def test_exhaustion_notices_intervals_as_narrow_and_as_wide_as_they_are() -> None:
    assert fewest(10, AS_BEFORE)[1] == 1
    assert fewest(10, replace(RULES, widest=99))[1] == 2  # half of them 1, half of them 5
    assert min(fewest(10, replace(RULES, narrowest=((10, 1),)))) == 1  # all of them alike


KINDS = ("pointer", "explanation", "check", "answer")


def kinds_left(people: int, rules: Rules) -> int:
    """The fewest kinds that anybody's one question may have been of, from all that is published.

    The four shares are several roundings of one thing: each person's add up to one.
    """
    groups = [Group.of([1] * count + [0] * (people - count)) for count in range(people + 1)]
    codes = [share(group, 100, rules).code for group in groups]
    shown = parts(dict.fromkeys(KINDS, groups[0]), 100, rules)["answer"].shown
    present: dict[tuple[str, ...], set[str]] = {}
    for asked in combinations_with_replacement(KINDS, people):
        told = [codes[asked.count(kind)] for kind in (KINDS if shown else KINDS[-1:])]
        present.setdefault(tuple(told), set()).update(asked)
    return min(map(len, present.values()))


@pytest.mark.parametrize("people", [10, 13, 25])
def test_four_shares_of_one_whole_leave_three_kinds(people: int) -> None:
    assert kinds_left(people, RULES) >= 3


def test_four_shares_notice_that_they_are_told_of_few() -> None:
    assert kinds_left(13, replace(RULES, whole=10)) == 2


@settings(max_examples=6, deadline=None)
@given(classes())
def test_a_whole_term_leaves_three_values_for_nearly_every_answer(room: Class) -> None:
    tally = Tally()
    tally.add(class_of(room, 4), room)
    assert tally.one == 0
    assert tally.few <= 0.01 * tally.every


def test_a_term_notices_that_intervals_are_as_they_are() -> None:
    room, term = Class({"s": 12}, 0), [{"s": [3] * 10}]
    tally, before = Tally(), Tally()
    tally.add(term, room)
    before.add(term, room, AS_BEFORE)
    assert (tally.few, tally.every) == (0, 10)
    assert before.few == before.every == 10


@settings(max_examples=60)
@given(st.lists(st.integers(1, 5), min_size=13, max_size=80))
def test_an_interval_holds_the_exact_one(values: list[int]) -> None:
    answers = {"s": values}
    half, mean = half_width(level_of(answers)), float(exact(answers))
    low, high = interval(Group.of(values), half, 100)
    if low.code != "low":
        assert float(low.code) <= mean - half + 1e-5
    if high.code != "high":
        assert float(high.code) >= mean + half - 1e-5
