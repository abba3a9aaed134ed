"""A class on the thin Discord, served by the real process."""

import asyncio
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.discord import reading
from tests.wire.discord.server import (
    APPLICATION,
    CLASS,
    OTHER,
    OTHER_STAFF,
    STAFF,
    TIM,
    TOKEN,
    VIEW,
    DiscordServer,
    Json,
    Request,
    serving,
)
from tests.wire.running import Askwell, Shared, installed

_MANAGE_ROLES = 1 << 28


def two_courses() -> DiscordServer:
    """The second course's rooms may be lost in a test."""
    server = DiscordServer()
    server.rooms |= {OTHER: ("other", None), OTHER_STAFF: ("other-staff", {TIM})}
    return server


def configured(folder: Path, server: DiscordServer, *lines: str, token: str = TOKEN) -> Path:
    """A configuration for it, with further lines of the section."""
    section = [
        f"[discord]\napi_base_url = {server.base!r}",
        f"gateway_url = {server.gateway!r}",
        *lines,
    ]
    options = ("--no-slack", "--discord", "--application", APPLICATION)
    return installed(folder, {"discord__token": token}, "\n".join(section), *options)


class DiscordClass(Shared):
    """People who act and look, and the process that answers them."""

    def __init__(self, runner: asyncio.Runner, server: DiscordServer, askwell: Askwell) -> None:
        super().__init__(runner)
        self.server = server
        self.askwell = askwell

    @classmethod
    def begun(
        cls, runner: asyncio.Runner, folder: Path, *lines: str
    ) -> tuple["DiscordClass", AbstractAsyncContextManager[DiscordServer]]:
        """A class on a server that serves until the second thing is left."""
        server = two_courses()
        served = serving(server)
        runner.run(served.__aenter__())
        return cls(runner, server, Askwell(configured(folder, server, *lines))), served

    async def connected(self) -> None:
        """Start the process unless it runs, and wait until it listens."""
        if not self.askwell.runs:
            before = len(self.server.identified)
            await self.askwell.start()
            await self.server.until(lambda: len(self.server.identified) > before)

    # --- looking

    def seen(self, channel: str, words: str) -> list[Json]:
        """Every message that stands in a channel and says so, the newest last."""
        return [
            message
            for message in self.server.messages.values()
            if message["channel_id"] == channel and words in text_of(message)
        ]

    def posted(self, words: str) -> list[Request]:
        """Every request to post something, answered or not."""
        requests = self.server.asked("POST", "/messages")
        return [one for one in requests if words in text_of(one.body)]

    async def message(self, channel: str, words: str) -> Json:
        """The newest message in a channel that says so, once there is one."""
        await self.server.until(lambda: self.seen(channel, words))
        return self.seen(channel, words)[-1]

    # --- acting

    async def act(self, kind: int, data: Json, user: str, room: str = CLASS) -> Json:
        """Do something; the interaction."""
        made = self.server.interaction(kind, data, user=user, room=room)
        if user == TIM:
            made["member"]["permissions"] = str(VIEW | _MANAGE_ROLES)
        await self.server.emit("INTERACTION_CREATE", made)
        return made

    async def answered(self, made: Json) -> Json:
        """The first answer to an interaction: the message or form."""
        first = await self.server.answered(made["id"])
        data: Json = first["data"]
        assert first["type"] == 9 or data["flags"] & 64, "an answer everybody could read"
        return data

    async def told(self, user: str, words: str, room: str = CLASS) -> Json:
        """What somebody is told besides, as soon as they come by once more."""
        async with asyncio.timeout(20):
            while True:
                await self.answered(await self.command(user, "my", room=room))
                for request in self.server.requests:
                    if "/webhooks/" in request.path and words in text_of(request.body):
                        assert request.body["flags"] & 64, "an answer everybody could read"
                        body: Json = request.body
                        return body

    async def command(self, user: str, name: str, below: str = "", room: str = CLASS) -> Json:
        """Type a command; the interaction."""
        options = [{"type": 1, "name": below, "options": []}] if below else []
        data = {"id": "1", "name": name, "type": 1, "options": options}
        return await self.act(2, data, user, room)

    async def press(self, user: str, on: Json, label: str, room: str = CLASS) -> Json:
        """Press a button; the answer."""
        return await self.answered(await self.act(3, button(on, label), user, room))

    async def fill(self, user: str, form: Json, *fields: Json, room: str = CLASS) -> Json:
        """Send a form off; the answer."""
        data = {"custom_id": form["custom_id"], "components": list(fields)}
        return await self.answered(await self.act(5, data, user, room))

    async def make_course(self, room: str, staff: str) -> None:
        """Tim makes a course."""
        form = await self.answered(await self.command(TIM, "askwell", "course", room))
        fields = (pick("staff", staff, 8), field("contacts", "112, day and night"))
        done = await self.fill(TIM, form, *fields, room=room)
        assert "is ready" in text_of(done)
        await self.message(room, "Stuck? Ask here.")
        await self.server.until(lambda: self.seen(room, "Stuck? Ask here.")[0].get("pinned"))

    async def ask(self, user: str, text: str, room: str = CLASS) -> Json:
        """Ask; the panel."""
        card = await self.message(room, "Stuck? Ask here.")
        form = await self.press(user, card, "Ask", room)
        return await self.fill(user, form, field("text", text), room=room)

    async def preview(self, user: str, text: str, room: str = CLASS) -> Json:
        """Ask, and look at the preview."""
        return await self.press(user, await self.ask(user, text, room), "Ask people", room)

    async def post(self, user: str, text: str, room: str = CLASS, staff: str = STAFF) -> Json:
        """Ask people; the ticket."""
        preview = await self.preview(user, text, room)
        done = await self.press(user, preview, "Post", room)
        assert "Posted as" in text_of(done)
        return await self.message(staff, text)

    async def answer(self, ticket: Json, text: str) -> None:
        """Tim claims a ticket and answers it."""
        await self.press(TIM, ticket, "Claim", STAFF)
        form = await self.press(TIM, ticket, "Answer", STAFF)
        fields = (field("text", text), pick("form", "hint", 3))
        done = await self.fill(TIM, form, *fields, room=STAFF)
        assert "Sent as a hint" in text_of(done)


def text_of(message: Json) -> str:
    """All a message says."""
    return "\n".join(reading.parts(message, str))


def button(message: Json, label: str) -> Json:
    """A press on a button, as Discord sends it."""
    found = [one for one in reading.buttons(message["components"]) if one["label"] == label]
    assert found, f"no button [{label}]"
    return {"custom_id": found[0]["custom_id"], "component_type": 2}


def field(name: str, value: str) -> Json:
    """A box that somebody typed into."""
    return {"type": 18, "id": 1, "component": {"type": 4, "custom_id": name, "value": value}}


def pick(name: str, value: str, kind: int) -> Json:
    """A list that somebody chose from."""
    return {"type": 18, "id": 1, "component": {"type": kind, "custom_id": name, "values": [value]}}
