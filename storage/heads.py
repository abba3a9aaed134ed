"""**[Take next]**: the head of the line as one member of staff sees it, taken in one statement.

Whoever presses sees tickets of their topics, and those brought to them, sooner by a fixed time
(:mod:`handlers.rules.line`). So the head is the first of a few heads: of the whole line, of each of
their topics, and of what was brought to them. An index yields each of them at the same cost however
long the line is.

On PostgreSQL the one that is taken is locked, and one that somebody else is just taking is passed
over (``SKIP LOCKED``), so that nobody waits for anybody; of each head as many are read as may press
at the same moment. On SQLite there is one writer at a time.
"""

from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    literal_column,
    select,
    text,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from storage.columns import table
from storage.kinds import TicketState
from storage.tables import TicketTable

_ticket = table(TicketTable)
# Written out: with a parameter neither database knows that the index of waiting tickets will do.
_WAITS = text("state = 'waiting'")
# Written out as well: of a limit that is a parameter PostgreSQL supposes a tenth of all rows, so it
# never keeps the plan that is good for everybody, and at a million tickets makes one at each press.
_ONE, _SEVERAL = literal_column("1", Integer), literal_column("8", Integer)


def _sooner(by: timedelta) -> ColumnElement[int]:
    return literal_column(str(by // timedelta(microseconds=1)), BigInteger)


@cache
def head(topics: int, match: timedelta, brought: timedelta, *, waits: bool = False) -> Select[Any]:
    """The ticket that somebody with so many topics takes next.

    Args:
        topics: how many topics they chose; parameters ``topic0``, ``topic1``, …
        match: how much sooner they see a ticket of one of them.
        brought: how much sooner they see one that was brought to them.
        waits: until whoever is just taking one has done so, instead of passing it over.
    """
    due = type_coerce(_ticket.c.due, BigInteger)
    chosen = [_ticket.c.topic == bindparam(f"topic{n}") for n in range(topics)]
    fits = sum((case((one, _sooner(match)), else_=0) for one in chosen), start=_sooner(timedelta()))
    sooner = due - _sooner(brought) - fits
    mine = _ticket.c.seat == bindparam("desk")
    heads = [
        _first(due, ()),
        *(_first(due - _sooner(match), (one,)) for one in chosen),
        # Few are brought to one person at a time, so these are sorted.
        _first(sooner, (mine, text("seat <> ''")), sooner),
    ]
    # An alias in FROM for each: SQLite has no LIMIT in a part of a UNION.
    named = (select(one.subquery(f"head{n}")) for n, one in enumerate(heads))
    found = union_all(*named).subquery("heads")
    # Once more by its key, as no row of a UNION can be locked: whether it waits is asked of the row
    # that was locked, which may have changed since it was read.
    return (
        select(_ticket.c.question_id)
        .join(found, _ticket.c.question_id == found.c.question_id)
        .where(_WAITS)
        .order_by(found.c.seen, found.c.question_id)
        .limit(_ONE)
        .with_for_update(of=_ticket, skip_locked=not waits)
    )


def _first(
    seen: ColumnElement[Any], besides: tuple[Any, ...], order: ColumnElement[Any] = _ticket.c.due
) -> Select[Any]:
    """The first few tickets that wait, by the order of an index unless told otherwise."""
    return (
        select(_ticket.c.question_id, seen.label("seen"))
        .where(
            _ticket.c.course_id == bindparam("course"),
            _WAITS,
            *besides,
            _ticket.c.question_id.not_in(bindparam("own", expanding=True)),
        )
        .order_by(order, _ticket.c.question_id)
        .limit(_SEVERAL)
    )


@cache
def take(
    topics: int, match: timedelta, brought: timedelta, *, waits: bool = False
) -> ReturningUpdate[Any]:
    """Waiting to claimed, of the head: parameters as of :func:`head`, and ``at``."""
    return (
        update(_ticket)
        .where(
            _ticket.c.question_id == head(topics, match, brought, waits=waits).scalar_subquery(),
            _ticket.c.state == TicketState.WAITING,
        )
        .values(
            state=TicketState.CLAIMED,
            holder_seat=bindparam("desk"),
            claimed_at=bindparam("at"),
            active_at=bindparam("at"),
            reminded_at=None,
        )
        .returning(_ticket.c.question_id)
    )
