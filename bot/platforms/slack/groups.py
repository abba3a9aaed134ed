"""User groups: which there are and who is in them, asked rarely and only where it is allowed."""

import asyncio
import time
from collections.abc import Callable

from bot.platform import TryLater
from bot.platforms.slack.members import FRESH, PATIENCE, STALE
from bot.platforms.slack.web import OutcomeUnknown, Refusal, Web

NOT_THERE = frozenset(
    {"no_such_subteam", "missing_scope", "plan_upgrade_required", "subteam_not_found"}
)
"""Refusals that mean that nobody is in the group as far as this bot may know."""


class Groups:
    """The members of user groups.

    Sources: https://docs.slack.dev/reference/methods/usergroups.list and .../usergroups.users.list.

    Args:
        web: Slack.
        clock: seconds that only grow; another one in tests.
    """

    def __init__(self, web: Web, clock: Callable[[], float] = time.monotonic) -> None:
        self._web = web
        self._clock = clock
        self._known: dict[str, tuple[float, frozenset[str]]] = {}

    async def called(self, handle: str) -> str | None:
        """The id of the group with a handle; ``None`` if there is none or it may not be known.

        Raises:
            TryLater: Slack cannot be asked.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._web.call("usergroups.list")
        except Refusal:
            return None
        except (OutcomeUnknown, TimeoutError):
            raise TryLater from None
        groups = found.get("usergroups") or ()
        ids = [one["id"] for one in groups if str(one.get("handle")).lower() == handle.lower()]
        return str(ids[0]) if ids else None

    async def has(self, group: str, user: str) -> bool:
        """Whether a user is in a group; no, where the bot may not know.

        Raises:
            TryLater: Slack cannot be asked and nothing is known.
        """
        at, members = self._known.get(group, (0.0, frozenset()))
        if group in self._known and self._clock() - at < FRESH:
            return user in members
        try:
            async with asyncio.timeout(PATIENCE):
                members = await self._ask(group)
        except (TryLater, OutcomeUnknown, TimeoutError):
            if group in self._known and self._clock() - at < STALE:
                return user in members
            raise TryLater from None
        self._known[group] = (self._clock(), members)
        return user in members

    async def _ask(self, group: str) -> frozenset[str]:
        try:
            found = await self._web.call("usergroups.users.list", usergroup=group)
        except Refusal as refused:
            if refused.error not in NOT_THERE:
                raise TryLater from None
            return frozenset()
        return frozenset(found.get("users") or ())
