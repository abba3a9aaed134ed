"""Each rule by hand."""

import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.release import (
    WITHHELD,
    Group,
    Released,
    Shape,
    by_section,
    compared,
    had_they_been_lower,
    interval,
    last_over,
    mean,
    of_a_team,
    parts,
    reach,
    response,
    share,
    thaw,
    weeks,
    window_at,
    word,
)
from handlers.rules.release.windows import monday_of


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1", "low"),
        ("1.75", "low"),
        ("1.8", "2.00"),
        ("2.124", "2.00"),
        ("2.125", "2.25"),
        ("3", "3.00"),
        ("3.3", "3.25"),
        ("4.2", "4.00"),
        ("4.25", "high"),
        ("5", "high"),
    ],
)
def test_means_in_steps_of_a_quarter_with_coded_ends(value: str, said: str) -> None:
    assert mean(Group.of([Fraction(value)] * 20), 40).code == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0", "low"),
        (".1", "low"),
        (".12", "20"),
        (".249", "20"),
        (".25", "20"),
        (".35", "40"),
        (".75", "80"),
        (".5", "50"),
        (".89", "80"),
        (".9", "high"),
        ("1", "high"),
    ],
)
def test_shares_in_steps_of_ten_with_coded_ends(value: str, said: str) -> None:
    assert share(Group.of([Fraction(value)] * 20), 40).code == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (9, ""),
        (10, "10-14"),
        (14, "10-14"),
        (15, "15-24"),
        (25, "25-49"),
        (50, "50-99"),
        (99, "50-99"),
        (100, "100+"),
        (250, "100+"),
    ],
)
def test_how_many_answered_is_a_band(count: int, said: str) -> None:
    assert response(count, 250).code == said


@pytest.mark.parametrize(("people", "said"), [(0, "low"), (9, "20"), (25, "50"), (50, "high")])
def test_reach_in_steps_of_ten(people: int, said: str) -> None:
    assert reach(people, 50) == thaw(f"share:{said}")


@pytest.mark.parametrize(
    ("people", "enrolment", "said"),
    [
        (0, 49, "under-10"),
        (9, 49, "under-10"),
        (10, 49, "10"),
        (12, 49, "10"),
        (13, 49, "15"),
        (49, 49, "45"),  # never more than there are
        (12, 12, "10"),
        (60, 30, "30"),  # some have joined since
    ],
)
def test_in_a_class_of_under_fifty_reach_is_counted_to_five(
    people: int, enrolment: int, said: str
) -> None:
    assert reach(people, enrolment) == thaw(f"people:{said}")


def test_nine_people_are_too_few() -> None:
    assert mean(Group.of([3] * 9), 40) == WITHHELD
    assert mean(Group.of([3] * 10), 40).code == "3.00"
    assert share(Group.of([1] * 9), 40) == WITHHELD
    assert word("usual", 9, 40) == WITHHELD
    assert word("usual", 10, 40).code == "usual"


def test_where_nobody_said_how_many_are_enrolled_nothing_is_published() -> None:
    assert mean(Group.of([3] * 30), None) == WITHHELD
    assert reach(30, None) == WITHHELD


@pytest.mark.parametrize(
    ("people", "half_width", "ends"),
    [
        (12, 0.0, ["2.25", "3.75"]),  # from end to end of what its band allows
        (12, 0.7, ["2.00", "4.00"]),  # .7 and half a step are .825, rounded up to 1
        (12, 0.9, ["low", "high"]),  # as wide as can be: from end to end
        (15, 0.0, ["2.50", "3.50"]),
        (49, 0.1, ["2.50", "3.50"]),
        (50, 0.1, ["2.75", "3.25"]),
        (50, 0.2, ["2.50", "3.50"]),
        (9, 0.5, ["", ""]),
    ],
)
def test_how_far_an_interval_reaches(people: int, half_width: float, ends: list[str]) -> None:
    assert [end.code for end in interval(Group.of([3] * people), half_width, 100)] == ends


def test_an_interval_stands_about_the_published_mean() -> None:
    # 3.1 is published as 3.00; its own ends would be 2.85 and 3.35.
    ends = interval(Group.of([Fraction(31, 10)] * 60), 0.1, 90)
    assert [end.code for end in ends] == ["2.75", "3.25"]
    ends = interval(Group.of([5] * 60), 0.1, 90)
    assert [end.code for end in ends] == ["4.00", "high"]


def test_had_those_who_did_not_answer_been_a_point_lower() -> None:
    # 20 of 40, band 15-24: 3 − (1 − 15/40) = 2.375, to the nearest .25 (halves up) 2.50.
    assert had_they_been_lower(Group.of([3] * 20), 40).code == "2.50"
    # Whoever is in the band makes no difference.
    assert had_they_been_lower(Group.of([3] * 16), 40).code == "2.50"
    assert had_they_been_lower(Group.of([1] * 12), 200).code == "low"
    assert had_they_been_lower(Group.of([5] * 250), 250).code == "3.75"
    assert had_they_been_lower(Group.of([3] * 9), 40) == WITHHELD
    assert had_they_been_lower(Group.of([3] * 20), None) == WITHHELD


def test_a_word_of_no_list_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        word("Ana", 20, 40)


def test_sections_are_shown_from_fifteen_enrolled_and_ten_answers() -> None:
    groups = {"a": Group.of([4] * 12), "b": Group.of([2] * 20), "c": Group.of([3] * 15)}
    found = by_section(groups, {"a": 15, "b": 30, "c": 30}, 75)
    assert {name: one.code for name, one in found.sections.items()} == {
        "a": "4.00",
        "b": "2.00",
        "c": "3.00",
    }


def test_of_equal_sections_the_first_by_name_is_hidden_too() -> None:
    groups = {"b": Group.of([3] * 20), "a": Group.of([3] * 20), "c": Group.of([3] * 4)}
    found = by_section(groups, {"a": 30, "b": 30, "c": 30}, 90)
    assert {name for name, one in found.sections.items() if one.shown} == {"b"}


def test_a_class_with_too_few_answers_shows_no_section_either() -> None:
    found = by_section({"a": Group.of([3] * 8)}, {"a": 20}, 20)
    assert not found.whole.shown
    assert found.sections == {"a": WITHHELD}


def test_people_in_no_section_are_a_hidden_one() -> None:
    groups = {"a": Group.of([3] * 20)}
    found = by_section(groups, {"a": 30}, 40, elsewhere=Group.of([5] * 3))
    assert found.whole.shown
    assert found.sections == {"a": WITHHELD}
    together = by_section({}, {}, 40, elsewhere=Group.of([4] * 12))
    assert together.whole.code == "4.00"


@pytest.mark.parametrize(("members", "shown"), [(0, False), (2, False), (3, True), (9, True)])
def test_no_figure_is_about_one_member_of_staff(members: int, shown: bool) -> None:  # a table
    assert of_a_team(members) is shown


@pytest.mark.parametrize(
    ("enrolment", "length"), [(None, 1), (11, 4), (19, 4), (20, 2), (39, 2), (40, 1), (250, 1)]
)
def test_how_long_a_window_is(enrolment: int | None, length: int) -> None:
    assert weeks(enrolment) == length


@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.none() | st.integers(0, 250),
    st.none() | st.dates(date(2024, 1, 1), date(2030, 1, 1)),
)
def test_windows_tumble(day: date, enrolment: int | None, term: date | None) -> None:
    window = window_at(day, enrolment, term)
    assert window.first <= day < window.end
    assert window.first.weekday() == 0
    assert (window.end - window.first).days == 7 * weeks(enrolment)
    assert window_at(window.first, enrolment, term) == window
    assert window_at(window.end, enrolment, term).first == window.end
    assert last_over(window.end, enrolment, term) == window


def test_a_window_is_named_by_its_last_week_and_begins_with_the_term() -> None:
    window = window_at(date(2026, 10, 14), 30, date(2026, 10, 7))
    assert (window.first, window.name) == (date(2026, 10, 5), "2026-W42")
    assert last_over(date(2026, 10, 12), 30, date(2026, 10, 7)) is None
    assert last_over(date(2026, 10, 19), 30, date(2026, 10, 7)) == window


def test_a_week_is_written_as_iso_does() -> None:
    assert monday_of("2026-W40") == date(2026, 9, 28)
    for wrong in ("2026-40", "W40", "2026-W4", "2026-W60", ""):
        with pytest.raises(ValueError):  # noqa: PT011  # the words differ
            monday_of(wrong)


def test_a_released_figure_is_made_by_the_rules_alone() -> None:
    with pytest.raises(TypeError, match="only the release rules"):
        Released(Shape.PEOPLE, "15", object())  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Released(Shape.PEOPLE, "13")  # type: ignore[call-arg]
    for raw in ("mean:3.17", "people:13", "people:5", "share:37", "band:12", "people:x", "word:13"):
        with pytest.raises(ValueError):  # noqa: PT011  # the words differ
            thaw(raw)


def test_a_released_figure_is_frozen_and_thawed() -> None:
    for one in (mean(Group.of([3] * 20), 40), reach(13, 40), WITHHELD):
        assert thaw(one.frozen()) == one
    with pytest.raises(AttributeError):
        mean(Group.of([3] * 20), 40).code = "3.17"  # type: ignore[misc]


def test_the_type_checker_refuses_a_raw_count(tmp_path: Path) -> None:
    program = tmp_path / "leak.py"
    program.write_text(
        "from handlers.rules.release import Released, Shape\n"
        "def show(one: Released) -> None: ...\n"
        "show(13)\n"
        'show(Released(Shape.PEOPLE, "15"))\n'
    )
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ".mypy_cache", str(program)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "leak.py:3" in run.stdout
    assert "leak.py:4" in run.stdout
    assert "Found 2 errors in 1 file" in run.stdout


def test_a_group_knows_its_mean_from_whole_numbers() -> None:
    group = Group.counted(people=4, total=150, least=30, most=60, per=60)
    assert (group.mean, group.least, group.most) == (Fraction(5, 8), Fraction(1, 2), Fraction(1))


def test_parts_of_a_whole_are_told_together_or_not_at_all() -> None:
    groups = {"a": Group.of([1] * 20 + [0] * 5), "b": Group.of([0] * 20 + [1] * 5)}
    assert {name: one.code for name, one in parts(groups, 60).items()} == {"a": "80", "b": "20"}
    few = {name: Group.of([Fraction(1, 2)] * 24) for name in ("a", "b")}
    assert set(parts(few, 60).values()) == {WITHHELD}
    assert set(parts(groups, 11).values()) == {WITHHELD}


@pytest.mark.parametrize(
    ("behind", "enrolment", "said"),
    [(None, 60, "too-few"), ((), 60, "alike"), (("a",), 60, "behind"), (("a",), 11, "")],
)
def test_sections_are_compared_in_a_word(
    behind: tuple[str, ...] | None, enrolment: int, said: str
) -> None:
    assert compared(behind, enrolment).code == said
