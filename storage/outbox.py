"""What waits to be delivered: rows that commit with what caused them and go when they are sent.

One sender per destination at a time, in order; one unsent parcel per coalescing key, which a later
one replaces. Leases and pacing run on real seconds, whatever the demo's clock says.
"""

from datetime import UTC, datetime
from functools import partial

from sqlalchemy import (
    Connection,
    Insert,
    Integer,
    bindparam,
    delete,
    exists,
    func,
    select,
    text,
    update,
)

from storage.columns import table
from storage.keys import Keys
from storage.kinds import Purpose, Room, Seal
from storage.reading import every
from storage.ready import Ready, Records, Values
from storage.tables import OutboxTable, Parcel
from storage.upsert import upsert

_outbox = table(OutboxTable)
_FAR = datetime(9999, 1, 1, tzinfo=UTC)
_LAPSED = 1.0
"""A lease that has run out: whoever had the parcel may have sent it, so nothing may replace it."""
MOST = 64
"""Parcels under way at once: fifty thousand may wait, and memory holds these."""
_REPLACED = ("body", "pin", "last", "made_at", "question_id", "args", "until")


def _put(dialect: str, *, numbered: bool = False) -> Insert:
    columns = [column.name for column in _outbox.c if numbered or column.name != "id"]
    statement = upsert(_outbox, dialect).values({name: bindparam(name) for name in columns})
    return statement.on_conflict_do_update(
        index_elements=[_outbox.c.coalesce],
        # Written out: with a parameter PostgreSQL finds no index once the statement is prepared.
        index_where=text("leased_until = 0"),
        set_={name: getattr(statement.excluded, name) for name in _REPLACED},
    )


_PUT = Ready(_put)
_PUT_AS = Ready(partial(_put, numbered=True))
_NUMBERS = Ready(
    select(func.nextval(func.pg_get_serial_sequence("outbox", "id"))).select_from(
        func.generate_series(1, bindparam("most", type_=Integer))
    )
)
_HEADS = (
    select(func.min(_outbox.c.id))
    .group_by(_outbox.c.destination)
    .having(func.max(_outbox.c.leased_until) < bindparam("now"))
)
_READY = (
    select(_outbox.c.id)
    .where(
        _outbox.c.id.in_(_HEADS.scalar_subquery()),
        _outbox.c.not_before <= bindparam("now"),
        _outbox.c.held_until.is_(None) | (_outbox.c.held_until <= bindparam("moment")),
    )
    .order_by(_outbox.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)  # whoever writes one just now wakes the sender afterwards
    .cte("ready")  # PostgreSQL then looks once
)
_TAKE = Records(
    Parcel,
    update(_outbox)
    .where(
        _outbox.c.id.in_(select(_READY.c.id)),
        _outbox.c.leased_until < bindparam("now"),
    )
    .values(leased_until=bindparam("leased"), attempts=_outbox.c.attempts + 1)
    .returning(*_outbox.c),
)
_SENT = Ready(delete(_outbox).where(_outbox.c.id == bindparam("which")))
_newer = _outbox.alias("newer")
_OVERTAKEN = Ready(
    delete(_outbox).where(
        _outbox.c.id == bindparam("which"),
        exists().where(
            _newer.c.coalesce == _outbox.c.coalesce,
            _newer.c.id > _outbox.c.id,
            _newer.c.leased_until == 0,
        ),
    )
)
_AGAIN = Ready(
    update(_outbox)
    .where(_outbox.c.id == bindparam("which"))
    .values(leased_until=0.0, not_before=bindparam("when"))
)
_UNSURE = Ready(
    update(_outbox)
    .where(_outbox.c.id == bindparam("which"))
    .values(leased_until=_LAPSED, not_before=bindparam("when"))
)
_HOLD = Ready(
    update(_outbox)
    .where(_outbox.c.id == bindparam("which"))
    .values(leased_until=0.0, attempts=0, held_until=bindparam("release"))
)
_UNTELL = delete(_outbox).where(_outbox.c.kind == "notice", _outbox.c.scope == bindparam("whose"))
_FREE = update(_outbox).where(_outbox.c.leased_until > 0).values(leased_until=_LAPSED)
_AT_ONCE = update(_outbox).where(_outbox.c.not_before > 0).values(not_before=0.0)
_BLANK = Ready(
    update(_outbox)
    .where(_outbox.c.coalesce == bindparam("key"), _outbox.c.leased_until > 0)
    .values(body=bindparam("text"))
)


class Outbox:
    """Parcels."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def put(self, *parcels: Parcel) -> None:
        """Keep things to deliver, in their order; each replaces an unsent one with its key.

        One that may have been sent already is not replaced but sent again under its own number, so
        that the platform recognises it; before a last parcel it says what that one says.

        PostgreSQL is given them in the order of their keys, and their numbers beforehand: two
        transactions that put the same keys wait one for the other, never each for the other.
        """
        if len(parcels) < 2 or self._connection.dialect.name == "sqlite":  # or: one lane
            for parcel in parcels:
                self._put(_PUT, parcel, parcel.model_dump(exclude={"id"}))
            return
        numbers = _NUMBERS.rows(self._connection, {"most": len(parcels)})
        numbered = zip(parcels, sorted(number for (number,) in numbers), strict=True)
        for parcel, number in sorted(numbered, key=lambda one: one[0].coalesce):
            self._put(_PUT_AS, parcel, {**parcel.model_dump(), "id": number})

    def _put(self, statement: Ready, parcel: Parcel, values: Values) -> None:
        if parcel.last:
            _BLANK.run(self._connection, {"key": parcel.coalesce, "text": parcel.body})
        statement.run(self._connection, values)

    def destination(self, seal: Seal) -> str:
        """The name under which parcels to a sealed person are kept in order."""
        return self._keys.tag(Purpose.DESTINATION, "outbox", f"{seal.scope}\x00{seal.box}".encode())

    def take(
        self, now: float, lease: float, most: int = MOST, moment: datetime = _FAR
    ) -> list[Parcel]:
        """The next parcel of every destination that nobody is sending to, the oldest first.

        Args:
            now: real time, seconds since 1970.
            lease: seconds after which somebody else may try.
            most: how many at most.
            moment: the installation's time; what is held until later stays.
        """
        values = {"moment": moment, "now": now, "leased": now + lease, "most": most}
        taken = _TAKE.every(self._connection, values)
        return sorted(taken, key=lambda parcel: parcel.id or 0)

    def sent(self, parcel_id: int) -> None:
        """It is delivered (or never can be): forget it, body and all."""
        _SENT.run(self._connection, {"which": parcel_id})

    def again(self, parcel_id: int, when: float) -> None:
        """It was not sent: try again at real time *when*, unless a later one has replaced it."""
        if not _OVERTAKEN.run(self._connection, {"which": parcel_id}):
            _AGAIN.run(self._connection, {"which": parcel_id, "when": when})

    def hold(self, parcel_id: int, until: datetime) -> None:
        """It is not for now: it waits to a moment, unless a later one has replaced it."""
        if not _OVERTAKEN.run(self._connection, {"which": parcel_id}):
            _HOLD.run(self._connection, {"which": parcel_id, "release": until})

    def unsure(self, parcel_id: int, when: float) -> None:
        """It may have been sent: try again at real time *when*, and before any later one."""
        _UNSURE.run(self._connection, {"which": parcel_id, "when": when})

    def untell(self, scope: str) -> None:
        """Notices to a person who was cut off from this scope go, and their seals with them."""
        self._connection.execute(_UNTELL, {"whose": scope})

    def free_leases(self) -> None:
        """Nobody is sending anything, or waits to: for a process that knows it is alone.

        What the one before it waited for may be over: a token was put right, a platform is back.
        """
        self._connection.execute(_FREE)
        self._connection.execute(_AT_ONCE)

    def in_hand(self, question_id: str) -> set[tuple[str, Room]]:
        """Key and room of every card of a question that is being posted at this moment."""
        rows = self._connection.execute(
            select(_outbox.c.card_key, _outbox.c.room).where(
                _outbox.c.question_id == question_id,
                _outbox.c.leased_until > 0,
                _outbox.c.room.is_not(None),
            )
        )
        return {(row[0], row[1]) for row in rows}

    def waiting(self) -> list[Parcel]:
        """Everything that has not been delivered, in order."""
        return every(Parcel, self._connection.execute(select(_outbox).order_by(_outbox.c.id)))

    def count(self) -> int:
        """How many parcels wait."""
        found: int = self._connection.execute(
            select(func.count()).select_from(_outbox)
        ).scalar_one()
        return found
