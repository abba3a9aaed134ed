"""The door: a platform's ids become a person, a course and a role, and back to deliver.

Beyond this file nobody knows an account. It alone, and the composition root, may open the vault.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts import account_of
from bot.owner import Owner
from bot.platform import Action, Enclosed, Platform
from handlers.chat.incoming import (
    Acted,
    CleanFile,
    Command,
    Direct,
    Press,
    Shortcut,
    Submission,
    clean,
)
from handlers.chat.outgoing import Line, Message, NoticeKind, recognise
from handlers.chat.person import Person
from handlers.rules import codes
from handlers.rules.importing.roster import people as list_people
from handlers.rules.sections import join_code
from storage.keys import KeyProblem
from storage.kinds import Address, Group, NativeId, Purpose, Role, Room, Seal
from storage.store import Store, Work
from storage.vault import Known, Vault

MET = "pulse:"
"""What the scopes of seals begin with whose people due work may meet."""
LINK = "link:"
"""The same of seals whose people get a page about themselves."""
OVERSIGHT = "reveal-"
"""How buttons and forms begin by which people outside a course decide something in it."""
LINK_WITHIN = timedelta(minutes=10)
"""How long a code holds that links an account."""


class NotUnderstood(Exception):
    """An id on a button or form that this bot did not make."""


def encloses(message: Message) -> bool:
    """Whether something has to be looked up to show a message: whose a name is, a file's bytes."""
    return bool(message.files) or any(
        isinstance(part, Line) and bool(part.names) for part in message.parts
    )


class Door:
    """Recognises people on their way in, and finds them on the way out."""

    def __init__(self, store: Store, vault: Vault, platforms: Mapping[str, Platform]) -> None:
        """Take what it needs to know: courses, accounts, and who is in which room."""
        self._store = store
        self._vault = vault
        self._platforms = platforms

    async def enter(self, action: Action, at: datetime, seed: bytes) -> Acted:
        """The event that an action is, without the account that did it.

        Args:
            action: what a platform heard.
            at: the installation's time.
            seed: the event's chance.

        Raises:
            NotUnderstood: its button or form is not one of this bot's.
            DBAPIError: a database could not be reached; nothing was changed.
        """
        known, course, role, whereabouts = await asyncio.to_thread(self._recognise, action)
        if role is None:
            role = await self._by_place(action.account, whereabouts)
        picked: dict[str, object] = {}
        if action.shortcut:
            picked = await asyncio.to_thread(self._thread_of, action, course)
        if action.submission:
            people, roles = await self._those_picked(action, course)
            if action.files:
                people |= await asyncio.to_thread(self._those_listed, action)
            other = None
            if action.submission.startswith("link:"):
                other = await asyncio.to_thread(self._other, action, at)
            places = await self._their_rooms(action)
            picked = {
                "people": people,
                "roles": roles,
                "places": places,
                "groups": action.groups,
                "other": other,
            }
        common = {
            "who": known.person,
            "role": role,
            "course": course,
            "courses": known.courses,
            "untold": known.untold,
            "where": action.where,
            "platform": action.account.platform,
            "at": at,
            "seed": seed,
            "delivery": f"{action.account.platform}:{action.delivery}",
        }
        return _event(action, picked, common)

    def accounts(self, seals: Iterable[Seal]) -> dict[Seal, tuple[NativeId, ...]]:
        """The accounts behind seals; somebody who has been forgotten has none."""
        found: dict[Seal, tuple[NativeId, ...]] = {}
        for seal in seals:
            try:
                found[seal] = self._vault.accounts(seal)
            except KeyProblem:
                found[seal] = ()
        return found

    def meet(self, seal: Seal) -> Person:
        """The person behind a seal, nameless, for work that is due for everybody in a pulse.

        Nobody has acted, so a rule that needs the person's own powers (whether a question of
        theirs is open) has nobody to ask. It may meet whom it asks each week, and nobody else.

        Raises:
            ValueError: the seal was made for something else.
            KeyProblem: it was not made with these keys.
        """
        if not seal.scope.startswith(MET):
            raise ValueError("a seal for something else")
        return self._vault.person(seal)

    def counting_key(self, seal: Seal, scope: str) -> str:
        """A tag by which notices to somebody are counted, of this scope alone.

        Raises:
            KeyProblem: the seal was not made with these keys.
        """
        return self._vault.person(seal).tag(Purpose.DESTINATION, scope)

    def owner(self, seal: Seal) -> Owner:
        """Whoever asked for a link, for a page about themselves and nobody else.

        Raises:
            ValueError: the seal was made for something else.
            KeyProblem: it was not made with these keys.
        """
        if not seal.scope.startswith(LINK):
            raise ValueError("a seal for something else")
        return Owner(self._vault.person(seal), self._vault.accounts(seal))

    def enclose(self, messages: Iterable[Message], platform: str) -> Enclosed:
        """What goes with messages on one platform: accounts behind names, bytes of files."""
        seals: set[Seal] = set()
        ids: set[str] = set()
        for message in messages:
            for part in message.parts:
                if isinstance(part, Line):
                    seals.update(name.seal for name in part.names)
            ids.update(file.id for file in message.files)
        everywhere = self.accounts(seals)
        accounts = {
            seal: native
            for seal, natives in everywhere.items()
            for native in natives
            if native.platform == platform
        }
        elsewhere = {
            seal: natives[0].platform
            for seal, natives in everywhere.items()
            if natives and seal not in accounts
        }
        return Enclosed(accounts, self._contents(ids), elsewhere)

    def owe(self, seal: Seal, kind: NoticeKind) -> None:
        """Remember that a notice reached its person nowhere, to tell them when they come by."""
        with suppress(KeyProblem):  # forgotten meanwhile
            self._vault.owe(seal, kind)

    def offer(self, account: NativeId, code: str, at: datetime) -> None:
        """Let a code lead to this account's person for ten minutes."""
        self._vault.offer(account, codes.read(code), at, at + LINK_WITHIN)

    def join(self, action: Action) -> None:
        """Make an account one of the person whose code it has typed."""
        self._vault.join(action.account, codes.read(action.fields.get("code", "")))

    def separate(self, account: NativeId) -> None:
        """Part an account from the others of its person."""
        self._vault.separate(account)

    def told(self, account: NativeId) -> None:
        """What could not be delivered to a person has now been told."""
        self._vault.told(account)

    def cut(self, question_id: str) -> None:
        """Keep that a question was unlinked, so that no restored copy leads to its author."""
        self._vault.unlinked(question_id)

    def forget(self, account: NativeId) -> None:
        """Delete a person from the vault."""
        self._vault.forget(account)

    def _recognise(self, action: Action) -> tuple[Known, str | None, Role | None, "_Whereabouts"]:
        known = self._vault.recognise(action.account)
        with self._store.read() as work:
            course = _course_of(work, action, known)
            if course is None:
                return known, None, None, _NOWHERE
            role = work.courses.named_role(course, known.person.tag(Purpose.MEMBER, course))
            whereabouts = _NOWHERE if role else _whereabouts(work, course, action.account)
            if _named(action)[0].startswith(OVERSIGHT) and _decides(work, course, known):
                return known, course, role, whereabouts  # it is no course of theirs
        return self._vault.used(action.account, course), course, role, whereabouts

    def _thread_of(self, action: Action, course: str | None) -> dict[str, object]:
        """The course's card, and its question, in whose thread a message stands."""
        found = None
        if course is not None and action.used_on.thread:
            with self._store.read() as work:
                found = work.cards.at(course, action.account.platform, action.used_on.thread)
        return {} if found is None else {"card": found[0], "about": found[1]}

    def _other(self, action: Action, at: datetime) -> Person | None:
        """Who made the code that was typed into the form that links two accounts."""
        return self._vault.typed(action.account, codes.read(action.fields.get("code", "")), at)

    async def _by_place(self, account: NativeId, whereabouts: "_Whereabouts") -> Role:
        """What somebody is whom nobody has named anything: by groups, then by the staff room."""
        platform = self._platforms[account.platform]
        found = {
            role for group, role in whereabouts.groups if await platform.is_in_group(account, group)
        }
        if Role.INSTRUCTOR in found:
            return Role.INSTRUCTOR
        room = whereabouts.staff_room
        if found or (room is not None and await platform.is_member(account, room)):
            return Role.TA
        return Role.STUDENT

    async def _those_picked(
        self, action: Action, course: str | None
    ) -> tuple[dict[str, tuple[Person, ...]], dict[str, tuple[Role, ...]]]:
        """The people that somebody picked, and what each of them is in the course."""
        people: dict[str, tuple[Person, ...]] = {}
        roles: dict[str, tuple[Role, ...]] = {}
        for field, accounts in action.people.items():
            found = await asyncio.to_thread(self._look_up, tuple(dict.fromkeys(accounts)), course)
            people[field] = tuple(person for _account, person, _role, _where in found)
            roles[field] = tuple(
                [
                    role or await self._by_place(account, where)
                    for account, _person, role, where in found
                ]
            )
            if course is not None:
                # What is handed to colleagues who never pressed anything must be found by them.
                for (account, *_known), role in zip(found, roles[field], strict=True):
                    if role.staff:
                        await asyncio.to_thread(self._vault.belongs, account, course)
        return people, roles

    def _those_listed(self, action: Action) -> dict[str, tuple[Person, ...]]:
        """The people in a roster, by the line each stands on; an id stops here."""
        if _named(action)[0] != "roster":
            return {}
        account = action.account
        found: dict[str, tuple[Person, ...]] = {}
        for file in action.files:
            listed = list_people(file.content) if isinstance(file, CleanFile) else {}
            for line, person in listed.items():
                native = account_of(account.platform, account.workspace, person)
                if native is not None:
                    found[f"line-{line}"] = self.people((native,))
        return found

    def people(self, accounts: Iterable[NativeId]) -> tuple[Person, ...]:
        """The people behind accounts, made known where they are new."""
        return tuple(self._vault.recognise(account).person for account in accounts)

    def _look_up(
        self, accounts: Sequence[NativeId], course: str | None
    ) -> list[tuple[NativeId, Person, Role | None, "_Whereabouts"]]:
        """Of each account: its person, what they were named, and what else makes staff."""
        people = [(account, self._vault.recognise(account).person) for account in accounts]
        if course is None:
            return [(account, person, None, _NOWHERE) for account, person in people]
        with self._store.read() as work:
            return [
                (
                    account,
                    person,
                    work.courses.named_role(course, person.tag(Purpose.MEMBER, course)),
                    _whereabouts(work, course, account),
                )
                for account, person in people
            ]

    async def _their_rooms(self, action: Action) -> dict[str, Address]:
        """Of the rooms somebody picked, those they are in themselves."""
        platform = self._platforms[action.account.platform]
        return {
            field: room
            for field, room in action.places.items()
            if await platform.is_member(action.account, room)
        }

    def _contents(self, ids: set[str]) -> dict[str, bytes]:
        if not ids:
            return {}
        with self._store.read() as work:
            files = (work.attachments.find(file_id) for file_id in sorted(ids))
            return {file.id: file.content for file in files if file is not None}


def _course_of(work: Work, action: Action, known: Known) -> str | None:
    """Which course an action is about.

    The course that a join code leads to; else the one a form or button names, by its own id or by
    a question's, if the person is in it; else the room's; else the one they used last, of those
    that are not archived.
    """
    name, args = _named(action)
    typed = action.text if action.command == "askwell" else ""
    code = typed.partition(" ")[2] if typed.casefold().startswith("join ") else ""
    if name == "join":
        code = action.fields.get("code", "")
    if code and (joined := work.courses.with_code(join_code(code))) is not None:
        return joined.id
    if args and name.startswith(OVERSIGHT) and _decides(work, args[0], known):
        return args[0]
    for one in (action.fields.get("course", ""), *args[:1]):
        if one in known.courses:
            return one
    here = work.courses.at(action.where) if action.where else None
    if args:
        about = work.questions.course_of(args[0])
        if about in known.courses or (about is not None and _came_from(work, here, about)):
            return about
    if here is not None or len(known.courses) < 2:
        return here or next(iter(known.courses), None)
    return next(iter(work.courses.in_use(known.courses)), known.courses[0])


def _decides(work: Work, course: str, known: Known) -> bool:
    """Whether somebody is named, from outside, to decide requests in a course."""
    tag = known.person.tag(Purpose.MEMBER, course)
    return work.oversight.confirmer(course, tag) is not None


def _came_from(work: Work, here: str | None, about: str) -> bool:
    """Whether the room's course was copied from another, whose cards still stand in the room."""
    record = None if here is None else work.courses.find(here)
    return record is not None and about in record.origins.split()


def _named(action: Action) -> tuple[str, tuple[str, ...]]:
    """The name and arguments of a form or button, where it is one."""
    try:
        name, args, _once = recognise(action.press or action.submission)
    except ValueError:
        return "", ()
    return name, args


@dataclass(frozen=True, slots=True)
class _Whereabouts:
    """What makes somebody staff on one platform without being named: a room, and groups."""

    staff_room: Address | None = None
    groups: tuple[tuple[Group, Role], ...] = ()


_NOWHERE = _Whereabouts()


def _whereabouts(work: Work, course: str, account: NativeId) -> _Whereabouts:
    """Of a course, on the account's platform."""
    rooms = [
        Address(room.platform, room.workspace, room.room_id)
        for room in work.courses.rooms(course, Room.STAFF)
        if room.platform == account.platform
    ]
    groups = tuple(
        (Group(one.platform, one.workspace, one.group_id), one.role)
        for one in work.courses.groups(course)
        if one.platform == account.platform
    )
    return _Whereabouts(rooms[0] if rooms else None, groups)


def _event(action: Action, picked: dict[str, object], common: dict[str, object]) -> Acted:
    known: dict[str, object] = common
    if action.direct:
        return Direct(**known, text=clean(action.text))  # type: ignore[arg-type]  # the fields of Heard, put together above
    if action.command:
        name, text = action.command, action.text.strip()
        if name == "askwell":
            name, _space, text = text.partition(" ")
        return Command(**known, name=name.lower() or "help", text=text)  # type: ignore[arg-type]  # as above
    if action.shortcut:
        on = action.used_on
        known = {**known, "name": action.shortcut, "text": clean(on.text), "own": on.own}
        return Shortcut(**known, **picked)  # type: ignore[arg-type]  # as above
    try:
        name, args, once = recognise(action.press or action.submission)
    except ValueError:
        raise NotUnderstood from None
    known = {**known, "name": name, "args": args, "once": once}
    if action.press:
        return Press(**known)  # type: ignore[arg-type]  # as above
    return Submission(**known, **picked, fields=action.fields, files=action.files)  # type: ignore[arg-type]  # as above
