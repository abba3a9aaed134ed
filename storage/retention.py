"""What is kept for how long: swept as time goes by, whatever the clock jumps over.

Two weeks after a course's term nothing leads from a question to a person any more, and the hashes
of its people's names, by which questions were warned, go with that; one term later
its words go, unless staff stand behind an answer, which stays findable without anybody's name.
A question asked when the term is over has these times from then on: it is still to be answered.
Which columns and rows that means follows from the duties that tables declare.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, exists, func, select, update

from storage.columns import table
from storage.digests import KEPT as DIGESTS
from storage.digests import Digests
from storage.duties import Duty, OfQuestion, Tagged
from storage.erasure import tables
from storage.kinds import Purpose
from storage.search_tables import EntryTable
from storage.tables import (
    CardTable,
    ContinuationTable,
    CourseTable,
    LegalHoldTable,
    QuestionTable,
    RosterNameTable,
)

TERM = timedelta(weeks=20)
"""A course's term where its staff have set no end, and how long words stay after a term."""
LINK = timedelta(days=14)
"""How long a question still leads to its author after the term's end, unless a course says less."""
_PRIVATE = frozenset(
    {"showing", "follow_up", "attachment", "draft", "reveal_request", "confirmation"}
)
"""What was said to, by and of the asker alone; it goes also where an answer stays."""

_course, _question, _card = table(CourseTable), table(QuestionTable), table(CardTable)
_entry, _name, _hold = table(EntryTable), table(RosterNameTable), table(LegalHoldTable)
_link = table(ContinuationTable)


def term_ends(term_end: date | None, created_at: datetime) -> datetime:
    """When a course's term is over: after its last day, or a term after the course was made."""
    if term_end is None:
        return created_at + TERM
    return datetime.combine(term_end + timedelta(days=1), time(), UTC)


def sweep(connection: Connection, now: datetime) -> None:
    """Unlink and delete what is not to be kept any longer at a moment; nothing under a hold."""
    held = exists().where(_hold.c.course_id == _course.c.id)
    for row in connection.execute(select(_course).where(~held)).all():
        over = term_ends(row.term_end, row.created_at)
        link = min(LINK, timedelta(days=row.keep_link))
        words = min(TERM, timedelta(days=row.keep_words))
        if over + link <= now:
            which = _older(row.id, now - link)
            _unlink(connection, which)
            connection.execute(delete(_name).where(_name.c.course_id == row.id))
            ids = select(_question.c.id).where(which)
            connection.execute(delete(_link).where(_link.c.question_id.in_(ids)))
        if over + words <= now:
            _delete(connection, _older(row.id, now - words))
        Digests(connection).sweep(row.id, now - min(DIGESTS, timedelta(days=row.keep_digests)))


def _older(course_id: str, than: datetime) -> ColumnElement[bool]:
    """A course's questions that were posted, or else asked, by a moment."""
    since = func.coalesce(_question.c.posted_at, _question.c.asked_at)
    return and_(_question.c.course_id == course_id, since <= than)


def _unlink(connection: Connection, which: ColumnElement[bool]) -> None:
    ids = select(_question.c.id).where(which)
    for place, tagged, of in _per_question():
        tag = place.c[tagged.tag]
        theirs = place.c[of.column].in_(ids) & tag.is_not(None)
        if place.c[tagged.tag].nullable:
            seal = tagged.tag.replace("_tag", "_seal")
            gone = {name: None for name in (tagged.tag, seal) if name in place.c}
            connection.execute(update(place).where(theirs).values(**gone))
        else:  # a row that is only about a person
            connection.execute(delete(place).where(theirs))


def _delete(connection: Connection, which: ColumnElement[bool]) -> None:
    answered = exists().where(_entry.c.question_id == _question.c.id, _entry.c.answered)
    every = [row[0] for row in connection.execute(select(_question.c.id).where(which))]
    kept = {row[0] for row in connection.execute(select(_question.c.id).where(which, answered))}
    gone = [one for one in every if one not in kept]
    for place, of in _of_questions():
        ids = every if place.name in _PRIVATE else gone
        connection.execute(delete(place).where(place.c[of.column].in_(ids)))
    connection.execute(delete(_card).where(_card.c.question_id.in_(gone)))
    connection.execute(
        update(_question).where(_question.c.id.in_(kept)).values(tried="", difference="")
    )


def _of_questions() -> Iterator[tuple[Table, OfQuestion]]:
    """Every table whose rows belong to questions."""
    for place, duties in tables():
        for duty in duties:
            if isinstance(duty, OfQuestion):
                yield place, duty


def _per_question() -> Iterator[tuple[Table, Tagged, OfQuestion]]:
    """Every table of questions whose rows carry somebody's tag of that question."""
    for place, of in _of_questions():
        for tagged in _tags(place):
            yield place, tagged, of


def _tags(place: Table) -> list[Tagged]:
    found: dict[Table, tuple[Duty, ...]] = dict(tables())
    return [
        duty
        for duty in found[place]
        if isinstance(duty, Tagged) and duty.purpose == Purpose.QUESTION
    ]
