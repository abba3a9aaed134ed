"""What is closed when, against tables worked out by hand and a second way of reckoning."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.exams import Held, Period, closing, opens, readable
from storage.kinds import By, Form

NINE = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
HOUR, INSTANT = timedelta(hours=1), timedelta(microseconds=1)
MIDTERM = Period("midterm", NINE, NINE + 2 * HOUR)
LONG = Period("long", NINE + HOUR, NINE + 4 * HOUR)

CLOSING = [
    ("just before", NINE - INSTANT, [], None),
    ("its first moment", NINE, [], MIDTERM),
    ("its last moment", NINE + 2 * HOUR - INSTANT, ["long"], MIDTERM),
    ("the moment after", NINE + 2 * HOUR, ["long"], None),
    ("accommodated", NINE, ["midterm"], None),
    ("of two the one that ends last", NINE + HOUR, [], LONG),
    ("accommodated in one of two", NINE + HOUR, ["long"], MIDTERM),
    ("accommodated in both", NINE + HOUR, ["long", "midterm"], None),
]


@pytest.mark.parametrize(
    ("why", "at", "excepted", "period"), CLOSING, ids=[row[0] for row in CLOSING]
)
def test_which_period_closes(
    why: str, at: datetime, excepted: list[str], period: Period | None
) -> None:
    assert closing([MIDTERM, LONG], excepted, at) == period, why


hours = st.integers(0, 30)


@given(st.lists(st.tuples(hours, hours, st.booleans()), max_size=6), hours)
def test_closed_exactly_in_the_union_of_the_periods_that_hold(
    spans: list[tuple[int, int, bool]], hour: int
) -> None:
    periods = [
        Period(str(number), NINE + start * HOUR, NINE + end * HOUR)
        for number, (start, end, _away) in enumerate(spans)
    ]
    excepted = [str(number) for number, (_start, _end, away) in enumerate(spans) if away]
    closed_hours = {one for start, end, away in spans if not away for one in range(start, end)}
    found = closing(periods, excepted, NINE + hour * HOUR)
    assert (found is not None) == (hour in closed_hours)


READABLE = [
    (None, By.CLASSMATE, Form.FULL, NINE - HOUR, True),
    (MIDTERM, By.STAFF, Form.HINT, NINE, True),
    (MIDTERM, By.STAFF, Form.HINT, NINE - INSTANT, False),
    (MIDTERM, By.STAFF, None, NINE + HOUR, True),
    (MIDTERM, By.STAFF, None, NINE - HOUR, False),
    (MIDTERM, By.STAFF, Form.FULL, NINE + HOUR, False),
    (MIDTERM, By.CLASSMATE, Form.HINT, NINE + HOUR, False),
    (MIDTERM, By.CLASSMATE, None, NINE + HOUR, False),
    (MIDTERM, By.ASKER, None, NINE - HOUR, True),
]


@pytest.mark.parametrize(("period", "by", "form", "written_at", "expected"), READABLE)
def test_what_is_read_during_one(
    period: Period | None, by: By, form: Form | None, written_at: datetime, expected: bool
) -> None:
    assert readable(period, by, form, written_at) is expected


HELD = [
    Held("Assignment 3", NINE),
    Held("assignment 3", NINE + HOUR),
    Held("Problem 2", NINE + 2 * HOUR),
]
OPENS = [
    (("Assignment 3", ""), NINE - HOUR, NINE + HOUR),
    (("ASSIGNMENT 3", "Problem 2"), NINE - HOUR, NINE + 2 * HOUR),
    (("Assignment 3",), NINE, NINE + HOUR),
    (("Assignment 3",), NINE + HOUR, None),
    (("Joins", "Problem 1"), NINE - HOUR, None),
    (("", ""), NINE - HOUR, None),
]


@pytest.mark.parametrize(("names", "at", "expected"), OPENS)
def test_when_an_answer_opens(
    names: tuple[str, ...], at: datetime, expected: datetime | None
) -> None:
    assert opens(HELD, names, at) == expected
