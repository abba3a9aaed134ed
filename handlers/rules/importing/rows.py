"""The rows of a table: lines of JSON objects, or CSV as spreadsheets write it."""

import csv
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from handlers.rules.importing.records import Remark
from handlers.rules.importing.text import LONGEST_LINE, one_line

DELIMITERS: Final = (",", ";", "\t")

TOO_LONG: Final = f"It is longer than {LONGEST_LINE:,} characters; split it."


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in one row.

    Attributes:
        line: the line on which it begins, from 1.
        cells: column name, in lower case → what stands there; text unless it comes from JSON.
    """

    line: int
    cells: Mapping[str, object]


def json_rows(text: str) -> Iterator[Row | Remark]:
    """The rows of a JSONL file: one object a line; blank lines are passed over."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            yield Remark(number, TOO_LONG)
            continue
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            yield Remark(number, f"It is not JSON from character {error.pos + 1} on; correct it.")
            continue
        except (ValueError, RecursionError):  # a number or a nesting beyond all measure
            yield Remark(number, "It is not JSON that can be read; correct it.")
            continue
        if isinstance(found, dict):
            yield Row(number, {one_line(name).lower(): value for name, value in found.items()})
        else:
            yield Remark(
                number, 'It is no JSON object; write it as {"column": "text", …} on one line.'
            )


def csv_rows(text: str, known: Collection[str]) -> Iterator[Row | Remark]:
    """The rows of a CSV file under its first line, which names the columns.

    Args:
        text: parted by commas, semicolons or tabs.
        known: column names, by which the mark that parts them is told.
    """
    lines = text.rstrip("\n").split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines[first].lower().startswith("sep="):  # how Excel is told the mark
        first += 1
    heading = lines[first] if first < len(lines) else ""
    delimiter = max(DELIMITERS, key=lambda mark: _named(heading, mark, known))
    # Strict, so that a quotation mark that is never closed does not swallow the rest unsaid.
    reader = csv.reader((line + "\n" for line in lines[first:]), delimiter=delimiter, strict=True)
    columns: list[str] | None = None
    while True:
        start = first + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Remark(start, _unpaired(start, first + reader.line_num))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = [one_line(cell).lower() for cell in cells]
        elif sum(map(len, cells)) > LONGEST_LINE:
            yield Remark(start, TOO_LONG)
        elif any(cell.strip() for cell in cells[len(columns) :]):
            yield Remark(
                start,
                f"It has {len(cells)} cells and the first line names {len(columns)} columns; "
                f"put a text that holds '{delimiter}' in quotation marks.",
            )
        else:
            # Spreadsheets leave out empty cells at the end of a row.
            cells.extend("" for _ in columns[len(cells) :])
            yield Row(start, dict(zip(columns, cells, strict=False)))


def _named(heading: str, delimiter: str, known: Collection[str]) -> int:
    """How many known columns a heading has if it is parted like this."""
    return sum(one_line(name.strip('" ')).lower() in known for name in heading.split(delimiter))


def _unpaired(start: int, end: int) -> str:
    """What to do about a cell that csv cannot read."""
    if end > start:
        return (
            f"A quotation mark is opened and not closed in time, so lines {start} to {end} are "
            "not read; close it."
        )
    return (
        f"Its quotation marks do not pair up, or a cell is longer than {LONGEST_LINE:,} "
        "characters; write a quotation mark inside quotation marks twice."
    )
