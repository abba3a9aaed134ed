from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.pulse.times import (
    Days,
    Rhythm,
    closes,
    days_of,
    is_free,
    is_quiet,
    may_ask,
    moment,
    next_day,
    not_quiet,
    opens,
    reminds,
    sent_by,
)

ROME, KOLKATA, ADELAIDE = (
    ZoneInfo(name) for name in ("Europe/Rome", "Asia/Kolkata", "Australia/Adelaide")
)
ZONES = [
    ROME,
    KOLKATA,
    ADELAIDE,
    *(
        ZoneInfo(name)
        for name in (
            "UTC",
            "America/New_York",
            "America/St_Johns",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Pacific/Chatham",
            "Africa/Cairo",
            "America/Santiago",
        )
    ),
]
WEDNESDAY = date(2026, 9, 9)
rhythms = st.builds(
    Rhythm,
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    minute=st.integers(0, 1439),
    quiet_from=st.integers(0, 1439),
    quiet_to=st.integers(0, 1439),
)


@pytest.mark.parametrize(
    ("day", "minute", "zone", "at"),
    [
        (WEDNESDAY, 510, ROME, datetime(2026, 9, 9, 6, 30, tzinfo=UTC)),
        (WEDNESDAY, 510, KOLKATA, datetime(2026, 9, 9, 3, 0, tzinfo=UTC)),
        # Rome's clocks go from 02:00 to 03:00 on 29 March: 02:30 is skipped, and becomes 03:30.
        (date(2026, 3, 29), 150, ROME, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # They go back from 03:00 to 02:00 on 25 October: of two 02:30s the first.
        (date(2026, 10, 25), 150, ROME, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # Half an hour: Lord Howe goes from 02:00 to 02:30 on 4 October.
        (
            date(2026, 10, 4),
            135,
            ZoneInfo("Australia/Lord_Howe"),
            datetime(2026, 10, 3, 15, 45, tzinfo=UTC),
        ),
    ],
)
def test_a_local_minute_has_one_moment(
    day: date, minute: int, zone: ZoneInfo, at: datetime
) -> None:
    assert moment(day, minute, zone) == at


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(20, 59, False), (21, 0, True), (0, 0, True), (7, 59, True), (8, 0, False), (12, 0, False)],
)
def test_quiet_hours_span_midnight(hour: int, minute: int, quiet: bool) -> None:
    at = datetime(2026, 9, 9, hour, minute, tzinfo=ROME)
    assert is_quiet(at, Rhythm(ROME)) is quiet


def test_quiet_hours_within_a_day() -> None:
    siesta = Rhythm(ROME, quiet_from=13 * 60, quiet_to=15 * 60)
    assert is_quiet(datetime(2026, 9, 9, 14, tzinfo=ROME), siesta)
    assert not is_quiet(datetime(2026, 9, 9, 23, tzinfo=ROME), siesta)
    assert not is_quiet(datetime(2026, 9, 9, 14, tzinfo=ROME), Rhythm(ROME, 2, 510, 0, 0))


def test_midweek_by_default() -> None:
    rhythm = Rhythm(ROME)
    opened = opens(WEDNESDAY, rhythm)
    assert opened.astimezone(ROME).strftime("%a %H:%M") == "Wed 08:30"
    assert reminds(opened, rhythm).astimezone(ROME).strftime("%a %H:%M") == "Thu 20:30"
    assert closes(opened).astimezone(ROME).strftime("%a %H:%M") == "Sat 08:30"


def test_a_reminder_waits_for_the_morning() -> None:
    rhythm = Rhythm(ROME, minute=10 * 60)
    reminded = reminds(opens(WEDNESDAY, rhythm), rhythm)
    assert reminded.astimezone(ROME).strftime("%a %H:%M") == "Fri 08:00"


@given(rhythms, st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_nothing_is_sent_in_quiet_hours_and_a_date_has_one_slot(rhythm: Rhythm, day: date) -> None:
    opened = opens(day, rhythm)
    reminded = reminds(opened, rhythm)
    assert not is_quiet(opened, rhythm)
    assert not is_quiet(reminded, rhythm)
    assert timedelta(hours=36) <= reminded - opened < timedelta(hours=62)
    assert reminded < closes(opened)
    assert opens(day + timedelta(days=7), rhythm) > closes(opened)


@given(rhythms, st.integers(0, 60 * 24 * 365 * 60))
def test_what_waits_for_the_morning_is_not_early(rhythm: Rhythm, minutes: int) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert not_quiet(at, rhythm) == at or is_quiet(at, rhythm)
    assert at <= not_quiet(at, rhythm) <= at + timedelta(hours=25, minutes=30)


def test_the_weeks_of_a_term() -> None:
    monday, friday = date(2026, 9, 7), date(2026, 9, 25)
    assert list(days_of(monday, friday, 2)) == [
        (1, WEDNESDAY),
        (2, date(2026, 9, 16)),
        (3, date(2026, 9, 23)),
    ]
    assert list(days_of(date(2026, 9, 10), date(2026, 9, 16), 2)) == [(1, date(2026, 9, 16))]


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [
        (date(2026, 9, 12), date(2026, 9, 20), True),
        (date(2026, 9, 13), date(2026, 9, 20), False),
        (date(2026, 9, 1), date(2026, 9, 9), True),
        (date(2026, 9, 1), date(2026, 9, 8), False),
    ],
)
def test_a_week_that_touches_an_exam_is_free(first: date, last: date, free: bool) -> None:
    assert is_free(WEDNESDAY, [Days(first, last)]) is free


def test_the_next_day_leaves_exams_out() -> None:
    rhythm, starts, ends = Rhythm(ROME), date(2026, 9, 7), date(2026, 9, 27)
    now = datetime(2026, 9, 9, 6, 29, tzinfo=UTC)
    exams = (Days(date(2026, 9, 14), date(2026, 9, 18)),)
    assert next_day(now, starts, ends, rhythm) == (1, WEDNESDAY)
    later = now + timedelta(minutes=1)
    assert next_day(later, starts, ends, rhythm) == (2, date(2026, 9, 16))
    assert next_day(later, starts, ends, rhythm, exams) == (3, date(2026, 9, 23))
    assert next_day(now + timedelta(days=14, minutes=1), starts, ends, rhythm) is None


@pytest.mark.parametrize(
    ("stuck", "hours", "may"),
    [
        (False, None, True),
        (True, None, False),
        (False, 47.9, False),
        (False, 48, True),
        (True, 48, False),
    ],
)
def test_nobody_is_asked_while_stuck(stuck: bool, hours: float | None, may: bool) -> None:
    now = datetime(2026, 9, 9, 6, 30, tzinfo=UTC)
    not_yet = None if hours is None else now - timedelta(hours=hours)
    assert may_ask(now, has_open_question=stuck, not_yet_at=not_yet) is may


@pytest.mark.parametrize(
    ("at", "quiet", "until"),
    [
        ("2026-09-09 08:30", (21, 8), "2026-09-09 21:00"),
        ("2026-09-09 23:30", (21, 8), "2026-09-10 21:00"),
        ("2026-09-12 07:30", (21, 8), "2026-09-12 08:30"),
        ("2026-09-09 08:30", (8, 8), "2026-09-12 08:30"),
    ],
)
def test_what_is_sent_is_sent_before_the_night_and_the_close(
    at: str, quiet: tuple[int, int], until: str
) -> None:
    rhythm = Rhythm(ROME, quiet_from=quiet[0] * 60, quiet_to=quiet[1] * 60)
    moments = (datetime.fromisoformat(text).replace(tzinfo=ROME) for text in (at, until))
    sent, latest = moments
    assert sent_by(sent.astimezone(UTC), rhythm, closes(opens(WEDNESDAY, rhythm))) == latest


@given(rhythms, st.integers(0, 60 * 24 * 365 * 60))
def test_until_it_is_too_late_there_is_no_night(rhythm: Rhythm, minutes: int) -> None:
    at = not_quiet(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), rhythm)
    until = sent_by(at, rhythm, at + timedelta(days=3))
    assert at < until
    assert not is_quiet(until - timedelta(minutes=1), rhythm)
