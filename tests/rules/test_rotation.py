"""Which classmate is asked next, by hand; and that over a week it is even."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.rotation import Helper, in_quiet_hours, rotation

PRAGUE = ZoneInfo("Europe/Prague")
MONDAY = datetime(2026, 9, 7, 8, 15, tzinfo=UTC)
"""10:15 in Prague."""


def helper(seat: str, *topics: str, limit: int = 5, used: int = 0, **more: object) -> Helper:
    made = Helper(seat, frozenset(topics), limit, used)
    return replace(made, **more)  # type: ignore[arg-type]  # named at each call


def seats(helpers: list[Helper], topic: str = "joins", asked: tuple[str, ...] = ()) -> list[str]:
    return [one.seat for one in rotation("q1", topic, helpers, MONDAY, PRAGUE, asked)]


def test_the_order() -> None:
    earlier, later = MONDAY - timedelta(days=2), MONDAY - timedelta(days=1)
    helpers = [
        helper("a", used=2),
        helper("b", used=1, asked_at=later),
        helper("c", used=1, asked_at=earlier),
        # The same part of a larger limit: 2 of 10.
        helper("d", limit=10, used=2),
    ]
    assert seats(helpers) == ["d", "c", "b", "a"]
    assert seats(helpers[::-1]) == ["d", "c", "b", "a"]
    assert seats(helpers, asked=("c", "d")) == ["b", "a"]


@pytest.mark.parametrize(
    "unsuitable",
    [
        helper("x", limit=3, used=3),
        helper("x", limit=0),
        helper("x", "plots"),
        helper("x", paused=True),
        helper("x", quiet=(time(10), time(11))),
    ],
)
def test_who_is_not_asked(unsuitable: Helper) -> None:
    assert seats([unsuitable, helper("y", "joins")]) == ["y"]


@pytest.mark.parametrize(
    ("quiet", "at", "is_quiet"),
    [
        (None, "10:15", False),
        ((time(22), time(8)), "21:59", False),
        ((time(22), time(8)), "22:00", True),
        ((time(22), time(8)), "03:00", True),
        ((time(22), time(8)), "08:00", False),
        ((time(12), time(13)), "12:30", True),
        ((time(12), time(13)), "13:00", False),
    ],
)
def test_quiet_hours(
    quiet: tuple[time, time] | None, at: str, is_quiet: bool
) -> None:  # a table's column
    wall = datetime.combine(MONDAY.date(), time.fromisoformat(at), PRAGUE)
    assert in_quiet_hours(quiet, wall.astimezone(UTC), PRAGUE) == is_quiet


@given(st.lists(st.integers(1, 6), min_size=1, max_size=10), st.integers(0, 40))
def test_nobody_beyond_their_limit_and_evenly_before(limits: list[int], offers: int) -> None:
    helpers = {f"s{n}": helper(f"s{n}", limit=limit) for n, limit in enumerate(limits)}
    got: Counter[str] = Counter()
    for number in range(offers):
        at = MONDAY + timedelta(minutes=number)
        line = rotation(f"q{number}", "", list(helpers.values()), at, PRAGUE)
        if not line:
            break
        first = line[0]
        got[first.seat] += 1
        helpers[first.seat] = replace(first, used=first.used + 1, asked_at=at)
    assert sum(got.values()) == min(offers, sum(limits))
    shares = [(got[seat], one.limit) for seat, one in helpers.items()]
    for taken, limit in shares:
        assert taken <= limit
        # Nobody is a whole offer ahead of anybody else, by part of their limits.
        assert all((taken - 1) / limit <= other / most for other, most in shares)
