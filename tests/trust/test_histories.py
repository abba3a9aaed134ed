"""Random histories of tickets hold what is promised, and a broken guard is found.

Thousands of them, and every fault among all rules: ``tests/soak/histories.py``.
"""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.databases import PostgreSQL
from tests.trust.faults import FAULTS
from tests.trust.histories import play


@pytest.fixture
def files(sqlite_url: str, tmp_path: Path) -> Callable[[], str]:
    """Databases of their own, copied from one with all tables."""
    del sqlite_url  # it has made the file that is copied
    numbers = count(1)

    def fresh() -> str:
        copy = tmp_path / f"history-{next(numbers)}.sqlite"
        shutil.copy(tmp_path / "askwell.sqlite", copy)
        return f"sqlite:///{copy}"

    return fresh


def test_histories_on_sqlite(files: Callable[[], str]) -> None:
    play(files, histories=12, steps=25)


def test_histories_on_postgresql(postgresql: PostgreSQL, postgresql_url: str) -> None:
    def fresh() -> str:
        postgresql.empty(postgresql_url)
        return postgresql_url

    play(fresh, histories=5, steps=20)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(
    name: str, files: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = FAULTS[name]
    fault.breaks(monkeypatch)
    with pytest.raises(AssertionError, match=fault.found):
        play(files, histories=50, steps=8, shrinking=False, drawn=False, among=fault.among)
