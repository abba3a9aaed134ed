"""Mode ``http``: Slack calls this machine."""

import asyncio
from collections.abc import Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

from bot.platforms.slack.settings import PATH
from bot.settings import SettingsProblem


async def serve(app: AsyncApp, host: str, port: int, began: Callable[[int], None]) -> None:
    """Answer requests until cancelled.

    Args:
        app: what answers; it checks the signature and the five minutes before anything else.
        host: the address to listen at.
        port: the port; 0 takes any free one.
        began: told the real port once requests are taken.

    Raises:
        SettingsProblem: the port cannot be had.
    """

    async def receive(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    site = web.Application()
    site.router.add_post(PATH, receive)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            raise SettingsProblem(
                [
                    (
                        f"Askwell cannot listen at {host} port {port}: something else does, or it "
                        "is not an address of this machine. Change [slack] host or port."
                    )
                ]
            ) from None
        began(runner.addresses[0][1])
        await asyncio.Future()
    finally:
        await runner.cleanup()
