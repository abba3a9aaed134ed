"""The weekly pulse: its terms, who is asked, what is under way, and the answers.

Everything that could happen twice is one guarded statement: a week opens once, a person's slot is
a row that can be made once, and each of its items is passed once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Table,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from storage.columns import table
from storage.kinds import PulseState
from storage.reading import every, one
from storage.ready import Ready, Records
from storage.tables import (
    PulseAnswer,
    PulseAnswerTable,
    PulseBankTable,
    PulseMember,
    PulseMemberTable,
    PulseSlot,
    PulseSlotTable,
    PulseTerm,
    PulseTermTable,
)
from storage.tables.pulse import PAUSED_FOR_GOOD
from storage.upsert import upsert

PER = 12
"""Means of one to four answers are whole numbers of twelfths."""

_term, _member = table(PulseTermTable), table(PulseMemberTable)
_slot, _answer = table(PulseSlotTable), table(PulseAnswerTable)
_bank = table(PulseBankTable)

_CURRENT = Records(
    PulseTerm,
    select(_term)
    .where(_term.c.course_id == bindparam("course"))
    .order_by(_term.c.starts.desc(), _term.c.id)
    .limit(1),
)
_FIND_TERM = Records(PulseTerm, select(_term).where(_term.c.id == bindparam("term")))
_whose = (_member.c.term_id == bindparam("term"), _member.c.person_tag == bindparam("tag"))
_MEMBER = Records(PulseMember, select(_member).where(*_whose))
_AWAKE = (
    select(_member)
    .where(
        _member.c.term_id == bindparam("term"),
        _member.c.direct != "",
        _member.c.paused_until <= bindparam("week"),
        _member.c.person_tag > bindparam("after"),
    )
    .order_by(_member.c.person_tag)
    .limit(bindparam("most", type_=Integer))
)
_place = (
    _slot.c.term_id == bindparam("term"),
    _slot.c.week == bindparam("of_week"),
    _slot.c.person_tag == bindparam("tag"),
)
_SLOT = select(_slot).where(*_place)
_STEP = (
    update(_slot)
    .where(*_place, _slot.c.place == bindparam("at"))
    .values(place=_slot.c.place + 1)
    .returning(*_slot.c)
)
_UNTOUCHED = (
    select(_member)
    .join(
        _slot,
        (_member.c.term_id == _slot.c.term_id) & (_member.c.person_tag == _slot.c.person_tag),
    )
    .where(
        _slot.c.term_id == bindparam("term"),
        _slot.c.week == bindparam("week"),
        _slot.c.place == 0,
        ~_slot.c.reminded,
        _member.c.direct != "",
        _member.c.paused_until <= bindparam("week"),
        _slot.c.person_tag > bindparam("after"),
    )
    .order_by(_slot.c.person_tag)
    .limit(bindparam("most", type_=Integer))
)
_REMIND = (
    update(_slot)
    .where(*_place, _slot.c.place == 0, ~_slot.c.reminded)
    .values(reminded=True)
    .returning(_slot.c.person_tag)
)
_KEEP = (
    insert(_answer)
    .from_select(
        [column.name for column in _answer.c],
        # The consent stands in the row of whoever gave it; without one, or with one to other words,
        # there is nothing to insert.
        select(
            bindparam("id"),
            _member.c.term_id,
            bindparam("window"),
            _member.c.person_tag,
            _member.c.section,
            bindparam("scale"),
            bindparam("item"),
            bindparam("value", type_=Integer),
            _member.c.consent,
        ).where(*_whose, _member.c.consent == bindparam("agreed", type_=Integer)),
    )
    .returning(_answer.c.id)
)


def _once(rows: Table, dialect: str) -> ReturningInsert[Any]:
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in rows.c}
    once = upsert(rows, dialect).values(values).on_conflict_do_nothing()
    return once.returning(rows.c.person_tag)


_CLAIM, _JOIN = Ready(partial(_once, _slot)), Ready(partial(_once, _member))


@dataclass(frozen=True, slots=True)
class Sums:
    """One scale of one window: what a mean of people needs, as whole numbers of twelfths.

    It is raw: only the release rules make something of it that may be shown.

    Attributes:
        scale: which.
        section: of the class; empty for people in none.
        people: distinct people with an answer.
        total: the sum of their own means, each times :data:`PER`.
        least: the smallest of these.
        most: the largest.
        squares: the sum of their squares.
    """

    scale: str
    section: str
    people: int
    total: int
    least: int
    most: int
    squares: int


class Pulses:
    """The pulse."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- terms

    def add_term(self, term: PulseTerm) -> None:
        """Add a term."""
        self._connection.execute(insert(_term), term.model_dump())

    def current(self, course_id: str) -> PulseTerm | None:
        """The course's latest term."""
        return _CURRENT.one(self._connection, {"course": course_id})

    def term(self, term_id: str) -> PulseTerm | None:
        """The term with this id."""
        return _FIND_TERM.one(self._connection, {"term": term_id})

    def set(self, term_id: str, **values: object) -> None:
        """Change what staff set, by column name."""
        self._connection.execute(update(_term).where(_term.c.id == term_id).values(**values))

    def opened(self, term_id: str, week: int, at: datetime) -> bool:
        """A week opens; false if it has already, or the pulse does not run."""
        result = self._connection.execute(
            update(_term)
            .where(_term.c.id == term_id, _term.c.week < week, _term.c.state == PulseState.RUNNING)
            .values(week=week, opened_at=at)
        )
        return result.rowcount == 1

    def moved(self, term_id: str, before: PulseState, after: PulseState) -> bool:
        """The pulse goes from one state to another; false if it was not in the first."""
        result = self._connection.execute(
            update(_term)
            .where(_term.c.id == term_id, _term.c.state == before)
            .values(state=after, thin=0)
        )
        return result.rowcount == 1

    def forget(self, term_id: str) -> None:
        """Delete a term with everything in it."""
        for rows, column in (
            (_answer, _answer.c.term_id),
            (_slot, _slot.c.term_id),
            (_member, _member.c.term_id),
            (_term, _term.c.id),
        ):
            self._connection.execute(delete(rows).where(column == term_id))

    # --- banks

    def bank(self, course_id: str) -> str | None:
        """The JSON of a bank that the course brought."""
        found: str | None = self._connection.execute(
            select(_bank.c.content).where(_bank.c.course_id == course_id)
        ).scalar_one_or_none()
        return found

    def set_bank(self, course_id: str, content: str) -> None:
        """Put a bank in place of the course's."""
        self._connection.execute(delete(_bank).where(_bank.c.course_id == course_id))
        self._connection.execute(insert(_bank), {"course_id": course_id, "content": content})

    # --- people

    def join(self, member: PulseMember) -> bool:
        """Somebody wants to be asked; false if they do already."""
        row = _JOIN.first(self._connection, member.model_dump())
        return row is not None

    def member(self, term_id: str, tag: str) -> PulseMember | None:
        """What somebody said about being asked."""
        return _MEMBER.one(self._connection, {"term": term_id, "tag": tag})

    def change(self, term_id: str, tag: str, **values: object) -> bool:
        """Change what somebody said, by column name; false if they are not asked."""
        result = self._connection.execute(
            update(_member)
            .where(_member.c.term_id == term_id, _member.c.person_tag == tag)
            .values(**values)
        )
        return result.rowcount == 1

    def leave(self, term_id: str, tag: str) -> bool:
        """Somebody is not asked any more; their week under way goes. False if they were not."""
        self._connection.execute(
            delete(_slot).where(_slot.c.term_id == term_id, _slot.c.person_tag == tag)
        )
        result = self._connection.execute(
            delete(_member).where(_member.c.term_id == term_id, _member.c.person_tag == tag)
        )
        return result.rowcount == 1

    def awake(self, term_id: str, week: int, after: str, most: int) -> list[PulseMember]:
        """Those to be asked by direct message in a week, by tag, from the one after *after* on."""
        values = {"term": term_id, "week": week, "after": after, "most": most}
        return every(PulseMember, self._connection.execute(_AWAKE, values))

    # --- a week

    def claim(self, slot: PulseSlot) -> bool:
        """Make somebody's slot of a week; false if it was made already."""
        row = _CLAIM.first(self._connection, slot.model_dump())
        return row is not None

    def slot(self, term_id: str, week: int, tag: str) -> PulseSlot | None:
        """Somebody's slot of a week that is open."""
        values = {"term": term_id, "of_week": week, "tag": tag}
        return one(PulseSlot, self._connection.execute(_SLOT, values).first())

    def step(self, term_id: str, week: int, tag: str, at: int) -> PulseSlot | None:
        """Pass the item at *at*; ``None`` if it has been passed, or there is no such slot."""
        values = {"term": term_id, "of_week": week, "tag": tag, "at": at}
        return one(PulseSlot, self._connection.execute(_STEP, values).first())

    def untouched(self, term_id: str, week: int, after: str, most: int) -> list[PulseMember]:
        """Those who were asked, have pressed nothing and have not been reminded, by tag."""
        values = {"term": term_id, "week": week, "after": after, "most": most}
        return every(PulseMember, self._connection.execute(_UNTOUCHED, values))

    def remind(self, term_id: str, week: int, tag: str) -> bool:
        """Somebody is reminded; false if they were, or have pressed something by now."""
        values = {"term": term_id, "of_week": week, "tag": tag}
        return self._connection.execute(_REMIND, values).first() is not None

    def close(self, term_id: str, week: int, silent_weeks: int) -> list[PulseMember]:
        """Close a week: its slots go, and whoever was silent once too often is paused.

        Args:
            term_id: the term.
            week: the week.
            silent_weeks: how many in a row pause.

        Returns:
            Those who have just been paused, by tag.
        """
        theirs = (
            _slot.c.term_id == _member.c.term_id,
            _slot.c.person_tag == _member.c.person_tag,
            _slot.c.week == week,
        )
        for pressed, silent in ((_slot.c.place > 0, 0), (_slot.c.place == 0, _member.c.silent + 1)):
            self._connection.execute(
                update(_member)
                .where(
                    _member.c.term_id == term_id,
                    _member.c.direct != "",
                    exists().where(*theirs, pressed),
                )
                .values(silent=silent)
            )
        self._connection.execute(
            delete(_slot).where(_slot.c.term_id == term_id, _slot.c.week <= week)
        )
        paused = self._connection.execute(
            update(_member)
            .where(_member.c.term_id == term_id, _member.c.silent >= silent_weeks)
            .values(silent=0, paused_until=PAUSED_FOR_GOOD)
            .returning(*_member.c)
        )
        return sorted(every(PulseMember, paused), key=lambda member: member.person_tag)

    # --- answers

    def answered(
        self,
        answer_id: str,
        slot: PulseSlot,
        window: str,
        scale: str,
        item: str,
        value: int,
        *,
        consent: int,
    ) -> bool:
        """Keep an answer of somebody who agreed to the words as they are; false of anybody else.

        Args:
            answer_id: random.
            slot: the person's items of the week.
            window: by its name.
            scale: the item's scale.
            item: its code.
            value: from 1 to 5.
            consent: the version of the words.
        """
        values = {
            "id": answer_id,
            "term": slot.term_id,
            "tag": slot.person_tag,
            "window": window,
            "scale": scale,
            "item": item,
            "value": value,
            "agreed": consent,
        }
        return self._connection.execute(_KEEP, values).first() is not None

    def answers(self, term_id: str, tag: str) -> list[PulseAnswer]:
        """Somebody's own answers, by window and item."""
        rows = self._connection.execute(
            select(_answer)
            .where(_answer.c.term_id == term_id, _answer.c.person_tag == tag)
            .order_by(_answer.c.window, _answer.c.item, _answer.c.id)
        )
        return every(PulseAnswer, rows)

    def people(self, term_id: str, window: str) -> int:
        """How many people answered anything in a window. Raw: for the release rules."""
        found: int = self._connection.execute(
            select(func.count(_answer.c.person_tag.distinct())).where(
                _answer.c.term_id == term_id, _answer.c.window == window
            )
        ).scalar_one()
        return found

    def windows(self, term_id: str) -> list[str]:
        """Every window with an answer, in order."""
        rows = self._connection.execute(
            select(_answer.c.window)
            .where(_answer.c.term_id == term_id)
            .distinct()
            .order_by(_answer.c.window)
        )
        return [row[0] for row in rows]

    def sums(
        self,
        term_id: str,
        window: str,
        reverse: Iterable[str] = (),
        *,
        by_section: bool = False,
    ) -> list[Sums]:
        """Each scale's means of people in a window, as sums. Raw: for the release rules.

        Args:
            term_id: the term.
            window: the window's name.
            reverse: items whose answers are turned round.
            by_section: a row for each section and scale, else one for each scale.
        """
        value = _keyed(tuple(reverse))
        section: ColumnElement[str] = _answer.c.section if by_section else bindparam("none", "")
        person = (
            select(
                _answer.c.scale,
                section.label("section"),
                cast(PER * func.sum(value) / func.count(), Integer).label("mean"),
            )
            .where(_answer.c.term_id == term_id, _answer.c.window == window)
            .group_by(_answer.c.scale, _answer.c.person_tag, *([section] if by_section else ()))
            .subquery()
        )
        mean = person.c.mean
        rows = self._connection.execute(
            select(
                person.c.scale,
                person.c.section,
                func.count(),
                func.sum(mean),
                func.min(mean),
                func.max(mean),
                func.sum(mean * mean),
            )
            .group_by(person.c.scale, person.c.section)
            .order_by(person.c.scale, person.c.section)
        )
        return [Sums(row[0], row[1], *(int(number) for number in row[2:])) for row in rows]


def _keyed(reverse: Sequence[str]) -> ColumnElement[int]:
    if not reverse:
        return _answer.c.value
    return case((_answer.c.item.in_(reverse), 6 - _answer.c.value), else_=_answer.c.value)
