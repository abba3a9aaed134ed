"""Erasing and exporting what is stored of one person, by the duties that tables declare."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, select, true, update
from sqlmodel import SQLModel

import storage.search_tables  # noqa: F401  # its tables must be known here
from storage.columns import table
from storage.duties import Duty, OfQuestion, Tagged
from storage.kinds import Purpose
from storage.tables import PulseTermTable, QuestionTable
from storage.ticket_life import PART
from storage.tickets import Tickets

Tag = Callable[[Purpose, str], str]
"""A person's power to make tags (``Person.tag``)."""

_question, _term = table(QuestionTable), table(PulseTermTable)


def tables() -> Iterator[tuple[Table, tuple[Duty, ...]]]:
    """Every table with the duties it declares; none declared: an empty tuple."""
    models = {
        table(mapper.class_).name: mapper.class_
        for mapper in SQLModel._sa_registry.mappers  # noqa: SLF001  # SQLModel offers no other way
    }
    for found in reversed(SQLModel.metadata.sorted_tables):
        yield found, getattr(models.get(found.name), "duties", ())


def own_questions(connection: Connection, tag: Tag, course_id: str | None = None) -> list[str]:
    """The ids of the questions a person asked, in one course or in all, and has not unlinked."""
    statement = select(_question.c.id, _question.c.author_tag)
    if course_id is not None:
        statement = statement.where(_question.c.course_id == course_id)
    rows = connection.execute(statement.where(_question.c.author_tag.is_not(None)))
    return [row[0] for row in rows if tag(Purpose.QUESTION, row[0]) == row[1]]


def erase(connection: Connection, tag: Tag, held: Collection[str] = ()) -> None:
    """Delete everything of a person; what others need stays, emptied of the person.

    Args:
        connection: the open work's.
        tag: makes the person's tags.
        held: ids of courses under a legal hold, of which everything stays.

    Tickets the person holds go back into the line: nobody could release them any more. So do those
    that were to be answered together with a question of theirs.
    """
    tickets = Tickets(connection)
    kept = _questions_of(connection, held)
    for question_id, holder in tickets.held():
        if question_id not in kept and holder == tag(Purpose.QUESTION, question_id):
            tickets.release(question_id, holder)
    ids = [one for one in own_questions(connection, tag) if one not in kept]
    for question_id in ids:
        for ticket in tickets.merged_into(question_id):
            tickets.take(PART, ticket.question_id, seen=question_id)
    for place, duties in tables():
        for duty, found in _theirs(connection, tag, place, duties, ids):
            theirs = found & outside(place, held) if held else found
            if isinstance(duty, Tagged) and duty.blank:
                empty = {name: _empty(place.c[name]) for name in duty.blank}
                connection.execute(update(place).where(theirs).values(**empty))
            else:
                connection.execute(delete(place).where(theirs))


def outside(place: Table, held: Collection[str]) -> ColumnElement[bool]:
    """Rows of a table that belong to none of the courses, by whichever column says it.

    What a day held for somebody belongs to no course's record: it is always outside.
    """
    columns = place.c
    if "course_id" in columns:
        return columns.course_id.is_(None) | columns.course_id.not_in(held)
    if "question_id" in columns:
        questions = select(_question.c.id).where(_question.c.course_id.in_(held))
        return columns.question_id.is_(None) | columns.question_id.not_in(questions)
    if "term_id" in columns:
        terms = select(_term.c.id).where(_term.c.course_id.in_(held))
        return columns.term_id.not_in(terms)
    return true()


def _questions_of(connection: Connection, courses: Collection[str]) -> set[str]:
    rows = select(_question.c.id).where(_question.c.course_id.in_(courses))
    return {row[0] for row in connection.execute(rows)} if courses else set()


def export(connection: Connection, tag: Tag) -> dict[str, list[dict[str, Any]]]:
    """Everything stored of a person, by table, without tags, seals and files' bytes."""
    ids = own_questions(connection, tag)
    found: dict[str, list[dict[str, Any]]] = {}
    for place, duties in tables():
        columns = [column for column in place.c if _readable(column)]
        rows: list[dict[str, Any]] = []
        shown = tuple(one for one in duties if not isinstance(one, OfQuestion) or one.exported)
        for _duty, theirs in _theirs(connection, tag, place, shown, ids):
            for row in connection.execute(select(*columns).where(theirs)).mappings():
                rows += [] if dict(row) in rows else [dict(row)]
        if rows:
            found[place.name] = rows
    return found


def _theirs(
    connection: Connection, tag: Tag, place: Table, duties: tuple[Duty, ...], ids: list[str]
) -> Iterator[tuple[Duty, ColumnElement[bool]]]:
    """Each duty that concerns people, with the condition that finds this person's rows."""
    for duty in duties:
        if isinstance(duty, OfQuestion):
            theirs = place.c[duty.column].in_(ids)
            yield duty, theirs & (place.c[duty.unless] == 0) if duty.unless else theirs
        elif isinstance(duty, Tagged):
            column, scope = place.c[duty.tag], place.c[duty.scope]
            rows = connection.execute(select(column, scope).where(column.is_not(None)).distinct())
            own = [stored for stored, about in rows if tag(duty.purpose, about) == stored]
            yield duty, column.in_(own)


def _readable(column: Column[Any]) -> bool:
    return not column.name.endswith(("_tag", "_seal")) and column.name not in {"content", "seal"}


def _empty(column: Column[Any]) -> str | None:
    return None if column.nullable else ""
