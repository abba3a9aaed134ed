"""A server that speaks Slack's protocol: methods, sockets, signed requests, and people who act.

Written from the documentation: https://docs.slack.dev/apis/web-api/ (arguments, errors, rate
limits), https://docs.slack.dev/apis/events-api/using-socket-mode (envelopes),
https://docs.slack.dev/authentication/verifying-requests-from-slack (signatures),
https://docs.slack.dev/interactivity/handling-user-interaction (response_url, trigger_id, three
seconds) and https://docs.slack.dev/surfaces/modals (acknowledging a form).
"""

import asyncio
import copy
import hashlib
import hmac
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.wire.slack.block_kit import wrong_with_blocks, wrong_with_view

TEAM, BOT, BOT_ID = "T0ASKWELL", "U0BOT", "B0BOT"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-made-up", "xapp-made-up", "made-up-secret"
SCOPES = {
    "auth.test": (),
    "bookmarks.add": ("bookmarks:write",),
    "chat.delete": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.members": ("channels:read", "groups:read", "im:read", "mpim:read"),
    "conversations.open": ("im:write", "channels:manage", "groups:write", "mpim:write"),
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "pins.add": ("pins:write",),
    "usergroups.list": ("usergroups:read",),
    "usergroups.users.list": ("usergroups:read",),
    "views.open": (),
    "views.push": (),
    "views.update": (),
}
"""The methods it has and the scopes of which each takes one, from each method's page."""
REQUIRED = {
    "bookmarks.add": ("channel_id", "title", "type"),
    "chat.delete": ("channel", "ts"),
    "chat.getPermalink": ("channel", "message_ts"),
    "chat.postEphemeral": ("channel", "user"),
    "chat.postMessage": ("channel",),
    "chat.update": ("channel", "ts"),
    "conversations.members": ("channel",),
    "files.completeUploadExternal": ("files",),
    "files.delete": ("file",),
    "files.getUploadURLExternal": ("filename", "length"),
    "pins.add": ("channel",),
    "usergroups.users.list": ("usergroup",),
    "views.open": ("view",),
    "views.push": ("view",),
    "views.update": ("view",),
}
ACK, TRIGGER, RESPONSE_URL, USES = 3.0, 3.0, 1800.0, 5
PACE = 5.0
"""How much longer it waits where the machine is shared and nothing is told by its waiting."""
JsonObject = dict[str, Any]


class Refused(Exception):
    """A method's error."""


@dataclass
class Message:
    """Something in a channel: for everybody, or for one person alone."""

    number: int
    channel: str
    ts: str
    user: str
    text: str
    blocks: list[JsonObject]
    only: str = ""
    thread: str = ""
    metadata: JsonObject = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    answers: bool = False
    """Whether it answers what somebody did: for everybody, it would name that person."""


@dataclass
class View:
    """A modal on somebody's screen."""

    number: int
    id: str
    user: str
    hash: str
    body: JsonObject


@dataclass
class Fault:
    """How the next call of a method goes wrong: before it acts, or after.

    ``about`` is a word of the call's arguments: others, sent meanwhile, go right.
    """

    status: int = 200
    error: str = ""
    retry_after: float | None = None
    after: bool = False
    about: str = ""


@dataclass
class Act:
    """Something a person did, as it was sent, to send it again."""

    kind: str
    payload: JsonObject
    view: str = ""


class SlackServer:
    """A workspace. Start it with ``async with``.

    Attributes:
        pace: how much longer than Slack it waits for an acknowledgement and keeps a trigger, where
            a machine shared with other tests, not three seconds, is what an answer waits for.
    """

    def __init__(self, channels: Mapping[str, set[str]], *, scopes: set[str]) -> None:
        self.channels = {name: set(members) for name, members in channels.items()}
        self.scopes = scopes
        self.usergroups: dict[str, set[str]] = {}
        self.calls: list[tuple[str, JsonObject]] = []
        self.messages: list[Message] = []
        self.views: dict[str, View] = {}
        self.screens: dict[str, str] = {}
        self.stacks: dict[str, list[str]] = {}
        self.opened_by: dict[str, View] = {}
        self.files: dict[str, JsonObject] = {}
        self.answers: list[JsonObject] = []
        self.pins: list[tuple[str, str]] = []
        self.bookmarks: list[JsonObject] = []
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.sockets: list[web.WebSocketResponse] = []
        self.opened = 0
        self.http_url = ""
        self.revoked = False
        self.offset = 0.0
        self.ack = ACK
        self.pace = 1.0
        self.on_shown: Callable[[str, Message | View], None] = lambda _how, _what: None
        self.on_called: Callable[[], None] = lambda: None
        self._numbers = itertools.count(1)
        self._triggers: dict[str, float] = {}
        self._response_urls: dict[str, tuple[str, str, float, int]] = {}
        self._pressed: dict[str, Message] = {}
        self._tickets: set[str] = set()
        self._acks: dict[str, asyncio.Future[JsonObject]] = {}
        self._plugged = asyncio.Condition()
        self.wrong: list[str] = []
        self.errors: dict[str, str] = {}
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        site = web.Application()
        site.router.add_route("*", "/api/{method}", self._method)
        site.router.add_get("/socket/{ticket}", self._socket)
        site.router.add_post("/response/{key}", self._response)
        site.router.add_post("/upload/{file}", self._upload)
        site.router.add_get("/files-pri/{file}", self._download)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_ended: object) -> None:
        assert self._session is not None
        assert self._runner is not None
        for socket in self.sockets:
            await socket.close()
        await self._session.close()
        await self._runner.cleanup()
        assert not self.wrong, "Slack would have refused this"

    def now(self) -> float:
        return asyncio.get_running_loop().time() + self.offset

    # --- methods

    async def _method(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        arguments: JsonObject = dict(request.query)
        if request.content_type == "application/json":
            arguments.update(await request.json())
        else:
            arguments.update({key: str(value) for key, value in (await request.post()).items()})
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = token or str(arguments.pop("token", ""))
        self.calls.append((name, copy.deepcopy(arguments)))
        fault = next((one for one in self.faults[name] if one.about in str(arguments)), Fault())
        if fault in self.faults[name]:
            self.faults[name].remove(fault)
        self.on_called()
        if not fault.after and (fault.status != 200 or fault.error):
            return self._faulty(fault)
        try:
            answer = {"ok": True, **self._act(name, arguments, token)}
        except Refused as refused:
            answer = {"ok": False, "error": str(refused)}
            if answer["error"] == "missing_scope":
                # https://docs.slack.dev/reference/methods: what the method needs, what there is.
                answer |= {"needed": ",".join(SCOPES[name]), "provided": ",".join(self.scopes)}
        if fault.after:
            if fault.status == 0:
                assert request.transport is not None
                request.transport.abort()
            return self._faulty(fault)
        # https://docs.slack.dev/authentication/installing-with-oauth: which scopes a token has
        headers = {"X-OAuth-Scopes": ",".join(sorted(self.scopes))}
        return web.json_response(answer, headers=headers)

    def _faulty(self, fault: Fault) -> web.Response:
        headers = {} if fault.retry_after is None else {"Retry-After": f"{fault.retry_after:g}"}
        if fault.status == 429:
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers=headers)
        if fault.error:
            return web.json_response({"ok": False, "error": fault.error})
        return web.Response(status=fault.status or 500, text="upstream failure")

    def _act(self, name: str, arguments: JsonObject, token: str) -> JsonObject:
        if name == "apps.connections.open":
            return self._open_connection(token)
        if name not in SCOPES:
            raise Refused("unknown_method")
        if not token:
            raise Refused("not_authed")
        if token.startswith("xapp-"):
            raise Refused("not_allowed_token_type")
        if self.revoked:
            raise Refused("token_revoked")
        if token != BOT_TOKEN:
            raise Refused("invalid_auth")
        if SCOPES[name] and not self.scopes & set(SCOPES[name]):
            raise Refused("missing_scope")
        if any(arguments.get(one) in (None, "") for one in REQUIRED.get(name, ())):
            raise Refused("invalid_arguments")
        act: Callable[[JsonObject], JsonObject] = getattr(self, "_" + name.replace(".", "_"))
        return act(arguments)

    def _open_connection(self, token: str) -> JsonObject:
        if not token.startswith("xapp-"):
            raise Refused("not_allowed_token_type")
        if token != APP_TOKEN or self.revoked:
            raise Refused("invalid_auth")
        ticket = f"t{next(self._numbers)}"
        self._tickets.add(ticket)
        return {"url": f"{self.url.replace('http', 'ws', 1)}/socket/{ticket}?ticket={ticket}"}

    def _auth_test(self, _arguments: JsonObject) -> JsonObject:
        return {
            "url": "https://example.slack.com/",
            "team": "Example",
            "user": "askwell",
            "team_id": TEAM,
            "user_id": BOT,
            "bot_id": BOT_ID,
            "is_enterprise_install": False,
        }

    def _chat_postMessage(self, arguments: JsonObject) -> JsonObject:  # noqa: N802  # Slack's name
        channel = self._speakable(str(arguments["channel"]))
        message = self._message(channel, BOT, arguments)
        self.messages.append(message)
        self.on_shown("posted", message)
        return {"channel": channel, "ts": message.ts, "message": {"ts": message.ts, "user": BOT}}

    def _chat_postEphemeral(self, arguments: JsonObject) -> JsonObject:  # noqa: N802  # Slack's name
        channel = self._speakable(str(arguments["channel"]))
        if arguments["user"] not in self._members(channel):
            raise Refused("user_not_in_channel")
        message = self._message(channel, BOT, arguments, only=str(arguments["user"]))
        self.messages.append(message)
        self.on_shown("whispered", message)
        return {"message_ts": message.ts}

    def _chat_update(self, arguments: JsonObject) -> JsonObject:
        message = self._find(str(arguments["channel"]), str(arguments["ts"]))
        new = self._message(message.channel, BOT, arguments)
        message.text, message.blocks = new.text, new.blocks
        self.on_shown("edited", message)
        return {"channel": message.channel, "ts": message.ts, "text": message.text}

    def _chat_delete(self, arguments: JsonObject) -> JsonObject:
        message = self._find(str(arguments["channel"]), str(arguments["ts"]))
        self.messages.remove(message)
        return {"channel": message.channel, "ts": message.ts}

    def _chat_getPermalink(self, arguments: JsonObject) -> JsonObject:  # noqa: N802  # Slack's name
        message = self._find(str(arguments["channel"]), str(arguments["message_ts"]))
        ts = message.ts.replace(".", "")
        link = f"https://example.slack.com/archives/{message.channel}/p{ts}"
        return {"channel": message.channel, "permalink": link}

    def _conversations_members(self, arguments: JsonObject) -> JsonObject:
        members = sorted(self._members(str(arguments["channel"])))
        start = int(arguments.get("cursor") or 0)
        end = start + min(int(arguments.get("limit") or 100), 3)
        cursor = str(end) if end < len(members) else ""
        return {"members": members[start:end], "response_metadata": {"next_cursor": cursor}}

    def _conversations_open(self, arguments: JsonObject) -> JsonObject:
        users = str(arguments.get("users", ""))
        if not any(users in members for members in self.channels.values()):
            raise Refused("user_not_found")
        return {"channel": {"id": f"D{users}"}}

    def _usergroups_list(self, _arguments: JsonObject) -> JsonObject:
        groups = [{"id": f"S{one.upper()}", "handle": one} for one in self.usergroups]
        return {"usergroups": groups}

    def _usergroups_users_list(self, arguments: JsonObject) -> JsonObject:
        found = {f"S{one.upper()}": users for one, users in self.usergroups.items()}
        if arguments["usergroup"] not in found:
            raise Refused("no_such_subteam")
        return {"users": sorted(found[arguments["usergroup"]])}

    def _pins_add(self, arguments: JsonObject) -> JsonObject:
        message = self._find(str(arguments["channel"]), str(arguments.get("timestamp")))
        if (message.channel, message.ts) in self.pins:
            raise Refused("already_pinned")
        self.pins.append((message.channel, message.ts))
        return {}

    def _bookmarks_add(self, arguments: JsonObject) -> JsonObject:
        if arguments["type"] == "link" and not arguments.get("link"):
            raise Refused("invalid_link")
        self.bookmarks.append(arguments)
        return {"bookmark": {"id": f"Bk{next(self._numbers)}", **arguments}}

    def _files_getUploadURLExternal(self, arguments: JsonObject) -> JsonObject:  # noqa: N802  # Slack's name
        file = f"F{next(self._numbers)}"
        self.files[file] = {"id": file, **arguments}
        return {"upload_url": f"{self.url}/upload/{file}", "file_id": file}

    def _files_completeUploadExternal(self, arguments: JsonObject) -> JsonObject:  # noqa: N802  # Slack's name
        files = arguments["files"]
        files = json.loads(files) if isinstance(files, str) else files
        for one in files:
            if "content" not in self.files.get(one["id"], {}):
                raise Refused("file_not_found")
        channel = str(arguments.get("channel_id") or "")
        if channel:
            message = self._message(self._speakable(channel), BOT, {"text": " "})
            message.thread = str(arguments.get("thread_ts") or "")
            message.files = [one["id"] for one in files]
            self.messages.append(message)
        return {"files": [{"id": one["id"], "title": one.get("title")} for one in files]}

    def _files_delete(self, arguments: JsonObject) -> JsonObject:
        if self.files.pop(str(arguments["file"]), None) is None:
            raise Refused("file_not_found")
        return {}

    def _views_open(self, arguments: JsonObject) -> JsonObject:
        return self._opened(arguments, [])

    def _views_push(self, arguments: JsonObject) -> JsonObject:
        user = str(arguments.get("trigger_id", "")).rpartition(".")[2]
        stack = self.stacks.get(user, [])
        if not stack:
            raise Refused("not_found")
        if len(stack) == 3:
            raise Refused("push_limit_reached")
        return self._opened(arguments, stack)

    def _opened(self, arguments: JsonObject, stack: list[str]) -> JsonObject:
        trigger = str(arguments.get("trigger_id", ""))
        if trigger not in self._triggers:
            raise Refused("invalid_trigger_id")
        until = self._triggers[trigger]
        if until < 0:
            raise Refused("exchanged_trigger_id")
        if self.now() > until:
            raise Refused("expired_trigger_id")
        body = self._viewed(arguments)
        self._triggers[trigger] = -1
        view = self._view(f"V{next(self._numbers)}", trigger.rpartition(".")[2], body)
        self.stacks[view.user] = [*stack, view.id]
        self.opened_by[trigger] = view
        return {"view": {**view.body, "id": view.id, "hash": view.hash}}

    def _views_update(self, arguments: JsonObject) -> JsonObject:
        there = self.views.get(str(arguments.get("view_id", "")))
        if there is None:
            raise Refused("not_found")
        if arguments.get("hash") not in {None, there.hash}:
            raise Refused("hash_conflict")
        view = self._view(there.id, there.user, self._viewed(arguments))
        return {"view": {**view.body, "id": view.id, "hash": view.hash}}

    def _viewed(self, arguments: JsonObject) -> JsonObject:
        body = arguments["view"]
        body = json.loads(body) if isinstance(body, str) else body
        self._check(list(wrong_with_view(body)))
        found: JsonObject = body
        return found

    def _view(self, view_id: str, user: str, body: JsonObject) -> View:
        number = next(self._numbers)
        view = View(number, view_id, user, f"{number}.hash", body)
        self.views[view_id] = view
        self.screens[user] = view_id
        self.on_shown("viewed", view)
        return view

    def _message(self, channel: str, user: str, body: JsonObject, only: str = "") -> Message:
        blocks = body.get("blocks") or []
        blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
        if blocks:
            self._check(list(wrong_with_blocks(blocks, 50)))
        elif not body.get("text"):
            raise Refused("no_text")
        number = next(self._numbers)
        ts, text = f"1700000000.{number:06d}", str(body.get("text", ""))
        meta = body.get("metadata") or {}
        return Message(number, channel, ts, user, text, blocks, only, metadata=meta)

    def _check(self, wrong: list[str]) -> None:
        self.wrong += wrong
        if wrong:
            raise Refused("invalid_blocks")

    def _members(self, channel: str) -> set[str]:
        if channel.startswith("D"):
            return {channel[1:], BOT}
        if channel not in self.channels:
            raise Refused("channel_not_found")
        return self.channels[channel]

    def _speakable(self, channel: str) -> str:
        if BOT not in self._members(channel):
            raise Refused("not_in_channel")
        return channel

    def _find(self, channel: str, ts: str) -> Message:
        self._members(channel)
        for message in self.messages:
            if (message.channel, message.ts, message.only) == (channel, ts, ""):
                return message
        raise Refused("message_not_found")

    # --- files and response_url

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.files[request.match_info["file"]]
        content = await request.read()
        if len(content) != int(file["length"]):
            return web.Response(status=400)
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def _download(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}":
            return web.Response(status=302, headers={"Location": self.url})
        return web.Response(body=self.files[request.match_info["file"]]["content"])

    async def _response(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        channel, user, until, left = self._response_urls[key]
        if not left:
            return web.Response(status=404, text="used_url")
        if self.now() > until:
            return web.Response(status=404, text="expired_url")
        self._response_urls[key] = (channel, user, until, left - 1)
        body = await request.json()
        self.answers.append(body)
        if body.get("replace_original"):
            self._replace(self._pressed[key], body)
        else:
            self._whisper(channel, user, body)
        return web.Response(text="ok")

    def _replace(self, message: Message, body: JsonObject) -> None:
        new = self._message(message.channel, BOT, body, message.only)
        message.text, message.blocks = new.text, new.blocks
        self.on_shown("edited", message)

    def _whisper(self, channel: str, user: str, body: JsonObject) -> None:
        # Without a type it is ephemeral as well.
        only = "" if body.get("response_type") == "in_channel" else user
        message = self._message(channel, BOT, body, only)
        message.answers = True
        self.messages.append(message)
        self.on_shown("whispered" if only else "posted", message)

    # --- sockets

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            return web.Response(status=408)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(
            {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0"}}
        )
        async with self._plugged:
            self.sockets.append(socket)
            self.opened += 1
            self._plugged.notify_all()
        with suppress(ConnectionResetError):  # lost with a ping unanswered
            await self._acknowledgements(socket)
        self.sockets.remove(socket)
        return socket

    async def _acknowledgements(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type == WSMsgType.TEXT:
                said = json.loads(frame.data)
                waiting = self._acks.pop(said["envelope_id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(said.get("payload") or {})

    async def connected(self, times: int = 1) -> None:
        """Wait until so many sockets have been opened since the start."""
        async with asyncio.timeout(20), self._plugged:
            await self._plugged.wait_for(lambda: self.opened >= times and bool(self.sockets))

    def cut(self) -> None:
        """Break every connection without a word."""
        for socket in list(self.sockets):
            request = socket._req
            if request is not None and request.transport is not None:
                request.transport.abort()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every socket that it will close, as Slack does, and close it."""
        for socket in list(self.sockets):
            with suppress(ConnectionResetError):  # on its way out already
                await socket.send_json({"type": "disconnect", "reason": reason})
                await socket.close()

    # --- people

    def _interaction(self, user: str, channel: str = "", on: Message | None = None) -> JsonObject:
        trigger = f"{next(self._numbers)}.1.{user}"
        self._triggers[trigger] = self.now() + TRIGGER * self.pace
        common: JsonObject = {"trigger_id": trigger}
        if channel:
            key = f"r{next(self._numbers)}"
            until = self.now() + RESPONSE_URL
            self._response_urls[key] = (channel, user, until, USES)
            common["response_url"] = f"{self.url}/response/{key}"
            if on is not None:
                self._pressed[key] = on
        return common

    def command(self, user: str, channel: str, name: str, text: str = "") -> Act:
        return Act(
            "slash_commands",
            {
                "token": "x",
                "team_id": TEAM,
                "team_domain": "example",
                "channel_id": channel,
                "channel_name": "directmessage" if channel.startswith("D") else channel.lower(),
                "user_id": user,
                "user_name": user.lower(),
                "command": name,
                "text": text,
                "api_app_id": "A0",
                **self._interaction(user, channel),
            },
        )

    def press(self, user: str, on: Message | View, action_id: str) -> Act:
        action = {
            "type": "button",
            "action_id": action_id,
            "block_id": "b",
            "text": {"type": "plain_text", "text": "…"},
            "action_ts": f"17.{next(self._numbers)}",
        }
        common = self._who(user, "block_actions")
        if isinstance(on, View):
            return Act(
                "interactive",
                {
                    **common,
                    "container": {"type": "view", "view_id": on.id},
                    "view": self._state(on, {}),
                    "actions": [action],
                    **self._interaction(user),
                },
            )
        container = {
            "type": "message",
            "message_ts": on.ts,
            "channel_id": on.channel,
            "is_ephemeral": bool(on.only),
        }
        return Act(
            "interactive",
            {
                **common,
                "container": container,
                "channel": {"id": on.channel, "name": on.channel.lower()},
                "actions": [action],
                **self._interaction(user, on.channel, on),
            },
        )

    def submit(self, user: str, view: View, values: Mapping[str, JsonObject]) -> Act:
        state = {name: {name: value} for name, value in values.items()}
        return Act(
            "interactive",
            {
                **self._who(user, "view_submission"),
                "view": self._state(view, state),
                "response_urls": [],
                **self._interaction(user),
            },
            view.id,
        )

    def say(self, user: str, channel: str, text: str, thread: str = "") -> Message:
        """A person writes in a channel, or in a thread there; no app is told."""
        message = self._message(channel, user, {"text": text})
        message.thread = thread
        self.messages.append(message)
        return message

    def shortcut(self, user: str, callback_id: str, on: Message | None = None) -> Act:
        """A global shortcut, or one from the menu of a message."""
        kind = "shortcut" if on is None else "message_action"
        body = {**self._who(user, kind), "callback_id": callback_id, "action_ts": "1.1"}
        if on is None:
            return Act("interactive", {**body, **self._interaction(user)})
        author = {"bot_id": BOT_ID} if on.user == BOT else {}
        message = {"type": "message", "user": on.user, "ts": on.ts, "text": on.text, **author}
        thread = {"thread_ts": on.thread} if on.thread else {}
        body |= {
            "channel": {"id": on.channel, "name": on.channel.lower()},
            "message_ts": on.ts,
            "message": {**message, **thread},
        }
        return Act("interactive", {**body, **self._interaction(user, on.channel)})

    def direct(self, user: str, text: str) -> Act:
        number = next(self._numbers)
        event = {
            "type": "message",
            "channel": f"D{user}",
            "channel_type": "im",
            "user": user,
            "text": text,
            "ts": f"17.{number}",
        }
        body = {"token": "x", "team_id": TEAM, "api_app_id": "A0", "type": "event_callback"}
        return Act("events_api", {**body, "event": event, "event_id": f"Ev{number}"})

    def _who(self, user: str, kind: str) -> JsonObject:
        team = {"id": TEAM, "domain": "example"}
        person = {"id": user, "username": user.lower(), "team_id": TEAM}
        return {"type": kind, "team": team, "user": person, "api_app_id": "A0", "token": "x"}

    def _state(self, view: View, values: JsonObject) -> JsonObject:
        body = copy.deepcopy(view.body)
        return {**body, "id": view.id, "hash": view.hash, "state": {"values": values}}

    # --- delivering

    async def deliver(self, act: Act, *, retry: int = 0) -> bool:
        """Deliver what somebody did; whether it was acknowledged in time."""
        send = self._over_http if self.http_url else self._over_socket
        try:
            async with asyncio.timeout(self.ack * self.pace):
                said = await send(act, retry)
        except TimeoutError:
            return False
        if said is None:
            return False
        self._acknowledged(act, said)
        return True

    async def _over_socket(self, act: Act, retry: int) -> JsonObject | None:
        envelope = f"e{next(self._numbers)}"
        waiting = self._acks[envelope] = asyncio.get_running_loop().create_future()
        body: JsonObject = {
            "envelope_id": envelope,
            "type": act.kind,
            "accepts_response_payload": act.kind != "events_api",
            "payload": copy.deepcopy(act.payload),
        }
        if retry:
            body |= {"retry_attempt": retry, "retry_reason": "timeout"}
        while True:
            async with self._plugged:
                await self._plugged.wait_for(lambda: bool(self.sockets))
            socket = self.sockets[next(self._numbers) % len(self.sockets)]
            try:
                await socket.send_json(body)
                break
            except ConnectionResetError:  # on its way out: another one takes it
                await asyncio.sleep(0)
        said: JsonObject = await waiting
        return said

    async def _over_http(self, act: Act, retry: int) -> JsonObject | None:
        body, kind = self.encoded(act)
        headers = {**self.signed(body), "Content-Type": kind}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        assert self._session is not None
        async with self._session.post(self.http_url, data=body, headers=headers) as response:
            text = await response.text()
            if response.status != 200:
                return None
            said: JsonObject = json.loads(text) if text else {}
            return said

    @staticmethod
    def encoded(act: Act) -> tuple[bytes, str]:
        if act.kind == "events_api":
            return json.dumps(act.payload).encode(), "application/json"
        flat = act.payload
        if act.kind == "interactive":
            flat = {"payload": json.dumps(act.payload)}
        return urlencode(flat).encode(), "application/x-www-form-urlencoded"

    @staticmethod
    def signed(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
        """The two headers; ``at`` is real time, since that is what the receiver compares with."""
        stamp = str(int(time.time() if at is None else at))
        base = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    def _acknowledged(self, act: Act, said: JsonObject) -> None:
        if act.kind == "slash_commands" and (said.get("text") or said.get("blocks")):
            self._whisper(act.payload["channel_id"], act.payload["user_id"], said)
        if not act.view:
            return
        there = self.views[act.view]
        self.errors = said.get("errors") or {}
        match said.get("response_action"):
            case "errors":
                names = {block.get("block_id") for block in there.body["blocks"]}
                assert set(self.errors) <= names, "an error beside no field"
            case "update":
                self._check(list(wrong_with_view(said["view"])))
                self._view(there.id, there.user, said["view"])
            case "clear" | None:
                self.views.pop(there.id, None)
                self.screens.pop(there.user, None)
                self.stacks.pop(there.user, None)
            case other:
                raise AssertionError(f"response_action {other}")
