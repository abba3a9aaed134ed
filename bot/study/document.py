"""A report before it is Markdown, HTML or CSV."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "count", "number", "df", "p", "interval"]
Cell = str | float | tuple[float, float] | None


@dataclass(frozen=True)
class Column:
    """A table's column: its label, and what its cells hold."""

    label: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """A table of unrounded values; the first column names the rows.

    Attributes:
        name: The name of its CSV file, without the ending.
        title: Its caption.
        columns: Labels and kinds.
        rows: The values.
        notes: What stands under it.
        printed: Whether the report shows it, or only the CSV holds it.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    printed: bool = True


@dataclass(frozen=True)
class Picture:
    """A figure as SVG, with words that say what it shows."""

    name: str
    title: str
    alternative: str
    svg: str


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it: paragraphs first, then tables and pictures."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A report."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in order."""
        return tuple(table for section in self.sections for table in section.tables)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures, in order."""
        return tuple(picture for section in self.sections for picture in section.pictures)


def written(cell: Cell, kind: Kind) -> str:
    """A cell as people read it: three decimals, small p as ``< .001``, nothing as a dash."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "—"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, tuple):
        return " to ".join(map(_number, cell))
    return _FORMATS.get(kind, _number)(cell)


def p(value: float) -> str:
    """A p as people read it."""
    return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0")


def _number(value: float) -> str:
    text = f"{value:.3f}"
    return "0.000" if text == "-0.000" else text


_FORMATS: dict[Kind, Callable[[float], str]] = {
    "count": "{:.0f}".format,
    "df": lambda value: f"{value:.1f}".removesuffix(".0"),
    "p": p,
}
