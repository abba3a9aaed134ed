"""Socket Mode: a socket that is there and hears (https://docs.slack.dev/apis/events-api/using-socket-mode).

The library's client reconnects by itself when a socket closes or Slack announces that it will. It
does not notice a socket that is open and silent, it tries one address for ever though each is good
for one connection, and it does not stop when the token is refused; so a client that is not well is
thrown away here, and a new one is made.
"""

import asyncio
import json
import time
from contextlib import suppress
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.logs import log
from bot.platform import TurnedAway
from bot.platforms.slack.web import LOGGER, bare_client, error_of, seconds_asked, turned_away

CONNECTING = 15.0
"""Seconds a connection may take to stand."""
LOST = 2.0
"""Seconds without a connection after which the library is no longer left to itself."""
SLOWEST = 30.0
"""Seconds at most between two tries."""
ANSWERING = 3.0
"""Seconds to answer what has come, when it ends; Slack waits no longer."""
LOOKING = 0.5
"""Seconds between two looks at a connection."""


class _Client(SocketModeClient):
    """The library's client; it also tells how ``apps.connections.open`` was refused."""

    def __init__(self, base_url: str, app_token: str) -> None:
        web = bare_client(base_url, None)
        super().__init__(app_token=app_token, web_client=web, logger=LOGGER)
        self.turned_away: TurnedAway | None = None
        self.failed = False
        self.wait = 0.0
        self.heard_at = time.monotonic()
        self.on_message_listeners.append(self._heard)

    async def issue_new_wss_url(self) -> str:
        """An address for one connection."""
        try:
            response = await self.web_client.apps_connections_open(app_token=self.app_token)
        except SlackApiError as refused:
            self.failed = True
            self._refused(refused)
            raise
        except (aiohttp.ClientError, TimeoutError, OSError):
            self.failed = True
            raise
        return str(response["url"])

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Connect anew once, though a socket is first announced to close and then closed.

        The library takes these for two reasons, and would close the new socket as well, with what
        has come through it meanwhile.
        """
        if force:
            self.stale = True  # until a new connection stands, whoever makes it
        await super().connect_to_new_endpoint()

    def _refused(self, refused: SlackApiError) -> None:
        error = error_of(refused)
        self.turned_away = turned_away("app_token", error)
        if error == "ratelimited":
            self.wait = seconds_asked(refused.response.headers)

    async def _heard(self, _message: aiohttp.WSMessage) -> None:
        self.heard_at = time.monotonic()


async def listen(
    app: AsyncApp,
    *,
    base_url: str,
    app_token: str,
    deaf_after: float,
) -> None:
    """Pass on what comes through the socket until cancelled; what has come is answered then.

    Args:
        app: what answers; an answer that is not 200 is no acknowledgement.
        base_url: where Slack's methods are.
        app_token: the app-level token.
        deaf_after: seconds of silence after which the socket is made anew.

    Raises:
        TurnedAway: the token is refused.
    """

    async def handle(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # the library makes one for each envelope
        handling.add(task)
        task.add_done_callback(handling.discard)
        response = await run_async_bolt_app(app, request)
        if response.status != 200:
            return
        # A socket that has closed meanwhile acknowledges nothing, and Slack sends it again.
        with suppress(ConnectionError, aiohttp.ClientError, RuntimeError, AttributeError):
            await client.send_message(_acknowledgement(request.envelope_id, response.body))

    handling: set[asyncio.Task[Any]] = set()
    tries = 0
    while True:
        client = _Client(base_url, app_token)
        client.socket_mode_request_listeners.append(handle)
        connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]  # the library's
        try:
            if await _stood(client, connecting):
                tries = 0
                if await _grew_silent(client, deaf_after):
                    continue
        except asyncio.CancelledError:
            if handling:
                await asyncio.wait(handling, timeout=ANSWERING)
            raise
        finally:
            connecting.cancel()
            with suppress(asyncio.CancelledError):
                await connecting
            await client.close()  # type: ignore[no-untyped-call]  # the library's
        if client.turned_away is not None:
            raise client.turned_away
        log.warning("platform lost", platform="slack", attempt=tries)
        await asyncio.sleep(max(client.wait, min(2.0**tries / 2, SLOWEST)))
        tries += 1


def _acknowledgement(envelope: str, body: str) -> str:
    """An acknowledgement around a body that is JSON already, which the library would read again."""
    payload = f', "payload": {body}' if body else ""
    return f'{{"envelope_id": {json.dumps(envelope)}{payload}}}'


async def _stood(client: _Client, connecting: asyncio.Task[None]) -> bool:
    """Whether the first connection stands; decided early where Slack gives no address."""
    waited = 0.0
    while waited < CONNECTING and not client.failed:
        done, _pending = await asyncio.wait({connecting}, timeout=LOOKING)
        if done:
            return True
        waited += LOOKING
    return False


async def _grew_silent(client: _Client, deaf_after: float) -> bool:
    """Return when the client should be thrown away: whether it is there and only hears nothing."""
    lost_at: float | None = None
    client.heard_at = time.monotonic()
    while not client.failed:
        await asyncio.sleep(LOOKING)
        now = time.monotonic()
        if await client.is_connected():
            lost_at = None
            if now - client.heard_at > deaf_after:
                return True
        elif lost_at is None:
            lost_at = now
        elif now - lost_at > LOST:
            break
    return False
