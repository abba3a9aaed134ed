"""Duty hours over nights, weekends and clock changes, against tables and against walking minutes.

Clock changes by the time zone database: Prague leaps from 2:00 to 3:00 on 29 March 2026 and repeats
2:00 to 3:00 on 25 October 2026; Lord Howe repeats half an hour, 1:30 to 2:00, on 5 April 2026;
Havana leaps over midnight to 1:00 on 8 March 2026; Apia had no 30 December 2011.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules.staffed_time import (
    HORIZON,
    OFFICE,
    Hours,
    OtherDay,
    Pressed,
    Shift,
    Span,
    due,
    next_on,
    on_until,
    pressed,
    reached,
    shifts,
    staffed,
)

PRAGUE, KOLKATA, KATHMANDU, LORD_HOWE, HAVANA, APIA = (
    ZoneInfo(name)
    for name in (
        "Europe/Prague",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/Havana",
        "Pacific/Apia",
    )
)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at(text: str, zone: ZoneInfo = PRAGUE, fold: int = 0) -> datetime:
    """A moment by the wall's clock."""
    wall = datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)
    return wall.astimezone(UTC)


def span(weekday: int, start: float, end: float) -> Span:
    """A span in hours."""
    return Span(weekday, round(start * 60), round(end * 60))


def week(*spans: Span) -> tuple[Hours]:
    return (Hours(spans),)


@pytest.mark.parametrize(
    ("zone", "day", "minutes", "moment"),
    [
        (PRAGUE, "2026-09-07", 600, "2026-09-07 08:00"),
        (PRAGUE, "2026-09-07", 1440, "2026-09-07 22:00"),
        # The leap is at 01:00 UTC: every time between 2:00 and 3:00 is reached then.
        (PRAGUE, "2026-03-29", 119, "2026-03-29 00:59"),
        (PRAGUE, "2026-03-29", 120, "2026-03-29 01:00"),
        (PRAGUE, "2026-03-29", 150, "2026-03-29 01:00"),
        (PRAGUE, "2026-03-29", 179, "2026-03-29 01:00"),
        (PRAGUE, "2026-03-29", 181, "2026-03-29 01:01"),
        # 2:30 is shown at 00:30 and at 01:30 UTC: the first counts.
        (PRAGUE, "2026-10-25", 150, "2026-10-25 00:30"),
        (PRAGUE, "2026-10-25", 180, "2026-10-25 02:00"),
        (KOLKATA, "2026-09-07", 600, "2026-09-07 04:30"),
        (KATHMANDU, "2026-09-07", 600, "2026-09-07 04:15"),
        (LORD_HOWE, "2026-04-05", 105, "2026-04-04 14:45"),
        (LORD_HOWE, "2026-04-05", 120, "2026-04-04 15:30"),
        (HAVANA, "2026-03-08", 0, "2026-03-08 05:00"),
        (HAVANA, "2026-03-08", 30, "2026-03-08 05:00"),
        # The whole day is left out: 29 December ends where 31 December begins.
        (APIA, "2011-12-30", 0, "2011-12-30 10:00"),
        (APIA, "2011-12-30", 720, "2011-12-30 10:00"),
        (APIA, "2011-12-30", 1440, "2011-12-30 10:00"),
    ],
)
def test_when_the_wall_reaches_a_time(zone: ZoneInfo, day: str, minutes: int, moment: str) -> None:
    assert reached(zone, date.fromisoformat(day), minutes) == utc(moment)


TEN_TO_FOUR = tuple(span(weekday, 10, 16) for weekday in (MON, TUE, WED, THU, FRI))
LONG_NIGHT = (span(SUN, 1, 4),)


@pytest.mark.parametrize(
    ("team", "since", "until", "hours"),
    [
        (week(*TEN_TO_FOUR), "2026-09-07 09:00", "2026-09-07 17:00", 6),
        (week(*TEN_TO_FOUR), "2026-09-07 11:30", "2026-09-07 12:00", 0.5),
        ((), "2026-09-07 09:00", "2026-09-08 09:00", 0),
        # A night, a weekend.
        (week(*TEN_TO_FOUR), "2026-09-07 15:00", "2026-09-08 11:00", 2),
        (week(*TEN_TO_FOUR), "2026-09-11 15:00", "2026-09-14 11:00", 2),
        # Two at once count once; one takes over from the other without a break.
        (
            (Hours((span(MON, 10, 12),)), Hours((span(MON, 11, 14),))),
            "2026-09-07 00:00",
            "2026-09-08 00:00",
            4,
        ),
        (
            (Hours((span(MON, 10, 12),)), Hours((span(MON, 12, 14),))),
            "2026-09-07 00:00",
            "2026-09-08 00:00",
            4,
        ),
        # Over midnight, in two parts.
        (week(span(MON, 22, 24), span(TUE, 0, 2)), "2026-09-07 23:00", "2026-09-08 12:00", 3),
        # 1:00 to 4:00: two hours when the clock leaps, four when an hour is repeated.
        (week(*LONG_NIGHT), "2026-03-28 12:00", "2026-03-29 12:00", 2),
        (week(*LONG_NIGHT), "2026-10-24 12:00", "2026-10-25 12:00", 4),
        # 2:15 to 2:45: never on that day in spring, once in autumn.
        (week(span(SUN, 2.25, 2.75)), "2026-03-28 12:00", "2026-03-29 12:00", 0),
        (week(span(SUN, 2.25, 2.75)), "2026-10-24 12:00", "2026-10-25 12:00", 0.5),
        # Backwards there is nothing.
        (week(*TEN_TO_FOUR), "2026-09-07 12:00", "2026-09-07 11:00", 0),
    ],
)
def test_how_long_somebody_was_there(
    team: tuple[Hours, ...], since: str, until: str, hours: float
) -> None:
    assert staffed(team, PRAGUE, at(since), at(until)) == timedelta(hours=hours)


def test_moments_of_one_zone_are_real_time_too() -> None:
    # 2:30 for the first time to 2:30 for the second: the walls say nothing has passed.
    first = datetime(2026, 10, 25, 2, 30, tzinfo=PRAGUE)
    second = first.replace(fold=1)
    assert staffed(week(*LONG_NIGHT), PRAGUE, first, second) == timedelta(hours=1)


def test_other_days() -> None:
    holiday = OtherDay(date(2026, 9, 7))
    shorter = OtherDay(date(2026, 9, 8), ((600, 660), (720, 750)))
    hours = Hours(TEN_TO_FOUR, (holiday, shorter))
    assert list(shifts((hours,), PRAGUE, at("2026-09-07 00:00"), at("2026-09-09 12:00"))) == [
        Shift(at("2026-09-08 10:00"), at("2026-09-08 11:00")),
        Shift(at("2026-09-08 12:00"), at("2026-09-08 12:30")),
        Shift(at("2026-09-09 10:00"), at("2026-09-09 12:00")),
    ]
    assert next_on((Hours((), (shorter,)),), PRAGUE, at("2026-09-07 00:00")) == at(
        "2026-09-08 10:00"
    )


@pytest.mark.parametrize(
    ("since", "minutes", "when"),
    [
        ("2026-09-07 10:15", 30, "2026-09-07 10:45"),
        ("2026-09-07 03:00", 30, "2026-09-07 10:30"),
        ("2026-09-07 03:00", 0, "2026-09-07 03:00"),
        # To the last minute, and one more: over a night, over a weekend.
        ("2026-09-07 15:30", 30, "2026-09-07 16:00"),
        ("2026-09-07 15:30", 31, "2026-09-08 10:01"),
        ("2026-09-11 15:50", 30, "2026-09-14 10:20"),
        ("2026-09-11 15:50", 10 + 360 + 5, "2026-09-15 10:05"),
        # The week in which the clock is changed, in both directions: no hour is won or lost.
        ("2026-03-27 15:50", 30, "2026-03-30 10:20"),
        ("2026-10-23 15:50", 30, "2026-10-26 10:20"),
    ],
)
def test_due_in_staffed_minutes(since: str, minutes: int, when: str) -> None:
    found = due(week(*TEN_TO_FOUR), PRAGUE, at(since), timedelta(minutes=minutes))
    assert found == at(when)


def test_due_in_the_repeated_hour() -> None:
    found = due(week(*LONG_NIGHT), PRAGUE, at("2026-10-25 01:00"), timedelta(hours=2.5))
    assert found == at("2026-10-25 02:30", fold=1)


def test_without_hours_nothing_is_in_sight() -> None:
    monday = at("2026-09-07 10:00")
    assert due((), PRAGUE, monday, timedelta(minutes=1)) is None
    assert next_on((Hours(),), PRAGUE, monday) is None
    assert on_until(Hours(), PRAGUE, monday) is None
    far = OtherDay((monday + HORIZON + timedelta(days=2)).date(), ((600, 660),))
    assert next_on((Hours((), (far,)),), PRAGUE, monday) is None


def test_the_office_is_open_on_weekdays() -> None:
    assert staffed((OFFICE,), PRAGUE, at("2026-09-07 00:00"), at("2026-09-14 00:00")) == timedelta(
        hours=40
    )


def test_who_is_on_until_when() -> None:
    hours = Hours((span(MON, 10, 12), span(MON, 12, 14)))
    assert on_until(hours, PRAGUE, at("2026-09-07 10:00")) == at("2026-09-07 14:00")
    assert on_until(hours, PRAGUE, at("2026-09-07 14:00")) is None
    assert on_until(hours, PRAGUE, at("2026-09-07 09:59")) is None
    assert next_on((hours,), PRAGUE, at("2026-09-07 11:00")) == at("2026-09-07 11:00")
    assert next_on((hours,), PRAGUE, at("2026-09-07 15:00")) == at("2026-09-14 10:00")


PLAN = Hours((span(MON, 10, 12), span(MON, 14, 16)))


def press(on: str, since: str, until: str) -> Pressed:
    return Pressed(on=on == "on", since=at(f"2026-09-07 {since}"), until=at(f"2026-09-07 {until}"))


@pytest.mark.parametrize(
    ("before", "moment", "left", "until"),
    [
        # On duty by the hours: off to the end of the shift, then the plan again.
        (None, "10:30", press("off", "10:30", "12:00"), None),
        # Off by that press: the next press takes it back.
        (press("off", "10:30", "12:00"), "11:00", None, "12:00"),
        # Outside the hours: on, for four hours at most.
        (None, "17:00", press("on", "17:00", "21:00"), "21:00"),
        # On by that press, off again: the plan says so by itself.
        (press("on", "17:00", "21:00"), "18:00", None, None),
        # Came early and stays on through the shift: off to its end.
        (press("on", "13:30", "17:30"), "15:00", press("off", "15:00", "16:00"), None),
    ],
)
def test_one_press(
    before: Pressed | None, moment: str, left: Pressed | None, until: str | None
) -> None:
    now = at(f"2026-09-07 {moment}")
    after = pressed(Hours(PLAN.weekly, (), before), PRAGUE, now)
    assert after == left
    expected = None if until is None else at(f"2026-09-07 {until}")
    assert on_until(Hours(PLAN.weekly, (), after), PRAGUE, now) == expected


def test_pressed_off_in_the_middle_leaves_both_ends() -> None:
    break_ = Pressed(on=False, since=at("2026-09-07 10:30"), until=at("2026-09-07 11:00"))
    hours = Hours(PLAN.weekly, (), break_)
    assert list(shifts((hours,), PRAGUE, at("2026-09-07 00:00"), at("2026-09-08 00:00"))) == [
        Shift(at("2026-09-07 10:00"), at("2026-09-07 10:30")),
        Shift(at("2026-09-07 11:00"), at("2026-09-07 12:00")),
        Shift(at("2026-09-07 14:00"), at("2026-09-07 16:00")),
    ]


def test_pressed_off_over_the_whole_of_a_shift_that_follows() -> None:
    until = at("2026-09-07 14:00")
    off = Pressed(on=False, since=at("2026-09-07 11:00"), until=until)
    hours = Hours((span(MON, 10, 12), span(MON, 12, 14)), (), off)
    ten, eleven = at("2026-09-07 10:00"), at("2026-09-07 11:00")
    assert list(shifts((hours,), PRAGUE, ten, until)) == [Shift(ten, eleven)]


@pytest.mark.parametrize("bad", [(7, 0, 1), (-1, 0, 1), (0, 5, 5), (0, -1, 5), (0, 0, 1441)])
def test_a_span_lies_in_one_day(bad: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="one day"):
        Span(*bad)


MINUTE = timedelta(minutes=1)
CHANGES = [
    (PRAGUE, utc("2026-03-28 12:00")),
    (PRAGUE, utc("2026-10-24 12:00")),
    (KOLKATA, utc("2026-09-06 12:00")),
    (LORD_HOWE, utc("2026-04-04 03:00")),
    (LORD_HOWE, utc("2026-10-03 03:00")),
    (HAVANA, utc("2026-03-07 17:00")),
]
SPANS = st.builds(
    lambda weekday, start, length: Span(weekday, start, min(start + length, 1440)),
    st.sampled_from([SAT, SUN, MON]),
    st.integers(0, 1439),
    st.integers(1, 300),
)


def walked(team: list[Hours], zone: ZoneInfo, since: datetime, minutes: int) -> list[bool]:
    """For each minute whether anybody is on: by walking, and looking at the wall each time."""
    begin = since - timedelta(days=2)
    walls = [
        (begin + MINUTE * n).astimezone(zone).replace(tzinfo=None)
        for n in range(minutes + 2 * 2880)
    ]
    days = {wall.date() for wall in walls}
    on = [False] * len(walls)
    for hours in team:
        for part in hours.weekly:
            for day in days:
                if day.weekday() != part.weekday:
                    continue
                midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # the wall's
                first = [
                    next((n for n, wall in enumerate(walls) if wall >= midnight + MINUTE * m), None)
                    for m in (part.start, part.end)
                ]
                if first[0] == 0 or first[1] is None or first[0] is None:
                    continue
                on[first[0] : first[1]] = [True] * (first[1] - first[0])
    return on[2880 : 2880 + minutes]


@settings(max_examples=25)
@given(
    st.sampled_from(CHANGES),
    st.lists(st.lists(SPANS, max_size=2).map(lambda spans: Hours(tuple(spans))), max_size=2),
    st.integers(0, 600),
    st.integers(0, 1200),
    st.integers(1, 400),
)
def test_as_by_walking(
    change: tuple[ZoneInfo, datetime], team: list[Hours], start: int, length: int, lasting: int
) -> None:
    zone, begin = change
    since = begin + MINUTE * start
    on = walked(team, zone, since, 2000)
    assert staffed(team, zone, since, since + MINUTE * length) == MINUTE * sum(on[:length])
    target = due(team, zone, since, MINUTE * lasting)
    if sum(on) >= lasting:
        last = [n for n, there in enumerate(on) if there][lasting - 1]
        assert target == since + MINUTE * (last + 1)
    else:
        assert target is None or target > since + MINUTE * 1999
    coming = next_on(team, zone, since)
    if any(on):
        assert coming == since + MINUTE * on.index(True)
