"""The local chat on a loopback port: its page, its files and its WebSocket."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from aiohttp import WSCloseCode, WSMsgType, web

from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat import Gone
from bot.platforms.local.client import Client, Levers
from bot.platforms.local.gate import Gate, loopback
from bot.platforms.local.wire import ClockTold

_PAGE = Path(__file__).parent / "page"
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
_LARGEST = 112 * 1024 * 1024
"""Bytes of one message: ten files of 8 MB in base64, and what is around them."""
_WAITING = 20_000
"""How many messages may wait for a client that does not read before it is cut off."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ENTER = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Askwell</title>
<link rel="icon" href="/page/icon.svg" type="image/svg+xml">
<meta http-equiv="refresh" content="0;url=/"><p><a href="/">Go to the chat</a></p></html>
"""
_CLOSED = "Open the address that was printed when the chat was started; it carries the key.\n"


class ChatServer:
    """Serves one local chat until it is stopped.

    Args:
        platform: the chat and its adapter.
        levers: the app behind it.
        host: a loopback address or ``localhost``.
        port: 0 takes a free one.
        token: the key in the address; made up where it is left out.

    Raises:
        ValueError: the host can be reached from other machines.
    """

    def __init__(
        self,
        platform: LocalPlatform,
        levers: Levers,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str | None = None,
    ) -> None:
        self._platform = platform
        self._levers = levers
        self._host = loopback(host)
        self._port = port
        self._token = token
        self._runner: web.AppRunner | None = None
        self._gate: Gate | None = None
        self._clients: dict[Client, web.WebSocketResponse] = {}

    @property
    def url(self) -> str:
        """The address to open in a browser; it carries the key."""
        return self._keeper.url

    @property
    def token(self) -> str:
        """The key, for programs."""
        return self._keeper.token

    @property
    def _keeper(self) -> Gate:
        if self._gate is None:
            raise RuntimeError("the chat is not being served")
        return self._gate

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: the port is taken.
        """
        app = web.Application(middlewares=[self._guarded])
        app.router.add_get("/", self._index)
        app.router.add_get("/page/{name}", self._asset)
        app.router.add_get("/files/{message}/{file}", self._file)
        app.router.add_get("/ws", self._socket)
        app.router.add_get("/healthz", self._healthy)
        app.router.add_get("/readyz", self._ready)
        # The access log would hold the address, key and all.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        self._gate = Gate(self._host, self._runner.addresses[0][1], self._token)

    async def stop(self) -> None:
        """Stop listening and part from every client."""
        for socket in tuple(self._clients.values()):
            await socket.close(code=WSCloseCode.GOING_AWAY)
        if self._runner is not None:
            await self._runner.cleanup()

    def tell_clock(self) -> None:
        """Tell every client what time it is; the app calls this when it moved the clock itself."""
        told = ClockTold(now=self._levers.now())
        for client in self._clients:
            client.tell(told)

    # --- requests

    @web.middleware
    async def _guarded(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        gate = self._keeper
        if not gate.host_is_ours(request.headers) or not gate.origin_is_ours(request.headers):
            return _plain(_CLOSED, 403)
        open_to_all = request.path in {"/healthz", "/readyz"}
        entering = request.path == "/" and gate.token_is_right(request.query.get("token"))
        if (
            not open_to_all
            and not entering
            and not gate.may_enter(request.headers, request.cookies)
        ):
            return _plain(_CLOSED, 403)
        try:
            response = await handler(request)
        except web.HTTPException as raised:
            response = _plain(f"{raised.reason}.\n", raised.status)
        if not response.prepared:
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
            response.headers.setdefault("Content-Security-Policy", gate.policy)
        return response

    async def _index(self, request: web.Request) -> web.StreamResponse:
        gate = self._keeper
        if "token" in request.query:
            # Not a redirect: a cookie that is strict about sites is not sent along one that began
            # at a link on some other page.
            entered = web.Response(text=_ENTER, content_type="text/html")
            entered.set_cookie(gate.cookie, gate.session, httponly=True, samesite="Strict")
            return entered
        return _asset("index.html")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        return _asset(request.match_info["name"])

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            given = self._platform.chat.file(
                request.match_info["message"], request.match_info["file"]
            )
        except Gone:
            raise web.HTTPNotFound from None
        picture = given.media_type in _PICTURES
        response = web.Response(
            body=given.content,
            content_type=given.media_type if picture else "application/octet-stream",
        )
        kind = "inline" if picture else "attachment"
        response.headers["Content-Disposition"] = (
            f"{kind}; filename*=UTF-8''{quote(given.name, safe='')}"
        )
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response

    async def _healthy(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"alive": True})

    async def _ready(self, _request: web.Request) -> web.StreamResponse:
        ready = await self._levers.ready()
        return web.json_response({"ready": ready}, status=200 if ready else 503)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        gate = self._keeper
        by_cookie = "Authorization" not in request.headers
        if by_cookie and "Origin" not in request.headers:
            # Browsers always name the origin; what does not is a program, and brings the token.
            return _plain(_CLOSED, 403)
        if not gate.may_enter(request.headers, request.cookies):
            return _plain(_CLOSED, 403)
        socket = web.WebSocketResponse(max_msg_size=_LARGEST, heartbeat=30.0)
        await socket.prepare(request)
        outgoing: asyncio.Queue[str] = asyncio.Queue()

        def send(text: str) -> None:
            if outgoing.qsize() < _WAITING:
                outgoing.put_nowait(text)
            elif request.transport is not None:
                # It has stopped reading: closing politely would wait for it for ever.
                request.transport.abort()

        client = Client(self._platform, self._levers, send, self.tell_clock)
        self._clients[client] = socket
        writing = asyncio.create_task(_write(socket, outgoing))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    client.hear(message.data)
        finally:
            del self._clients[client]
            await client.leave()
            writing.cancel()
        return socket


async def _write(socket: web.WebSocketResponse, outgoing: asyncio.Queue[str]) -> None:
    while not socket.closed:
        text = await outgoing.get()
        try:
            await socket.send_str(text)
        except ConnectionError:
            # The client has gone; reading ends too, and takes this task with it.
            return


def _plain(text: str, status: int) -> web.Response:
    return web.Response(text=text, status=status)


def _asset(name: str) -> web.Response:
    """A file of the page; nothing else of the disk can be named."""
    path = _PAGE / name
    if path.suffix not in _TYPES or path.parent != _PAGE or not path.is_file():
        raise web.HTTPNotFound
    response = web.Response(body=path.read_bytes(), content_type=_TYPES[path.suffix])
    if path.suffix != ".woff2":
        response.charset = "utf-8"
    return response
