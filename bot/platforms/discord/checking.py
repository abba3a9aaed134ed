"""What is not in order on Discord's side, and what to click: for ``askwell check --online``."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import discord

from bot.platforms.discord.adapter import ENDPOINT, TOKEN_REFUSED, DiscordPlatform
from bot.platforms.discord.invitation import invitation, lacking
from bot.platforms.discord.missing import missing_permissions
from bot.platforms.discord.rest import LOST
from bot.platforms.discord.settings import DiscordSettings
from storage.kinds import Address

UNREACHED = "Discord could not be reached. Try again, or look at [discord] api_base_url."


async def findings(settings: DiscordSettings, rooms: Iterable[Address]) -> tuple[str, ...]:
    """Try the token, the application and each room; nothing is changed or posted.

    Args:
        settings: with a token.
        rooms: every course's rooms on Discord.

    Returns:
        A sentence for each thing that is wrong; empty when nothing is.
    """
    # Not the bot itself: that would tell its commands.
    client = discord.Client(intents=discord.Intents.none())
    DiscordPlatform.point_at(settings)
    try:
        async with client:
            await client.login(settings.token.get_secret_value())
            found = [] if _endpoint(client) is None else [ENDPOINT]
            by_server = sorted(rooms, key=lambda room: room.workspace)
            for server, theirs in groupby(by_server, key=lambda room: room.workspace):
                found += await _in_server(client, server, [room.room for room in theirs])
            return tuple(found)
    except discord.LoginFailure:
        return (TOKEN_REFUSED,)
    except LOST:
        return (UNREACHED,)


def _endpoint(client: discord.Client) -> str | None:
    application = client.application
    return None if application is None else application.interactions_endpoint_url


async def _in_server(client: discord.Client, server: str, rooms: Sequence[str]) -> list[str]:
    try:
        guild = await client.fetch_guild(int(server), with_counts=False)
        assert client.user is not None  # noqa: S101  # the log-in brought it
        me = await guild.fetch_member(client.user.id)
        channels = {str(channel.id): channel for channel in await guild.fetch_channels()}
    except (discord.Forbidden, discord.NotFound):
        address = invitation(str(client.application_id))
        return [f"The bot is not in the server {server}. Invite it: {address}"]
    found = []
    for room in rooms:
        channel = channels.get(room)
        if channel is None:
            found.append(
                f"The channel {room} of the server {guild.name} is gone. Make a course in another "
                "with /askwell course."
            )
        elif names := lacking(channel, me):
            found.append(missing_permissions(channel.name, names))
    return found
