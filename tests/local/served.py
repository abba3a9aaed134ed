"""A served chat with the toy bot, for tests that come in by the wire."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat import Chat
from bot.platforms.local.classroom import classroom
from bot.platforms.local.server import ChatServer
from tests.local.toy import COMMANDS, MENU, Toy, ToyClock, furnish


@dataclass
class Served:
    """What is running."""

    server: ChatServer
    platform: LocalPlatform
    toy: Toy
    clock: ToyClock
    session: ClientSession

    @property
    def origin(self) -> str:
        """``http://`` and where."""
        return self.server.url.partition("/?")[0]

    @property
    def bearer(self) -> dict[str, str]:
        """The header a program brings."""
        return {"Authorization": f"Bearer {self.server.token}"}

    @asynccontextmanager
    async def program(self) -> AsyncIterator["Talk"]:
        """A program's connection."""
        async with self.session.ws_connect(f"{self.origin}/ws", headers=self.bearer) as socket:
            yield Talk(socket)


class Talk:
    """What a program says and hears."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def hear(self) -> dict[str, Any]:
        """The next message."""
        told: dict[str, Any] = json.loads(await self.socket.receive_str())
        return told

    async def until(self, kind: str) -> dict[str, Any]:
        """The next message of that kind."""
        while True:
            told = await self.hear()
            if told["kind"] == kind:
                return told

    async def ask(self, **asked: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:  # noqa: ANN401 - JSON
        """Ask, and hear everything up to the answer of the same id."""
        await self.socket.send_str(json.dumps(asked))
        before: list[dict[str, Any]] = []
        while True:
            told = await self.hear()
            if told["kind"] in {"ack", "refused", "not-through"} and told["id"] == asked.get("id"):
                return before, told
            before.append(told)


@asynccontextmanager
async def served(*, furnished: bool = True) -> AsyncIterator[Served]:
    """A chat on a free port."""
    clock, toy = ToyClock(), Toy()
    platform = LocalPlatform(Chat(classroom(), now=lambda: clock.now), commands=COMMANDS, menu=MENU)
    listening = asyncio.create_task(platform.run(toy.hear))
    if furnished:
        await furnish(platform)
    server = ChatServer(platform, clock.levers())
    await server.start()
    async with ClientSession() as session:
        try:
            yield Served(server, platform, toy, clock, session)
        finally:
            await server.stop()
            listening.cancel()
            platform.chat.close()
