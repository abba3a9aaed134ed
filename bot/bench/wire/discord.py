"""A server ("guild") as far as asking needs it: gateway, log-in, an interaction and its answer."""

import asyncio
import json
from itertools import count
from pathlib import Path
from typing import Any, Self

from aiohttp import WSMsgType, web

from bot.bench.wire.crowd import JsonObject, Served, secret
from bot.platforms.discord.modal import modal
from handlers.chat.outgoing import Form
from storage.kinds import Address

APPLICATION, GUILD, CLASS, STAFF = "9001", "9002", "9003", "9004"
TOKEN = "bench"  # noqa: S105  # made up
_BOT = {"id": APPLICATION, "username": "bot", "discriminator": "0", "avatar": None, "bot": True}
_VIEW = 1 << 10
_MEMBER: JsonObject = {
    "roles": [],
    "joined_at": "2026-01-01T00:00:00+00:00",
    "deaf": False,
    "mute": False,
    "flags": 0,
}
_MESSAGE = 4


class DiscordCrowd(Served):
    """A server (:class:`bot.bench.wire.crowd.Crowd`)."""

    name = "discord"
    rooms = (Address("discord", GUILD, CLASS), Address("discord", GUILD, STAFF))

    def __init__(self, form: Form) -> None:
        """Take the form that is sent off."""
        super().__init__()
        self._form = modal(form)
        self._numbers = count(10_000)
        self._socket: web.WebSocketResponse | None = None
        self._sequence = count(1)
        self._commands: list[JsonObject] = []
        self._waiting: dict[str, asyncio.Future[None]] = {}

    async def __aenter__(self) -> Self:
        """Serve."""
        await self.serve(("*", "/api/{rest:.*}", self._rest), ("GET", "/gateway", self._listen))
        return self

    def configuration(self, secrets: Path) -> str:
        """The section of the settings; the token is put into *secrets*."""
        secret(secrets, "discord__token", TOKEN)
        gateway = f"{self.url.replace('http', 'ws', 1)}/gateway"
        return f'[discord]\napi_base_url = "{self.url}/api"\ngateway_url = "{gateway}"\n'

    async def ask(self, person: int, text: str) -> None:
        """Somebody sends the form off; returns when it is acknowledged."""
        number = next(self._numbers)
        name, _, _ = self._form["custom_id"].rpartition(":")
        answered = self._waiting[str(number)] = asyncio.get_running_loop().create_future()
        field = {"type": 4, "id": 2, "custom_id": "text", "value": text}
        user = {"id": str(100 + person), "username": "u", "discriminator": "0", "avatar": None}
        await self._emit(
            "INTERACTION_CREATE",
            {
                "id": str(number),
                "application_id": APPLICATION,
                "type": 5,
                "token": f"token-{number}",
                "version": 1,
                "data": {
                    "custom_id": f"{name}:{number:012d}",
                    "components": [{"type": 18, "id": 1, "component": field}],
                },
                "guild_id": GUILD,
                "channel_id": CLASS,
                "channel": {"id": CLASS, "type": 0, "guild_id": GUILD, "name": "class"},
                "member": {**_MEMBER, "user": user, "permissions": str(_VIEW)},
                "entitlements": [],
                "authorizing_integration_owners": {"0": GUILD},
                "app_permissions": str(_VIEW),
                "locale": "en-GB",
                "attachment_size_limit": 10_485_760,
                "context": 0,
            },
        )
        await answered

    async def _emit(self, event: str, data: JsonObject) -> None:
        if self._socket is None:
            raise RuntimeError("no bot is connected")
        await self._socket.send_json({"op": 0, "t": event, "s": next(self._sequence), "d": data})

    async def _listen(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            operation = frame.json()["op"]
            if operation == 1:
                await socket.send_json({"op": 11})
            elif operation == 2:
                self._socket = socket
                await self._greet(str(request.url))
        return socket

    async def _greet(self, gateway: str) -> None:
        await self._emit(
            "READY",
            {
                "v": 10,
                "user": _BOT,
                "guilds": [{"id": GUILD, "unavailable": True}],
                "session_id": "s",
                "resume_gateway_url": gateway,
                "shard": [0, 1],
                "application": {"id": APPLICATION, "flags": 0},
            },
        )
        await self._emit("GUILD_CREATE", _guild())
        self.connected.set()

    async def _rest(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix("/api/").split("/")
        match request.method, path:
            case "POST", ["interactions", number, _, "callback"]:
                sent = await request.json()
                if sent["type"] == _MESSAGE:
                    self._waiting.pop(number).set_result(None)
                return web.Response(status=204)
            case "GET", ["users", "@me"]:
                return _json(_BOT)
            case "GET", ["oauth2", "applications", "@me"] | ["applications", "@me"]:
                return _json(_application())
            case "PUT", ["applications", _, "commands"]:
                self._commands = [{**one, "id": "1"} for one in await request.json()]
                return _json(self._commands)
            case "GET", ["applications", _, "commands"]:
                return _json(self._commands)
        return _json({"id": str(next(self._numbers))})


def _application() -> JsonObject:
    return {
        "id": APPLICATION,
        "name": "bot",
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": 0,
        "owner": _BOT,
        "team": None,
        "interactions_endpoint_url": None,
    }


def _guild() -> JsonObject:
    hidden = {"id": GUILD, "type": 0, "allow": "0", "deny": str(_VIEW)}
    everyone = {
        "id": GUILD,
        "name": "@everyone",
        "permissions": str(_VIEW),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    channel = {"type": 0, "guild_id": GUILD, "position": 0, "topic": None, "nsfw": False}
    lists = (
        *("emojis", "stickers", "features", "threads", "voice_states", "presences"),
        *("stage_instances", "guild_scheduled_events", "soundboard_sounds"),
    )
    numbers = (
        *("verification_level", "default_message_notifications", "explicit_content_filter"),
        *("mfa_level", "premium_tier", "afk_timeout", "system_channel_flags", "nsfw_level"),
    )
    return {
        "id": GUILD,
        "name": "Bench",
        "owner_id": "1",
        "roles": [everyone],
        "channels": [
            {**channel, "id": CLASS, "name": "class", "permission_overwrites": []},
            {**channel, "id": STAFF, "name": "staff", "permission_overwrites": [hidden]},
        ],
        "members": [{**_MEMBER, "user": _BOT}],
        "member_count": 2,
        "large": False,
        "unavailable": False,
        "preferred_locale": "en-GB",
        **{name: [] for name in lists},
        **dict.fromkeys(numbers, 0),
    }


def _json(body: Any) -> web.Response:  # noqa: ANN401  # JSON
    """JSON whose type is named as Discord does, without a character set."""
    kind = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), headers=kind)
