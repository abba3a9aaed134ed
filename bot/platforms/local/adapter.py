"""The local chat as a platform: the bot's side, and what people do on theirs."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.files import LIMIT_BYTES, LIMIT_FILES, Clean, Reason, clean
from bot.platform import Action, Answered, Enclosed, Hear, NotCommitted, Unreachable, UsedOn
from bot.platforms.local.body import form_id, plain, shown
from bot.platforms.local.chat import Chat, Gone, Opened, Seen
from handlers.chat.incoming import CleanFile, RefusedFile
from handlers.chat.outgoing import (
    AddFiles,
    Choice,
    Form,
    Message,
    OpenForm,
    PickPerson,
    PickPlace,
    TextField,
)
from handlers.menus import MenuItem
from storage.kinds import Address, Group, NativeId

NAME = "local"
TRY_AGAIN = "That did not go through. Try again."
"""The chat's own words where nothing was kept; Slack and Discord have theirs."""
_CLEANING = 30.0
"""Seconds after which a file counts as one that cannot be cleaned."""


class NotTaken(ValueError):
    """The chat itself refuses: the bot hears nothing of it. The text is for the person.

    Attributes:
        field: the form's field that is wrong; empty when it is none.
    """

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A file as a person adds it, metadata and all."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act.

    Attributes:
        delivery: the id to send it again under, for the same person.
        through: whether it was committed; if not, nothing was kept and trying again is safe.
        messages: what the person alone was shown in answer, in order.
        form: the form that was opened in answer.
    """

    delivery: str
    through: bool
    messages: tuple[Seen, ...] = ()
    form: Opened | None = None


@dataclass(frozen=True, slots=True)
class Slash:
    """A command the composer offers: its name without the slash, and what it does."""

    name: str
    says: str


class LocalPlatform:
    """The local chat, behind the ``Platform`` protocol.

    Args:
        chat: the chat.
        commands: the commands there are; any other is refused by the chat. ``None`` lets every
            command through.
        menu: what the menu of a message offers.
    """

    name = NAME
    hands_files = True

    def __init__(
        self,
        chat: Chat,
        *,
        commands: Sequence[Slash] | None = None,
        menu: Sequence[MenuItem] = (),
    ) -> None:
        self.chat = chat
        self.commands = commands
        self.menu = menu
        self._hear: Hear | None = None
        self._hearing = asyncio.Event()
        self._last: dict[str, tuple[Action, Seen | None]] = {}

    # --- the bot's side

    async def run(self, hear: Hear) -> None:
        """Pass on what people do until cancelled."""
        self._hear = hear
        self._hearing.set()
        try:
            await asyncio.Future()
        finally:
            self._hearing.clear()

    async def is_member(self, account: NativeId, room: Address) -> bool:
        """Whether the person is in the room."""
        return self._here(account.platform, account.workspace) and any(
            room == self._address(one.id) for one in self.chat.rooms_of(account.user)
        )

    def advice(self) -> Sequence[str]:
        """Nothing: nobody takes permissions away here."""
        return ()

    async def is_in_group(self, account: NativeId, group: Group) -> bool:
        """Whether the person is in the group."""
        here = self._here(account.platform, account.workspace)
        here = here and self._here(group.platform, group.workspace)
        return here and account.user in self.chat.groups.get(group.group, ())

    async def post(
        self, room: Address, message: Message, enclosed: Enclosed, *, nonce: str, pin: bool
    ) -> str:
        """Post to a room; see :class:`bot.platform.Platform`."""
        if not self._here(room.platform, room.workspace):
            raise Unreachable("that room is not in this chat")
        try:
            return self.chat.post(
                shown(message, enclosed, self._name_of),
                room=room.room,
                nonce=nonce,
                pin=pin,
                contents=enclosed.contents,
            )
        except Gone as gone:
            raise Unreachable(str(gone)) from None

    async def edit(self, ref: str, message: Message, enclosed: Enclosed) -> None:
        """Edit an own message in place; see :class:`bot.platform.Platform`."""
        try:
            self.chat.edit(ref, shown(message, enclosed, self._name_of), enclosed.contents)
        except Gone as gone:
            raise Unreachable(str(gone)) from None

    async def notify(self, account: NativeId, message: Message, *, nonce: str) -> None:
        """Send a notice; see :class:`bot.platform.Platform`."""
        if not self._here(account.platform, account.workspace):
            raise Unreachable("that person is not in this chat")
        try:
            self.chat.post(
                shown(message, Enclosed(), self._name_of), person=account.user, nonce=nonce
            )
        except Gone:
            raise Unreachable("that person is not in this chat") from None

    # --- the people's side

    async def command(
        self,
        who: str,
        name: str,
        text: str = "",
        *,
        room: str | None = None,
        delivery: str | None = None,
    ) -> Outcome:
        """Somebody types ``/name text`` in a room, or with ``None`` in their direct messages.

        Raises:
            NotTaken: there is no such person, room or command.
        """
        if self.commands is not None and name not in {one.name for one in self.commands}:
            raise NotTaken(f"/{name} is not a command here. Type / to see which there are.")
        return await self._act(self._action(who, room, delivery, command=name, text=text))

    async def press(
        self,
        who: str,
        message: str,
        button: str,
        *,
        room: str | None = None,
        delivery: str | None = None,
    ) -> Outcome:
        """Somebody presses the button with the id *button* of a message.

        A message that has vanished from the chat's memory may still stand on somebody's screen:
        its button carries all it needs, and is passed on with the *room* the person names.

        Raises:
            NotTaken: there is no such person, the message is not theirs to see, or it has no
                such button.
        """
        try:
            seen = self.chat.message(message)
        except Gone:
            return await self._act(self._action(who, room, delivery, press=button))
        if not self._sees(who, seen):
            raise NotTaken("That message is not yours to see.")
        if button not in {one.id for one in seen.body.all_buttons()}:
            raise NotTaken("That message has changed and has no such button any more.")
        return await self._act(self._action(who, seen.room, delivery, press=button), on=seen)

    async def shortcut(
        self, who: str, message: str, shortcut: str, *, delivery: str | None = None
    ) -> Outcome:
        """Somebody takes a shortcut from the menu of a message, which comes along.

        Raises:
            NotTaken: there is no such person or shortcut, or the message is not theirs to see.
        """
        if shortcut not in {one.name for one in self.menu}:
            raise NotTaken("The menu of a message does not have that.")
        try:
            seen = self.chat.message(message)
        except Gone as gone:
            raise NotTaken(f"{str(gone)[0].upper()}{str(gone)[1:]}.") from None
        if seen.only_you or not self._sees(who, seen):
            raise NotTaken("That message is not yours to see.")
        on = UsedOn(seen.body.text, own=seen.author == who, thread=seen.thread or "")
        action = self._action(who, seen.room, delivery)
        return await self._act(replace(action, shortcut=shortcut, used_on=on))

    async def submit(
        self,
        who: str,
        form: str,
        fields: Mapping[str, str] | None = None,
        *,
        people: Mapping[str, Sequence[str]] | None = None,
        places: Mapping[str, str] | None = None,
        groups: Mapping[str, str] | None = None,
        files: Sequence[AddedFile] = (),
        room: str | None = None,
        delivery: str | None = None,
    ) -> Outcome:
        """Somebody sends off a form.

        Args:
            who: the person.
            form: its id, ``Opened.id``.
            fields: texts and choices by field name; one that is missing counts as left as it was.
            people: ids of picked people by field name.
            places: ids of picked rooms by field name.
            groups: ids of picked groups by field name.
            files: at most ten, of at most 8 MB each; they are cleaned here.
            room: where the form was opened, asked only if the chat has forgotten the form.
            delivery: an id of the client's own, to deliver the same thing again.

        Raises:
            NotTaken: there is no such person, or a field is wrong; the form stays open.
        """
        opened = self.chat.form_of(who)
        values, picked, chosen = dict(fields or {}), dict(places or {}), dict(people or {})
        if len(files) > LIMIT_FILES:
            raise NotTaken(f"Add at most {LIMIT_FILES} files.")
        if opened is not None and opened.id == form:
            room = opened.room
            _check(opened.form, values, len(files))
            _check_picked(opened.form, picked, chosen)
        for name, place in picked.items():
            if place not in self._places(who):
                raise NotTaken("Pick one of your own rooms.", name)
        for name, several in chosen.items():
            if not set(several) <= self.chat.names.keys():
                raise NotTaken("Pick people who are in this chat.", name)
        for name, group in (groups or {}).items():
            if group not in self.chat.groups:
                raise NotTaken("There is no such group in this chat.", name)
        action = self._action(who, room, delivery, submission=form)
        cleaned = [await _cleaned(file, number) for number, file in enumerate(files, 1)]
        return await self._act(
            replace(
                action,
                fields=values,
                people={
                    name: tuple(NativeId(NAME, self.chat.workspace, one) for one in several)
                    for name, several in chosen.items()
                },
                places={name: self._address(place) for name, place in picked.items()},
                groups={
                    name: Group(NAME, self.chat.workspace, group)
                    for name, group in (groups or {}).items()
                },
                files=tuple(cleaned),
            )
        )

    async def direct(self, who: str, text: str, *, delivery: str | None = None) -> Outcome:
        """Somebody writes to the bot directly; the chat keeps the text, as platforms do.

        Raises:
            NotTaken: there is no such person.
        """
        action = self._action(who, None, delivery, text=text, direct=True)
        self.chat.post(plain(text), person=who, author=who, nonce=action.delivery)
        return await self._act(action)

    async def again(self, who: str) -> Outcome:
        """Deliver what the person last did a second time, as platforms do when unsure.

        Raises:
            NotTaken: the person has not done anything yet.
        """
        if who not in self._last:
            raise NotTaken("There is nothing to deliver again yet.")
        return await self._act(*self._last[who])

    # --- between the two

    def _here(self, platform: str, workspace: str) -> bool:
        return (platform, workspace) == (NAME, self.chat.workspace)

    def _address(self, room: str) -> Address:
        return Address(NAME, self.chat.workspace, room)

    def _name_of(self, account: NativeId) -> str | None:
        here = self._here(account.platform, account.workspace)
        return self.chat.names.get(account.user) if here else None

    def _sees(self, who: str, seen: Seen) -> bool:
        return seen.person == who if seen.person else seen.room in self._places(who)

    def _places(self, who: str) -> set[str | None]:
        return {room.id for room in self.chat.rooms_of(who)}

    def _action(
        self,
        who: str,
        room: str | None,
        delivery: str | None,
        *,
        command: str = "",
        text: str = "",
        press: str = "",
        submission: str = "",
        direct: bool = False,
    ) -> Action:
        try:
            self.chat.person(who)
        except Gone as gone:
            raise NotTaken(f"{str(gone)[0].upper()}{str(gone)[1:]}.") from None
        if room is not None and room not in self._places(who):
            raise NotTaken(f"You are not in a room called {room}.")
        return Action(
            account=NativeId(NAME, self.chat.workspace, who),
            where=None if room is None else self._address(room),
            # Two people's clients may choose the same id; platforms make up ids of their own.
            delivery=f"{who}:{delivery or secrets.token_hex(8)}",
            command=command,
            text=text,
            press=press,
            submission=submission,
            direct=direct,
        )

    async def _act(self, action: Action, on: Seen | None = None) -> Outcome:
        who = action.account.user
        self._last[who] = (action, on)
        await self._hearing.wait()
        assert self._hear is not None  # noqa: S101 - set before the event it waits for
        try:
            answered = await self._hear(action)
        except NotCommitted:
            return Outcome(_chosen(action), through=False)
        return self._answer(who, action, answered, on)

    def _answer(self, who: str, action: Action, answered: Answered, on: Seen | None) -> Outcome:
        room = action.where.room if action.where else None
        if action.submission:
            self.chat.shut(who, action.submission)
        messages, form = [], None
        for reply in answered.replies:
            if isinstance(reply, OpenForm):
                form = Opened(form_id(reply.form), who, room, reply.form)
                self.chat.open(form)
            else:
                body = shown(reply.message, answered.enclosed, self._name_of)
                own = reply.instead and on is not None and on.person == who
                place = on if own else None
                messages.append(
                    self.chat.whisper(who, room, body, answered.enclosed.contents, instead=place),
                )
        return Outcome(_chosen(action), through=True, messages=tuple(messages), form=form)


def _chosen(action: Action) -> str:
    return action.delivery.removeprefix(f"{action.account.user}:")


def _check(form: Form, values: dict[str, str], files: int) -> None:
    """Refuse what Slack and Discord would refuse in the form itself; fill in what was left as is.

    Raises:
        NotTaken: names the field.
    """
    known = {one.name: one for one in form.fields if isinstance(one, TextField | Choice)}
    for name in values.keys() - known.keys():
        raise NotTaken(f"The form has no field called {name}.", name)
    for name, one in known.items():
        value = values.setdefault(name, one.initial)
        if one.required and not value.strip():
            raise NotTaken("Fill this in.", name)
        if isinstance(one, TextField):
            if len(value) > one.most:
                raise NotTaken(f"Keep this to {one.most} characters.", name)
        elif value and value not in {option.value for option in one.options}:
            raise NotTaken("Choose one of the options.", name)
    most = sum(one.most for one in form.fields if isinstance(one, AddFiles))
    if files > most:
        raise NotTaken(f"Add at most {most} files." if most else "This form takes no files.")


def _check_picked(
    form: Form, places: Mapping[str, str], people: Mapping[str, Sequence[str]]
) -> None:
    """The same for rooms and people.

    Raises:
        NotTaken: names the field.
    """
    for one in form.fields:
        if isinstance(one, PickPlace) and one.required and not places.get(one.name):
            raise NotTaken("Pick a room.", one.name)
        if isinstance(one, PickPerson):
            picked = people.get(one.name, ())
            if one.required and not picked:
                raise NotTaken("Pick somebody.", one.name)
            if len(picked) > one.most:
                raise NotTaken(f"Pick at most {one.most}.", one.name)


async def _cleaned(file: AddedFile, number: int) -> CleanFile | RefusedFile:
    if len(file.content) > LIMIT_BYTES:
        return RefusedFile(file.name, Reason.TOO_BIG.value, {"file": file.name})
    try:
        async with asyncio.timeout(_CLEANING):
            verdict = await asyncio.to_thread(clean, file.name, file.content, number=number)
    except TimeoutError:
        return RefusedFile(file.name, Reason.TOO_MUCH_INSIDE.value, {"file": file.name})
    if isinstance(verdict, Clean):
        return CleanFile(verdict.name, verdict.media_type, verdict.content)
    return RefusedFile(verdict.original_name, verdict.reason.value, dict(verdict.values))
