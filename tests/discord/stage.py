"""SimCord's Discord as a stage for transcripts: people act as members of a server."""

import asyncio
import copy
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import discord
import simcord
from simcord import Env
from simcord.actors import MemberActor, _dispatch_actor_interaction
from simcord.backend.errors import SetupError
from simcord.backend.models.interaction import ResponseKind
from simcord.backend.serializers import message_payload
from simcord.builders import ChannelHandle
from simcord.enums import InteractionType
from simcord.results import InteractionResult, ResponseMessage

from bot.platforms.local.classroom import Classroom
from bot.transcript.files import file_named
from bot.transcript.script import Act, Again, Aloud, Command, Direct, Fill, Press, Shortcut
from bot.transcript.stage import Impossible, Shown
from tests.discord import reading

_SELECT, _INPUT, _USERS, _ROLES, _CHANNELS, _UPLOAD = 3, 4, 5, 6, 8, 19
PINS = discord.Permissions(pin_messages=True, manage_messages=True)
"""SimCord 3.2.1 still asks for Manage Messages where Discord asks for Pin Messages."""


@dataclass(frozen=True)
class Seen:
    """A message on somebody's screen."""

    id: int
    channel: int
    message: Mapping[str, Any]
    only: str = ""


class DiscordStage:
    """A server with the class's people (:class:`bot.transcript.stage.Stage`)."""

    def __init__(self, env: Env, people: Classroom) -> None:
        self._env = env
        self._lock = asyncio.Lock()
        guild = env.create_guild(people.course)
        self.guild = guild
        bot = env.bot.user
        assert bot is not None
        hidden = discord.PermissionOverwrite(view_channel=False)
        seen = discord.PermissionOverwrite(view_channel=True)
        works = discord.PermissionOverwrite.from_pair(
            PINS | discord.Permissions(view_channel=True, send_messages=True, attach_files=True),
            discord.Permissions.none(),
        )
        titles = {seat.id: f"{seat.title.lower()}s" for seat in people.people}
        self.roles = {title: guild.create_role(title) for title in sorted(set(titles.values()))}
        self.members: dict[str, MemberActor] = {
            seat.id: guild.add_member(
                env.create_user(seat.id), nick=seat.name, roles=[self.roles[titles[seat.id]]]
            )
            for seat in people.people
        }
        self._who = {member.id: who for who, member in self.members.items()}
        self.names = {seat.id: seat.name for seat in people.people}
        self.rooms: dict[str, ChannelHandle] = {}
        everyone = next(role for role in env.bot.guilds[0].roles if role.is_default())
        for room in people.rooms:
            inside: dict[Any, discord.PermissionOverwrite] = {
                self.members[who]: seen for who in room.members
            }
            self.rooms[room.id] = guild.create_text_channel(
                room.id, overwrites={everyone: hidden, bot: works, **inside}
            )
        self._class_room = people.class_room
        self._only: dict[str, list[Seen]] = defaultdict(list)
        self._modals: dict[str, InteractionResult] = {}
        self._said: list[Shown] = []
        self._standing: dict[int, Mapping[str, Any]] = {}
        self._acts: dict[str, Mapping[str, Any]] = {}
        self._writing = ""
        self._taken_back: dict[int, list[str]] = {}
        env.backend.subscribers.append(self._hear)

    # --- acting

    async def act(self, who: str, act: Act, room: str) -> None:
        """Do something as somebody; see :class:`bot.transcript.stage.Stage`."""
        async with self._lock:  # SimCord does one thing at a time
            try:
                await self._do(who, act, room)
            except SetupError as refusal:
                self._said.append(Shown(f"refused {who}", (_in_words(refusal),)))

    async def _do(self, who: str, act: Act, room: str) -> None:
        member = self.members[who]
        place = self.rooms.get(room.removeprefix("#") or self._class_room)
        match act:
            case Command(name, text) if place is None:  # in direct messages
                self._answered(who, await member.user.slash(f"{name} {text}".strip()))
            case Command(name, text) if place is not None:
                self._answered(who, await member.slash(place, f"{name} {text}".strip()))
            case Press():
                await self._press(who, act)
            case Fill():
                await self._fill(who, act)
            case Direct(text):
                self._writing = who
                await member.send_dm(text)
                self._writing = ""
            case Again():
                self._env.backend.emit("INTERACTION_CREATE", copy.deepcopy(self._acts[who]))
                await self._env.settle()
            case Shortcut(label, on):
                channel, number = self._standing_at(who, on)
                await self._menu(who, label, channel, number)
            case Aloud(text, on) if on:
                channel, number = self._standing_at(who, on)
                await member.send(self._thread(who, channel, number), text)
            case Aloud(text) if place is not None:
                await member.send(place, text)

    def _standing_at(self, who: str, words: str) -> tuple[int, int]:
        """Channel and id of the newest message that holds the words."""
        backend = self._env.backend
        inside = {room.id for room in self.rooms.values()}
        inside |= {one.id for room in self.rooms.values() for one in room.threads}
        found = [
            (message.id, channel)
            for channel, messages in backend.messages.items()
            if channel in inside
            for message in messages.values()
            if not message.is_ephemeral
            and words in f"{message.content} {' '.join(reading.texts(message.components))}"
        ]
        if not found:
            raise Impossible(f"{who} sees no message that holds {words!r}")
        number, channel = max(found)
        return channel, number

    def _thread(self, who: str, channel: int, number: int) -> ChannelHandle:
        """The thread of a message, begun where there is none yet; it has the message's id."""
        room = next(room for room in self.rooms.values() if room.id == channel)
        there = [thread for thread in room.threads if thread.id == number]
        if not there:
            self._env.backend.create_thread(
                channel, "Thread", self.members[who].id, type=11, message_id=number
            )
            there = [thread for thread in room.threads if thread.id == number]
        return there[0]

    async def _menu(self, who: str, label: str, channel: int, number: int) -> None:
        member: Any = self.members[who]
        handle = ChannelHandle(self._env, self.guild, self._env.backend.get_channel(channel))
        message = self._env.backend.messages[channel][number]
        root = member._resolve_root(label, 3, channel)
        payload = simcord.backend.serializers.message_payload(self._env.backend, message)
        result = await _dispatch_actor_interaction(
            member,
            InteractionType.APPLICATION_COMMAND,
            handle,
            {
                "id": root["id"],
                "name": root["name"],
                "type": 3,
                "target_id": str(number),
                "resolved": {"messages": {str(number): dict(payload)}},
            },
        )
        self._answered(who, result)

    async def _press(self, who: str, press: Press) -> None:
        for seen in sorted(self._screen(press.of or who), key=lambda one: -one.id):
            fitting = [
                button
                for button in reading.buttons(seen.message["components"])
                if button["label"] == press.label
            ]
            text = "\n".join(reading.parts(seen.message, self._name))
            if len(fitting) >= press.nth and press.at in text:
                custom_id = fitting[press.nth - 1]["custom_id"]
                self._answered(
                    who, await self._pressed(who, seen, custom_id, forged=bool(press.of))
                )
                return
        raise Impossible(f"{who} sees no button [{press.label}]")

    async def _pressed(
        self, who: str, seen: Seen, custom_id: str, *, forged: bool
    ) -> InteractionResult:
        """Press by id alone, so that a button of another's screen can be forged too."""
        member: Any = self.members[who]
        direct = not forged and seen.channel not in {room.id for room in self.rooms.values()}
        at = self.rooms[self._class_room].id if forged else seen.channel
        return await _dispatch_actor_interaction(
            member.user if direct else member,
            InteractionType.MESSAGE_COMPONENT,
            ChannelHandle(
                self._env, None if direct else self.guild, self._env.backend.get_channel(at)
            ),
            {"custom_id": custom_id, "component_type": 2},
            extra={"message": self._whole(seen)},
            source_message_id=seen.id,
        )

    def _whole(self, seen: Seen) -> dict[str, Any]:
        """The message as Discord sends it along with a press on it."""
        backend = self._env.backend
        if seen.id not in backend.messages.get(seen.channel, {}):
            return dict(seen.message)  # deleted, and still on somebody's screen
        return dict(message_payload(backend, backend.get_message(seen.channel, seen.id)))

    async def _fill(self, who: str, fill: Fill) -> None:
        shown = self._modals.get(who)
        if shown is None or shown.modal is None:
            raise Impossible(f"{who} has no form open")
        labels = [one for one in shown.modal["components"] if "component" in one]
        values: dict[str, Any] = {}
        for one in labels:
            box = one["component"]
            if box["type"] == _INPUT:
                values[box["custom_id"]] = box.get("value", "")
            elif box["type"] == _SELECT:
                chosen = [option["value"] for option in box["options"] if option.get("default")]
                values[box["custom_id"]] = chosen
        if fill.text:
            required = (one["component"] for one in labels if one["component"].get("required"))
            values[next(box for box in required if box["type"] == _INPUT)["custom_id"]] = fill.text
        for label, value in fill.fields:
            box = _box(labels, label)
            values[box["custom_id"]] = self._value(box, value)
        if fill.files:
            box = next(one["component"] for one in labels if one["component"]["type"] == _UPLOAD)
            values[box["custom_id"]] = [(name, file_named(name, self._id)) for name in fill.files]
        member: Any = self.members[who]
        direct = shown._interaction.guild_id is None
        actor = member.user if direct else member
        opened = shown._interaction
        if opened.source_message_id not in self._env.backend.messages.get(opened.channel_id, {}):
            opened.source_message_id = None  # deleted meanwhile; the form is still on the screen
        result = await actor.submit_modal(shown, values)
        del self._modals[who]
        self._answered(who, result)

    def _id(self, who: str) -> str:
        return str(self.members[who].id)

    def _value(self, box: Mapping[str, Any], value: str) -> object:
        if box["type"] == _CHANNELS:
            return [self.rooms[value.removeprefix("#")]]
        if box["type"] == _ROLES:
            return [self.roles[value.removeprefix("@")]]
        if box["type"] == _USERS:
            return [self.members[one.strip()] for one in value.split(",")]
        if box["type"] == _SELECT:
            return [
                option["value"]
                for option in box["options"]
                if value.casefold() in {option["value"], option["label"].casefold()}
            ]
        return value

    # --- what is seen

    def shown(self) -> list[Shown]:
        """What has been shown since the last call."""
        said, self._said = self._said, []
        return said

    def remembered(self, words: Iterable[str]) -> list[str]:
        """Where the bot's own messages still hold any of the words."""
        return [
            f"{word!r} in a message"
            for message in self._standing.values()
            for word in words
            if word in " ".join(reading.parts(message, self._name))
        ]

    def _name(self, user: int) -> str:
        return self.names[self._who[user]]

    def _screen(self, who: str) -> list[Seen]:
        """What somebody can press: what only they see, direct messages, rooms they are in."""
        direct = self._env.backend.dm_channels.get(self.members[who].id)
        rooms = {
            room.id
            for room in self.rooms.values()
            if discord.Permissions(
                self._env.backend.compute_permissions(self.guild.id, self.members[who].id, room.id)
            ).view_channel
        }
        return self._only[who] + [
            Seen(number, int(message["channel_id"]), message)
            for number, message in self._standing.items()
            if int(message["channel_id"]) in rooms | {direct}
        ]

    def _answered(self, who: str, result: InteractionResult) -> None:
        if result.modal is not None:
            self._modals[who] = result
            self._said.append(Shown(f"form to {who}", (reading.form(result.modal),)))
        answers = [result.response] if result.response is not None else []
        if result._interaction.response_kind == ResponseKind.UPDATE:
            self._changed(who, answers.pop())
            return
        for answer in [*answers, *result.followups]:
            assert answer.ephemeral, "an answer everybody could read"
            message = {
                "components": answer.components,
                "attachments": [{"filename": file.filename} for file in answer.attachments],
            }
            self._only[who].append(Seen(answer.id, answer.channel_id, message))
            self._said.append(Shown(f"only {who}", reading.parts(message, self._name)))
        if result.modal is None and not answers:
            self._said.append(Shown(f"refused {who}", ("nothing was answered",)))

    def _changed(self, who: str, answer: ResponseMessage) -> None:
        """The pressed message was changed; of one in direct messages there was an event."""
        if not answer.ephemeral:
            return
        message = {"components": answer.components, "attachments": []}
        self._only[who] = [
            replace(seen, message=message) if seen.id == answer.id else seen
            for seen in self._only[who]
        ]
        self._said.append(Shown(f"only {who}", reading.parts(message, self._name), edited=True))

    def _hear(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            who = self._who[int((payload.get("member") or payload)["user"]["id"])]
            self._acts[who] = copy.deepcopy(payload)
        if event == "MESSAGE_DELETE" and (gone := self._standing.get(int(payload["id"]))):
            self._taken_back[int(payload["channel_id"])] = list(reading.parts(gone, self._name))
        if event not in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} or "components" not in payload:
            return
        bot = self._env.bot.user
        if bot is None or int(payload["author"]["id"]) != bot.id or payload["flags"] & 64:
            return
        number, channel = int(payload["id"]), int(payload["channel_id"])
        before = self._standing.get(number)
        if payload["type"] != 0:  # "pinned a message"
            return
        self._standing[number] = copy.deepcopy(payload)
        if before is not None and {**before, "pinned": payload["pinned"]} == payload:
            return  # it was pinned, and is otherwise as it was
        parts = reading.parts(payload, self._name)
        # A card that was taken back and is posted anew is to whoever reads it that card, edited.
        old = self._taken_back.pop(channel, None) if before is None else None
        if old != list(parts):
            self._said.append(Shown(self._place(channel), parts, bool(before or old)))

    def _place(self, channel: int) -> str:
        for name, room in self.rooms.items():
            if room.id == channel:
                return f"#{name}"
        user = next(
            user for user, direct in self._env.backend.dm_channels.items() if direct == channel
        )
        kind = "only" if self._writing else "notice"
        return f"{kind} {self._who[user]}"


def _in_words(refusal: SetupError) -> str:
    """What Discord's client refuses, in the words transcripts have for it."""
    text = str(refusal)
    if text.startswith("Required modal control"):
        return "Fill this in."
    return "Pick one of your own rooms." if "channel is not accessible" in text else text


def _box(labels: Iterable[Mapping[str, Any]], label: str) -> Mapping[str, Any]:
    for one in labels:
        box: Mapping[str, Any] = one["component"]
        if label.casefold() in {box["custom_id"], one["label"].casefold()}:
            return box
    raise Impossible(f"the form has no field {label!r}")
