"""The few of Discord's HTTP routes that the bot uses, with failures in the platform's words.

Everything goes through discord.py's HTTP client and so through its rate limits and retries; bodies
are Discord's own objects, so that nothing about a message or form has to be kept in memory.
"""

import asyncio
import io
import json
from collections.abc import Sequence
from hashlib import blake2s
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.platform import TryLater, Unreachable
from bot.platforms.discord.commands import Command, commands, same
from bot.platforms.discord.layout import EPHEMERAL, Layout, Upload

Body = dict[str, Any]
LOST = (OSError, aiohttp.ClientError, TimeoutError, discord.HTTPException, discord.RateLimited)
"""What a request can fail with."""
_MESSAGE, _DEFERRED, _CHANGED, _MODAL = 4, 5, 7, 9
"""Kinds of interaction responses (Discord's "Interaction Callback Type")."""
_BUSY = {
    30046: 60.0,  # too many edits of messages older than an hour
    40003: 60.0,  # direct messages are opened too fast
    20016: 10.0,  # slow mode
    20028: 10.0,  # the channel's rate limit
}
"""Seconds to wait where Discord refuses something for now, by its JSON error code."""


def told(problem: BaseException) -> BaseException:
    """A failed request in the platform's words.

    Returns:
        ``TryLater``, ``Unreachable``, or the problem itself where it is a mistake of ours.
    """
    if isinstance(problem, discord.RateLimited):
        return TryLater(problem.retry_after)
    if not isinstance(problem, discord.HTTPException):
        return TryLater() if isinstance(problem, LOST) else problem
    if problem.status in {403, 404} and problem.code not in _BUSY:
        return Unreachable(f"Discord answers {problem.status}, code {problem.code}")
    if problem.code in _BUSY or problem.status in {401, 429} or problem.status >= 500:
        return TryLater(_BUSY.get(problem.code) or _asked_to_wait(problem))
    return problem


def _asked_to_wait(problem: discord.HTTPException) -> float:
    """Seconds; where Discord says nothing, five."""
    try:
        return max(float(problem.response.headers.get("Retry-After", 5.0)), 0.1)
    except ValueError:
        return 5.0


def only_here(nonce: str, channel: str) -> str:
    """A nonce of at most 25 characters; Discord compares it over all channels of one author."""
    return blake2s(f"{nonce} {channel}".encode(), digest_size=12).hexdigest()


class Rest:
    """Requests to Discord.

    Args:
        http: discord.py's client, logged in.
        application: the application's id.
    """

    def __init__(self, http: HTTPClient, application: int) -> None:
        self._http = http
        self._application = application

    # --- answers to an interaction

    async def respond(self, interaction: int, token: str, shown: Layout) -> None:
        """The first answer: a message only the actor sees."""
        await self._callback(
            interaction, token, _MESSAGE, shown.body(flags=EPHEMERAL), shown.uploads
        )

    async def change(self, interaction: int, token: str, shown: Layout) -> None:
        """The first answer: other content for the message whose button was pressed."""
        await self._callback(interaction, token, _CHANGED, shown.body(), shown.uploads)

    async def open_modal(self, interaction: int, token: str, data: Body) -> None:
        """The first answer: a form."""
        await self._callback(interaction, token, _MODAL, data)

    async def defer(self, interaction: int, token: str) -> None:
        """The first answer: that an answer follows, which only the actor will see."""
        await self._callback(interaction, token, _DEFERRED, {"flags": EPHEMERAL})

    async def complete(self, token: str, shown: Layout) -> None:
        """The answer that was promised."""
        route = Route(
            "PATCH",
            "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
            webhook_id=self._application,
            webhook_token=token,
        )
        await self._send(route, shown.body(), shown.uploads)

    async def follow_up(self, token: str, shown: Layout) -> None:
        """A further answer only the actor sees."""
        route = Route(
            "POST",
            "/webhooks/{webhook_id}/{webhook_token}",
            webhook_id=self._application,
            webhook_token=token,
        )
        await self._send(route, shown.body(flags=EPHEMERAL), shown.uploads)

    async def _callback(
        self, interaction: int, token: str, kind: int, data: Body, uploads: Sequence[Upload] = ()
    ) -> None:
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction,
            webhook_token=token,
        )
        await self._send(route, {"type": kind, "data": data}, uploads)

    # --- messages

    async def post(self, channel: str, shown: Layout, nonce: str) -> str:
        """Post a message once under its nonce; its id."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        body = shown.body() | {"nonce": only_here(nonce, channel), "enforce_nonce": True}
        return str((await self._send(route, body, shown.uploads))["id"])

    async def edit(self, channel: str, message: str, shown: Layout) -> None:
        """Put other content, and other files, into an own message."""
        route = Route(
            "PATCH",
            "/channels/{channel_id}/messages/{message_id}",
            channel_id=channel,
            message_id=message,
        )
        await self._send(route, shown.body() | {"attachments": []}, shown.uploads)

    async def delete(self, channel: str, message: str) -> None:
        """Delete an own message."""
        await self._http.delete_message(int(channel), int(message))

    async def pin(self, channel: str, message: str) -> None:
        """Pin a message."""
        await self._http.pin_message(int(channel), int(message))

    async def member(self, guild: str, user: str) -> Body:
        """Somebody as a member of a server: the ids of their roles among other things."""
        return dict(await self._http.get_member(int(guild), int(user)))

    async def direct_channel(self, user: str) -> str:
        """The channel of direct messages with somebody."""
        return str((await self._http.start_private_message(int(user)))["id"])

    # --- the rest

    async def tell_commands(self) -> bool:
        """Tell Discord our commands unless it has them.

        Returns:
            Whether they had to be told.
        """
        ours: list[Command] = commands()
        theirs = await self._http.get_global_commands(self._application)
        if same(ours, theirs):
            return False
        await self._http.bulk_upsert_global_commands(self._application, ours)
        return True

    async def fetch(self, url: str, most: float) -> bytes:
        """A file somebody added.

        Args:
            url: where Discord keeps it.
            most: seconds it may take.
        """
        async with asyncio.timeout(most):
            return await self._http.get_from_cdn(url)

    async def _send(self, route: Route, body: Body, uploads: Sequence[Upload]) -> Any:  # noqa: ANN401  # JSON
        if not uploads:
            return await self._http.request(route, json=body)
        inner = body.get("data", body)
        inner["attachments"] = [
            {"id": at, "filename": one.name} | ({"description": one.alt} if one.alt else {})
            for at, one in enumerate(uploads)
        ]
        files = [
            discord.File(io.BytesIO(one.content), one.name, description=one.alt or None)
            for one in uploads
        ]
        form: list[dict[str, Any]] = [
            {
                "name": "payload_json",
                "value": json.dumps(body),
                "content_type": "application/json",
            }
        ]
        form += [
            {
                "name": f"files[{at}]",
                "value": file.fp,
                "filename": file.filename,
                "content_type": "application/octet-stream",
            }
            for at, file in enumerate(files)
        ]
        return await self._http.request(route, form=form, files=files)
