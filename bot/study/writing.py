"""A report on disk: Markdown, HTML, numbers, tables and pictures."""

from __future__ import annotations

import base64
import csv
import json
import math
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.study.document import Column, Document, Picture, Table, written


def write(document: Document, numbers: Mapping[str, float | None], folder: Path) -> None:
    """Write ``report.md``, ``report.html``, ``report.json``, ``tables/`` and ``figures/``.

    Args:
        document: The report.
        numbers: Every number by name, for ``report.json``.
        folder: Where to; made if need be.

    Raises:
        OSError: The folder cannot be written.
    """
    for part in (folder, folder / "tables", folder / "figures"):
        part.mkdir(parents=True, exist_ok=True)
    for table in document.tables:
        _write_csv(table, folder / "tables" / f"{table.name}.csv")
    for picture in document.pictures:
        _put(folder / "figures" / f"{picture.name}.svg", picture.svg)
    _put(folder / "report.json", as_json(numbers))
    _put(folder / "report.md", markdown(document))
    _put(folder / "report.html", html(document))


def markdown(document: Document) -> str:
    """The report as Markdown; pictures are files beside it."""
    return _environment().get_template("report.md.jinja").render(document=document)


def html(document: Document) -> str:
    """The report as one HTML page that holds its pictures."""
    return _environment().get_template("report.html.jinja").render(document=document)


def as_json(numbers: Mapping[str, float | None]) -> str:
    """The numbers as a list of ``{"stat", "value"}``; what has no value is null."""
    return json.dumps(
        [
            {"stat": stat, "value": value if value is not None and math.isfinite(value) else None}
            for stat, value in numbers.items()
        ],
        ensure_ascii=False,
        indent=1,
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.study"),
        autoescape=select_autoescape(("html.jinja",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["written"] = written
    environment.filters["embedded"] = _embedded
    return environment


def _embedded(picture: Picture) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(picture.svg.encode()).decode()


def _write_csv(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([label for column in table.columns for label in _labels(column)])
        for cells in table.rows:
            rows.writerow(
                [part for cell in cells for part in (cell if isinstance(cell, tuple) else (cell,))]
            )


def _labels(column: Column) -> tuple[str, ...]:
    if column.kind != "interval":
        return (column.label,)
    return (f"{column.label}, low", f"{column.label}, high")


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
