"""What people of a workspace see, to wait for."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from tests.slack.stage import buttons
from tests.wire.slack.server import Message, SlackServer, View

Found = TypeVar("Found")


class Looking:
    """Eyes on a workspace."""

    def __init__(self, server: SlackServer) -> None:
        self.server = server
        self._new = asyncio.Event()
        server.on_shown = lambda _how, _what: self._new.set()
        server.on_called = self._new.set

    async def until(self, look: Callable[[], Found | None]) -> Found:
        """Wait until something can be seen."""
        async with asyncio.timeout(20):
            while True:
                self._new.clear()
                found = look()
                if found is not None:
                    return found
                await self._new.wait()

    def seen(self, channel: str, words: str) -> list[Message]:
        """Everything in a channel that says so, the newest last."""
        return [
            message
            for message in self.server.messages
            if message.channel == channel and words in message.text + str(message.blocks)
        ]

    def asked(self, method: str, words: str) -> bool | None:
        """Whether a method has been called with such words."""
        found = (words in str(arguments) for name, arguments in self.server.calls if name == method)
        return any(found) or None

    async def message(self, channel: str, words: str) -> Message:
        """The newest message in a channel that says so, once there is one."""

        def look() -> Message | None:
            found = self.seen(channel, words)
            return found[-1] if found else None

        return await self.until(look)

    async def screen(self, user: str, words: str) -> View:
        """The view that somebody looks at, once it says so."""

        def look() -> View | None:
            view = self.server.views.get(self.server.screens.get(user, ""))
            return view if view is not None and words in str(view.body) else None

        return await self.until(look)


def button(shown: Message | View, label: str) -> str:
    """The id of a button that is shown."""
    blocks = shown.blocks if isinstance(shown, Message) else shown.body["blocks"]
    found = [one["action_id"] for one in buttons(blocks) if one["text"]["text"] == label]
    assert found, f"no button [{label}]"
    return str(found[0])
