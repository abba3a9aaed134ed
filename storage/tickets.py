"""The line of tickets. Each change of state is one guarded statement, so two never hold one."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    func,
    insert,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from storage import heads
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
_FREE: dict[str, object] = {
    "holder_tag": None,
    "holder_seal": None,
    "claimed_at": None,
    "holder_seat": "",
}
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
    holder_seat="",
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

_SIT = _change(_THEIRS, holder_seat=bindparam("desk"))
_NAME = _change(
    _CLAIMED & _ticket.c.holder_tag.is_(None) & (_ticket.c.holder_seat == bindparam("desk")),
    holder_tag=bindparam("tag"),
    holder_seal=bindparam("seal"),
)
_BRING = _change(
    _WAITING & (_ticket.c.seat == bindparam("seen")),
    seat=bindparam("to"),
    brought_at=bindparam("at"),
    why=bindparam("reason"),
    passed=bindparam("before"),
)
_REPLIED = _change(
    _ticket.c.first_reply_at.is_(None),
    first_reply_at=bindparam("at"),
    waited_minutes=bindparam("minutes"),
)
_HISTORY = (
    select(_ticket.c.ahead, _ticket.c.waited_minutes)
    .where(_ticket.c.course_id == bindparam("course"), _ticket.c.waited_minutes.is_not(None))
    .order_by(_ticket.c.first_reply_at.desc())
    .limit(bindparam("most"))
)
_COUNT = (
    select(_ticket.c.state, func.count())
    .where(_ticket.c.course_id == bindparam("course"), text("state IN ('waiting', 'claimed')"))
    .group_by(_ticket.c.state)
)
_AHEAD = select(func.count()).select_from(
    select(_ticket.c.question_id)
    .where(_ticket.c.course_id == bindparam("course"), text("state = 'waiting'"))
    .limit(bindparam("most"))
    .subquery()
)
_DESKS = union_all(
    select(_ticket.c.holder_seat.label("seat")).where(
        _ticket.c.course_id == bindparam("course"), text("state = 'claimed'")
    ),
    select(_ticket.c.seat).where(
        _ticket.c.course_id == bindparam("course"), text("state = 'waiting' AND seat <> ''")
    ),
)


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

    def take_next(
        self,
        course_id: str,
        seat: str,
        topics: Sequence[str],
        own: Collection[str],
        at: datetime,
        *,
        match: timedelta,
        brought: timedelta,
    ) -> str | None:
        """Waiting to claimed, of the head of the line as this seat sees it; the question's id.

        Whose it is must be said at once by :meth:`name_holder`: a tag is of a question, which is
        not known before.

        Args:
            course_id: the course.
            seat: who takes.
            topics: those they chose.
            own: questions they asked themselves.
            at: now.
            match: how much sooner they see a ticket of their topics.
            brought: how much sooner they see one that was brought to them.
        """
        statement = heads.take(len(topics), match, brought)
        chosen = {f"topic{number}": topic for number, topic in enumerate(topics)}
        given = {"course": course_id, "desk": seat, "own": [*own], "at": at, **chosen}
        found: str | None = self._connection.execute(statement, given).scalar_one_or_none()
        return found

    def name_holder(self, question_id: str, seat: str, tag: str, seal: Seal) -> bool:
        """Say whose a ticket is that was just taken from a seat."""
        return self._change(_NAME, question_id, desk=seat, tag=tag, seal=seal.box)

    def sit(self, question_id: str, tag: str, seat: str) -> bool:
        """Note on whose desk a claimed ticket is; false if this person does not hold it."""
        return self._change(_SIT, question_id, tag=tag, desk=seat)

    def bring(self, ticket: Ticket, seat: str, at: datetime, why: str) -> bool:
        """Bring a waiting ticket to a seat; false if it was taken or brought meanwhile."""
        before = f"{ticket.passed} {ticket.seat}".strip()
        return self._change(
            _BRING, ticket.question_id, seen=ticket.seat, to=seat, at=at, reason=why, before=before
        )

    def replied(self, question_id: str, at: datetime, minutes: int) -> bool:
        """Note the first reply of a person; false if there was one before."""
        return self._change(_REPLIED, question_id, at=at, minutes=minutes)

    def history(self, course_id: str, most: int = 400) -> list[tuple[int, int]]:
        """How many were ahead, and minutes of staffed time waited; the newest last."""
        rows = self._connection.execute(_HISTORY, {"course": course_id, "most": most})
        return [(row[0], row[1]) for row in rows][::-1]

    def ahead(self, course_id: str, most: int = 1000) -> int:
        """How many wait in a course, counted no further than *most*."""
        found: int = self._connection.execute(
            _AHEAD, {"course": course_id, "most": most}
        ).scalar_one()
        return found

    def counts(self, course_id: str) -> dict[TicketState, int]:
        """How many of a course wait and how many are claimed."""
        rows = self._connection.execute(_COUNT, {"course": course_id})
        return {row[0]: row[1] for row in rows}

    def on_desks(self, course_id: str) -> Counter[str]:
        """How many tickets each seat holds, or has been brought and not taken yet."""
        rows = self._connection.execute(_DESKS, {"course": course_id})
        return Counter(row[0] for row in rows if row[0])

    def _change(self, statement: ReturningUpdate[Any], question_id: str, **values: object) -> bool:
        row = self._connection.execute(statement, {"question": question_id, **values}).first()
        return row is not None
