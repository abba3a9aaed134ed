"""A million rows, made by the database itself: nobody could ask so much while one waits for it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Select,
    String,
    Table,
    cast,
    func,
    insert,
    literal,
    select,
)

from bot.bench.stage import settle
from storage.columns import table
from storage.kinds import TicketState
from storage.search_tables import EntryTable, PostingTable
from storage.store import Store, Work
from storage.tables import Course, Ticket, TicketTable

TOPICS = tuple(f"topic {number}" for number in range(8))
_SECOND = 1_000_000
_ticket, _entry, _posting = (table(model) for model in (TicketTable, EntryTable, PostingTable))
TITLE = 3.0
"""What a word of a title weighs at least, as words of titles count three times."""


def tickets(store: Store, number: int, course_id: str, courses: int = 1) -> None:
    """Waiting tickets, in an order of their due times that is not the order of their rows.

    Args:
        store: where.
        number: how many.
        course_id: whose; with several courses the beginning of their ids.
        courses: how many courses have them, each as many as another.
    """
    k = cast(_numbers(number).c.k, BigInteger)
    model = Ticket(
        question_id="", course_id=course_id, state=TicketState.WAITING, due=datetime.now(UTC)
    )
    own: dict[str, ColumnElement[Any]] = {
        # Ids of one length and courses one after another: side by side in the indexes.
        "question_id": literal(f"{course_id}-") + cast(k + 10_000_000, String),
        "topic": literal("topic ") + cast(k % len(TOPICS), String),
        # Steps of a prime, around a prime: every second is due once, and neighbours are far apart.
        "due": literal(int(model.due.timestamp()) * _SECOND, BigInteger)
        + (k * 7919 % 1_000_003) * _SECOND,
    }
    if courses > 1:
        own["course_id"] = literal(course_id) + cast(k // (number // courses), String)
    with store.begin() as work:
        _insert(work, _ticket, select(*_columns(_ticket, model.model_dump(), own)))
    settle(store, _ticket.name)


def entries(store: Store, course: Course, courses: int) -> None:
    """Other courses with as many answered questions as one has, to be found by their titles.

    Args:
        store: where.
        course: whose are copied.
        courses: how many others.
    """
    with store.begin() as work:
        for number in range(courses):
            _copied(work, course.id, f"fleet-{number}", number)
    settle(store, _entry.name, _posting.name)


def _copied(work: Work, course_id: str, other: str, number: int) -> None:
    # In the order of their key, and numbered in a row, so that they are written side by side.
    ranked = (
        select(
            _entry.c.number.label("old"),
            (func.row_number().over(order_by=_entry.c.number) + number * _SECOND).label("new"),
        )
        .where(_entry.c.course_id == course_id)
        .subquery()
    )
    numbered = _entry.join(ranked, ranked.c.old == _entry.c.number)
    changed = {
        "id": literal(f"{other}-") + cast(ranked.c.new, String),
        "course_id": literal(other),
        "number": ranked.c.new,
    }
    _insert(work, _entry, select(*_columns(_entry, {}, changed)).select_from(numbered))
    weighed = _posting.join(ranked, ranked.c.old == _posting.c.number)
    moved = {"course_id": literal(other), "number": ranked.c.new}
    _insert(
        work,
        _posting,
        select(*_columns(_posting, {}, moved))
        .select_from(weighed)
        .where(_posting.c.course_id == course_id, _posting.c.weight >= TITLE)
        .order_by(_posting.c.term, ranked.c.new),
    )


def _columns(
    into: Table, fixed: Mapping[str, object], own: Mapping[str, ColumnElement[Any]]
) -> list[ColumnElement[Any]]:
    """A value for each column: its own, else a fixed one, else that of the row that is copied."""
    return [
        own[column.name]
        if column.name in own
        else literal(fixed[column.name], column.type)
        if column.name in fixed
        else column
        for column in into.c
    ]


def _insert(work: Work, into: Table, rows: Select[Any]) -> None:
    work.connection.execute(insert(into).from_select(list(into.c.keys()), rows))


def _numbers(number: int) -> CTE:
    """0, 1, 2, … on both databases."""
    first = select(literal(0).label("k")).cte("numbers", recursive=True)
    return first.union_all(select(first.c.k + 1).where(first.c.k < number - 1))
