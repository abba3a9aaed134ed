"""Slack behind the ``Platform`` protocol."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.logs import log
from bot.platform import Enclosed, Hear, TryLater, Unreachable
from bot.platforms.slack import inbound
from bot.platforms.slack.blocks import blocks, summary
from bot.platforms.slack.groups import Groups
from bot.platforms.slack.http_mode import serve
from bot.platforms.slack.inbound import NAME
from bot.platforms.slack.members import Members
from bot.platforms.slack.reception import Reception
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.socket_mode import listen
from bot.platforms.slack.web import OutcomeUnknown, Refusal, Web
from handlers.chat.outgoing import Attachment, Message
from storage.kinds import Address, Group, NativeId

GONE = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "invalid_blocks",
        "invalid_blocks_format",
        "is_archived",
        "is_inactive",
        "message_not_found",
        "msg_too_long",
        "no_text",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
"""Refusals that trying again will not change."""
_CLOSED = (
    "Askwell cannot post in the {room} channel any more: it is not in it, or the channel is gone. "
    "Type /invite @Askwell there; for another channel, /askwell course."
)
_ADVICE = {
    "channel_not_found": _CLOSED,
    "not_in_channel": _CLOSED,
    "is_archived": "The {room} channel is archived, so Askwell cannot post there. Unarchive it; "
    "for another channel, /askwell course.",
    "restricted_action": "Askwell may not post in the {room} channel. Let everybody, or the app, "
    "post there (channel details, Settings, Posting permissions).",
    "restricted_action_read_only_channel": "The {room} channel is read-only, so Askwell cannot "
    "post there. Let the app post (channel details, Settings, Posting permissions).",
}
"""What a course's instructor can do about a room that refuses a card."""
_STARTING = (0.5, 30.0)
"""Seconds between two tries to reach Slack at the start: the first wait, and the longest."""


class SlackPlatform:
    """A workspace.

    Args:
        settings: where it is and how it is reached.
        pace: seconds between two messages in one channel.
    """

    name = NAME
    hands_files = False

    def __init__(self, settings: SlackSettings, *, pace: float = 1.0) -> None:
        self._settings = settings
        self._web = Web(settings.api_base_url, settings.bot_token.get_secret_value(), pace=pace)
        self._members = Members(self._web)
        self._groups = Groups(self._web) if settings.user_groups else None
        self._reception: Reception | None = None
        self.port: int | None = None
        """The port it really listens at in mode ``http``."""
        self.listening = asyncio.Event()
        """Set once requests are taken in mode ``http``."""

    # --- listening

    async def run(self, hear: Hear) -> None:
        """Listen until cancelled; see :class:`bot.platform.Platform`."""
        self._web.open()
        reception = self._reception = Reception(
            hear, self._web, self._members, self._groups, self.notify
        )
        listening: asyncio.Task[None] | None = None
        try:
            turned_away = self._web.turned_away
            assert turned_away is not None  # noqa: S101  # made by open
            listening = asyncio.create_task(self._listen(reception))
            either: set[asyncio.Future[Any]] = {listening, turned_away}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if turned_away.done():
                raise turned_away.result()
            await listening
        finally:
            if listening is not None:
                listening.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await listening
            await reception.settle()
            await self._web.close()

    async def _listen(self, reception: Reception) -> None:
        app = reception.bolt(await self._who_am_i(), self._settings)
        if self._settings.mode == "socket":
            await listen(
                app,
                base_url=self._settings.api_base_url,
                app_token=self._settings.app_token.get_secret_value(),
                deaf_after=self._settings.deaf_after,
            )
        else:
            await serve(app, self._settings.host, self._settings.port, self._began)

    def _began(self, port: int) -> None:
        self.port = port
        self.listening.set()

    async def _who_am_i(self) -> Mapping[str, Any]:
        """What ``auth.test`` says, once Slack can be reached."""
        wait, longest = _STARTING
        while True:
            try:
                return await self._web.call("auth.test")
            except (TryLater, OutcomeUnknown, Refusal) as problem:
                log.failure("platform lost", problem, platform=NAME)
                await asyncio.sleep(max(wait, getattr(problem, "seconds", 0.0)))
                wait = min(wait * 2, longest)

    # --- speaking

    async def is_member(self, account: NativeId, room: Address) -> bool:
        """Whether the person is in the channel; see :class:`bot.platform.Platform`."""
        return account.workspace == room.workspace and await self._members.has(
            room.room, account.user
        )

    def advice(self) -> Sequence[str]:
        """Which scopes are missing, where one was; see :class:`bot.platform.Platform`."""
        return self._web.lacking()

    async def is_in_group(self, account: NativeId, group: Group) -> bool:
        """Whether the person is in the user group; see :class:`bot.platform.Platform`."""
        if self._groups is None or account.workspace != group.workspace:
            return False
        return await self._groups.has(group.group, account.user)

    async def post(
        self, room: Address, message: Message, enclosed: Enclosed, *, nonce: str, pin: bool
    ) -> str:
        """Post to a channel; see :class:`bot.platform.Platform`.

        Files go into the message's thread; the reference names them, so that they can be deleted
        when the message no longer shows them.
        """
        try:
            uploaded = {
                file.id: await self._upload(file, enclosed)
                for file in message.files
                if file.id in enclosed.contents
            }
            posted = await self._web.call(
                "chat.postMessage",
                channel=room.room,
                **_shown(message, enclosed),
                **_marked(nonce),
                unfurl_links=False,
                unfurl_media=False,
            )
        except Refusal as refused:
            raise _final(refused) from None
        channel, ts = str(posted.get("channel") or room.room), str(posted["ts"])
        if uploaded:
            await self._hang(channel, ts, message, uploaded)
        if pin:
            await self._pin(channel, ts)
        return f"{channel}/{ts} {json.dumps(uploaded)}" if uploaded else f"{channel}/{ts}"

    async def edit(self, ref: str, message: Message, enclosed: Enclosed) -> None:
        """Edit an own message in place; see :class:`bot.platform.Platform`.

        Slack cannot hang a file on a message that stands: a message that has got one is deleted,
        and whoever asked for the edit posts it anew.
        """
        channel, ts, hung = _parsed(ref)
        wanted = {file.id for file in message.files if file.id in enclosed.contents}
        try:
            for file in [file for name, file in hung.items() if name not in wanted]:
                await self._delete_file(file)
            if wanted - hung.keys():
                for name in wanted & hung.keys():
                    await self._delete_file(hung[name])
                await self._web.call("chat.delete", channel=channel, ts=ts)
                raise Refusal("message_not_found")
            await self._web.call("chat.update", channel=channel, ts=ts, **_shown(message, enclosed))
        except Refusal as refused:
            raise _final(refused) from None

    async def notify(self, account: NativeId, message: Message, *, nonce: str) -> None:
        """Send a notice; see :class:`bot.platform.Platform`."""
        try:
            opened = await self._web.call("conversations.open", users=account.user)
            await self._web.call(
                "chat.postMessage",
                channel=str(opened["channel"]["id"]),
                **_shown(message, Enclosed()),
                **_marked(nonce),
            )
        except Refusal as refused:
            raise _final(refused) from None

    async def _upload(self, file: Attachment, enclosed: Enclosed) -> str:
        return await self._web.upload(file.name, enclosed.contents[file.id], file.alt)

    async def _hang(
        self, channel: str, ts: str, message: Message, uploaded: Mapping[str, str]
    ) -> None:
        files = [
            {"id": uploaded[file.id], "title": file.name}
            for file in message.files
            if file.id in uploaded
        ]
        try:
            await self._web.call(
                "files.completeUploadExternal", files=files, channel_id=channel, thread_ts=ts
            )
        except (Refusal, OutcomeUnknown, TryLater) as problem:
            # The message stands; posting it again for its files would show it twice.
            log.failure("given up", problem, platform=NAME)

    async def _delete_file(self, file: str) -> None:
        with suppress(Refusal):  # it is gone already
            await self._web.call("files.delete", file=file)

    async def _pin(self, channel: str, ts: str) -> None:
        """Pin the card and put it into the channel's bookmarks, as far as Slack lets us."""
        for step in (self._pins, self._bookmark):
            try:
                await step(channel, ts)
            except (Refusal, OutcomeUnknown, TryLater) as problem:
                log.failure("given up", problem, platform=NAME)

    async def _pins(self, channel: str, ts: str) -> None:
        await self._web.call("pins.add", channel=channel, timestamp=ts)

    async def _bookmark(self, channel: str, ts: str) -> None:
        link = (await self._web.call("chat.getPermalink", channel=channel, message_ts=ts))[
            "permalink"
        ]
        await self._web.call(
            "bookmarks.add", channel_id=channel, title=inbound.TITLE, type="link", link=link
        )


def _shown(message: Message, enclosed: Enclosed) -> dict[str, Any]:
    return {
        "text": summary(message),
        "blocks": blocks(message, enclosed),
        "parse": "none",
        "link_names": False,
    }


def _marked(nonce: str) -> dict[str, Any]:
    """Equal on a message that is sent a second time after an unknown outcome."""
    metadata = {"event_type": "askwell_sent", "event_payload": {"nonce": nonce}}
    return {"metadata": metadata}


def _parsed(ref: str) -> tuple[str, str, dict[str, str]]:
    message, _space, files = ref.partition(" ")
    channel, _slash, ts = message.partition("/")
    return channel, ts, json.loads(files) if files else {}


def _final(refused: Refusal) -> Exception:
    """What a refusal means for a delivery."""
    if refused.error not in GONE:
        return refused
    return Unreachable(refused.error, advice=_ADVICE.get(refused.error, ""))
