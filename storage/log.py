"""What happened, in two logs that cannot be joined.

About tickets: question and exact time. About people: a window's tag, no question, no time finer
than the window, no sequence. Events about people first wait in a table of their own and are moved
in one transaction, in the order of their random keys: otherwise the transaction number or the
place on disk that both rows share would join them.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.columns import table
from storage.reading import every
from storage.tables import (
    PersonEvent,
    PersonEventTable,
    TicketEvent,
    TicketEventTable,
    UnsettledEventTable,
)

_ticket, _person = table(TicketEventTable), table(PersonEventTable)
_unsettled = table(UnsettledEventTable)
_ABOUT_TICKET = insert(_ticket)
_ABOUT_PERSON = insert(_unsettled)
_SETTLE = insert(_person).from_select(
    [column.name for column in _unsettled.c], select(_unsettled).order_by(_unsettled.c.id)
)
_EMPTY = delete(_unsettled)


def window_of(at: datetime) -> str:
    """The window a moment belongs to: its ISO week, such as ``2026-W47``."""
    year, week, _day = at.isocalendar()
    return f"{year}-W{week:02d}"


class Log:
    """Both logs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def about_ticket(self, event: TicketEvent) -> None:
        """Keep what happened to a question."""
        self._connection.execute(_ABOUT_TICKET, event.model_dump())

    def about_person(self, event: PersonEvent) -> None:
        """Keep what somebody did, to be shuffled in."""
        self._connection.execute(_ABOUT_PERSON, event.model_dump())

    def settle(self) -> None:
        """Shuffle in what waits."""
        self._connection.execute(_SETTLE)
        self._connection.execute(_EMPTY)

    def of(self, question_id: str) -> Iterator[TicketEvent]:
        """What happened to a question, in order."""
        rows = self._connection.execute(
            select(_ticket).where(_ticket.c.question_id == question_id).order_by(_ticket.c.at)
        )
        yield from every(TicketEvent, rows)
