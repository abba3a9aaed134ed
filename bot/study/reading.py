"""A CSV of answers, or one sentence about the cell that is wrong."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import count
from pathlib import Path

import numpy as np

from handlers.instruments.instrument import Demographics, Factor, Instrument, UnusableError
from handlers.rules.study.answers import FIRST_ROW, Answers

BLANK = frozenset({"", "skip", "na", "n/a"})
"""What counts as no answer, whatever its case."""

STEP = 5_000
"""Rows between two words to whoever watches the progress."""

_NONE = -1

Cells = dict[str, int]
Watch = Callable[[int], None]


@dataclass(frozen=True)
class File:
    """What a CSV holds.

    Attributes:
        answers: The answers to the instrument and the demographic questions.
        unused: Columns that nothing asked for.
        repeated: Rows whose ``id`` is that of an earlier row.
    """

    answers: Answers
    unused: tuple[str, ...]
    repeated: int


def read(
    path: Path, instrument: Instrument, demographics: Demographics, watch: Watch = lambda _: None
) -> File:
    """Read a CSV with one row per respondent and one column per item and question.

    Args:
        path: The file: UTF-8, columns parted by commas or semicolons, names in row 1.
        instrument: Names the item columns and the range of answers.
        demographics: Names the other columns and their groups.
        watch: Told now and then how many bytes have been read.

    Raises:
        UnusableError: A column is missing or named twice, or a cell holds what it may not.
        OSError: The file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return _read(lines, instrument, demographics, watch)
    except UnicodeDecodeError as error:
        raise UnusableError(
            f"{path.name} is not UTF-8 text (byte {error.start}); save it as 'CSV UTF-8'."
        ) from None
    except csv.Error as error:
        raise UnusableError(f"{path.name} is not a CSV file: {error}.") from None


def _read(
    lines: Iterator[str], instrument: Instrument, demographics: Demographics, watch: Watch
) -> File:
    first = next(lines, "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    header = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
    columns = [*instrument.items, *(factor.column for factor in demographics.factors)]
    places = _places(header, columns)
    highest = len(instrument.response)
    known: list[Cells] = [
        *({str(value): value for value in range(1, highest + 1)} for _ in instrument.items),
        *({group: i for i, group in enumerate(f.groups)} for f in demographics.factors),
    ]
    stored = [array("b") for _ in columns]
    work = list(zip(places, known, (values.append for values in stored), strict=True))
    ids: set[str] = set()
    id_place = header.index("id") if "id" in header else None
    repeated = size = 0
    for row, cells in zip(count(FIRST_ROW), csv.reader(lines, delimiter=delimiter)):
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise UnusableError(
                f"Row {row} has {len(cells)} columns and the first row names {len(header)}; "
                f"look for a missing or stray '{delimiter}' in row {row}."
            )
        for place, codes, append in work:
            try:
                append(codes[cells[place]])
            except KeyError:
                code = _code(cells[place], header[place], row, instrument, demographics)
                codes[cells[place]] = code
                append(code)
        if id_place is not None:
            repeated += cells[id_place] in ids
            ids.add(cells[id_place])
        if row % STEP == 0:
            size += STEP * len(delimiter.join(cells))
            watch(size)
    if not stored[0]:
        raise UnusableError("The file has no respondent: row 2, under the column names, is empty.")
    split = len(instrument.items)
    named = dict(zip(columns, stored, strict=True))
    return File(
        Answers(
            items={column: _floats(named[column]) for column in columns[:split]},
            groups={column: np.array(named[column], np.int64) for column in columns[split:]},
        ),
        unused=tuple(name for name in header if name not in columns and name != "id"),
        repeated=repeated,
    )


def _places(header: Sequence[str], columns: Sequence[str]) -> list[int]:
    """Where each wanted column is."""
    for name in columns:
        if header.count(name) > 1:
            raise UnusableError(f"Row 1 names column {name} twice; remove one of them.")
        if name not in header:
            spare = [other for other in header if other and other not in columns]
            close = get_close_matches(name.lower(), [other.lower() for other in spare], 1)
            hint = next((f"'{o}' looks like it" for o in spare if o.lower() in close), None)
            raise UnusableError(
                f"Row 1 names no column {name}"
                + (f", but {hint}; rename it." if hint else "; add it, or check the file.")
            )
    return [header.index(name) for name in columns]


def _code(
    cell: str, column: str, row: int, instrument: Instrument, demographics: Demographics
) -> int:
    """The code of a cell that is not written in the plainest way."""
    text = cell.strip()
    if text.casefold() in BLANK:
        return _NONE
    if column in instrument.items:
        return _answer(text, column, row, len(instrument.response))
    factor = next(f for f in demographics.factors if f.column == column)
    return _group(text, factor, row)


def _answer(text: str, column: str, row: int, highest: int) -> int:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if value not in range(1, highest + 1):
        raise UnusableError(
            f"Row {row}, column {column}: '{text[:40]}' is not an answer from 1 to {highest}; "
            "correct it, or leave the cell empty if the item was skipped."
        )
    return int(value)


def _group(text: str, factor: Factor, row: int) -> int:
    folded = [group.casefold() for group in factor.groups]
    if text.casefold() not in folded:
        raise UnusableError(
            f"Row {row}, column {factor.column}: '{text[:40]}' is not one of "
            f"{', '.join(factor.groups)}; correct it, or name your groups with --demographics."
        )
    return folded.index(text.casefold())


def _floats(values: array[int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    floats = np.array(values, np.float64)
    floats[floats == _NONE] = np.nan
    return floats
