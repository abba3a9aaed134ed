"""A workspace as far as asking needs it: Socket Mode, and a view sent off and acknowledged."""

import asyncio
from itertools import count
from pathlib import Path
from typing import Self

from aiohttp import WSMsgType, web

from bot.bench.wire.crowd import JsonObject, Served, secret
from bot.platforms.slack.blocks import modal
from handlers.chat.outgoing import Form
from storage.kinds import Address

TEAM, BOT, CLASS, STAFF = "T0BENCH", "U0BOT", "C0CLASS", "C0STAFF"
BOT_TOKEN, APP_TOKEN = "xoxb-bench", "xapp-bench"  # made up


class SlackCrowd(Served):
    """A workspace (:class:`bot.bench.wire.crowd.Crowd`)."""

    name = "slack"
    rooms = (Address("slack", TEAM, CLASS), Address("slack", TEAM, STAFF))

    def __init__(self, form: Form) -> None:
        """Take the form that is sent off."""
        super().__init__()
        self._view = modal(form, room=CLASS)
        self._numbers = count(1)
        self._socket: web.WebSocketResponse | None = None
        self._waiting: dict[str, asyncio.Future[JsonObject]] = {}

    async def __aenter__(self) -> Self:
        """Serve."""
        await self.serve(("*", "/api/{method}", self._method), ("GET", "/socket", self._listen))
        return self

    def configuration(self, secrets: Path) -> str:
        """The section of the settings; tokens are put into *secrets*."""
        secret(secrets, "slack__bot_token", BOT_TOKEN)
        secret(secrets, "slack__app_token", APP_TOKEN)
        return f'[slack]\napi_base_url = "{self.url}/api/"\n'

    async def ask(self, person: int, text: str) -> None:
        """Somebody sends the form off; returns when it is acknowledged.

        Raises:
            RuntimeError: nobody listens.
        """
        if self._socket is None:
            raise RuntimeError("no bot is connected")
        number = next(self._numbers)
        envelope, once = f"e{number}", f"{number:012d}"
        answered = self._waiting[envelope] = asyncio.get_running_loop().create_future()
        name, _, _ = self._view["callback_id"].rpartition(":")
        value = {"type": "plain_text_input", "value": text}
        payload = {
            "type": "view_submission",
            "team": {"id": TEAM, "domain": "bench"},
            "user": {"id": f"U{person}", "username": f"u{person}", "team_id": TEAM},
            "api_app_id": "A0",
            "token": "x",
            "trigger_id": f"{number}.1.x",
            "response_urls": [],
            "view": {
                **self._view,
                "id": f"V{number}",
                "hash": f"{number}.h",
                "callback_id": f"{name}:{once}",
                "state": {"values": {"text": {"text": value}}},
            },
        }
        await self._socket.send_json(
            {
                "envelope_id": envelope,
                "type": "interactive",
                "accepts_response_payload": True,
                "payload": payload,
            }
        )
        await answered

    async def _method(self, request: web.Request) -> web.Response:
        match request.match_info["method"]:
            case "auth.test":
                told: JsonObject = {"team_id": TEAM, "user_id": BOT, "bot_id": "B0", "user": "bot"}
            case "apps.connections.open":
                told = {"url": f"{self.url.replace('http', 'ws', 1)}/socket"}
            case "conversations.members":
                told = {"members": [BOT], "response_metadata": {"next_cursor": ""}}
            case _:
                told = {"channel": {"id": "D0"}, "ts": f"1.{next(self._numbers):06d}"}
        return web.json_response({"ok": True, **told})

    async def _listen(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._socket = socket
        self.connected.set()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                said = frame.json()
                answered = self._waiting.pop(said["envelope_id"], None)
                if answered is not None:
                    answered.set_result(said)
        return socket
