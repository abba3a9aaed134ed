"""The page for lecturers: its options are the command's, its arithmetic is right."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import numpy as np
import pytest

from bot.cli.study import study
from handlers.instruments import shipped

ROOT = Path(__file__).parents[2]
TEXT = " ".join((ROOT / "docs" / "study.md").read_text(encoding="utf-8").split())
PRINTED = {n.source: float(n.printed) for n in shipped.published().numbers}


def test_every_option_is_on_the_page_and_no_other() -> None:
    parameters = set(inspect.signature(study).parameters) - {"source"}
    assert set(re.findall(r"\| `--(\w+)", TEXT)) == parameters


def test_the_pictures_are_there_and_described() -> None:
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", TEXT)
    assert len(pictures) == 2
    assert all((ROOT / "docs" / path).is_file() and len(words) > 40 for words, path in pictures)


@pytest.mark.parametrize("table", ["T5", "T6", "T7"])
def test_the_lines_pass_through_the_means_only_with_the_labels_swapped(table: str) -> None:
    """By rounding, the value at the means may be off by .0005 · (1 + 3.019 + 3.065 + B's + 1)."""
    outcome = {"T5": "X", "T6": "A", "T7": "N"}[table]
    constant, i, e = (PRINTED[f"{table}.B.{term}"] for term in ("const", "I", "E"))
    means = PRINTED["T1.mean.I"], PRINTED["T1.mean.E"]
    slack = 0.0005 * (2 + sum(means) + abs(i) + abs(e))
    at_swapped = constant + i * means[0] + e * means[1]
    as_labelled = constant + i * means[1] + e * means[0]
    assert abs(at_swapped - PRINTED[f"T1.mean.{outcome}"]) <= slack
    assert abs(as_labelled - PRINTED[f"T1.mean.{outcome}"]) > slack
    if table == "T5":
        assert f"that is {at_swapped:.3f}, the printed mean" in TEXT
        assert f"it is {as_labelled:.3f}, further off than rounding allows" in TEXT


def test_the_medians_tell_six_items_from_seven() -> None:
    def possible(median: float, items: int) -> bool:
        return any(abs(total / items - median) <= 0.0005 for total in range(items, 5 * items + 1))

    assert shipped.published().n % 2 == 1  # the median is a person's score
    assert possible(PRINTED["T1.median.I"], 6)
    assert possible(PRINTED["T1.median.E"], 7)
    assert not possible(PRINTED["T1.median.E"], 6)


def test_six_and_six_items_cannot_give_the_printed_total() -> None:
    i, e = PRINTED["T1.sd.I"], PRINTED["T1.sd.E"]
    r = (1 - 1 / PRINTED["T5.VIF.I"]) ** 0.5
    mean = (PRINTED["T1.mean.I"] + PRINTED["T1.mean.E"]) / 2
    sd = (i * i + e * e + 2 * r * i * e) ** 0.5 / 2
    with_x = (i * PRINTED["T4.r.I.X"] + e * PRINTED["T4.r.E.X"]) / (2 * sd)
    assert abs(mean - PRINTED["T1.mean.LM"]) > 0.001
    assert f"which is {mean:.3f}, and {PRINTED['T1.mean.LM']} is printed" in TEXT
    assert f"its SD would be {sd:.3f}, and {PRINTED['T1.sd.LM']}".replace("0.", ".") in TEXT
    assert f"would be {with_x:.3f}, and {PRINTED['T4.r.LM.X']}".replace("0.", ".") in TEXT


def test_alpha_and_sd_of_the_help_seeking_total_contradict_each_other() -> None:
    items = sum(k * PRINTED[f"T1.sd.{s}"] ** 2 for s, k in (("X", 5), ("A", 5), ("N", 4)))
    total = (14 * PRINTED["T1.sd.AHS"]) ** 2
    most = 14 / 13 * (1 - items / total)
    assert f"= {items:.2f}; the total's variance is (14 × .519)² = {total:.2f}" in TEXT
    assert f"= {most:.3f}.".replace("0.", ".") in TEXT
    assert most < PRINTED["alpha.AHSrev"] - 0.1


def test_tables_5_to_7_alone_do_not_rule_out_six_items() -> None:
    """Means that are sixths of whole totals, with SDs and correlations, that round to the print.

    The numbers were found by search; that they do is checked here.
    """
    n, sd_i, sd_e, r = 363, 1.0262563, 0.9845866, 0.4703607
    mean_i, mean_e = 6576 / (6 * n), 6675 / (6 * n)
    outcomes = {
        "T5": ("X", 5566 / (5 * n), 1.1067616, 0.3704277, 0.4512229),
        "T6": ("A", 5270 / (5 * n), 1.10486, -0.3848762, -0.4833908),
        "T7": ("N", 4504 / (4 * n), 1.1107252, 0.3732603, 0.4412221),
    }
    for table, (outcome, mean, sd, with_i, with_e) in outcomes.items():
        covariance = np.array([[sd_i**2, r * sd_i * sd_e], [r * sd_i * sd_e, sd_e**2]])
        b = np.linalg.solve(covariance, np.array([with_i * sd_i, with_e * sd_e]) * sd)
        r2 = float(b @ covariance @ b) / sd**2
        inverse = np.linalg.inv(covariance * (n - 1))
        residual = sd**2 * (n - 1) * (1 - r2) / (n - 3)
        means = np.array([mean_i, mean_e])
        constant = mean - means @ b
        se = np.sqrt(residual * np.diag(inverse))
        constant_se = np.sqrt(residual * (1 / n + means @ inverse @ means))
        computed = {
            "T1.mean.I": mean_i, "T1.mean.E": mean_e, "T1.sd.I": sd_i, "T1.sd.E": sd_e,
            f"T1.mean.{outcome}": mean, f"T1.sd.{outcome}": sd,
            f"T4.r.I.{outcome}": with_i, f"T4.r.E.{outcome}": with_e,
            f"{table}.B.const": constant, f"{table}.SE.const": constant_se,
            f"{table}.t.const": constant / constant_se,
            f"{table}.R2": r2, f"{table}.adjR2": 1 - (1 - r2) * (n - 1) / (n - 3),
            f"{table}.F": r2 / 2 / ((1 - r2) / (n - 3)), f"{table}.VIF.I": 1 / (1 - r * r),
        }  # fmt: skip
        for k, (term, spread) in enumerate((("I", sd_i), ("E", sd_e))):
            computed |= {
                f"{table}.B.{term}": b[k], f"{table}.SE.{term}": se[k],
                f"{table}.t.{term}": b[k] / se[k], f"{table}.beta.{term}": b[k] * spread / sd,
            }  # fmt: skip
        for stat, value in computed.items():
            assert abs(value - PRINTED[stat]) <= 0.0005, stat
