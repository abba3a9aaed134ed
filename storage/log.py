"""What happened, in two logs that cannot be joined.

About tickets: question and exact time. About people: a window's tag, no question, no time finer
than the window, no sequence. Rows that were written together can be recognised: PostgreSQL shows
the transaction and the place on disk, and of two backups the later one has more rows. So events
about people first wait in a table of their own, with a tag that no other row has and the window's
tag locked; when the window is over, all of it is moved at once, under random keys that are drawn
only then, and in their order. So of two copies of the database, one made before that and one after,
no row of the one can be told to be a row of the other.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select

from storage.columns import table
from storage.keys import Keys
from storage.kinds import Purpose
from storage.reading import every
from storage.ready import Ready, Values
from storage.tables import (
    PersonEvent,
    PersonEventTable,
    QuestionTable,
    TicketEvent,
    TicketEventTable,
    UnsettledEventTable,
)

_ticket, _person = table(TicketEventTable), table(PersonEventTable)
_unsettled, _question = table(UnsettledEventTable), table(QuestionTable)
_ABOUT_TICKET = Ready(insert(_ticket))
_ABOUT_PERSON = Ready(insert(_unsettled))
_SETTLE = Ready(insert(_person))


class _Over:
    """Windows that are over: what waits of them, and its end."""

    def __init__(self, which: ColumnElement[bool]) -> None:
        self.waiting = Ready(select(_unsettled).where(which).order_by(_unsettled.c.id))
        self.moved = Ready(delete(_unsettled).where(which))


_EVERY = _Over(_unsettled.c.window < bindparam("now"))
_ONE = _Over(
    (_unsettled.c.course_id == bindparam("course")) & (_unsettled.c.window == bindparam("which"))
)


def window_of(at: datetime) -> str:
    """The window a moment belongs to: its ISO week, such as ``2026-W47``."""
    year, week, _day = at.isocalendar()
    return f"{year}-W{week:02d}"


class Log:
    """Both logs."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def about_ticket(self, event: TicketEvent) -> None:
        """Keep what happened to a question."""
        _ABOUT_TICKET.run(self._connection, event.model_dump())

    def about_person(self, event: PersonEvent, mark: str) -> None:
        """Keep what somebody did, to be shuffled in when its window is over.

        Args:
            event: with the person's tag of the window.
            mark: the person's tag of this event alone (``Purpose.WINDOW``, its id), by which it
                can be erased until then.
        """
        seal = self._keys.lock(Purpose.WINDOW, event.id, event.person_tag.encode())
        values = {**event.model_dump(), "person_tag": mark, "window_seal": seal}
        _ABOUT_PERSON.run(self._connection, values)

    def lock_away(self, event: PersonEvent, mark: str, scope: str) -> str:
        """Something that somebody may turn out to have done, for a due job to keep until then.

        All of it is locked, so that what is kept in the end has nothing in common with the job.

        Args:
            event: with the person's tag of the window in which it will be known.
            mark: as for :meth:`about_person`.
            scope: the job's id.

        Returns:
            What :meth:`about_locked` takes.
        """
        words = (event.id, event.window, mark, event.person_tag)
        return self._keys.lock(Purpose.WINDOW, scope, " ".join(words).encode())

    def about_locked(self, course_id: str, locked: str, scope: str, what: str, detail: str) -> None:
        """Keep what :meth:`lock_away` locked, now that it is known what it was."""
        words = self._keys.unlock(Purpose.WINDOW, scope, locked).decode()
        event_id, window, mark, person_tag = words.split(" ")
        done = PersonEvent(
            id=event_id,
            course_id=course_id,
            window=window,
            window_scope=f"{course_id}/{window}",
            person_tag=person_tag,
            what=what,
            detail=detail,
        )
        self.about_person(done, mark)

    def settle(self, at: datetime, fresh: Callable[[], str]) -> None:
        """Shuffle in what waits of windows that are over.

        Args:
            at: the installation's time.
            fresh: draws a key that nothing else has.
        """
        self._move(_EVERY, {"now": window_of(at)}, fresh)

    def settle_window(self, course_id: str, window: str, fresh: Callable[[], str]) -> None:
        """Shuffle in what waits of one course's window, which is over where the course is.

        Args:
            course_id: the course.
            window: the window's name.
            fresh: draws a key that nothing else has.
        """
        self._move(_ONE, {"course": course_id, "which": window}, fresh)

    def _move(self, over: _Over, values: Values, fresh: Callable[[], str]) -> None:
        waiting = over.waiting.named(self._connection, values)
        settled = [{**self._unlocked(row), "id": fresh()} for row in waiting]
        if settled:
            # In the order of the new keys, else PostgreSQL would keep that of the old ones.
            settled.sort(key=lambda row: row["id"])
            _SETTLE.each(self._connection, settled)
            over.moved.run(self._connection, values)

    def _unlocked(self, row: dict[str, str]) -> dict[str, str]:
        tag = self._keys.unlock(Purpose.WINDOW, row["id"], row.pop("window_seal"))
        return {**row, "person_tag": tag.decode()}

    def not_yet(self, course_id: str, since: datetime) -> list[tuple[str, str, datetime]]:
        """Question, author's tag and moment of every *not yet* since a moment."""
        rows = self._connection.execute(
            select(_ticket.c.question_id, _question.c.author_tag, _ticket.c.at)
            .join(_question, _question.c.id == _ticket.c.question_id)
            .where(
                _ticket.c.course_id == course_id,
                _ticket.c.what == "not yet",
                _ticket.c.at > since,
                _question.c.author_tag.is_not(None),
            )
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def of(self, question_id: str) -> Iterator[TicketEvent]:
        """What happened to a question, in order."""
        rows = self._connection.execute(
            select(_ticket).where(_ticket.c.question_id == question_id).order_by(_ticket.c.at)
        )
        yield from every(TicketEvent, rows)
