"""Pages behind links that open once, within ten minutes.

Looking at a link opens nothing, since chats and scanners of mail look at every link that passes:
the page asks for one press, and that press is the once. Nothing of a link is logged.
"""

import asyncio
import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html import escape

from aiohttp import web

from bot.platform import Enclosed
from bot.web.documents import Document, Meet, document
from handlers.chat.outgoing import Attachment, Fine, Link, Message, Reply, TooBig
from handlers.words import FALLBACK, words
from storage.store import Store

PATH = "/o/"
_STYLE = (
    ":root{color-scheme:light dark}body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;"
    "margin:18vh auto;padding:0 1.25rem}button{font:inherit;padding:.6rem 1.2rem;cursor:pointer}"
)
_POLICY = (
    "default-src 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Pages:
    """Opens links, in a browser or as a file."""

    def __init__(
        self, store: Store, now: Callable[[], datetime], meet: Meet, public_url: str = ""
    ) -> None:
        """Take the store.

        Args:
            store: where links are.
            now: the installation's time.
            meet: opens the seal of whoever asked for a link.
            public_url: where people reach this process; empty: they do not.
        """
        self._store = store
        self._now = now
        self._meet = meet
        self._public_url = public_url.rstrip("/")

    def routes(self) -> list[web.RouteDef]:
        """What the bot's own server answers."""
        path = f"{PATH}{{token}}"
        return [web.get(path, self._ask, allow_head=False), web.post(path, self._open)]

    def place(self, reply: Reply, enclosed: Enclosed, *, files: bool) -> tuple[Reply, Enclosed]:
        """A reply with its page behind a link, or as a file where people do not reach this process.

        Args:
            reply: what is answered.
            enclosed: what goes with the answer.
            files: whether the platform can hand somebody a file in an answer.
        """
        page = reply.message.page
        if page is None:
            return reply, enclosed
        bare = replace(reply.message, page=None)
        say = words(FALLBACK)
        if self._public_url:
            link = Link(page.text, f"{self._public_url}{PATH}{page.token}")
            return replace(reply, message=_with(bare, link, Fine(say("page-once")))), enclosed
        if not files:
            return replace(reply, message=_with(bare, Fine(say("page-no-address")))), enclosed
        found = self.take(page.token)
        if found is None:
            return replace(reply, message=_with(bare, Fine(say("page-gone")))), enclosed
        # The token is no id: it has been used up by now.
        file = Attachment(f"page-{page.token[:12]}", found.name, found.media_type, page.text)
        message = replace(bare, files=(*bare.files, file))
        contents = {**enclosed.contents, file.id: found.content}
        return replace(reply, message=message), replace(enclosed, contents=contents)

    def take(self, token: str) -> Document | None:
        """What a token opens, for the first who comes with it in time."""
        with self._store.begin() as work:
            now = self._now()
            link = work.links.open(token, now)
            return None if link is None else document(work, link, self._meet, now)

    async def _ask(self, _request: web.Request) -> web.Response:
        """The press before the page; the same for every token, also for none of ours."""
        say = words(FALLBACK)
        return _html(
            f"<h1>{escape(say('page-ask'))}</h1><p>{escape(say('page-once'))}</p>"
            f'<form method="post"><button>{escape(say("page-open"))}</button></form>'
        )

    async def _open(self, request: web.Request) -> web.Response:
        found = await asyncio.to_thread(self.take, request.match_info["token"])
        if found is None:
            return _html(f"<h1>{escape(words(FALLBACK)('page-gone'))}</h1>", status=410)
        response = web.Response(body=found.content, content_type=found.media_type, headers=_HEADERS)
        if found.media_type == "text/html":
            response.charset = "utf-8"
        else:
            response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
        response.headers["Content-Security-Policy"] = found.policy
        return response


def _with(message: Message, *parts: Link | Fine) -> Message:
    """The message and more parts; a full one stays as it is."""
    try:
        return replace(message, parts=(*message.parts, *parts))
    except TooBig:
        return message


def _html(body: str, status: int = 200) -> web.Response:
    say = words(FALLBACK)
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(say('page-title'))}</title><style>{_STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )
    response = web.Response(text=text, content_type="text/html", status=status, headers=_HEADERS)
    response.headers["Content-Security-Policy"] = _POLICY
    return response
