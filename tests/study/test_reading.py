"""A CSV is read, or one sentence says which cell is wrong."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from bot.study.reading import File, read
from handlers.instruments import shipped
from handlers.instruments.instrument import UnusableError
from handlers.rules.study.analysis import analyse
from tests.study.conftest import DATA, Row, Write


def reading(path: Path) -> File:
    return read(path, shipped.questionnaire(), shipped.demographics())


def refusal(path: Path) -> str:
    with pytest.raises(UnusableError) as error:
        analyse(reading(path).answers, shipped.questionnaire(), shipped.demographics())
    return str(error.value)


def changed(rows: list[Row], at: int, **cells: str) -> list[Row]:
    return [row | cells if i == at else row for i, row in enumerate(rows)]


def test_every_cell_arrives(rows: list[Row]) -> None:
    answers = reading(DATA / "synthetic_documented.csv").answers
    assert answers.n == 363
    groups = {f.column: list(f.groups) for f in shipped.demographics().factors}
    for i, row in enumerate(rows):
        assert all(answers.items[item][i] == int(row[item]) for item in answers.items)
        assert all(groups[c][answers.groups[c][i]] == row[c] for c in groups)


def test_a_skip_is_missing_and_never_a_three(rows: list[Row], write: Write) -> None:
    path = write(changed(rows, 4, Q1="", Q2="Skip", Q3=" NA ", Q4="4.0", gender=""))
    answers = reading(path).answers
    assert all(math.isnan(answers.items[item][4]) for item in ("Q1", "Q2", "Q3"))
    assert answers.items["Q4"][4] == 4
    assert answers.groups["gender"][4] == -1


def test_what_a_spreadsheet_may_write(rows: list[Row], tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    lines = [";".join(rows[0]), *(";".join(row.values()) for row in rows), ";" * 32, ""]
    path.write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    plain, excel = reading(DATA / "synthetic_documented.csv").answers, reading(path).answers
    assert all((plain.items[i] == excel.items[i]).all() for i in plain.items)
    assert all((plain.groups[c] == excel.groups[c]).all() for c in plain.groups)


def test_group_names_may_differ_in_case(rows: list[Row], write: Write) -> None:
    answers = reading(write(changed(rows, 0, gender=" Female"))).answers
    assert answers.groups["gender"][0] == 1


def test_spare_columns_and_repeated_ids_are_counted(rows: list[Row], write: Write) -> None:
    file = reading(write([row | {"id": "same", "consent": "2"} for row in rows]))
    assert file.unused == ("consent",)
    assert file.repeated == 362


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Q7": "6"}, "Row 12, column Q7: '6' is not an answer from 1 to 5"),
        ({"Q7": "0"}, "Row 12, column Q7: '0' is not an answer from 1 to 5"),
        ({"Q7": "3.5"}, "Row 12, column Q7: '3.5' is not an answer from 1 to 5"),
        ({"D1": "agree"}, "Row 12, column D1: 'agree' is not an answer from 1 to 5"),
        ({"D1": "nan"}, "Row 12, column D1: 'nan' is not an answer from 1 to 5"),
        (
            {"major": "law"},
            (
                "Row 12, column major: 'law' is not one of clinical, chinese_medicine, nursing, "
                "stomatology"
            ),
        ),
    ],
)
def test_a_wrong_cell_is_named(
    cells: dict[str, str], sentence: str, rows: list[Row], write: Write
) -> None:
    assert refusal(write(changed(rows, 10, **cells))).startswith(sentence + "; correct it, or ")


def without(rows: list[Row], column: str) -> list[Row]:
    return [{name: cell for name, cell in row.items() if name != column} for row in rows]


def test_a_missing_column_is_named(rows: list[Row], write: Write) -> None:
    assert refusal(write(without(rows, "Q14"))) == (
        "Row 1 names no column Q14; add it, or check the file."
    )


def test_a_misspelt_column_is_recognised(rows: list[Row], write: Write) -> None:
    path = write(without([row | {"Gendre": row["gender"]} for row in rows], "gender"))
    assert refusal(path) == "Row 1 names no column gender, but 'Gendre' looks like it; rename it."


def test_a_column_named_twice_is_named(rows: list[Row], tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text(",".join([*rows[0], "D3"]) + "\n", encoding="utf-8")
    assert refusal(path) == "Row 1 names column D3 twice; remove one of them."


def test_a_row_of_another_length_is_named(rows: list[Row], tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text(f"{','.join(rows[0])}\nS001,female\n", encoding="utf-8")
    assert refusal(path) == (
        "Row 2 has 2 columns and the first row names 33; look for a missing or stray ',' in row 2."
    )


def test_an_empty_file_and_one_of_names_only(rows: list[Row], tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("", encoding="utf-8")
    assert refusal(path) == "Row 1 names no column D1; add it, or check the file."
    path.write_text(",".join(rows[0]) + "\n", encoding="utf-8")
    assert refusal(path) == ("The file has no respondent: row 2, under the column names, is empty.")


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("id;Größe\n".encode("latin-1"))
    assert refusal(path) == "latin.csv is not UTF-8 text (byte 5); save it as 'CSV UTF-8'."


def test_an_empty_group_is_named(rows: list[Row], write: Write) -> None:
    assert refusal(write([row for row in rows if row["gender"] == "female"])) == (
        "Column gender has nobody in group 'male' in rows 2–217; check the spelling, "
        "or leave the column out with --without gender."
    )


def test_a_constant_column_is_named(rows: list[Row], write: Write) -> None:
    assert refusal(write([row | {"Q3": "4"} for row in rows])) == (
        "Column Q3 is constant (4 in all answered rows of rows 2–364), "
        "so nothing can be associated with it; check the file."
    )


def test_a_column_without_answers_is_named(rows: list[Row], write: Write) -> None:
    assert refusal(write([row | {"Q3": ""} for row in rows])) == (
        "Column Q3 has no answer in rows 2–364; check that the file holds the answers to this item."
    )


def test_fewer_rows_than_predictors(rows: list[Row], write: Write) -> None:
    assert refusal(write(rows[:2])) == (
        "A regression on 2 predictors (columns D1–D12) needs at least 4 respondents, "
        "and the file has 2 (rows 2–3); collect more answers."
    )


def test_fewer_complete_rows_than_predictors(rows: list[Row], write: Write) -> None:
    blank = dict.fromkeys([f"Q{i}" for i in range(1, 6)], "")
    few = [
        row | (dict.fromkeys(blank, str(1 + i)) if i < 3 else blank) for i, row in enumerate(rows)
    ]
    assert refusal(write(few)) == (
        "A regression on 2 predictors needs at least 4 complete rows, and there are 3 "
        "(columns D1–D12, Q1–Q5, rows 2–364); collect more answers."
    )


def test_a_scale_nobody_scores_on_is_named(rows: list[Row], write: Write) -> None:
    """Each item is answered by somebody, and nobody answers two thirds of a scale."""
    few = [row | {f"Q{k}": "" for k in range(11, 15) if k != 11 + i % 4}
           for i, row in enumerate(rows)]  # fmt: skip
    assert refusal(write(few)).startswith(
        "Columns Q11–Q14, rows 2–364: fewer than two different scores of instrumental help-seeking"
    )
