"""The chat itself: what Slack's or Discord's servers are to their bots.

It remembers people, rooms, posted messages and direct messages in a file of its own, so that a
killed process loses none of them. Messages that only one person sees and open forms are kept in
memory alone: they vanish with the process, and from a page when it is loaded again.
"""

import secrets
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from bot.platforms.local.archive import PAGE, Archive, Given, Gone, Room, Seen
from bot.platforms.local.body import Body, Pressable, plain
from bot.platforms.local.classroom import Classroom, Seat
from handlers.chat.outgoing import Form

__all__ = [
    "PAGE",
    "Change",
    "Chat",
    "Closed",
    "Given",
    "Gone",
    "Listener",
    "Opened",
    "Room",
    "Seen",
]

_KEPT = 100
"""How many only-you messages are kept for each person."""


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


Change = Seen | Opened | Closed
Listener = Callable[[Change], None]


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
        self._archive = Archive(seed, path)
        self._number = self._archive.newest()
        self._people = {seat.id: seat for seat in self._archive.people()}
        self.names = {seat.id: seat.name for seat in self._people.values()}
        self._rooms = {room.id: room for room in self._archive.rooms()}
        self._rooms_of: defaultdict[str, tuple[Room, ...]] = defaultdict(tuple)
        for room in self._rooms.values():
            for who in room.members:
                self._rooms_of[who] += (room,)

    def close(self) -> None:
        """Close the file; nothing is lost."""
        self._archive.close()

    # --- who and where

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

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Groups that the chat keeps: everybody with the same title, as ``tas``."""
        found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for seat in self._people.values():
            found[f"{seat.title.lower().replace(' ', '-')}s"] += (seat.id,)
        return dict(found)

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
        thread: str | None = None,
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
            thread: the message in whose thread it stands.
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
        before = self._archive.of_nonce(nonce)
        if before is not None:
            return before
        number = self._next()
        seen = Seen(
            f"m{number}", number, room, person, author, body, self.now(), pinned=pin, thread=thread
        )
        self._archive.keep(seen, nonce, contents or {})
        self._tell(seen)
        return seen.id

    def edit(self, id: str, body: Body, contents: Mapping[str, bytes] | None = None) -> None:  # noqa: A002 - the word
        """Change what a posted message shows; files it no longer has go.

        Raises:
            Gone: there is no such message.
        """
        self._tell(self._archive.change(id, body, contents or {}))

    def message(self, id: str) -> Seen:  # noqa: A002 - the word
        """A message by its id.

        Raises:
            Gone: there is none, or it was for one person only and has vanished.
        """
        return self._whispered.get(id) or self._archive.find(id)

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
        return self._archive.history(who, room, before=before, most=most)

    def pinned(self, room: str) -> list[Seen]:
        """The room's pinned messages, the oldest first."""
        return self._archive.pinned(room)

    def file(self, message: str, id: str) -> Given:  # noqa: A002 - the word
        """A message's file.

        Raises:
            Gone: there is no such file.
        """
        held = self._only_you_files.get(message, {}).get(id)
        return held or self._archive.file(message, id)

    def say(self, who: str, room: str, text: str, *, thread: str | None = None) -> str:
        """A person's own words in a room: anybody there reads them, and no bot does.

        Args:
            who: the person.
            room: the room.
            text: what they say.
            thread: the message of the room in whose thread they say it.

        Raises:
            Gone: the person is not in the room, or there is no such message in it.
        """
        if room not in {one.id for one in self.rooms_of(who)}:
            raise Gone(f"{self.person(who).name} is not in a room called {room!r}")
        if thread is not None:
            begun = self.message(thread)
            if begun.room != room or begun.only_you:
                raise Gone("that message is not in the room")
            thread = begun.thread or begun.id
        return self.post(plain(text), room=room, author=who, thread=thread)

    # --- what only one person sees

    def whisper(
        self,
        who: str,
        room: str | None,
        body: Body,
        contents: Mapping[str, bytes] | None = None,
        *,
        instead: Seen | None = None,
    ) -> Seen:
        """Show something to one person only, until the page is loaded again.

        Args:
            who: the person.
            room: where.
            body: what.
            contents: the bytes of its files by id.
            instead: a message that this person alone sees, or among their direct messages, which
                is changed into it; if it has gone, it is shown anew.
        """
        if instead is not None and (changed := self._changed(who, instead, body)) is not None:
            return changed
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

    def _changed(self, who: str, before: Seen, body: Body) -> Seen | None:
        if not before.only_you:
            try:
                changed = self._archive.change(before.id, body, {})
            except Gone:
                return None
        else:
            held = self._only_you[who]
            at = next((at for at, one in enumerate(held) if one.id == before.id), None)
            if at is None:
                return None
            changed = held[at] = self._whispered[before.id] = replace(
                before, body=body, edited=True
            )
        self._tell(changed)
        return changed

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
