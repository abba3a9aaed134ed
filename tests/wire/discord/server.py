"""Discord on this machine, as thin as tests allow: its gateway and the REST routes the bot uses.

After Discord's documentation (discord.com/developers/docs): events/gateway ("Connections",
"Resuming", opcodes), topics/rate-limits, interactions/receiving-and-responding, resources/message
("Create Message": nonce and enforce_nonce), topics/opcodes-and-status-codes (JSON error codes).
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, WSMsgType, web

TOKEN = "a-token-of-no-bot"
APPLICATION = "290926444748734465"
GUILD, CLASS, STAFF = "290926798626357999", "345626669114982402", "345626669114982403"
OTHER, OTHER_STAFF = "345626669114982404", "345626669114982405"
ANA, TIM = "53908232506183680", "53908232506183681"
BEN, CLEO = "53908232506183682", "53908232506183683"
VIEW = 1 << 10
WORKS = VIEW | 1 << 11 | 1 << 15 | 1 << 51
"""View channel, send messages, attach files, pin messages (topics/permissions)."""
Json = dict[str, Any]


def _user(number: str, name: str, **more: object) -> Json:
    return {"id": number, "username": name, "discriminator": "0", "avatar": None, **more}


BOT = _user(APPLICATION, "askwell", bot=True)
PEOPLE = {
    number: _user(number, name)
    for number, name in ((ANA, "ana"), (TIM, "tim"), (BEN, "ben"), (CLEO, "cleo"))
}


@dataclass
class Request:
    """A REST request as it came."""

    method: str
    path: str
    body: Any
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Fault:
    """The next request that fits is answered otherwise."""

    method: str
    path: str
    status: int
    body: Json
    headers: Mapping[str, str]
    acted: bool = False


class Problem(Exception):
    """A refusal with Discord's JSON error code."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def _only(members: set[str]) -> list[Json]:
    """Overwrites of a channel that these, and the bot, alone may read."""
    return [
        {"id": GUILD, "type": 0, "allow": "0", "deny": str(VIEW)},
        *(
            {"id": who, "type": 1, "allow": str(WORKS), "deny": "0"}
            for who in (*sorted(members), APPLICATION)
        ),
    ]


class DiscordServer:
    """One server ("guild") with its channels, and everything asked of it.

    Attributes:
        rooms: each channel's name, and who alone may read it.
        said: messages posted in channels, each with whether an earlier one was edited, or taken
            back just before; not where that one said the same.
    """

    def __init__(self) -> None:
        self.people = dict(PEOPLE)
        self.token = TOKEN
        self.rooms: dict[str, tuple[str, set[str] | None]] = {
            CLASS: ("class", None),
            STAFF: ("staff", {TIM}),
        }
        self.said: list[tuple[Json, bool]] = []
        self.taken_back: dict[str, Json] = {}
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.messages: dict[str, Json] = {}
        self.commands: list[Json] = []
        self.callbacks: dict[str, Json] = {}
        self.closed_to: set[str] = set()
        self.roles_of: dict[str, list[str]] = {}
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        self.heartbeats = 0
        self.resumable = True
        self.deaf = False
        self.heartbeat = 41250
        self.resume_at = ""
        self.base = ""
        self.gateway = ""
        self.endpoint: str | None = None
        self.refuse_identify: int | None = None
        self.cdn: dict[str, bytes] = {}
        self._numbers = itertools.count(900_000_000_000_000_000)
        self._socket: web.WebSocketResponse | None = None
        self._events: list[Json] = []
        self._changed = asyncio.Condition()

    def number(self) -> str:
        """A new id."""
        return str(next(self._numbers))

    # --- what tests do

    def fail(
        self,
        method: str,
        path: str,
        status: int,
        code: int = 0,
        *,
        acted: bool = False,
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> None:
        """Answer the next request whose path ends so with a failure.

        Args:
            acted: do what was asked first; with a status of 0 the connection then breaks.
        """
        body = {"code": code, "message": "made up", **more}
        self.faults.append(Fault(method, path, status, body, headers or {}, acted))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(lambda: bool(holds()))

    async def tell(self) -> None:
        """Something may have changed for whoever waits."""
        async with self._changed:
            self._changed.notify_all()

    async def emit(self, event: str, data: Json) -> None:
        """Send an event; while nobody is connected it waits to be resumed."""
        self._events.append({"op": 0, "t": event, "s": len(self._events) + 1, "d": data})
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_json(self._events[-1])

    async def ask_to_reconnect(self) -> None:
        """Op 7."""
        assert self._socket is not None
        await self._socket.send_json({"op": 7, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Op 9."""
        assert self._socket is not None
        await self._socket.send_json({"op": 9, "d": resumable})

    async def drop(self, code: int = 4000) -> None:
        """Close the socket."""
        assert self._socket is not None
        socket, self._socket = self._socket, None
        await socket.close(code=code)

    def interaction(
        self, kind: int, data: Json, *, user: str = ANA, direct: bool = False, room: str = CLASS
    ) -> Json:
        """An interaction object (2 command, 3 component, 5 modal)."""
        common = {
            "id": self.number(),
            "application_id": APPLICATION,
            "type": kind,
            "token": f"token-{self.number()}",
            "version": 1,
            "data": data,
            "channel_id": room,
            "entitlements": [],
            "authorizing_integration_owners": {"0": GUILD},
            "app_permissions": str(WORKS),
            "locale": "en-GB",
            "attachment_size_limit": 10485760,
        }
        if direct:
            return common | {"user": self.people[user], "context": 1}
        return common | {
            "guild_id": GUILD,
            "channel": {"id": room, "type": 0, "guild_id": GUILD, "name": "class"},
            "member": self.member(user) | {"permissions": str(VIEW)},
            "context": 0,
        }

    async def press(self, custom_id: str, *, user: str = ANA) -> str:
        """Somebody presses a button; the interaction's id."""
        made = self.interaction(3, {"custom_id": custom_id, "component_type": 2}, user=user)
        await self.emit("INTERACTION_CREATE", made)
        return str(made["id"])

    async def answered(self, interaction: str) -> Json:
        """The first answer to an interaction."""
        await self.until(lambda: interaction in self.callbacks)
        return self.callbacks[interaction]

    def asked(self, method: str, ending: str) -> list[Request]:
        """The requests of a kind."""
        return [r for r in self.requests if r.method == method and r.path.endswith(ending)]

    # --- objects

    def member(self, user: str) -> Json:
        """A guild member."""
        return {
            "user": self.people.get(user, BOT),
            "roles": self.roles_of.get(user, []),
            "joined_at": "2017-03-13T19:19:14.040000+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }

    def guild(self) -> Json:
        """The guild as GUILD_CREATE tells it: tim may read the staff's channel, ana may not."""
        channels = [
            {
                "type": 0,
                "guild_id": GUILD,
                "position": 0,
                "topic": None,
                "nsfw": False,
                "id": number,
                "name": name,
                "permission_overwrites": [] if members is None else _only(members),
            }
            for number, (name, members) in self.rooms.items()
        ]
        return {
            "id": GUILD,
            "name": "Data 101",
            "owner_id": "1",
            "roles": [
                {
                    "id": GUILD,
                    "name": "@everyone",
                    "permissions": str(WORKS),
                    "position": 0,
                    "color": 0,
                    "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
                    "hoist": False,
                    "managed": False,
                    "mentionable": False,
                    "flags": 0,
                }
            ],
            "channels": channels,
            "members": [self.member(APPLICATION)],
            "member_count": 3,
            "emojis": [],
            "stickers": [],
            "features": [],
            "threads": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "large": False,
            "unavailable": False,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "premium_tier": 0,
            "preferred_locale": "en-GB",
            "afk_timeout": 300,
            "system_channel_flags": 0,
            "nsfw_level": 0,
        }

    # --- gateway

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """A socket, from HELLO on."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": self.heartbeat}})
        async for received in socket:
            if received.type is not WSMsgType.TEXT:
                continue
            sent = json.loads(received.data)
            if sent["op"] == 1:
                self.heartbeats += 1
                if not self.deaf:
                    await socket.send_json({"op": 11})
            elif sent["op"] == 2:
                await self._identify(socket, sent["d"])
            elif sent["op"] == 6:
                await self._resume(socket, sent["d"])
            await self.tell()
        return socket

    async def _identify(self, socket: web.WebSocketResponse, sent: Json) -> None:
        self.identified.append(sent)
        if sent["token"] != self.token:
            await socket.close(code=4004)
            return
        if self.refuse_identify is not None:
            await socket.close(code=self.refuse_identify)
            return
        self._socket, self._events = socket, []
        await self.emit(
            "READY",
            {
                "v": 10,
                "user": BOT,
                "guilds": [{"id": GUILD, "unavailable": True}],
                "session_id": f"session-{len(self.identified)}",
                "resume_gateway_url": self.resume_at or self.gateway,
                "shard": [0, 1],
                "application": {"id": APPLICATION, "flags": 0},
            },
        )
        await self.emit("GUILD_CREATE", self.guild())

    async def _resume(self, socket: web.WebSocketResponse, sent: Json) -> None:
        self.resumed.append(sent)
        if not self.resumable:
            await socket.send_json({"op": 9, "d": False})
            return
        self._socket = socket
        for event in self._events[sent["seq"] :]:
            await socket.send_json(event)
        await self.emit("RESUMED", {})

    # --- REST

    async def rest(self, request: web.Request) -> web.StreamResponse:
        """Any REST request."""
        path = request.path.removeprefix("/api/v10")
        body, files = await _content(request)
        self.requests.append(Request(request.method, path, body, files))
        fault = next(
            (f for f in self.faults if f.method == request.method and path.endswith(f.path)), None
        )
        try:
            if fault is not None:
                self.faults.remove(fault)
                if fault.acted:
                    self._act(request.method, path, body, files)
                if not fault.status and request.transport is not None:
                    request.transport.close()
                return _json(fault.body, status=fault.status or 500, headers=dict(fault.headers))
            if (
                request.headers.get("Authorization") != f"Bot {self.token}"
                and "callback" not in path
            ):
                raise Problem(401, 0, "401: Unauthorized")
            answer = self._act(request.method, path, body, files)
            if answer is None:
                return web.Response(status=204)
            return _json(answer)
        except Problem as problem:
            return _json({"code": problem.code, "message": str(problem)}, status=problem.status)
        finally:
            await self.tell()

    def _act(  # noqa: C901, PLR0911, PLR0912  # the table of routes
        self,
        method: str,
        path: str,
        body: Any,  # noqa: ANN401  # JSON
        files: dict[str, bytes],
    ) -> Any:  # noqa: ANN401  # JSON
        match method, path.strip("/").split("/"):
            case "GET", ["users", "@me"]:
                return BOT
            case "GET", ["oauth2", "applications", "@me"] | ["applications", "@me"]:
                return self._application()
            case "GET", ["applications", _, "commands"]:
                return self.commands
            case "PUT", ["applications", _, "commands"]:
                self.commands = [
                    {**one, "id": self.number(), "version": "1", "nsfw": False} for one in body
                ]
                return self.commands
            case "POST", ["users", "@me", "channels"]:
                return {"id": f"7{body['recipient_id']}", "type": 1, "recipients": []}
            case "POST", ["channels", channel, "messages"]:
                return self._post(channel, body, files)
            case "PATCH", ["channels", _, "messages", number]:
                if number not in self.messages:
                    raise Problem(404, 10008, "Unknown Message")
                self.messages[number] |= body | {"files": list(files)}
                self.said.append((dict(self.messages[number]), True))
                return self.messages[number]
            case "DELETE", ["channels", channel, "messages", number]:
                # https://docs.discord.com/developers/resources/message#delete-message
                if number not in self.messages:
                    raise Problem(404, 10008, "Unknown Message")
                self.taken_back[channel] = self.messages.pop(number)
                return None
            case "PUT", ["channels", _, "messages", "pins", number]:
                self.messages[number]["pinned"] = True
                return None
            case "POST", ["interactions", number, _token, "callback"]:
                if number in self.callbacks:
                    raise Problem(400, 40060, "Interaction has already been acknowledged.")
                self.callbacks[number] = body
                return None
            case "POST" | "PATCH", ["webhooks", *_]:
                return {"id": self.number(), **body}
            case "GET", ["guilds", guild] if guild == GUILD:
                return self.guild()
            case "GET", ["guilds", guild, "channels"] if guild == GUILD:
                return self.guild()["channels"]
            case "GET", ["guilds", _, "members", user] if user in {*self.people, APPLICATION}:
                return self.member(user)
        raise Problem(404, 0, f"404: Not Found ({method} {path})")

    def _post(self, channel: str, body: Json, files: dict[str, bytes]) -> Json:
        if channel.removeprefix("7") in self.closed_to:
            raise Problem(403, 50007, "Cannot send messages to this user")
        if channel not in self.rooms and not channel.startswith("7"):
            raise Problem(404, 10003, "Unknown Channel")
        for known in self.messages.values():
            if body.get("enforce_nonce") and known.get("nonce") == body.get("nonce"):
                return known
        number = self.number()
        self.messages[number] = {**body, "id": number, "channel_id": channel, "files": list(files)}
        old = self.taken_back.pop(channel, None)
        if old is None or old["components"] != body["components"]:
            self.said.append((dict(self.messages[number]), old is not None))
        return self.messages[number]

    def _application(self) -> Json:
        return {
            "id": APPLICATION,
            "name": "askwell",
            "icon": None,
            "description": "",
            "summary": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "",
            "flags": 0,
            "owner": PEOPLE[TIM],
            "team": None,
            "interactions_endpoint_url": self.endpoint,
        }

    async def file(self, request: web.Request) -> web.Response:
        """What somebody added to a form."""
        return web.Response(body=self.cdn[request.match_info["name"]])


def _json(
    body: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """JSON whose type is named as Discord does, without a character set."""
    kind = {"Content-Type": "application/json"}
    return web.Response(
        body=json.dumps(body).encode(), status=status, headers={**kind, **(headers or {})}
    )


async def _content(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    if not request.content_type.startswith("multipart/"):
        return (await request.json() if request.can_read_body else None), {}
    body: Any = None
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            files[part.filename or ""] = bytes(await part.read())
    return body, files


@asynccontextmanager
async def serving(server: DiscordServer, port: int = 0) -> AsyncIterator[DiscordServer]:
    """Serve on this machine until the block ends."""
    app = web.Application()
    app.router.add_get("/gateway", server.connect)
    app.router.add_get("/cdn/{name}", server.file)
    app.router.add_route("*", "/api/v10/{rest:.*}", server.rest)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    at = runner.addresses[0][1]
    server.base = f"http://127.0.0.1:{at}/api/v10"
    server.gateway = f"ws://127.0.0.1:{at}/gateway"
    try:
        yield server
    finally:
        await runner.cleanup()
