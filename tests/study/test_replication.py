"""The published numbers: which come out, and which no data can give."""

from __future__ import annotations

import json

import pytest

from handlers.instruments import shipped
from handlers.instruments.instrument import PrintedNumber
from handlers.rules.study.replication import Arithmetic, arithmetic, match
from tests.study.conftest import DATA, Made


def at_printed_precision(value: float, printed: float, stat: str) -> bool:
    decimals: int = 2 if stat.startswith("alpha") else 3
    return abs(value - printed) <= 0.5 / 10.0**decimals + 1e-9


@pytest.mark.parametrize(("variant", "expected"), [("overlap", 83), ("documented", 70)])
def test_the_numbers_equal_the_generating_programs(
    variant: str, expected: int, request: pytest.FixtureRequest
) -> None:
    made: Made = request.getfixturevalue("reproduced" if variant == "overlap" else "documented")
    stats = json.loads((DATA / f"synthetic_{variant}.json").read_text(encoding="utf-8"))["stats"]
    found = made.numbers()
    assert len(stats) == 83
    for entry in stats:
        value = found[entry["stat"]]
        assert value is not None
        assert value == pytest.approx(entry["got"], abs=5.1e-6), entry["stat"]
    comes_out = {
        e["stat"] for e in stats
        if at_printed_precision(found[e["stat"]] or 0, e["printed"], e["stat"])
    }  # fmt: skip
    assert len(comes_out) == expected
    assert comes_out == {entry["stat"] for entry in stats if entry["ok"]}
    assert made.said[0] == (
        f"{expected} of 83 numbers of the published study come out at printed precision."
    )


NOT_FROM_SIX = [
    "T1.mean.LM", "T1.sd.LM", "T1.median.E", "T4.r.LM.AHS", "T4.r.LM.X", "T4.r.LM.A",
    "T4.r.LM.N", "T5.t.E", "T6.t.const", "T6.t.I", "T6.t.E", "T7.B.I", "T7.F",
]  # fmt: skip


def test_the_documented_keying_names_what_does_not_come_out(documented: Made) -> None:
    names = f"{', '.join(NOT_FROM_SIX[:-1])} and {NOT_FROM_SIX[-1]}"
    assert documented.said[1] == f"They do not: {names}."
    for report in ("report.md", "report.html"):
        assert f"These do not: {names}." in documented.text(report)
    assert [row["Number"] for row in documented.table("published-failing")] == NOT_FROM_SIX
    assert len(documented.table("published")) == 83


def test_reproducing_names_its_setting_and_what_contradicts_itself(reproduced: Made) -> None:
    for report in ("report.md", "report.html"):
        text = reproduced.text(report)
        assert "Reproduction setting: extrinsic motivation is the mean of the seven items" in text
        assert "D6 counts in both intrinsic motivation and extrinsic motivation" in text
        assert "Extrinsic motivation (7 items)" in text
        assert "1 of 12 rows agree with themselves and with Table 1." in text
    assert reproduced.said[1].startswith("They come out: T1.mean.LM, T1.sd.LM, ")
    assert (
        "  Table 3, academic performance: F can be at most 0.968; the groups average 3.036, "
        in ("\n".join(reproduced.said))
    )


def test_without_reproducing_six_items_are_used_and_nothing_is_said_of_a_setting(
    documented: Made,
) -> None:
    text = documented.text("report.md")
    assert "Reproduction setting" not in text
    assert "Extrinsic motivation (6 items)" in text


def row(table: str, factor: str) -> Arithmetic:
    return next(
        found
        for found in arithmetic(shipped.published())
        if (found.printed.table, found.printed.factor) == (table, factor)
    )


def test_f_for_achievement_in_table_3_is_not_what_its_means_give() -> None:
    """Means 3.15, 3.09, 3.02, 2.89; SDs .90, .89, .92, .82; n 43, 105, 160, 55.

    By hand: grand mean 3.03636, between 43·.11364² + 105·.05364² + 160·.01636² + 55·.14636²
    = 2.07829, over 3 = .69276; within (42·.81 + 104·.7921 + 159·.8464 + 54·.6724)/359 = .80021;
    F = .8657.
    """
    found = row("Table 3", "Academic performance")
    assert found.low_f < 0.8657 < found.high_f < 1
    assert not found.f_possible
    assert not found.is_t


@pytest.mark.parametrize("table", ["Table 2", "Table 3"])
def test_the_grade_rows_p_belongs_to_no_such_f(table: str) -> None:
    """F(2, 360) = .217 has p = (1 + 2·.217/360)^(−180) = .805 in closed form."""
    found = row(table, "Grade")
    assert found.p == pytest.approx((1 + 2 * 0.217 / 360) ** -180, abs=1e-12)
    assert round(found.p, 3) == 0.805
    assert found.f_possible
    assert not found.p_possible
    assert not found.is_t


@pytest.mark.parametrize("table", ["Table 2", "Table 3"])
def test_the_origin_rows_print_t_as_f(table: str) -> None:
    found = row(table, "Place of origin")
    assert found.is_t
    assert not found.f_possible


def test_the_rows_of_table_3_imply_six_different_means_of_everybody() -> None:
    means = [f.mean for f in arithmetic(shipped.published()) if f.printed.table == "Table 3"]
    assert len(means) == 6
    assert max(means) - min(means) > 0.16


def test_a_sound_row_is_called_sound() -> None:
    assert [
        (found.printed.table, found.printed.factor)
        for found in arithmetic(shipped.published())
        if found.sound
    ] == [("Table 2", "Gender")]


@pytest.mark.parametrize(
    ("value", "printed", "agrees"),
    [
        (0.8745, "0.87", True),
        (0.8751, "0.87", False),
        (0.2305, "0.230", True),  # a tie may go either way
        (0.23051, "0.230", False),
        (-0.5085, "-0.509", True),
        (3.0, "3.000", True),
        (None, "3.000", False),
    ],
)
def test_printed_precision(value: float | None, printed: str, agrees: bool) -> None:
    (found,) = match({"x": value}, [PrintedNumber(stat="x", printed=printed)])
    assert found.agrees is agrees
