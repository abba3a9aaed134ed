"""Random histories of tickets hold what is promised, and a broken guard is found."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.sql.expression import BindParameter

from storage import tickets
from storage.columns import table
from storage.kinds import TicketState
from storage.ready import Ready
from storage.tables import TicketTable
from tests.databases import PostgreSQL
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
    play(files, histories=25, steps=30)


def test_histories_on_postgresql(postgresql: PostgreSQL, postgresql_url: str) -> None:
    def fresh() -> str:
        postgresql.empty(postgresql_url)
        return postgresql_url

    play(fresh, histories=8, steps=20)


def test_a_claim_without_its_guard_is_found(
    files: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = table(TicketTable)
    unguarded = (
        update(ticket)
        .where(ticket.c.question_id == BindParameter("question"))
        .values(
            state=TicketState.CLAIMED,
            holder_tag=BindParameter("tag"),
            holder_seal=BindParameter("seal"),
            claimed_at=BindParameter("at", type_=ticket.c.claimed_at.type),
        )
        .returning(ticket.c.question_id)
    )
    monkeypatch.setattr(tickets, "STATEMENTS", {**tickets.STATEMENTS, "claim": Ready(unguarded)})
    with pytest.raises(AssertionError):
        play(files, histories=25, steps=30, shrinking=False)
