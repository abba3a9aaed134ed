"""Whether the process is alive and can take events, for whoever watches it."""

import asyncio
from collections.abc import Callable, Sequence

from aiohttp import web


class Health:
    """Answers ``/healthz`` (the process runs) and ``/readyz`` (the database answers)."""

    def __init__(
        self,
        host: str,
        port: int,
        ready: Callable[[], bool],
        more: Sequence[web.RouteDef] = (),
    ) -> None:
        """Take where to listen and what to ask.

        Args:
            host: the address.
            port: 0 takes a free one.
            ready: whether events can be taken; it may wait for the database.
            more: what else is answered here.
        """
        self._host = host
        self._asked_port = port
        self._ready = ready
        self._more = more
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """The port it really listens at.

        Raises:
            RuntimeError: it does not listen.
        """
        if self._runner is None:
            raise RuntimeError("health is not being served")
        port: int = self._runner.addresses[0][1]
        return port

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: the port is taken.
        """
        app = web.Application()
        app.router.add_get("/healthz", self._answer_alive)
        app.router.add_get("/readyz", self._answer_ready)
        app.add_routes(self._more)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._asked_port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner

    async def stop(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer_alive(self, _request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _answer_ready(self, _request: web.Request) -> web.Response:
        ready = await asyncio.to_thread(self._ready)
        return web.json_response({"ready": ready}, status=200 if ready else 503)
