"""Finding who asked where a life is in danger: rules, requests, confirmations, and the log of it.

The last step is one guarded statement: whatever a handler believes, a request is granted only
where two different people, named for the course, none of them its staff, have confirmed it.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    distinct,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import table
from storage.kinds import Label, RequestState, Seal
from storage.reading import every, one
from storage.settings import Settings
from storage.tables import (
    Confirmation,
    ConfirmationTable,
    Confirmer,
    ConfirmerTable,
    LegalHold,
    LegalHoldTable,
    OversightEntry,
    OversightEntryTable,
    QuestionTable,
    RevealRequest,
    RevealRequestTable,
    RevealRule,
    RevealRuleTable,
    StaffTable,
)

KEPT = timedelta(days=5 * 365 + 2)
"""How long an entry of the log stays: five years, leap days included."""
SWEPT = "oversight-swept"
"""The fact up to which moment the log may be emptied; the triggers compare with it."""

_rule, _confirmer, _entry = (
    table(RevealRuleTable),
    table(ConfirmerTable),
    table(OversightEntryTable),
)
_request, _confirmation = table(RevealRequestTable), table(ConfirmationTable)
_question, _staff, _hold = table(QuestionTable), table(StaffTable), table(LegalHoldTable)

_OPEN = and_(_request.c.state == RequestState.OPEN, _request.c.expires_at > bindparam("now"))
_THIS = _request.c.id == bindparam("which")


def eligible() -> ColumnElement[bool]:
    """Of a confirmation joined with its confirmer and request: whether it counts."""
    teaches = exists().where(
        _staff.c.course_id == _confirmer.c.course_id, _staff.c.member_tag == _confirmer.c.member_tag
    )
    return and_(
        _confirmer.c.member_tag == _confirmation.c.confirmer_tag,
        _confirmer.c.course_id == _request.c.course_id,
        or_(_confirmer.c.deputy.is_(False), _request.c.deputies),
        ~teaches,
    )


_HOW_MANY = (
    select(func.count(distinct(_confirmation.c.confirmer_tag)))
    .select_from(_confirmation, _confirmer)
    .where(_confirmation.c.request_id == _request.c.id, eligible())
    .correlate(_request)
    .scalar_subquery()
)
_REVEALABLE = and_(
    _question.c.id == _request.c.question_id,
    _question.c.course_id == _request.c.course_id,
    _question.c.author_seal.is_not(None),
    _question.c.revealable,
    _question.c.label == Label.EVERYONE,
)
_RULED = exists().where(_rule.c.course_id == _request.c.course_id)
_TOUCH = update(_request).where(_THIS, _OPEN).values(touched=_request.c.touched + 1)
_GRANT = (
    update(_request)
    .where(_THIS, _OPEN, _RULED, exists().where(_REVEALABLE), _HOW_MANY >= 2)
    .values(
        state=RequestState.GRANTED,
        expires_at=bindparam("until"),
        told=False,
        author_told=bindparam("author_told"),
    )
    .returning(_request.c.id)
)
_SEAL = (
    select(_question.c.id, _question.c.author_seal)
    .select_from(_request, _question, _confirmation, _confirmer)
    .where(
        _THIS,
        _request.c.state == RequestState.GRANTED,
        _request.c.expires_at > bindparam("now"),
        _REVEALABLE,
        _confirmation.c.request_id == _request.c.id,
        _confirmation.c.confirmer_tag == bindparam("tag"),
        eligible(),
    )
)


class Oversight:
    """What happens outside the teaching team."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- the rule, and who decides by it

    def rule(self, course_id: str) -> RevealRule | None:
        """The course's rule; ``None``: nothing is ever revealed there."""
        row = self._connection.execute(select(_rule).where(_rule.c.course_id == course_id))
        return one(RevealRule, row.first())

    def set_rule(self, rule: RevealRule, confirmers: list[Confirmer]) -> None:
        """Put a rule and those who decide by it in the place of what there was."""
        self.end_rule(rule.course_id)
        self._connection.execute(insert(_rule), rule.model_dump())
        self._connection.execute(insert(_confirmer), [one.model_dump() for one in confirmers])

    def end_rule(self, course_id: str) -> None:
        """Nothing is revealed in a course from now on, whatever is asked already."""
        self._connection.execute(delete(_rule).where(_rule.c.course_id == course_id))
        self._connection.execute(delete(_confirmer).where(_confirmer.c.course_id == course_id))

    def confirmers(self, course_id: str) -> list[Confirmer]:
        """Those who decide, by their number."""
        rows = select(_confirmer).where(_confirmer.c.course_id == course_id)
        return every(Confirmer, self._connection.execute(rows.order_by(_confirmer.c.number)))

    def confirmer(self, course_id: str, tag: str) -> Confirmer | None:
        """Whether somebody is one of those who decide."""
        rows = select(_confirmer).where(
            _confirmer.c.course_id == course_id, _confirmer.c.member_tag == tag
        )
        return one(Confirmer, self._connection.execute(rows).first())

    def courses(self) -> list[str]:
        """The courses that have a rule."""
        rows = self._connection.execute(select(_rule.c.course_id).order_by(_rule.c.course_id))
        return [row[0] for row in rows]

    # --- requests

    def ask(self, request: RevealRequest) -> None:
        """Keep a request.

        Raises:
            sqlalchemy.exc.IntegrityError: there is an open one of the same person about this
                question. Another's may be open: nobody on the staff learns of it.
        """
        self._connection.execute(insert(_request), request.model_dump())

    def find(self, request_id: str) -> RevealRequest | None:
        """A request."""
        row = self._connection.execute(select(_request).where(_request.c.id == request_id))
        return one(RevealRequest, row.first())

    def requests(self, course_id: str) -> list[RevealRequest]:
        """Every request in a course, the newest first."""
        rows = select(_request).where(_request.c.course_id == course_id)
        ordered = rows.order_by(_request.c.asked_at.desc(), _request.c.id)
        return every(RevealRequest, self._connection.execute(ordered))

    def about(self, question_id: str) -> list[RevealRequest]:
        """Every request about one question."""
        rows = select(_request).where(_request.c.question_id == question_id)
        return every(RevealRequest, self._connection.execute(rows))

    def confirmed(self, request_id: str) -> list[Confirmation]:
        """Who has confirmed a request."""
        rows = select(_confirmation).where(_confirmation.c.request_id == request_id)
        return every(Confirmation, self._connection.execute(rows))

    def confirm(self, confirmation: Confirmation, now: datetime) -> bool:
        """Keep a confirmation; false where the request is decided or over, or it is there already.

        The request is touched first, so that two who confirm at once see each other.
        """
        which = {"which": confirmation.request_id, "now": now}
        if self._connection.execute(_TOUCH, which).rowcount != 1:
            return False
        made = self._insert().values(confirmation.model_dump()).on_conflict_do_nothing()
        done = self._connection.execute(made.returning(_confirmation.c.request_id))
        return done.first() is not None

    def grant(
        self, request_id: str, now: datetime, until: datetime, *, tells: bool
    ) -> RevealRequest | None:
        """Open → granted, where two who may have confirmed it; else nothing changes.

        Args:
            request_id: which.
            now: the moment.
            until: how long the two may look.
            tells: whether the author is to be told.
        """
        values = {
            "which": request_id,
            "now": now,
            "until": until,
            "author_told": False if tells else None,
        }
        if self._connection.execute(_GRANT, values).first() is None:
            return None
        return self.find(request_id)

    def settle(self, request: RevealRequest) -> list[RevealRequest]:
        """Others' open requests about the same question, which a granted one decides as well.

        No name can be read by them: that takes two confirmations of the request itself.
        """
        others = update(_request).where(
            _request.c.question_id == request.question_id, _request.c.state == RequestState.OPEN
        )
        settled = others.values(state=RequestState.GRANTED, told=False).returning(*_request.c)
        return every(RevealRequest, self._connection.execute(settled))

    def close(self, request_id: str, state: RequestState) -> bool:
        """Open → declined or expired; false if it is decided already."""
        closed = update(_request).where(_THIS, _request.c.state == RequestState.OPEN)
        statement = closed.values(state=state, told=False).returning(_request.c.id)
        return self._connection.execute(statement, {"which": request_id}).first() is not None

    def call_deputies(self, request_id: str) -> bool:
        """Let the deputies of those named decide an open request too; false if it is decided."""
        called = update(_request).where(
            _THIS, _request.c.state == RequestState.OPEN, _request.c.deputies.is_(False)
        )
        statement = called.values(deputies=True).returning(_request.c.id)
        return self._connection.execute(statement, {"which": request_id}).first() is not None

    def author(self, request_id: str, tag: str, now: datetime) -> Seal | None:
        """Who asked, locked, for one of the two who have confirmed, while they may look."""
        values = {"which": request_id, "tag": tag, "now": now}
        row = self._connection.execute(_SEAL, values).first()
        return None if row is None else Seal(f"author:{row[0]}", row[1])

    def outcome_read(self, request_id: str) -> None:
        """Whoever asked has read the outcome."""
        self._set(request_id, told=True)

    def author_read(self, request_id: str) -> None:
        """The author has read that they were found."""
        self._set(request_id, author_told=True)

    def _set(self, request_id: str, **values: object) -> None:
        statement = update(_request).where(_THIS).values(**values)
        self._connection.execute(statement, {"which": request_id})

    def _insert(self) -> Any:  # noqa: ANN401  # the two dialects' own kinds of insert
        postgres = self._connection.dialect.name == "postgresql"
        return (postgresql if postgres else sqlite).insert(_confirmation)

    # --- legal holds

    def hold(self, course_id: str) -> LegalHold | None:
        """The course's legal hold."""
        row = self._connection.execute(select(_hold).where(_hold.c.course_id == course_id))
        return one(LegalHold, row.first())

    def held(self) -> set[str]:
        """The courses of which nothing is deleted."""
        return {row[0] for row in self._connection.execute(select(_hold.c.course_id))}

    def begin_hold(self, hold: LegalHold) -> bool:
        """Delete nothing of a course from now on; false if that is so already."""
        if self.hold(hold.course_id) is not None:
            return False
        self._connection.execute(insert(_hold), hold.model_dump())
        return True

    def end_hold(self, course_id: str) -> bool:
        """Go on deleting in its time; false if there was no hold."""
        done = delete(_hold).where(_hold.c.course_id == course_id).returning(_hold.c.course_id)
        return self._connection.execute(done).first() is not None

    # --- the log

    def note(self, entry: OversightEntry) -> None:
        """Add to the log."""
        self._connection.execute(insert(_entry), entry.model_dump())

    def entries(self, course_id: str) -> list[OversightEntry]:
        """The log of a course, in order."""
        rows = select(_entry).where(_entry.c.course_id == course_id)
        return every(OversightEntry, self._connection.execute(rows.order_by(_entry.c.at)))

    def count(self, course_id: str, what: str, since: datetime, until: datetime) -> int:
        """How often something was done from one moment until before another."""
        rows = select(func.count()).where(
            _entry.c.course_id == course_id,
            _entry.c.what == what,
            _entry.c.at >= since,
            _entry.c.at < until,
        )
        found: int = self._connection.execute(rows).scalar_one()
        return found

    def sweep(self, now: datetime) -> None:
        """Forget entries that have been kept long enough; nothing else deletes one."""
        over = select(_entry.c.id).where(_entry.c.keep_until <= now).limit(1)
        if self._connection.execute(over).first() is None:
            return
        Settings(self._connection).set(SWEPT, str(round(now.timestamp() * 1_000_000)))
        self._connection.execute(delete(_entry).where(_entry.c.keep_until <= now))
