"""Helpers' seats, and whose turn a question is; every change of a turn is guarded."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage.columns import table
from storage.keys import Keys
from storage.kinds import OfferState, Purpose, QuestionState
from storage.reading import every, one
from storage.tables import (
    HelperSeat,
    HelperSeatTable,
    Offer,
    OfferTable,
    QuestionTable,
    Turn,
    TurnTable,
)

_seat, _offer, _turn = table(HelperSeatTable), table(OfferTable), table(TurnTable)
_question = table(QuestionTable)


class Peers:
    """Classmates who help."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def mark(self, question_id: str, seat: str) -> str:
        """What an offer of a question to a seat is known by."""
        return self._keys.tag(Purpose.MEMBER, f"offer:{question_id}", seat.encode())

    def helpers(self, course_id: str) -> list[HelperSeat]:
        """All of a course's, in no order that tells anything."""
        rows = self._connection.execute(
            select(_seat).where(_seat.c.course_id == course_id).order_by(_seat.c.seat)
        )
        return every(HelperSeat, rows)

    def helper(self, course_id: str, member_tag: str) -> HelperSeat | None:
        """Somebody's own seat."""
        row = self._connection.execute(
            select(_seat).where(_seat.c.course_id == course_id, _seat.c.member_tag == member_tag)
        )
        return one(HelperSeat, row.first())

    def sit(self, helper: HelperSeat) -> None:
        """Keep a seat, in place of the one with the same id."""
        self._connection.execute(delete(_seat).where(_seat.c.seat == helper.seat))
        self._connection.execute(insert(_seat), helper.model_dump())

    def change(self, seat: str, **values: object) -> bool:
        """Change a seat, by column name; false if it is gone."""
        changed = self._connection.execute(
            update(_seat).where(_seat.c.seat == seat).values(**values).returning(_seat.c.seat)
        )
        return changed.first() is not None

    def leave(self, seat: str) -> None:
        """Stop helping: the seat goes, and with it every way from an offer to somebody."""
        self._connection.execute(delete(_seat).where(_seat.c.seat == seat))

    def turn(self, question_id: str) -> Turn:
        """Whose turn a question is."""
        which = select(_turn).where(_turn.c.question_id == question_id)
        found = one(Turn, self._connection.execute(which).first())
        return found or Turn(question_id=question_id)

    def begin(self, question_id: str) -> None:
        """Let a question that reaches the class have turns."""
        begun = Turn(question_id=question_id)
        if (
            self._connection.execute(
                select(_turn.c.turn).where(_turn.c.question_id == question_id)
            ).first()
            is None
        ):
            self._connection.execute(insert(_turn), begun.model_dump())

    def next_turn(self, question_id: str, turn: int) -> bool:
        """On to the next; false if somebody has it, or it has gone on meanwhile."""
        changed = self._connection.execute(
            update(_turn)
            .where(
                _turn.c.question_id == question_id, _turn.c.turn == turn, _turn.c.holder.is_(None)
            )
            .values(turn=turn + 1)
            .returning(_turn.c.turn)
        )
        return changed.first() is not None

    def offers(self, question_id: str) -> list[Offer]:
        """Everybody to whom a question was offered."""
        rows = self._connection.execute(select(_offer).where(_offer.c.question_id == question_id))
        return every(Offer, rows)

    def offered(self, course_id: str) -> list[Offer]:
        """Offers of open questions that wait for an answer of some kind."""
        rows = self._connection.execute(
            select(_offer)
            .join(_question, _question.c.id == _offer.c.question_id)
            .where(
                _question.c.course_id == course_id,
                _question.c.state == QuestionState.OPEN,
                _offer.c.state.in_([OfferState.OFFERED, OfferState.TAKEN]),
            )
            .order_by(_question.c.posted_at, _question.c.id)
        )
        return every(Offer, rows)

    def offer(self, question_id: str, mark: str, state: OfferState = OfferState.OFFERED) -> None:
        """Keep that a question is offered to somebody, or is theirs."""
        made = Offer(question_id=question_id, mark=mark, state=state)
        self._connection.execute(insert(_offer), made.model_dump())

    def moved(self, question_id: str, mark: str, was: OfferState, now: OfferState) -> bool:
        """Change an offer's state; false if it was not so."""
        changed = self._connection.execute(
            update(_offer)
            .where(
                _offer.c.question_id == question_id, _offer.c.mark == mark, _offer.c.state == was
            )
            .values(state=now)
            .returning(_offer.c.mark)
        )
        return changed.first() is not None

    def take(self, question_id: str, mark: str) -> bool:
        """Have the turn of a question; false if somebody was quicker."""
        changed = self._connection.execute(
            update(_turn)
            .where(_turn.c.question_id == question_id, _turn.c.holder.is_(None))
            .values(holder=mark)
            .returning(_turn.c.turn)
        )
        return changed.first() is not None and self.moved(
            question_id, mark, OfferState.OFFERED, OfferState.TAKEN
        )

    def give_back(self, question_id: str, mark: str, now: OfferState) -> bool:
        """The holder's turn is over; false if they do not hold it."""
        changed = self._connection.execute(
            update(_turn)
            .where(_turn.c.question_id == question_id, _turn.c.holder == mark)
            .values(holder=None)
            .returning(_turn.c.turn)
        )
        return changed.first() is not None and self.moved(question_id, mark, OfferState.TAKEN, now)

    def forget_own(self, question_id: str) -> None:
        """Forget which seat is the asker's own."""
        self._connection.execute(
            delete(_offer).where(
                _offer.c.question_id == question_id, _offer.c.state == OfferState.OWN
            )
        )

    def asked(self, seat: str, at: datetime) -> None:
        """Note when somebody was last asked, by the hour."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        self.change(seat, asked_at=hour)
