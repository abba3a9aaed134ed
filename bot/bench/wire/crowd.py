"""What measuring needs of a platform: a server, people who ask at once, when they were answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from aiohttp import web

from storage.kinds import Address

AGAIN = 3.0
"""Seconds after which a platform waits no longer for an acknowledgement."""
PATIENCE = 60.0
"""Seconds to wait for a bot to connect, and for a crowd to be answered."""


class Crowd(Protocol):
    """People on a made-up platform.

    Attributes:
        name: as settings call the platform.
        rooms: the class's and the staff's.
        url: where its server listens.
        connected: set once a bot listens.
    """

    name: str
    rooms: tuple[Address, Address]
    url: str
    connected: asyncio.Event

    async def __aenter__(self) -> Self:
        """Serve."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Serve no more."""

    def configuration(self, secrets: Path) -> str:
        """The section of the settings; tokens are put into *secrets*."""

    async def ask(self, person: int, text: str) -> None:
        """Somebody sends the form of [Ask] off; returns when it is acknowledged."""


async def at_once(crowd: Crowd, texts: Sequence[str]) -> list[float]:
    """Milliseconds from the common start until each is acknowledged.

    Raises:
        TimeoutError: one never was.
    """
    began = time.perf_counter()

    async def one(person: int, text: str) -> float:
        while True:
            # Where a bot is too late to keep it, the platform says so, and people send it again.
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN):
                    await crowd.ask(person, text)
                    return (time.perf_counter() - began) * 1000

    async with asyncio.timeout(PATIENCE):
        return await asyncio.gather(*(one(*asked) for asked in enumerate(texts)))


Route = tuple[str, str, Callable[[web.Request], Awaitable[web.StreamResponse]]]


class Served:
    """An HTTP server on a free port of this machine."""

    def __init__(self) -> None:
        self.url = ""
        self.connected = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def serve(self, *routes: Route) -> None:
        """Begin to serve."""
        site = web.Application()
        for verb, path, handler in routes:
            site.router.add_route(verb, path, handler)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Serve no more."""
        if self._runner is not None:
            await self._runner.cleanup()


def secret(folder: Path, name: str, content: str) -> None:
    """Write a secret file."""
    file = folder / name
    file.write_text(content)
    file.chmod(0o600)


JsonObject = dict[str, Any]
