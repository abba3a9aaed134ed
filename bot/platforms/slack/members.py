"""Who is in a channel, asked rarely."""

import asyncio
import time
from collections.abc import Callable

from bot.platform import TryLater
from bot.platforms.slack.web import OutcomeUnknown, Refusal, Web

FRESH = 60.0
"""Seconds for which a list is good."""
STALE = 600.0
"""Seconds for which an older list is better than none, while Slack cannot be asked."""
PATIENCE = 2.0
"""Seconds to wait for a list: whoever acted is to be answered within three."""
_PAGE = 200
_ROOMS = 1000
_NOT_OURS = frozenset(
    {
        "channel_not_found",
        "fetch_members_failed",
        "invalid_channel",
        "method_not_supported_for_channel_type",
        "not_in_channel",
    }
)


class Members:
    """The members of channels (https://docs.slack.dev/reference/methods/conversations.members).

    Args:
        web: Slack.
        clock: seconds that only grow; another one in tests.
    """

    def __init__(self, web: Web, clock: Callable[[], float] = time.monotonic) -> None:
        self._web = web
        self._clock = clock
        self._known: dict[str, tuple[float, frozenset[str]]] = {}
        self._asking: dict[str, asyncio.Task[frozenset[str]]] = {}

    async def has(self, channel: str, user: str, *, anew: bool = False) -> bool:
        """Whether a user is in a channel; no, where the bot cannot see into it.

        Args:
            channel: its id.
            user: the user's id.
            anew: ask even where a list is known that would do.

        Raises:
            TryLater: Slack cannot be asked and nothing is known.
        """
        at, members = self._known.get(channel, (0.0, frozenset()))
        if channel in self._known and self._clock() - at < FRESH and not anew:
            return user in members
        try:
            async with asyncio.timeout(PATIENCE):
                return user in await self._together(channel)
        except (TryLater, OutcomeUnknown, TimeoutError):
            if channel in self._known and self._clock() - at < STALE:
                return user in members
            raise TryLater from None

    async def _together(self, channel: str) -> frozenset[str]:
        """Ask once, however many wait for it."""
        task = self._asking.get(channel)
        if task is None:
            task = self._asking[channel] = asyncio.create_task(self._ask(channel))
            task.add_done_callback(lambda _task: self._asking.pop(channel, None))
        return await asyncio.shield(task)

    async def _ask(self, channel: str) -> frozenset[str]:
        found: set[str] = set()
        cursor = ""
        while True:
            try:
                page = await self._web.call(
                    "conversations.members", channel=channel, limit=_PAGE, cursor=cursor or None
                )
            except Refusal as refused:
                if refused.error not in _NOT_OURS:
                    raise TryLater from None
                found.clear()
                break
            found.update(page.get("members") or ())
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        self._known.pop(channel, None)
        self._known[channel] = (self._clock(), frozenset(found))
        if len(self._known) > _ROOMS:
            del self._known[next(iter(self._known))]
        return frozenset(found)
