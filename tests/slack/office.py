"""A workspace with a platform that listens, and somebody who answers for the bot."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from bot.platform import Action, Answered, Enclosed
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.manifest import SCOPES
from handlers.chat.outgoing import Form, Line, Message, OpenForm, Reply, TextField
from tests.slack.stage import reached, settings, settled
from tests.wire.slack.server import BOT, Act, SlackServer

CHANNELS: Mapping[str, set[str]] = {
    "C-CLASS": {BOT, "UANA", "UBEN", "UCLEO", "UTIM"},
    "C-STAFF": {BOT, "UTIM"},
    "C-ELSEWHERE": {"UANA"},
}


def says(*texts: str) -> Answered:
    """An answer of plain messages."""
    return Answered(tuple(Reply(Message((Line(text),))) for text in texts), Enclosed())


def form() -> Answered:
    """An answer that is a form."""
    fields = (TextField("text", "Stuck on?", required=True),)
    return Answered(
        (OpenForm(Form("Ask", "ask", fields, "Send", once="0123456789ab")),), Enclosed()
    )


Test = Callable[..., Coroutine[None, None, None]]


def played(test: Test) -> Callable[..., None]:
    """A test that is a coroutine."""

    @wraps(test)
    def run(*args: object, **kwargs: object) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


@dataclass
class Office:
    """A workspace, the platform on it, and what it heard."""

    server: SlackServer
    platform: SlackPlatform
    running: asyncio.Task[None]
    heard: list[Action] = field(default_factory=list)
    reply: Callable[[Action], Answered] = lambda _action: says("Heard.")

    async def hear(self, action: Action) -> Answered:
        self.heard.append(action)
        return self.reply(action)

    async def deliver(self, act: Act, *, retry: int = 0) -> bool:
        through = await self.server.deliver(act, retry=retry)
        await settled(self.platform)
        return through

    def only(self, user: str) -> list[str]:
        """What this person alone was shown in channels."""
        return [message.text for message in self.server.messages if message.only == user]

    def on_screen(self, user: str) -> Mapping[str, Any]:
        """The view the person looks at."""
        return self.server.views[self.server.screens[user]].body

    def called(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.server.calls if name == method]


@asynccontextmanager
async def office(
    *,
    mode: str = "socket",
    listens: bool = True,
    **others: Any,  # noqa: ANN401  # any setting
) -> AsyncIterator[Office]:
    """A platform that listens in a workspace, until the block ends."""
    async with SlackServer(CHANNELS, scopes=set(SCOPES)) as server:
        platform = SlackPlatform(settings(server, mode=mode, port=0, **others), pace=0.001)
        here = Office(server, platform, asyncio.create_task(asyncio.sleep(0)))
        here.running = asyncio.create_task(platform.run(here.hear))
        try:
            if listens:
                await reached(server, platform)
            yield here
        finally:
            here.running.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await here.running
