"""Links that open once, within ten minutes: a guarded delete decides who was first."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert

from storage.columns import table
from storage.reading import one
from storage.tables import OnceLink, OnceLinkTable

_link = table(OnceLinkTable)
LASTS = timedelta(minutes=10)
"""How long a link can be opened."""
_TAKE = (
    delete(_link)
    .where(_link.c.hash == bindparam("which"), _link.c.expires_at > bindparam("now"))
    .returning(*_link.c)
)


def hashed(token: str) -> str:
    """What is kept of a token: who reads the database cannot open the link.

    SHA-256 needs no salt here, since tokens are 128 bits of chance.
    """
    return hashlib.sha256(token.encode()).hexdigest()


class Links:
    """Links by the hash of their token."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: OnceLink) -> None:
        """Keep a link."""
        self._connection.execute(insert(_link), link.model_dump())

    def open(self, token: str, now: datetime) -> OnceLink | None:
        """What a link opens, for the first who opens it; ``None`` ever after, or too late."""
        row = self._connection.execute(_TAKE, {"which": hashed(token), "now": now}).first()
        return one(OnceLink, row)

    def sweep(self, now: datetime) -> None:
        """Forget links that nobody opened in time."""
        self._connection.execute(delete(_link).where(_link.c.expires_at <= now))
