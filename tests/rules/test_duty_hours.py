"""Duty hours as they are typed, against tables by hand; what is shown can be typed again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.duty_hours import (
    MOST,
    Unclear,
    others,
    others_text,
    planned_minutes,
    week_text,
    weekly,
)
from handlers.rules.staffed_time import OtherDay, Span

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def span(weekday: int, start: float, end: float) -> Span:
    return Span(weekday, round(start * 60), round(end * 60))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("Mon 10-12", (span(MON, 10, 12),)),
        ("monday 10:00–12:30", (span(MON, 10, 12.5),)),
        ("Mon, Wed 10-12", (span(MON, 10, 12), span(WED, 10, 12))),
        ("Mon and Wed 10-12", (span(MON, 10, 12), span(WED, 10, 12))),
        ("Mon 10-12, 14-16", (span(MON, 10, 12), span(MON, 14, 16))),
        (
            "Mon 10-12 and 14-16\nThurs: 9.15 to 10",
            (span(MON, 10, 12), span(MON, 14, 16), span(THU, 9.25, 10)),
        ),
        ("Thu-Fri 9-17", (span(THU, 9, 17), span(FRI, 9, 17))),
        ("Sat-Mon 9-10", (span(MON, 9, 10), span(SAT, 9, 10), span(SUN, 9, 10))),
        ("Tuesdays 2-4pm", (span(TUE, 14, 16),)),
        (
            "Tue 10-12pm; Wed 11-1pm; Fri 11am-1pm",
            (span(TUE, 10, 12), span(WED, 11, 13), span(FRI, 11, 13)),
        ),
        # Over midnight: two parts, also from Sunday to Monday.
        ("Fri 22-2", (span(FRI, 22, 24), span(SAT, 0, 2))),
        ("Sun 11-1am", (span(MON, 0, 1), span(SUN, 23, 24))),
        (
            "Fri 22-24; Sat 20-0; Sun 8pm-12am",
            (span(FRI, 22, 24), span(SAT, 20, 24), span(SUN, 20, 24)),
        ),
        # What overlaps or touches is one.
        ("Mon 10-12, 11-13, 13-14, 11-12", (span(MON, 10, 14),)),
    ],
)  # fmt: skip  # a table
def test_a_week(text: str, spans: tuple[Span, ...]) -> None:
    assert weekly(text) == spans
    assert weekly(week_text(spans)) == spans


TOO_MANY = "; ".join(f"Mon {n // 6}:{n % 6}0-{n // 6}:{n % 6}5" for n in range(MOST + 1))


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Mon", "mon"),
        ("10-12", "10-12"),
        ("Mon 10-12; Wed", "wed"),
        ("Mon 10-12; sometimes", "sometimes"),
        ("Mon-Someday 10-12", "mon-someday 10-12"),
        ("Mo!n 10-12", "mo!n 10-12"),
        ("Mon 10", "mon 10"),
        ("Mon 10-10", "mon 10-10"),
        ("Mon 24-2", "mon 24-2"),
        ("Mon 10-25", "mon 10-25"),
        ("Mon 10:60-12", "mon 10:60-12"),
        ("Mon 10-13pm", "mon 10-13pm"),
        ("Mon 0-2am", "mon 0-2am"),
        ("Mon ...", "mon ..."),
        (TOO_MANY, "mon 10:00-10:05"),
    ],
)  # fmt: skip  # a table
def test_what_is_no_week(text: str, piece: str) -> None:
    with pytest.raises(Unclear) as caught:
        weekly(text)
    assert caught.value.piece == piece


SPANS = st.builds(
    lambda weekday, start, length: Span(weekday, start, min(start + length, 1440)),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(1, 300),
)


@given(st.lists(SPANS, max_size=8))
def test_what_is_shown_can_be_typed_again(spans: list[Span]) -> None:
    again = weekly(week_text(spans))
    assert weekly(week_text(again)) == again
    on = {(one.weekday, minute) for one in spans for minute in range(one.start, one.end)}
    assert {(one.weekday, minute) for one in again for minute in range(one.start, one.end)} == on
    assert planned_minutes(again) == len(on)


def test_other_days() -> None:
    text = "24 Dec 2026 off\n\n2026-12-23: 10-12, 11-13 and 2-4pm\n24 Dec 2026 none\n"
    days = (OtherDay(date(2026, 12, 23), ((600, 780), (840, 960))), OtherDay(date(2026, 12, 24)))
    assert others(text) == days
    assert others_text(days) == "23 Dec 2026 10:00-13:00, 14:00-16:00\n24 Dec 2026 off"
    assert others(others_text(days)) == days
    assert others("") == ()


@pytest.mark.parametrize(
    "line",
    [
        "24 dec 2026",
        "off",
        "24 dec 2026 22-2",
        "24 dec 2026 perhaps",
        "2026-13-01 off",
        "\n".join(f"{n % 28 + 1} {['jan', 'feb', 'mar'][n // 28]} 2026 off" for n in range(84)),
    ],
)  # fmt: skip  # a table
def test_what_is_no_other_day(line: str) -> None:
    with pytest.raises(Unclear) as caught:
        others(line)
    assert caught.value.piece in line.splitlines()
