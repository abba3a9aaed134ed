"""The line of tickets. Each change of state is one guarded statement, so two never hold one."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from storage.columns import table
from storage.kinds import Seal, TicketState
from storage.reading import every, one
from storage.tables import Ticket, TicketTable

_ticket = table(TicketTable)
_ADD = insert(_ticket)
_FIND = select(_ticket).where(_ticket.c.question_id == bindparam("question"))
_CLAIM = (
    update(_ticket)
    .where(_ticket.c.question_id == bindparam("question"), _ticket.c.state == TicketState.WAITING)
    .values(
        state=TicketState.CLAIMED,
        holder_tag=bindparam("tag"),
        holder_seal=bindparam("seal"),
        claimed_at=bindparam("at"),
    )
    .returning(_ticket.c.question_id)
)
_LINE = (
    select(_ticket)
    .where(_ticket.c.course_id == bindparam("course"), _ticket.c.state == TicketState.WAITING)
    .order_by(_ticket.c.due, _ticket.c.question_id)
)
_FREE: dict[str, object] = {"holder_tag": None, "holder_seal": None, "claimed_at": None}


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
        row = self._connection.execute(
            _CLAIM, {"question": question_id, "tag": tag, "seal": seal.box, "at": at}
        ).first()
        return row is not None

    def release(self, question_id: str, tag: str) -> bool:
        """Claimed → waiting at its old place; false if this person does not hold it."""
        held = (_ticket.c.state == TicketState.CLAIMED) & (_ticket.c.holder_tag == tag)
        return self._change(question_id, held, state=TicketState.WAITING, **_FREE)

    def answered(self, question_id: str, tag: str, seal: Seal, at: datetime) -> bool:
        """Waiting, answered or held by this person → answered; false if somebody else holds it."""
        state = _ticket.c.state
        may = state.in_([TicketState.WAITING, TicketState.ANSWERED]) | (
            (state == TicketState.CLAIMED) & (_ticket.c.holder_tag == tag)
        )
        return self._change(
            question_id,
            may,
            state=TicketState.ANSWERED,
            answered_at=at,
            holder_tag=tag,
            holder_seal=seal.box,
        )

    def helped(self, question_id: str, at: datetime) -> bool:
        """Waiting → answered, by a classmate, who holds no ticket; false if staff are on it."""
        waiting = _ticket.c.state == TicketState.WAITING
        return self._change(question_id, waiting, state=TicketState.ANSWERED, answered_at=at)

    def not_yet(self, question_id: str) -> bool:
        """Answered → waiting, at its old place: ``due`` has not moved."""
        return self._change(
            question_id,
            _ticket.c.state == TicketState.ANSWERED,
            state=TicketState.WAITING,
            answered_at=None,
            reopened=_ticket.c.reopened + 1,
            **_FREE,
        )

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
        live = _ticket.c.state.in_([TicketState.WAITING, TicketState.CLAIMED, TicketState.ANSWERED])
        return self._change(question_id, live, state=state, **_FREE)

    def _change(self, question_id: str, guard: ColumnElement[bool], **values: object) -> bool:
        statement = (
            update(_ticket)
            .where(_ticket.c.question_id == question_id, guard)
            .values(**values)
            .returning(_ticket.c.question_id)
        )
        return self._connection.execute(statement).first() is not None
