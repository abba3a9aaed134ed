"""What is not in order on Slack's side, and what to do: for a check over the network."""

from collections.abc import Iterable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platform import TryLater
from bot.platforms.slack.manifest import OPTIONAL_SCOPES, SCOPES
from bot.platforms.slack.members import Members
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.web import Web, bare_client, error_of, turned_away
from storage.kinds import Address

UNREACHED = "Slack could not be reached. Try again, or look at [slack] api_base_url."


async def findings(settings: SlackSettings, rooms: Iterable[Address]) -> tuple[str, ...]:
    """Try the tokens, the scopes and each room; nothing is changed or posted.

    Args:
        settings: with a token.
        rooms: every course's rooms on Slack.

    Returns:
        A sentence for each thing that is wrong; empty when nothing is.
    """
    token = settings.bot_token.get_secret_value()
    client = bare_client(settings.api_base_url, token)
    try:
        bot = await client.auth_test()
        found = [*_scopes(bot, user_groups=settings.user_groups), *await _socket(settings)]
        return (*found, *await _rooms(settings, str(bot["user_id"]), str(bot["user"]), rooms))
    except SlackApiError as refused:
        return (_refused("bot_token", refused),)
    except (aiohttp.ClientError, TimeoutError, OSError, TryLater):
        return (UNREACHED,)


def _scopes(bot: AsyncSlackResponse, *, user_groups: bool) -> list[str]:
    """Scopes that the token lacks, as far as Slack says which it has."""
    headers: Mapping[str, Any] = bot.headers
    given = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    there = {scope.strip() for scope in str(given).split(",") if scope.strip()}
    wanted = SCOPES.keys() | (OPTIONAL_SCOPES.keys() if user_groups else set())
    lacking = sorted(wanted - there) if there else []
    if not lacking:
        return []
    says = f"The bot's token lacks {', '.join(lacking)}. Put the manifest into the app again"
    return [f"{says} and install it again."]


async def _socket(settings: SlackSettings) -> list[str]:
    if settings.mode != "socket":
        return []
    token = settings.app_token.get_secret_value()
    try:
        await bare_client(settings.api_base_url, None).apps_connections_open(app_token=token)
    except SlackApiError as refused:
        return [_refused("app_token", refused)]
    return []


async def _rooms(
    settings: SlackSettings, bot: str, name: str, rooms: Iterable[Address]
) -> list[str]:
    web = Web(settings.api_base_url, settings.bot_token.get_secret_value())
    web.open()
    try:
        members = Members(web)
        return [
            f"The bot is not in the channel {room.room}. Type /invite @{name} there."
            for room in rooms
            if not await members.has(room.room, bot)
        ]
    finally:
        await web.close()


def _refused(setting: str, refused: SlackApiError) -> str:
    ended = turned_away(setting, error_of(refused))
    return UNREACHED if ended is None else str(ended)
