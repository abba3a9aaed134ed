"""Moments as people read them: by the weekday alone only where that cannot be another week's."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.times import weekday_or_dated
from handlers.words import words

ROME = [
    # on a Sunday: of today, of yesterday, of tomorrow, of next Sunday, of last Saturday
    ("2026-10-11 05:00", "2026-10-11 10:00", "Sun 12:00"),
    ("2026-10-11 05:00", "2026-10-10 20:00", "Sat 22:00"),
    ("2026-10-11 05:00", "2026-10-12 21:59", "Mon 23:59"),
    ("2026-10-11 05:00", "2026-10-12 22:00", "Tue 13 Oct, 00:00"),
    ("2026-10-11 05:00", "2026-10-17 23:00", "Sun 18 Oct, 01:00"),
    ("2026-10-11 05:00", "2026-10-09 21:59", "Fri 9 Oct, 23:59"),
    # what day it is is asked of the course's clock, not of UTC
    ("2026-10-11 22:30", "2026-10-13 21:00", "Tue 23:00"),
    ("2026-10-11 21:30", "2026-10-13 21:00", "Tue 13 Oct, 23:00"),
    # the hour that comes twice, and around the one that is missing
    ("2026-10-24 20:00", "2026-10-25 00:30", "Sun 02:30"),
    ("2026-10-24 20:00", "2026-10-25 01:30", "Sun 02:30"),
    ("2027-03-27 21:00", "2027-03-28 00:59", "Sun 01:59"),
    ("2027-03-27 21:00", "2027-03-28 01:00", "Sun 03:00"),
    # over a year's end
    ("2026-12-31 12:00", "2027-01-01 12:00", "Fri 13:00"),
    ("2026-12-31 12:00", "2027-01-07 12:00", "Thu 7 Jan, 13:00"),
]


def in_rome(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Rome"))


@pytest.mark.parametrize(("said", "at", "text"), ROME)
def test_a_moment_is_dated_unless_it_is_of_yesterday_today_or_tomorrow(
    said: str, at: str, text: str
) -> None:
    assert weekday_or_dated(words("en"), in_rome(at), in_rome(said)) == text
