"""Days by the course's own clock; expected moments worked out by hand."""

from datetime import UTC, date, datetime

import pytest

from handlers.rules.limits import MOST, Limited, day_of, next_day


@pytest.mark.parametrize(
    ("at", "zone", "day", "back"),
    [
        ((2026, 10, 5, 10, 15), "UTC", (2026, 10, 5), (2026, 10, 6, 0, 0)),
        ((2026, 10, 5, 23, 30), "Europe/Rome", (2026, 10, 6), (2026, 10, 6, 22, 0)),
        # The clocks go back on 25 October 2026: that day has 25 hours in Rome.
        ((2026, 10, 25, 0, 30), "Europe/Rome", (2026, 10, 25), (2026, 10, 25, 23, 0)),
        ((2026, 10, 5, 2, 0), "America/New_York", (2026, 10, 4), (2026, 10, 5, 4, 0)),
    ],
)
def test_a_day_is_the_course_s_own(
    at: tuple[int, ...], zone: str, day: tuple[int, int, int], back: tuple[int, ...]
) -> None:
    moment = datetime(*at, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute
    assert day_of(moment, zone) == date(*day)
    assert next_day(moment, zone) == datetime(*back, tzinfo=UTC)  # type: ignore[misc,arg-type]  # as above


def test_everything_limited_has_a_limit() -> None:
    assert set(MOST) == set(Limited)
    assert all(most >= 10 for most in MOST.values())
