"""What happened, in two logs that cannot be joined.

About tickets: question and exact time. About people: a window's tag, no question, no time finer
than the window, no sequence. Rows that were written together can be recognised: PostgreSQL shows
the transaction and the place on disk, and of two backups the later one has more rows. So events
about people first wait in a table of their own, with a tag that no other row has and the window's
tag locked; when the window is over, all of it is moved at once, in the order of random keys.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.columns import table
from storage.keys import Keys
from storage.kinds import Purpose
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
_SETTLE = insert(_person)


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
        self._connection.execute(_ABOUT_TICKET, event.model_dump())

    def about_person(self, event: PersonEvent, mark: str) -> None:
        """Keep what somebody did, to be shuffled in when its window is over.

        Args:
            event: with the person's tag of the window.
            mark: the person's tag of this event alone (``Purpose.WINDOW``, its id), by which it
                can be erased until then.
        """
        seal = self._keys.lock(Purpose.WINDOW, event.id, event.person_tag.encode())
        values = {**event.model_dump(), "person_tag": mark, "window_seal": seal}
        self._connection.execute(_ABOUT_PERSON, values)

    def settle(self, at: datetime) -> None:
        """Shuffle in what waits of windows that are over.

        Args:
            at: the installation's time.
        """
        over = _unsettled.c.window < window_of(at)
        waiting = self._connection.execute(
            select(_unsettled).where(over).order_by(_unsettled.c.id)
        ).mappings()
        settled = [self._unlocked(dict(row)) for row in waiting]
        if settled:
            self._connection.execute(_SETTLE, settled)
            self._connection.execute(delete(_unsettled).where(over))

    def _unlocked(self, row: dict[str, str]) -> dict[str, str]:
        tag = self._keys.unlock(Purpose.WINDOW, row["id"], row.pop("window_seal"))
        return {**row, "person_tag": tag.decode()}

    def of(self, question_id: str) -> Iterator[TicketEvent]:
        """What happened to a question, in order."""
        rows = self._connection.execute(
            select(_ticket).where(_ticket.c.question_id == question_id).order_by(_ticket.c.at)
        )
        yield from every(TicketEvent, rows)
