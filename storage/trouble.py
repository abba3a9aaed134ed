"""What is the matter with a database: told by its driver's codes, never by its words.

SQLite: https://www.sqlite.org/rescode.html. PostgreSQL: its manual's appendix A.
"""

import sqlite3
from collections.abc import Iterator
from enum import StrEnum

from storage.lane import Busy


class Trouble(StrEnum):
    """What an operator can do something about."""

    FULL = "database full"
    HELD = "database held"
    READ_ONLY = "database read only"
    GONE = "database gone"
    FAILING = "database failing"


TO_DO = {
    Trouble.FULL: "Make room on the disk that holds the database.",
    Trouble.HELD: (
        "Something holds the database longer than Askwell may wait, as a backup or an open "
        "database shell does: end it."
    ),
    Trouble.READ_ONLY: "Let Askwell's account write to the database, its folder and its disk.",
    Trouble.GONE: "Bring the database back to where the settings say it is, and see that it runs.",
    Trouble.FAILING: (
        "The disk under the database fails or its content is damaged: look at the disk; restore "
        "the last backup if it is damaged."
    ),
}
"""What to do; Askwell goes on by itself once it is done."""

_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_BUSY: Trouble.HELD,
    sqlite3.SQLITE_LOCKED: Trouble.HELD,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Trouble.GONE,
    sqlite3.SQLITE_IOERR: Trouble.FAILING,
    sqlite3.SQLITE_CORRUPT: Trouble.FAILING,
    sqlite3.SQLITE_NOTADB: Trouble.FAILING,
}
_POSTGRESQL = (
    ("53100", Trouble.FULL),
    ("55P03", Trouble.HELD),
    ("53", Trouble.HELD),
    ("25006", Trouble.READ_ONLY),
    ("42501", Trouble.READ_ONLY),
    ("08", Trouble.GONE),
    ("57P", Trouble.GONE),
    ("3D000", Trouble.GONE),
    ("58", Trouble.FAILING),
    ("XX", Trouble.FAILING),
)


_DEEP = 12
"""Causes looked at: an exception may be its own."""


def trouble(problem: BaseException) -> Trouble | None:
    """What is the matter with the database; ``None`` where that is not what went wrong."""
    for one in _chain(problem):
        if isinstance(one, Busy):
            return Trouble.HELD
        if isinstance(one, sqlite3.Error):
            code = getattr(one, "sqlite_errorcode", None)
            return None if code is None else _SQLITE.get(code & 0xFF)  # the primary code
        if type(one).__module__.partition(".")[0] == "psycopg":
            return _of_postgresql(one)
    return None


def is_lost(problem: BaseException) -> bool:
    """Whether only new connections can be of use.

    A file on a disk that failed stays broken for whoever has it open, and a session of a server
    that only let read goes on to do so.
    """
    return trouble(problem) in {Trouble.GONE, Trouble.FAILING, Trouble.READ_ONLY}


def _of_postgresql(problem: BaseException) -> Trouble | None:
    state = getattr(problem, "sqlstate", None)
    if state is None:  # no server said it: there was none to say it
        return Trouble.GONE if type(problem).__name__ == "OperationalError" else None
    return next((found for begins, found in _POSTGRESQL if state.startswith(begins)), None)


def _chain(problem: BaseException) -> Iterator[BaseException]:
    """An exception, what it wraps, and what it came from."""
    one: BaseException | None = problem
    for _ in range(_DEEP):
        if one is None:
            return
        yield one
        one = getattr(one, "orig", None) or one.__cause__ or one.__context__
