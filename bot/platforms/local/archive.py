"""What the local chat keeps: people, rooms, posted and direct messages, in a file of its own."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.platforms.local.body import Body, body_from_json, body_to_json
from bot.platforms.local.classroom import Classroom, Seat

_SCHEMA = """
CREATE TABLE IF NOT EXISTS person (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS room (
  id TEXT PRIMARY KEY, purpose TEXT NOT NULL, position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS member (
  room TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (room, person)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS message (
  number INTEGER PRIMARY KEY,
  room TEXT,    -- where it stands: a room, or
  person TEXT,  -- this person's direct messages
  author TEXT,  -- nobody: the bot
  body TEXT NOT NULL,
  at TEXT NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0,
  edited INTEGER NOT NULL DEFAULT 0,
  nonce TEXT UNIQUE,
  thread TEXT   -- the message in whose thread it stands
);
CREATE INDEX IF NOT EXISTS message_room ON message (room, number);
CREATE INDEX IF NOT EXISTS message_person ON message (person, number);
CREATE TABLE IF NOT EXISTS file (
  message TEXT NOT NULL, id TEXT NOT NULL, media_type TEXT NOT NULL, name TEXT NOT NULL,
  content BLOB NOT NULL, PRIMARY KEY (message, id)
);
"""
_COLUMNS = "number, room, person, author, body, at, pinned, thread, edited"
PAGE = 60
"""How many messages of one place are shown before somebody asks for earlier ones."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room: its id, what it is for, and the ids of its members."""

    id: str
    purpose: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it stands in somebody's chat.

    Attributes:
        id: the chat's name for it.
        number: grows with every new message, of whatever sort.
        room: the room it stands in; ``None`` among direct messages.
        person: whose direct messages, or who alone sees it; ``None`` for a room's own.
        author: who wrote it; ``None`` for the bot.
        body: what it shows.
        at: when it was first posted, by the chat's clock.
        pinned: whether it is pinned in its room.
        edited: whether it has changed since.
        only_you: whether ``person`` alone sees it, until the page is loaded again.
        thread: the message in whose thread it stands.
    """

    id: str
    number: int
    room: str | None
    person: str | None
    author: str | None
    body: Body
    at: datetime
    pinned: bool = False
    edited: bool = False
    only_you: bool = False
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A file's bytes, as the chat hands them out."""

    name: str
    media_type: str
    content: bytes


class Gone(LookupError):
    """There is no such person, room or message."""


class Archive:
    """The file. Everything is kept before a call returns; it is used from one thread.

    Args:
        seed: people and rooms; those already in the file stay, with their messages.
        path: the file, created if missing; ``None`` keeps everything in memory.
    """

    def __init__(self, seed: Classroom, path: Path | None) -> None:
        # In WAL mode without a sync at each commit, a killed process loses nothing; only a
        # power cut could, and what the course must keep is in Askwell's own storage.
        self._file = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
        self._file.execute("PRAGMA secure_delete = ON")
        self._file.executescript(_SCHEMA)
        self._grow()
        self._sow(seed)

    def _grow(self) -> None:
        """Bring a file of an earlier version up to this one."""
        columns = {row[1] for row in self._file.execute("PRAGMA table_info(message)")}
        if "thread" not in columns:
            self._file.execute("ALTER TABLE message ADD COLUMN thread TEXT")

    def _sow(self, seed: Classroom) -> None:
        with self._together():
            self._file.executemany(
                "INSERT INTO person VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                " SET name = excluded.name, title = excluded.title, position = excluded.position",
                [(seat.id, seat.name, seat.title, n) for n, seat in enumerate(seed.people)],
            )
            for n, room in enumerate(seed.rooms):
                self._file.execute(
                    "INSERT INTO room VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
                    " SET purpose = excluded.purpose, position = excluded.position",
                    (room.id, room.purpose, n),
                )
                self._file.executemany(
                    "INSERT INTO member VALUES (?, ?) ON CONFLICT DO NOTHING",
                    [(room.id, who) for who in room.members],
                )

    @contextmanager
    def _together(self) -> Iterator[None]:
        self._file.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    def close(self) -> None:
        """Close the file; nothing is lost."""
        self._file.close()

    def people(self) -> list[Seat]:
        """Everybody, in order."""
        rows = self._file.execute("SELECT id, name, title FROM person ORDER BY position, id")
        return [Seat(*row) for row in rows]

    def rooms(self) -> list[Room]:
        """Every room, in order."""
        members = defaultdict(list)
        for room, person in self._file.execute(
            "SELECT room, person FROM member JOIN person ON person.id = member.person"
            " ORDER BY person.position, person.id"
        ):
            members[room].append(person)
        rows = self._file.execute("SELECT id, purpose FROM room ORDER BY position, id")
        return [Room(room, purpose, tuple(members[room])) for room, purpose in rows]

    def newest(self) -> int:
        """The largest number of a message; 0 before the first."""
        (number,) = self._file.execute("SELECT coalesce(max(number), 0) FROM message").fetchone()
        return int(number)

    def of_nonce(self, nonce: str | None) -> str | None:
        """The id of the message that was posted under a nonce."""
        row = self._file.execute("SELECT number FROM message WHERE nonce = ?", (nonce,)).fetchone()
        return None if row is None else f"m{row[0]}"

    def keep(self, seen: Seen, nonce: str | None, contents: Mapping[str, bytes]) -> None:
        """Keep a new message and the bytes of its files, by their ids."""
        with self._together():
            self._file.execute(
                f"INSERT INTO message ({_COLUMNS}, nonce)"  # noqa: S608 - a constant of this module
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
                (
                    seen.number,
                    seen.room,
                    seen.person,
                    seen.author,
                    body_to_json(seen.body),
                    seen.at.isoformat(),
                    seen.pinned,
                    seen.thread,
                    nonce,
                ),
            )
            self._enclose(seen.id, seen.body, contents)

    def change(self, message: str, body: Body, contents: Mapping[str, bytes]) -> Seen:
        """Change what a message shows; files it no longer has go.

        Raises:
            Gone: there is no such message.
        """
        self.find(message)
        with self._together():
            self._file.execute(
                "UPDATE message SET body = ?, edited = 1 WHERE number = ?",
                (body_to_json(body), int(message[1:])),
            )
            self._enclose(message, body, contents)
        return self.find(message)

    def _enclose(self, message: str, body: Body, contents: Mapping[str, bytes]) -> None:
        kept = [file.id for file in body.files]
        for (old,) in self._file.execute(
            "SELECT id FROM file WHERE message = ?", (message,)
        ).fetchall():
            if old not in kept:
                self._file.execute("DELETE FROM file WHERE message = ? AND id = ?", (message, old))
        for file in body.files:
            if file.id in contents:
                self._file.execute(
                    "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)",
                    (message, file.id, file.media_type, file.name, contents[file.id]),
                )

    def find(self, message: str) -> Seen:
        """A message by its id.

        Raises:
            Gone: there is none.
        """
        if message[:1] == "m" and message[1:].isdecimal():
            row = self._file.execute(
                f"SELECT {_COLUMNS} FROM message WHERE number = ?",  # noqa: S608 - a constant
                (int(message[1:]),),
            ).fetchone()
            if row is not None:
                return _seen(row)
        raise Gone("that message is no longer there")

    def history(
        self, who: str, room: str | None, *, before: int | None = None, most: int = PAGE
    ) -> list[Seen]:
        """The latest messages that stay, of a room or of a person's direct messages.

        Args:
            who: the person looking.
            room: the room; ``None`` for direct messages.
            before: only messages with a smaller number.
            most: how many.

        Returns:
            The oldest of them first.
        """
        # SQL text is put together from the two constants here only; values are bound.
        where = "person = ?" if room is None else "room = ?"
        rows = self._file.execute(
            f"SELECT {_COLUMNS} FROM message WHERE {where} AND number < ?"  # noqa: S608 - see above
            " ORDER BY number DESC LIMIT ?",
            (who if room is None else room, before or 2**62, most),
        ).fetchall()
        return [_seen(row) for row in reversed(rows)]

    def pinned(self, room: str) -> list[Seen]:
        """The room's pinned messages, the oldest first."""
        rows = self._file.execute(
            f"SELECT {_COLUMNS} FROM message WHERE room = ? AND pinned ORDER BY number",  # noqa: S608 - a constant
            (room,),
        ).fetchall()
        return [_seen(row) for row in rows]

    def file(self, message: str, file: str) -> Given:
        """A message's file.

        Raises:
            Gone: there is no such file.
        """
        row = self._file.execute(
            "SELECT name, media_type, content FROM file WHERE message = ? AND id = ?",
            (message, file),
        ).fetchone()
        if row is None:
            raise Gone("that file is no longer there")
        return Given(*row)


_Row = tuple[int, str | None, str | None, str | None, str, str, int, str | None, int]


def _seen(row: _Row) -> Seen:
    number, room, person, author, body, at, pinned, thread, edited = row
    return Seen(
        f"m{number}",
        number,
        room,
        person,
        author,
        body_from_json(body),
        datetime.fromisoformat(at),
        pinned=bool(pinned),
        edited=bool(edited),
        thread=thread,
    )
