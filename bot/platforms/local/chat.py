"""The chat itself: what Slack's or Discord's servers are to their bots.

It remembers people, rooms, posted messages and direct messages in a file of its own, so that a
killed process loses none of them. Messages that only one person sees and open forms are kept in
memory alone: they vanish with the process, and from a page when it is loaded again.
"""

import secrets
import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from bot.platforms.local.body import Body, Pressable, body_from_json, body_to_json, plain
from bot.platforms.local.classroom import Classroom, Seat
from handlers.chat.outgoing import Form

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
  nonce TEXT UNIQUE
);
CREATE INDEX IF NOT EXISTS message_room ON message (room, number);
CREATE INDEX IF NOT EXISTS message_person ON message (person, number);
CREATE TABLE IF NOT EXISTS file (
  message TEXT NOT NULL, id TEXT NOT NULL, media_type TEXT NOT NULL, name TEXT NOT NULL,
  content BLOB NOT NULL, PRIMARY KEY (message, id)
);
"""
_COLUMNS = "number, room, person, author, body, at, pinned, edited"
PAGE = 60
"""How many messages of one place are shown before somebody asks for earlier ones."""
_KEPT = 100
"""How many only-you messages are kept for each person."""


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


@dataclass(frozen=True, slots=True)
class Opened:
    """A form in front of somebody, and the room it was opened from."""

    id: str
    person: str
    room: str | None
    form: Form


@dataclass(frozen=True, slots=True)
class Closed:
    """The form is no longer in front of the person."""

    id: str
    person: str


@dataclass(frozen=True, slots=True)
class Given:
    """A file's bytes, as the chat hands them out."""

    name: str
    media_type: str
    content: bytes


Change = Seen | Opened | Closed
Listener = Callable[[Change], None]


class Gone(LookupError):
    """There is no such person, room or message."""


class Chat:
    """A chat of one class, in one SQLite file.

    Everything is done at once and kept before a call returns; listeners are told afterwards, in
    the same call. It is used from one thread.

    Args:
        seed: people and rooms; those already in the file stay, with their messages.
        path: the file, created if missing; ``None`` keeps everything in memory.
        now: the chat's clock, aware, UTC.
    """

    def __init__(
        self,
        seed: Classroom,
        path: Path | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.workspace = seed.workspace
        self.course = seed.course
        self.now = now
        self._run = secrets.token_hex(3)
        self._listeners: list[Listener] = []
        self._only_you: defaultdict[str, deque[Seen]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self._whispered: dict[str, Seen] = {}
        self._only_you_files: dict[str, dict[str, Given]] = {}
        self._forms: dict[str, Opened] = {}
        # In WAL mode without a sync at each commit, a killed process loses nothing; only a
        # power cut could, and what the course must keep is in Askwell's own storage.
        self._file = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
        self._file.execute("PRAGMA secure_delete = ON")
        self._file.executescript(_SCHEMA)
        self._sow(seed)
        (newest,) = self._file.execute("SELECT coalesce(max(number), 0) FROM message").fetchone()
        self._number = int(newest)
        self._people = {seat.id: seat for seat in self._read_people()}
        self.names = {seat.id: seat.name for seat in self._people.values()}
        self._rooms = {room.id: room for room in self._read_rooms()}
        self._rooms_of: defaultdict[str, tuple[Room, ...]] = defaultdict(tuple)
        for room in self._rooms.values():
            for who in room.members:
                self._rooms_of[who] += (room,)

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

    # --- who and where

    def _read_people(self) -> list[Seat]:
        rows = self._file.execute("SELECT id, name, title FROM person ORDER BY position, id")
        return [Seat(*row) for row in rows]

    def _read_rooms(self) -> list[Room]:
        members = defaultdict(list)
        for room, person in self._file.execute(
            "SELECT room, person FROM member JOIN person ON person.id = member.person"
            " ORDER BY person.position, person.id"
        ):
            members[room].append(person)
        rows = self._file.execute("SELECT id, purpose FROM room ORDER BY position, id")
        return [Room(room, purpose, tuple(members[room])) for room, purpose in rows]

    @property
    def people(self) -> tuple[Seat, ...]:
        """Everybody, in order."""
        return tuple(self._people.values())

    def person(self, who: str) -> Seat:
        """One person.

        Raises:
            Gone: there is nobody of that id.
        """
        try:
            return self._people[who]
        except KeyError:
            raise Gone(f"there is nobody called {who!r} in this chat") from None

    def room(self, room: str) -> Room:
        """One room.

        Raises:
            Gone: there is none of that id.
        """
        try:
            return self._rooms[room]
        except KeyError:
            raise Gone(f"there is no room called {room!r}") from None

    def rooms_of(self, who: str) -> tuple[Room, ...]:
        """The rooms a person is in, in order."""
        return self._rooms_of.get(who, ())

    # --- messages that stay

    def _next(self) -> int:
        self._number += 1
        return self._number

    def post(
        self,
        body: Body,
        *,
        room: str | None = None,
        person: str | None = None,
        author: str | None = None,
        nonce: str | None = None,
        pin: bool = False,
        contents: Mapping[str, bytes] | None = None,
    ) -> str:
        """Put a message into a room or among a person's direct messages.

        Args:
            body: what it shows.
            room: the room; else
            person: whose direct messages.
            author: who wrote it; ``None`` for the bot.
            nonce: a message of the same nonce is posted once.
            pin: whether it is pinned.
            contents: the bytes of its files by id.

        Returns:
            The message's id; that of the first one when the nonce was there already.

        Raises:
            Gone: there is no such room or person.
        """
        if room is not None:
            self.room(room)
        if person is not None:
            self.person(person)
        found = self._file.execute(
            "SELECT number FROM message WHERE nonce = ?", (nonce,)
        ).fetchone()
        if found is not None:
            return f"m{found[0]}"
        number = self._next()
        with self._together():
            self._file.execute(
                f"INSERT INTO message ({_COLUMNS}, nonce)"  # noqa: S608 - a constant of this module
                " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
                (
                    number,
                    room,
                    person,
                    author,
                    body_to_json(body),
                    self.now().isoformat(),
                    pin,
                    nonce,
                ),
            )
            self._enclose(f"m{number}", body, contents or {})
        self._tell(self.message(f"m{number}"))
        return f"m{number}"

    def edit(self, id: str, body: Body, contents: Mapping[str, bytes] | None = None) -> None:  # noqa: A002 - the word
        """Change what a posted message shows; files it no longer has go.

        Raises:
            Gone: there is no such message.
        """
        self.message(id)
        with self._together():
            self._file.execute(
                "UPDATE message SET body = ?, edited = 1 WHERE number = ?",
                (body_to_json(body), int(id[1:])),
            )
            self._enclose(id, body, contents or {})
        self._tell(self.message(id))

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

    def message(self, id: str) -> Seen:  # noqa: A002 - the word
        """A message by its id.

        Raises:
            Gone: there is none, or it was for one person only and has vanished.
        """
        if id[:1] == "m" and id[1:].isdecimal():
            row = self._file.execute(
                f"SELECT {_COLUMNS} FROM message WHERE number = ?",  # noqa: S608 - a constant
                (int(id[1:]),),
            ).fetchone()
            if row is not None:
                return _seen(row)
        if id in self._whispered:
            return self._whispered[id]
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

    def file(self, message: str, id: str) -> Given:  # noqa: A002 - the word
        """A message's file.

        Raises:
            Gone: there is no such file.
        """
        held = self._only_you_files.get(message, {}).get(id)
        if held is not None:
            return held
        row = self._file.execute(
            "SELECT name, media_type, content FROM file WHERE message = ? AND id = ?",
            (message, id),
        ).fetchone()
        if row is None:
            raise Gone("that file is no longer there")
        return Given(*row)

    def say(self, who: str, room: str, text: str) -> str:
        """A person's own words in a room: anybody there reads them, and no bot does.

        Raises:
            Gone: the person is not in the room.
        """
        if room not in {one.id for one in self.rooms_of(who)}:
            raise Gone(f"{self.person(who).name} is not in a room called {room!r}")
        return self.post(plain(text), room=room, author=who)

    # --- what only one person sees

    def whisper(
        self,
        who: str,
        room: str | None,
        body: Body,
        contents: Mapping[str, bytes] | None = None,
    ) -> Seen:
        """Show something to one person only, until the page is loaded again."""
        number = self._next()
        seen = Seen(
            f"o{number}-{self._run}",
            number,
            room,
            self.person(who).id,
            None,
            body,
            self.now(),
            only_you=True,
        )
        held = self._only_you[who]
        if len(held) == held.maxlen:
            del self._whispered[held[0].id]
            self._only_you_files.pop(held[0].id, None)
        held.append(seen)
        self._whispered[seen.id] = seen
        given = {
            file.id: Given(file.name, file.media_type, contents[file.id])
            for file in body.files
            if contents and file.id in contents
        }
        if given:
            self._only_you_files[seen.id] = given
        self._tell(seen)
        return seen

    def only_you(self, who: str) -> Sequence[Seen]:
        """What the person alone was shown, the oldest first."""
        return tuple(self._only_you[who])

    def open(self, opened: Opened) -> None:
        """Put a form in front of a person, in place of another one that may be open."""
        self._forms[opened.person] = opened
        self._tell(opened)

    def form_of(self, who: str) -> Opened | None:
        """The form in front of the person."""
        return self._forms.get(who)

    def shut(self, who: str, form: str) -> None:
        """Take the form away, if it is still the one in front of the person."""
        opened = self._forms.get(who)
        if opened is not None and opened.id == form:
            del self._forms[who]
            self._tell(Closed(form, who))

    # --- looking

    def newest_with(self, who: str, label: str) -> tuple[Seen, Pressable] | None:
        """The newest message the person sees that has a button saying *label*, and the button.

        Only-you messages, direct messages and rooms are looked through alike.
        """
        places = [room.id for room in self.rooms_of(who)]
        found: list[tuple[Seen, Pressable]] = []
        for seen in chain(
            self._only_you[who],
            self.history(who, None),
            *(self.history(who, place) for place in places),
            *(self.pinned(place) for place in places),
        ):
            found += [(seen, button) for button in seen.body.all_buttons() if button.label == label]
        return max(found, key=lambda pair: pair[0].number, default=None)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Be told of every change from now on; calling what comes back ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)


def _seen(row: tuple[int, str | None, str | None, str | None, str, str, int, int]) -> Seen:
    number, room, person, author, body, at, pinned, edited = row
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
    )
