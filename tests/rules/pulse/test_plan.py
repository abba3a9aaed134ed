from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.pulse.plan import (
    Size,
    after_week,
    after_window,
    items_for,
    scales_in,
    size_of,
    spread,
)
from storage.keys import Keys, Somebody
from storage.kinds import Purpose

WEEKLY = {"belonging": ("B1", "B5", "B7"), "self_efficacy": ("S1", "S2", "S4", "S6")}
ROTATING = {"teacher": ("T1", "T2"), "peers": ("P1", "P2"), "ease": ("H3", "H4")}
KEYS = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")
people = st.binary(min_size=16, max_size=16).map(
    lambda secret: Somebody(KEYS, secret).tag(Purpose.WINDOW, "term")
)


@pytest.mark.parametrize(
    ("enrolled", "size"),
    [
        (0, None),
        (11, None),
        (12, Size(4, by_default=False)),
        (19, Size(4, by_default=False)),
        (20, Size(2, by_default=True)),
        (39, Size(2, by_default=True)),
        (40, Size(1, by_default=True)),
        (250, Size(1, by_default=True)),
    ],
)
def test_the_enrolment_decides(enrolled: int, size: Size | None) -> None:
    assert size_of(enrolled) == size


@given(people)
def test_nobody_has_the_same_item_twice_running(tag: str) -> None:
    asked = [items_for(tag, week, WEEKLY, ROTATING) for week in range(1, 29)]
    for before, after in pairwise(asked):
        assert not set(before) & set(after)
    teacher = [items[2] for items in asked if len(items) == 3 and items[2] in ROTATING["teacher"]]
    assert len(teacher) == 5
    assert all(one != other for one, other in pairwise(teacher))


@given(people)
def test_everybody_has_every_item_in_turn(tag: str) -> None:
    asked = Counter(item for week in range(1, 13) for item in items_for(tag, week, WEEKLY, {}))
    assert asked == {"B1": 4, "B5": 4, "B7": 4, "S1": 3, "S2": 3, "S4": 3, "S6": 3}


def test_a_class_covers_the_bank_each_week() -> None:
    tags = [Somebody(KEYS, n.to_bytes(16)).tag(Purpose.WINDOW, "term") for n in range(120)]
    for week in (1, 2, 7, 8):
        asked = {item for tag in tags for item in items_for(tag, week, WEEKLY, ROTATING)}
        assert asked == {
            item for _scale, items in scales_in(week, WEEKLY, ROTATING) for item in items
        }


@pytest.mark.parametrize(
    ("week", "third"),
    [(1, None), (2, "teacher"), (3, None), (4, "peers"), (6, "ease"), (8, "teacher")],
)
def test_a_third_item_every_second_week(week: int, third: str | None) -> None:
    rotating = [] if third is None else [(third, ROTATING[third])]
    assert list(scales_in(week, WEEKLY, ROTATING)) == [*WEEKLY.items(), *rotating]


def test_without_rotating_scales_there_are_two() -> None:
    assert scales_in(2, WEEKLY, {}) == tuple(WEEKLY.items())
    assert len(items_for("AAAA", 2, WEEKLY, {})) == 2


def test_a_place_is_the_tag_read_as_a_number() -> None:
    assert spread("AAE") == 1
    assert spread("AQA") == 256


def test_three_silent_weeks_pause() -> None:
    silent, paused = 0, False
    for pressed in (False, False, True, False, False):
        silent, paused = after_week(silent, pressed=pressed)
        assert not paused
    assert silent == 2
    assert after_week(silent, pressed=False) == (0, True)


def test_two_thin_windows_in_a_row_stop() -> None:
    assert after_window(0, 9) == (1, False)
    assert after_window(1, 10) == (0, False)
    assert after_window(1, 9) == (2, True)
