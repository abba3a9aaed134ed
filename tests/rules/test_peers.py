"""What helpers type, against tables by hand."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from handlers.rules.peers import chosen_topics, time_of_day, week_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22:00", time(22)),
        (" 8.30 ", time(8, 30)),
        ("8", time(8)),
        ("0:00", time(0)),
        ("24:00", None),
        ("8:60", None),
        ("late", None),
        ("", None),
    ],
)
def test_times_of_day(text: str, expected: time | None) -> None:
    assert time_of_day(text) == expected


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("joins\n JOINS \n\nsql", ("Joins", "SQL", "Plots"), ["Joins", "SQL"]),
        ("joins\nother", ("Joins",), None),
        ("", ("Joins",), []),
        ("my  own\nmy own", (), ["my own"]),
    ],
)
def test_topics(text: str, known: tuple[str, ...], expected: list[str] | None) -> None:
    assert chosen_topics(text, known) == expected


def test_a_week_is_the_calendar_s_where_the_course_is() -> None:
    rome = ZoneInfo("Europe/Rome")
    sunday_night = datetime(2026, 10, 4, 22, 30, tzinfo=UTC)  # Monday 00:30 in Rome
    assert week_of(sunday_night, UTC) == "2026-W40"
    assert week_of(sunday_night, rome) == "2026-W41"
    assert week_of(datetime(2027, 1, 1, tzinfo=UTC), UTC) == "2026-W53"  # ISO 8601
