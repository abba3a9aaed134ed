"""The synthetic studies, and reports made from them once."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.study.making import Order, make

DATA = Path(__file__).parent / "data"

Row = dict[str, str]


@dataclass(frozen=True)
class Made:
    """A report on disk and what was said when it was made."""

    folder: Path
    said: list[str]

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def numbers(self) -> dict[str, float | None]:
        return {entry["stat"]: entry["value"] for entry in json.loads(self.text("report.json"))}

    def table(self, name: str) -> list[Row]:
        with (self.folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def rows() -> list[Row]:
    with (DATA / "synthetic_documented.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def reproduced(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("reproduced")
    order = Order(DATA / "synthetic_overlap.csv", folder, reproduce=True)
    return Made(folder, make(order))


@pytest.fixture(scope="session")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("documented")
    return Made(folder, make(Order(DATA / "synthetic_documented.csv", folder)))


Write = Callable[[Sequence[Row]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_csv(rows: Sequence[Row]) -> Path:
        path = tmp_path / "answers.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        return path

    return to_csv
