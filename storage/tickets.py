"""The line of tickets. Each change of state is one guarded statement, so two never hold one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from storage.columns import table
from storage.kinds import Seal, TicketState
from storage.reading import every, one
from storage.tables import Ticket, TicketTable

_ticket = table(TicketTable)
_ADD = insert(_ticket)
_FIND = select(_ticket).where(_ticket.c.question_id == bindparam("question"))
_LINE = (
    select(_ticket)
    .where(_ticket.c.course_id == bindparam("course"), _ticket.c.state == TicketState.WAITING)
    .order_by(_ticket.c.due, _ticket.c.question_id)
)
_FREE: dict[str, object] = {"holder_tag": None, "holder_seal": None, "claimed_at": None}
_WAITING, _CLAIMED, _DONE = (
    _ticket.c.state == state
    for state in (TicketState.WAITING, TicketState.CLAIMED, TicketState.ANSWERED)
)
_THEIRS = _CLAIMED & (_ticket.c.holder_tag == bindparam("tag"))


def _change(guard: ColumnElement[bool], **values: object) -> ReturningUpdate[Any]:
    """A change of one ticket where its state allows it; the row that comes back says it did."""
    which = _ticket.c.question_id == bindparam("question")
    return update(_ticket).where(which, guard).values(**values).returning(_ticket.c.question_id)


_CLAIM = _change(
    _WAITING,
    state=TicketState.CLAIMED,
    holder_tag=bindparam("tag"),
    holder_seal=bindparam("seal"),
    claimed_at=bindparam("at"),
)
_RELEASE = _change(_THEIRS, state=TicketState.WAITING, **_FREE)
_ANSWERED = _change(
    _WAITING | _DONE | _THEIRS,
    state=TicketState.ANSWERED,
    answered_at=bindparam("at"),
    holder_tag=bindparam("tag"),
    holder_seal=bindparam("seal"),
)
_HELPED = _change(_WAITING, state=TicketState.ANSWERED, answered_at=bindparam("at"))
_NOT_YET = _change(
    _DONE,
    state=TicketState.WAITING,
    answered_at=None,
    reopened=_ticket.c.reopened + 1,
    **_FREE,
)
_CLOSED = _change(_WAITING | _CLAIMED | _DONE, state=bindparam("now"), **_FREE)


class Tickets:
    """Tickets by the question they belong to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ticket: Ticket) -> None:
        """Put a ticket in the line."""
        self._connection.execute(_ADD, ticket.model_dump())

    def find(self, question_id: str) -> Ticket | None:
        """The ticket of a question."""
        return one(Ticket, self._connection.execute(_FIND, {"question": question_id}).first())

    def line(self, course_id: str, limit: int = 50) -> list[Ticket]:
        """Waiting tickets, the one due first at the head."""
        return every(Ticket, self._connection.execute(_LINE.limit(limit), {"course": course_id}))

    def claim(self, question_id: str, tag: str, seal: Seal, at: datetime) -> bool:
        """Waiting → claimed; false if somebody was quicker."""
        return self._change(_CLAIM, question_id, tag=tag, seal=seal.box, at=at)

    def release(self, question_id: str, tag: str) -> bool:
        """Claimed → waiting at its old place; false if this person does not hold it."""
        return self._change(_RELEASE, question_id, tag=tag)

    def answered(self, question_id: str, tag: str, seal: Seal, at: datetime) -> bool:
        """Waiting, answered or held by this person → answered; false if somebody else holds it."""
        return self._change(_ANSWERED, question_id, tag=tag, seal=seal.box, at=at)

    def helped(self, question_id: str, at: datetime) -> bool:
        """Waiting → answered, by a classmate, who holds no ticket; false if staff are on it."""
        return self._change(_HELPED, question_id, at=at)

    def not_yet(self, question_id: str) -> bool:
        """Answered → waiting, at its old place: ``due`` has not moved."""
        return self._change(_NOT_YET, question_id)

    def held(self) -> list[tuple[str, str]]:
        """Question and holder's tag of every claimed ticket, in all courses."""
        rows = self._connection.execute(
            select(_ticket.c.question_id, _ticket.c.holder_tag).where(
                _ticket.c.state == TicketState.CLAIMED
            )
        )
        return [(row[0], row[1]) for row in rows]

    def closed(self, question_id: str, state: TicketState) -> bool:
        """Any open state → solved or withdrawn; false if it is closed already."""
        return self._change(_CLOSED, question_id, now=state)

    def _change(self, statement: ReturningUpdate[Any], question_id: str, **values: object) -> bool:
        row = self._connection.execute(statement, {"question": question_id, **values}).first()
        return row is not None
