"""The line of tickets. Each step is one guarded statement, so two never hold one ticket.

The statements are made from the table of steps (:mod:`storage.ticket_life`), once, at import.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from storage import heads
from storage import ticket_life as life
from storage.columns import table
from storage.kinds import Seal, TicketState
from storage.reading import every
from storage.ready import Ready, Records
from storage.tables import Ticket, TicketTable
from storage.ticket_life import Hold, Step

_ticket = table(TicketTable)
_ADD = Ready(insert(_ticket))
_FIND = Records(Ticket, select(_ticket).where(_ticket.c.question_id == bindparam("question")))
_LINE = (
    select(_ticket)
    .where(_ticket.c.course_id == bindparam("course"), _ticket.c.state == TicketState.WAITING)
    .order_by(_ticket.c.due, _ticket.c.question_id)
)
_HELD = Records(
    Ticket,
    select(_ticket).where(
        _ticket.c.course_id == bindparam("course"), _ticket.c.state == TicketState.CLAIMED
    ),
)
_OPEN = (
    select(_ticket)
    .where(
        _ticket.c.course_id == bindparam("course"),
        _ticket.c.state.in_([TicketState.WAITING, TicketState.CLAIMED, TicketState.SNOOZED]),
    )
    .order_by(_ticket.c.due, _ticket.c.question_id)
)
_WITH = Records(
    Ticket,
    select(_ticket)
    .where(_ticket.c.merged_into == bindparam("into"))
    .order_by(_ticket.c.due, _ticket.c.question_id),
)

_NO_HOLDER: Mapping[str, object] = {
    "holder_tag": None,
    "holder_seal": None,
    "claimed_at": None,
    "active_at": None,
    "reminded_at": None,
    "holder_seat": "",
}
_HOLDS: Mapping[Hold, Mapping[str, object]] = {
    Hold.TAKES: {"holder_tag": bindparam("tag"), "holder_seal": bindparam("seal")},
    Hold.FREES: _NO_HOLDER,
    Hold.KEEPS: {},
}
_AWAKE: Mapping[str, object] = {"snoozed_until": None, "merged_into": None}
_ENTERED: Mapping[TicketState, Mapping[str, object]] = {
    TicketState.WAITING: _AWAKE,
    TicketState.CLAIMED: {
        "claimed_at": bindparam("at"),
        "active_at": bindparam("at"),
        "reminded_at": None,
        "holder_seat": "",
    },
    TicketState.ANSWERED: {
        **_AWAKE,
        "answered_at": bindparam("at"),
        "active_at": None,
        "reminded_at": None,
    },
    TicketState.SNOOZED: {"snoozed_until": bindparam("until")},
    TicketState.MERGED: {**_AWAKE, "merged_into": bindparam("into")},
    TicketState.SOLVED: _AWAKE,
    TicketState.WITHDRAWN: _AWAKE,
}
_BESIDES: Mapping[str, Mapping[str, object]] = {
    life.NOT_YET.name: {
        "answered_at": None,
        "reopened": _ticket.c.reopened + 1,
        "escalated": 0,
        "asker_reminded_at": None,
    },
    life.DOUBT.name: {"answered_at": None, "escalated": 0, "asker_reminded_at": None},
    life.SETTLE.name: {"settled_at": bindparam("at"), "settled_news": True},
    life.OPEN_AGAIN.name: {
        "answered_at": None,
        "reopened": _ticket.c.reopened + 1,
        "escalated": 0,
        "asker_reminded_at": None,
        "settled_at": None,
        "settled_news": False,
    },
    life.STIR.name: {"active_at": bindparam("at"), "reminded_at": None},
    life.REMIND.name: {"reminded_at": bindparam("at")},
    life.ESCALATE.name: {"escalated": _ticket.c.escalated + 1},
    life.REMIND_ASKER.name: {"asker_reminded_at": bindparam("at")},
}


def _guard(step: Step) -> ColumnElement[bool]:
    """Where a step may be taken: the state it leaves, and whatever else must still be so."""
    guard = or_(*(_from(step, state) for state in step.of))
    if step.once:
        guard &= _ticket.c[step.once].is_(None)
    if step.same:
        guard &= _ticket.c[step.same] == bindparam("seen")
    return guard


def _from(step: Step, state: TicketState) -> ColumnElement[bool]:
    there = _ticket.c.state == state
    if step.own and state == TicketState.CLAIMED:
        return there & (_ticket.c.holder_tag == bindparam("mine"))
    return there


def _statement(step: Step) -> ReturningUpdate[Any]:
    """One ticket's step, where it may be taken; the row that comes back says that it was."""
    values: dict[str, object] = {**_HOLDS[step.hold], **_BESIDES.get(step.name, {})}
    if step.to is not None:
        values = {"state": step.to, **_ENTERED[step.to], **values}
    which = _ticket.c.question_id == bindparam("question")
    return update(_ticket).where(which, _guard(step)).values(**values).returning(_ticket.c.state)


STATEMENTS: Mapping[str, Ready] = {
    step.name: Ready(_statement(step)) for step in (*life.STEPS, *life.MARKS)
}
"""The guarded update of each step and mark, by its name."""


_WAITING, _CLAIMED = (
    _ticket.c.state == state for state in (TicketState.WAITING, TicketState.CLAIMED)
)


def _noted(guard: ColumnElement[bool], **values: object) -> Ready:
    """Something that is noted of a ticket and is no step: where it may be, what is kept."""
    which = _ticket.c.question_id == bindparam("question")
    done = update(_ticket).where(which, guard).values(**values).returning(_ticket.c.question_id)
    return Ready(done)


_SIT = _noted(_CLAIMED & (_ticket.c.holder_tag == bindparam("tag")), holder_seat=bindparam("desk"))
_NAME = _noted(
    _CLAIMED & _ticket.c.holder_tag.is_(None) & (_ticket.c.holder_seat == bindparam("desk")),
    holder_tag=bindparam("tag"),
    holder_seal=bindparam("seal"),
)
_PUT_BACK = _noted(
    _CLAIMED & _ticket.c.holder_tag.is_(None) & (_ticket.c.holder_seat == bindparam("desk")),
    state=TicketState.WAITING,
    **_NO_HOLDER,
)
_JUST = Ready(
    select(_ticket.c.question_id)
    .where(
        _ticket.c.course_id == bindparam("course"),
        _ticket.c.holder_seat == bindparam("desk"),
        text("state = 'claimed'"),
        _ticket.c.claimed_at > bindparam("since"),
    )
    .order_by(_ticket.c.claimed_at.desc())
    .limit(1)
)
_BRING = _noted(
    _WAITING & (_ticket.c.seat == bindparam("seen")),
    seat=bindparam("to"),
    brought_at=bindparam("at"),
    why=bindparam("reason"),
    passed=bindparam("before"),
)
_ANEW = _noted(_ticket.c.anew != bindparam("card"), anew=bindparam("card"))
_SETTLED_TOLD = _noted(_ticket.c.settled_news, settled_news=False)
_REPLIED = _noted(
    _ticket.c.first_reply_at.is_(None),
    first_reply_at=bindparam("at"),
    waited_minutes=bindparam("minutes"),
)
_HISTORY = Ready(
    select(_ticket.c.ahead, _ticket.c.waited_minutes)
    .where(_ticket.c.course_id == bindparam("course"), _ticket.c.waited_minutes.is_not(None))
    .order_by(_ticket.c.first_reply_at.desc())
    .limit(bindparam("most"))
)
_COUNT = Ready(
    union_all(
        # One by one, since the indexes of the line and of desks are each of one state only.
        *(
            select(literal(state, _ticket.c.state.type).label("state"), func.count())
            .select_from(_ticket)
            .where(_ticket.c.course_id == bindparam("course"), text(f"state = '{state}'"))
            for state in (TicketState.WAITING, TicketState.CLAIMED)
        )
    )
)
_AHEAD = Ready(
    select(func.count()).select_from(
        select(_ticket.c.question_id)
        .where(_ticket.c.course_id == bindparam("course"), text("state = 'waiting'"))
        .limit(bindparam("most"))
        .subquery()
    )
)
_DESKS = Ready(
    union_all(
        select(_ticket.c.holder_seat.label("seat")).where(
            _ticket.c.course_id == bindparam("course"), text("state = 'claimed'")
        ),
        select(_ticket.c.seat).where(
            _ticket.c.course_id == bindparam("course"), text("state = 'waiting' AND seat <> ''")
        ),
    )
)


class Tickets:
    """Tickets by the question they belong to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ticket: Ticket) -> None:
        """Put a ticket in the line."""
        _ADD.run(self._connection, ticket.model_dump())

    def find(self, question_id: str) -> Ticket | None:
        """The ticket of a question."""
        return _FIND.one(self._connection, {"question": question_id})

    def line(self, course_id: str, limit: int = 50) -> list[Ticket]:
        """Waiting tickets, the one due first at the head."""
        return every(Ticket, self._connection.execute(_LINE.limit(limit), {"course": course_id}))

    def needing(self, course_id: str, limit: int = 50) -> list[Ticket]:
        """Tickets that still need a first or another answer, the one due first at the head."""
        return every(Ticket, self._connection.execute(_OPEN.limit(limit), {"course": course_id}))

    def held_in(self, course_id: str) -> list[Ticket]:
        """The claimed tickets of a course; the caller knows which tags are its own."""
        return _HELD.every(self._connection, {"course": course_id})

    def merged_into(self, question_id: str) -> list[Ticket]:
        """The tickets that are answered together with this question."""
        return _WITH.every(self._connection, {"into": question_id})

    def held(self) -> list[tuple[str, str]]:
        """Question and holder's tag of every claimed ticket, in all courses."""
        rows = self._connection.execute(
            select(_ticket.c.question_id, _ticket.c.holder_tag).where(
                _ticket.c.state == TicketState.CLAIMED
            )
        )
        return [(row[0], row[1]) for row in rows]

    def claim(self, question_id: str, tag: str, seal: Seal, at: datetime) -> bool:
        """Waiting → claimed; false if somebody was quicker."""
        return self.take(life.CLAIM, question_id, tag=tag, seal=seal.box, at=at)

    def release(self, question_id: str, tag: str) -> bool:
        """Claimed → waiting at its old place; false if this person does not hold it."""
        return self.take(life.RELEASE, question_id, mine=tag)

    def answered(self, question_id: str, tag: str, seal: Seal, at: datetime) -> bool:
        """To answered, by staff; false if somebody else holds it or nobody needs it any more."""
        return self.take(life.ANSWER, question_id, mine=tag, tag=tag, seal=seal.box, at=at)

    def helped(self, question_id: str, at: datetime) -> bool:
        """To answered, by a classmate, who holds no ticket; false if staff are on it."""
        return self.take(life.HELP, question_id, at=at)

    def not_yet(self, question_id: str) -> bool:
        """Answered → waiting, at its old place: ``due`` has not moved."""
        return self.take(life.NOT_YET, question_id)

    def closed(self, question_id: str, state: TicketState) -> bool:
        """Any open state → solved or withdrawn; false if it is closed already."""
        step = life.SOLVE if state == TicketState.SOLVED else life.WITHDRAW
        return self.take(step, question_id)

    def take(self, step: Step, question_id: str, **values: object) -> bool:
        """Take a step of a ticket's life, if the ticket is where that step begins.

        Args:
            step: one of :mod:`storage.ticket_life`.
            question_id: whose ticket.
            values: what the step needs: ``mine``, the tag of whoever acts, where only the holder
                may; ``tag`` and ``seal`` of whoever holds it from now on; ``at`` when; ``until``
                when it sleeps; ``into`` which question it is merged; ``seen``, what was read of
                the column that must still be the same.

        Returns:
            Whether it was taken; if not, nothing has changed.
        """
        parameters = {"question": question_id, **values}
        return STATEMENTS[step.name].first(self._connection, parameters) is not None

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
        chosen = {f"topic{number}": topic for number, topic in enumerate(topics)}
        given = {"course": course_id, "desk": seat, "own": [*own], "at": at, **chosen}
        # Where others are just taking all there is, one of them may yet leave theirs.
        for waits in (False, True):
            statement = heads.take(len(topics), match, brought, waits=waits)
            found: str | None = self._connection.execute(statement, given).scalar_one_or_none()
            if found is not None:
                return found
        return None

    def name_holder(self, question_id: str, seat: str, tag: str, seal: Seal) -> bool:
        """Say whose a ticket is that was just taken from a seat."""
        return self._note(_NAME, question_id, desk=seat, tag=tag, seal=seal.box)

    def put_back(self, question_id: str, seat: str) -> bool:
        """What was just taken from a seat waits on: it was their own question."""
        return self._note(_PUT_BACK, question_id, desk=seat)

    def taken_since(self, course_id: str, seat: str, since: datetime) -> str | None:
        """The question that a seat took last, if that was after a moment."""
        given = {"course": course_id, "desk": seat, "since": since}
        found: str | None = _JUST.value(self._connection, given)
        return found

    def sit(self, question_id: str, tag: str, seat: str) -> bool:
        """Note on whose desk a claimed ticket is; false if this person does not hold it."""
        return self._note(_SIT, question_id, tag=tag, desk=seat)

    def bring(self, ticket: Ticket, seat: str, at: datetime, why: str) -> bool:
        """Bring a waiting ticket to a seat; false if it was taken or brought meanwhile."""
        before = f"{ticket.passed} {ticket.seat}".strip()
        return self._note(
            _BRING, ticket.question_id, seen=ticket.seat, to=seat, at=at, reason=why, before=before
        )

    def told_anew(self, question_id: str, card: str) -> bool:
        """Note why and when a new message tells of a ticket; false if that one does already."""
        return self._note(_ANEW, question_id, card=card)

    def settled_told(self, question_id: str) -> bool:
        """The asker has read that staff closed it; false if they had already."""
        return self._note(_SETTLED_TOLD, question_id)

    def replied(self, question_id: str, at: datetime, minutes: int) -> bool:
        """Note the first reply of a person; false if there was one before."""
        return self._note(_REPLIED, question_id, at=at, minutes=minutes)

    def history(self, course_id: str, most: int = 400) -> list[tuple[int, int]]:
        """How many were ahead, and minutes of staffed time waited; the newest last."""
        rows = _HISTORY.rows(self._connection, {"course": course_id, "most": most})
        return [(row[0], row[1]) for row in rows][::-1]

    def ahead(self, course_id: str, most: int = 1000) -> int:
        """How many wait in a course, counted no further than *most*."""
        found: int = _AHEAD.value(self._connection, {"course": course_id, "most": most})
        return found

    def counts(self, course_id: str) -> dict[TicketState, int]:
        """How many of a course wait and how many are claimed."""
        rows = _COUNT.rows(self._connection, {"course": course_id})
        return {row[0]: row[1] for row in rows}

    def on_desks(self, course_id: str) -> Counter[str]:
        """How many tickets each seat holds, or has been brought and not taken yet."""
        rows = _DESKS.rows(self._connection, {"course": course_id})
        return Counter(row[0] for row in rows if row[0])

    def _note(self, statement: Ready, question_id: str, **values: object) -> bool:
        return statement.first(self._connection, {"question": question_id, **values}) is not None
