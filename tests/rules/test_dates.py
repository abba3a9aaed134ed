"""Days, moments, zones and terms, against calendars and tables worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.dates import begun, day, minutes, moment, over, time_zone
from handlers.rules.sections import LARGEST, LONGEST, MOST, join_code, line_of, listed, new_code

ROME = ZoneInfo("Europe/Rome")
DAYS = [
    ("2026-10-05", date(2026, 10, 5)),
    ("5 Oct 2026", date(2026, 10, 5)),
    ("5. october 2026", date(2026, 10, 5)),
    ("  05   SEPT.  2026 ", date(2026, 9, 5)),
    ("29 Feb 2028", date(2028, 2, 29)),
    ("29 Feb 2027", None),
    ("5/10/2026", None),
    ("18.12.26", None),
    ("5 Okt 2026", None),
    ("5 octo 2026", None),
    ("2026-13-01", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_days(text: str, expected: date | None) -> None:
    assert day(text) == expected


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_a_day_is_read_as_it_is_written(one: date) -> None:
    assert day(one.isoformat()) == day(f"{one.day} {one:%b %Y}") == day(f"{one:%d %B %Y}") == one


MOMENTS = [
    ("23 Oct 2026 09:00", datetime(2026, 10, 23, 7, 0, tzinfo=UTC)),  # summer time, +2
    ("23 Oct 2026, 9.00", datetime(2026, 10, 23, 7, 0, tzinfo=UTC)),
    ("2026-10-26T09:00", datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),  # winter time, +1
    ("2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # shown twice: the first
    ("2026-10-26 24:00", None),
    ("2026-10-26 9:75", None),
    ("2026-10-26", None),
    ("9:00", None),
    ("0001-01-01 00:00", None),  # before the first year in UTC
    ("tomorrow 9:00", None),
]


@pytest.mark.parametrize(("text", "expected"), MOMENTS)
def test_moments(text: str, expected: datetime | None) -> None:
    assert moment(text, ROME) == expected


ZONES = ("Europe/Rome", "America/New_York", "Etc/UTC", "UTC", "America/Indiana/Knox", "US/Knox")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Europe/Rome", "Europe/Rome"),
        ("rome", "Europe/Rome"),
        (" new york ", "America/New_York"),
        ("utc", "UTC"),
        ("Knox", None),  # two of them
        ("Atlantis", None),
        ("", None),
    ],
)
def test_zones(text: str, expected: str | None) -> None:
    assert time_zone(text, ZONES) == expected


FIRST, LAST = date(2026, 10, 5), date(2026, 12, 18)
MIDNIGHT = datetime(2026, 10, 4, 22, 0, tzinfo=UTC)  # 5 October, 00:00 in Rome
AFTER = datetime(2026, 12, 18, 23, 0, tzinfo=UTC)  # 19 December, 00:00 in Rome


def test_a_term_begins_at_its_first_midnight_and_ends_after_its_last_day() -> None:
    moment_before = timedelta(microseconds=1)
    assert begun(FIRST, MIDNIGHT, ROME)
    assert not begun(FIRST, MIDNIGHT - moment_before, ROME)
    assert over(LAST, AFTER, ROME)
    assert not over(LAST, AFTER - moment_before, ROME)
    assert not begun(None, AFTER, ROME)
    assert not over(None, AFTER, ROME)


def test_a_time_of_day_is_minutes() -> None:
    assert [minutes(text) for text in ("08:30", " 0.05", "23:59")] == [510, 5, 1439]
    assert [minutes(text) for text in ("24:00", "12:60", "8", "noon", "")] == [None] * 5


def test_sections_are_named_once_in_their_order() -> None:
    assert listed(" Monday  group\n\nFriday group\nmonday GROUP: 4\n") == [
        ("Monday group", None),
        ("Friday group", None),
    ]
    assert listed("") == []
    assert listed("\n".join(map(str, range(MOST)))) == [(str(one), None) for one in range(MOST)]
    assert listed("\n".join(map(str, range(MOST + 1)))) is None
    assert listed("a" * LONGEST) == [("a" * LONGEST, None)]
    assert listed("a" * (LONGEST + 1)) is None


def test_a_section_may_say_how_many_are_enrolled_in_it() -> None:
    typed = "Monday group:  30\nRoom 4: east\n: 5\nFriday  at 10:15"
    found = [("Monday group", 30), ("Room 4: east", None), (": 5", None), ("Friday at 10:15", None)]
    assert listed(typed) == found
    assert listed("\n".join(line_of(*one) for one in found[:2])) == found[:2]
    assert listed(f"a: {LARGEST}") == [("a", LARGEST)]
    assert listed(f"a: {LARGEST + 1}") is None


def test_a_join_code_is_known_however_it_is_typed() -> None:
    code = new_code("x2fteebb4567")
    assert code == "x2ft-eebb"
    for typed in ("x2ft-eebb", "X2FTEEBB", " x2ft  eebb ", "x2f-tee-bb."):
        assert join_code(typed) == code
    for typed in ("", "x2ft-eeb", "x2ft-eebb4"):
        assert join_code(typed) == ""
