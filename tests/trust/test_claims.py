"""Nobody is told that they hold a ticket which another holds. (500 times: ``tests/soak``.)"""

from functools import partial

import pytest
from sqlalchemy import update
from sqlalchemy.sql.elements import BindParameter

from storage import tickets
from storage.columns import table
from storage.kinds import TicketState
from storage.ready import Ready
from storage.tables import TicketTable
from tests.trust.claiming import in_one_process, in_several_processes, play


def test_twenty_claim_one_ticket_at_the_same_moment_on_sqlite(sqlite_url: str) -> None:
    play(sqlite_url, 40, in_one_process)


def test_twenty_claim_one_ticket_at_the_same_moment_on_postgresql(postgresql_url: str) -> None:
    play(postgresql_url, 25, partial(in_several_processes, processes=2))


def test_a_claim_without_its_guard_is_noticed(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = table(TicketTable)
    held: dict[str, BindParameter[object]] = {
        "holder_tag": BindParameter("tag"),
        "holder_seal": BindParameter("seal"),
        "claimed_at": BindParameter("at", type_=ticket.c.claimed_at.type),
    }
    unguarded = (
        update(ticket)
        .where(ticket.c.question_id == BindParameter("question"))
        .values(state=TicketState.CLAIMED, **held)
        .returning(ticket.c.question_id)
    )
    monkeypatch.setattr(tickets, "STATEMENTS", {**tickets.STATEMENTS, "claim": Ready(unguarded)})
    with pytest.raises(ValueError, match="too many values to unpack"):
        play(sqlite_url, 1, in_one_process)
