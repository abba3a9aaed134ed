"""The thin Discord as a stage for transcripts, with the bot in another process."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bot.platforms.local.classroom import Classroom
from bot.transcript.files import file_named
from bot.transcript.script import Act, Again, Aloud, Command, Direct, Fill, Press
from bot.transcript.stage import Impossible, Shown
from tests.discord import reading
from tests.wire.discord.server import DiscordServer, Json

_CHANNELS, _SELECT, _INPUT, _UPLOAD = 8, 3, 4, 19


class WireStage:
    """A class on the thin server (:class:`bot.transcript.stage.Stage`)."""

    def __init__(self, server: DiscordServer, people: Classroom) -> None:
        self._server = server
        self.names = {seat.id: seat.name for seat in people.people}
        self.ids = {who: str(5_000_000_000_000_000_000 + n) for n, who in enumerate(self.names)}
        self._rooms = {room.id: str(6_000_000_000 + n) for n, room in enumerate(people.rooms)}
        self._class_room = people.class_room
        self._only: dict[str, list[Json]] = defaultdict(list)
        self._modals: dict[str, tuple[Json, bool]] = {}
        self._last: dict[str, Json] = {}
        self._said: list[Shown] = []
        self._acting: dict[str, tuple[str, Json]] = {}
        self._looked = 0
        self._writing = ""
        server.people = {
            number: {"id": number, "username": who, "discriminator": "0", "avatar": None}
            for who, number in self.ids.items()
        }
        server.rooms = {
            self._rooms[room.id]: (room.id, {self.ids[who] for who in room.members})
            for room in people.rooms
        }

    async def act(self, who: str, act: Act, room: str) -> None:
        """Do something as somebody; see :class:`bot.transcript.stage.Stage`."""
        place = self._rooms.get(room.removeprefix("#") or self._class_room, "")
        match act:
            case Command(name, text):
                options = [{"type": 1, "name": text, "options": []}] if text else []
                data = {"id": "1", "name": name, "type": 1, "options": options}
                await self._interact(who, 2, data, place)
            case Press():
                channel, button = self._button(act.of or who, act)
                data = {"custom_id": button["custom_id"], "component_type": 2}
                await self._interact(who, 3, data, channel if channel in self._server.rooms else "")
            case Fill():
                await self._fill(who, act, place)
            case Direct(text):
                await self._write(who, text)
            case Again():
                made = self._last[who]
                del self._server.callbacks[made["id"]]
                await self._deliver(who, made)
            case Aloud():
                pass  # Discord does not tell a bot without the intent

    async def _interact(self, who: str, kind: int, data: Json, room: str) -> None:
        made = self._server.interaction(
            kind, data, user=self.ids[who], direct=not room, room=room or f"7{self.ids[who]}"
        )
        await self._deliver(who, made)

    async def _deliver(self, who: str, made: Json) -> None:
        self._last[who] = made
        self._acting[made["token"]] = (who, made)
        await self._server.emit("INTERACTION_CREATE", made)
        self._first(who, made, await self._server.answered(made["id"]))

    def _first(self, who: str, made: Json, first: Json) -> None:
        if first["type"] == 9:
            self._modals[who] = (first["data"], "guild_id" not in made)
            self._said.append(Shown(f"form to {who}", (reading.form(first["data"]),)))
        else:
            self._seen(who, made, first["data"])

    def _seen(self, who: str, made: Json, message: Json) -> None:
        assert message["flags"] & 64, "an answer everybody could read"
        number = self._server.number()
        self._only[who].append({**message, "id": number, "channel_id": made["channel_id"]})
        self._said.append(Shown(f"only {who}", reading.parts(message, self._name)))

    def _button(self, who: str, press: Press) -> tuple[str, Mapping[str, Any]]:
        readable = {f"7{self.ids[who]}"} | {
            number
            for number, (_name, members) in self._server.rooms.items()
            if members is None or self.ids[who] in members
        }
        standing = [one for one in self._server.messages.values() if one["channel_id"] in readable]
        for seen in sorted([*self._only[who], *standing], key=lambda one: -int(one["id"])):
            fitting = [
                one for one in reading.buttons(seen["components"]) if one["label"] == press.label
            ]
            if len(fitting) >= press.nth and press.at in "\n".join(reading.parts(seen, self._name)):
                return seen["channel_id"], fitting[press.nth - 1]
        raise Impossible(f"{who} sees no button [{press.label}]")

    async def _fill(self, who: str, fill: Fill, place: str) -> None:
        if who not in self._modals:
            raise Impossible(f"{who} has no form open")
        modal, direct = self._modals[who]
        boxes = [one["component"] for one in modal["components"] if "component" in one]
        named = {
            key: one["component"]
            for one in modal["components"]
            if "component" in one
            for key in (one["component"]["custom_id"], one["label"].casefold())
        }
        given: dict[str, Any] = {}
        if fill.text:
            required = (box for box in boxes if box["type"] == _INPUT and box["required"])
            given[next(required)["custom_id"]] = fill.text
        for label, value in fill.fields:
            given[named[label.casefold()]["custom_id"]] = value
        resolved: dict[str, Json] = {}
        url = self._server.base.replace("/api/v10", "/cdn")
        for name in fill.files:
            self._server.cdn[name] = content = file_named(name)
            number = self._server.number()
            resolved[number] = {
                "id": number,
                "filename": name,
                "size": len(content),
                "url": f"{url}/{name}",
            }
        filled = [self._filled(box, given, resolved) for box in boxes]
        wrong = [one.pop("wrong") for one in filled if one.get("wrong")]
        if wrong:
            self._said.append(Shown(f"refused {who}", (wrong[0],)))
            return
        del self._modals[who]
        data = {
            "custom_id": modal["custom_id"],
            "components": [{"type": 18, "id": n, "component": one} for n, one in enumerate(filled)],
            "resolved": {"attachments": resolved},
        }
        await self._interact(who, 5, data, "" if direct else place)

    def _filled(self, box: Json, given: Mapping[str, str], files: Mapping[str, Json]) -> Json:
        """A field as Discord sends it; ``wrong`` is what its client would refuse it with."""
        name, kind = box["custom_id"], box["type"]
        filled: Json = {"type": kind, "id": 1, "custom_id": name}
        value = given.get(name, "")
        if kind == _INPUT:
            text = value or box.get("value", "")
            wrong = "Fill this in." if box["required"] and not text else ""
            return filled | {"value": text, "wrong": wrong}
        if kind == _CHANNELS:
            room = self._rooms.get(value.removeprefix("#"), "")
            wrong = "Fill this in." if box["required"] and not room else ""
            return filled | {"values": [room] if room else [], "wrong": wrong}
        if kind == _UPLOAD:
            return filled | {"values": list(files)}
        chosen = [
            option["value"]
            for option in box["options"]
            if (value and value.casefold() in {option["value"], option["label"].casefold()})
            or (not value and option.get("default"))
        ]
        return filled | {"values": chosen}

    async def _write(self, who: str, text: str) -> None:
        channel = f"7{self.ids[who]}"
        before = len(self._server.said)
        message = {
            "id": self._server.number(),
            "channel_id": channel,
            "channel_type": 1,
            "author": self._server.people[self.ids[who]],
            "content": text,
            "timestamp": "2026-01-01T00:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "type": 0,
        }
        await self._server.emit("MESSAGE_CREATE", message)
        await self._server.until(lambda: len(self._server.said) > before)
        answer, _edited = self._server.said.pop()
        self._said.append(Shown(f"only {who}", reading.parts(answer, self._name)))

    def shown(self) -> list[Shown]:
        """What has been shown since the last call."""
        new, self._looked = self._server.requests[self._looked :], len(self._server.requests)
        for request in new:
            for token, (who, made) in self._acting.items():
                if token in request.path and "/webhooks/" in request.path:
                    self._seen(who, made, request.body)
        said = self._said + [
            Shown(self._place(message["channel_id"]), self._parts(message), edited)
            for message, edited in self._server.said
        ]
        self._said = []
        self._server.said.clear()
        return said

    def remembered(self, words: Iterable[str]) -> list[str]:
        """Where the bot's own messages still hold any of the words."""
        return [
            f"{word!r} in a message"
            for message in self._server.messages.values()
            for word in words
            if word in " ".join(self._parts(message))
        ]

    def _parts(self, message: Json) -> tuple[str, ...]:
        files = [{"filename": name} for name in message["files"]]
        return reading.parts({**message, "attachments": files}, self._name)

    def _name(self, user: int) -> str:
        return next(self.names[who] for who, number in self.ids.items() if number == str(user))

    def _place(self, channel: str) -> str:
        if channel in self._server.rooms:
            return f"#{self._server.rooms[channel][0]}"
        return next(f"notice {who}" for who, number in self.ids.items() if f"7{number}" == channel)
