"""Whether the process is alive and can take events, for whoever watches it."""

import asyncio
from collections.abc import Callable, Sequence

from aiohttp import web

from storage.trouble import TO_DO, Trouble


class Health:
    """Answers ``/healthz`` (the process runs) and ``/readyz`` (the database takes events)."""

    def __init__(
        self,
        host: str,
        port: int,
        trouble: Callable[[], Trouble | None],
        more: Sequence[web.RouteDef] = (),
    ) -> None:
        """Take where to listen and what to ask.

        Args:
            host: the address.
            port: 0 takes a free one.
            trouble: what keeps events from being taken; it may wait for the database.
            more: what else is answered here.
        """
        self._host = host
        self._asked_port = port
        self._trouble = trouble
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
        return readiness(await asyncio.to_thread(self._trouble))


def readiness(trouble: Trouble | None) -> web.Response:
    """Whether events can be taken; else why not, and what to do."""
    if trouble is None:
        return web.json_response({"ready": True})
    told = {"ready": False, "trouble": trouble, "to_do": TO_DO[trouble]}
    return web.json_response(told, status=503)
