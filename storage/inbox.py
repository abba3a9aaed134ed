"""Events already handled, and what was answered: so that a redelivery changes nothing.

The key is a keyed hash, the reply is locked, and both are gone after an hour.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.columns import table
from storage.keys import Keys
from storage.kinds import Purpose
from storage.ready import Ready
from storage.tables import InboxTable

_inbox = table(InboxTable)
_SEEN = Ready(
    select(_inbox.c.key, _inbox.c.reply, _inbox.c.at).where(
        _inbox.c.key.in_([bindparam("key"), bindparam("other")])
    )
)
_KEEP = Ready(insert(_inbox))
_DROP_OLD = Ready(
    delete(_inbox).where(_inbox.c.key == bindparam("which"), _inbox.c.at <= bindparam("before"))
)
_SWEEP = delete(_inbox).where(_inbox.c.at <= bindparam("before"))

KEPT = timedelta(hours=1)
"""How long a reply can be said again (design decision 2)."""


class Inbox:
    """Handled events by key."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys
        self._free: set[str] = set()
        """Keys that were looked for and are not there."""

    def key(self, *parts: str) -> str:
        """The keyed hash under which an event is remembered."""
        return self._keys.tag(Purpose.ONCE, "inbox", "\x00".join(parts).encode())

    def seen(
        self, key: str, at: datetime, other: str = "", since: datetime | None = None
    ) -> bytes | None:
        """What was answered within the last hour, or ``None`` for a new event.

        Args:
            key: what the event is remembered under.
            at: the installation's time.
            other: another key it may be remembered under.
            since: only from this moment on, where that is later.
        """
        first = at - KEPT
        if since is not None:
            first = max(first, since - timedelta(microseconds=1))
        found = _SEEN.rows(self._connection, {"key": key, "other": other})
        self._free = {key, other} - {row[0] for row in found}
        for known, reply, kept_at in found:
            if kept_at > first:
                return self._keys.unlock(Purpose.REPLY, known, reply)
        return None

    def keep(self, key: str, reply: bytes, at: datetime) -> None:
        """Keep what is answered.

        Raises:
            sqlalchemy.exc.IntegrityError: another process has just handled the same event.
        """
        box = self._keys.lock(Purpose.REPLY, key, reply)
        # Only one whose hour is over makes room: another process may have kept one just now.
        if key not in self._free:
            _DROP_OLD.run(self._connection, {"which": key, "before": at - KEPT})
        self._free.discard(key)
        _KEEP.run(self._connection, {"key": key, "at": at, "reply": box})

    def sweep(self, at: datetime) -> None:
        """Forget what is older than an hour."""
        self._connection.execute(_SWEEP, {"before": at - KEPT})
