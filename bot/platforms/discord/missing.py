"""Permissions the bot does not have, told by name to whoever can give them."""

from collections.abc import Iterable

import discord

from bot.platform import Action
from bot.platforms.discord.invitation import ESSENTIAL, lacking
from bot.platforms.discord.turn import Turn, sentence
from storage.kinds import Address, NativeId


class Missing:
    """What was missing where, until it has been told."""

    def __init__(self) -> None:
        self._rooms: dict[Address, str] = {}
        self._makers: set[NativeId] = set()

    def closed(self, client: discord.Client, action: Action) -> str:
        """What keeps the bot out of rooms that somebody picked: better said before they count.

        Returns:
            A sentence for each such room; empty when it can get into all of them.
        """
        rooms = [*action.places.values()]
        if rooms and action.where is not None:
            rooms.append(action.where)
            self._makers.add(action.account)
        channels = [channel_of(client, room) for room in dict.fromkeys(rooms)]
        return " ".join(
            missing_permissions(channel.name, names)
            for channel in channels
            if channel is not None
            and (names := [name for name in _lacking(client, channel) if name in ESSENTIAL])
        )

    def note(
        self, client: discord.Client, room: Address, problem: BaseException, name: str
    ) -> None:
        """Remember what was refused for want of a permission.

        Args:
            client: knows what the bot may do where.
            room: where it was refused.
            problem: how.
            name: the permission it takes, should the client not know which is missing.
        """
        channel = channel_of(client, room)
        if isinstance(problem, discord.Forbidden) and channel is not None:
            names = _lacking(client, channel) or (name,)
            self._rooms[room] = missing_permissions(channel.name, names)

    async def tell(self, turn: Turn, interaction: discord.Interaction, who: NativeId) -> None:
        """Tell whoever made the course or can change it, once, after what they asked for."""
        can = interaction.permissions
        if not (can.manage_roles or can.manage_channels or who in self._makers):
            return
        for room in [one for one in self._rooms if one.workspace == str(interaction.guild_id)]:
            await turn.say(sentence(self._rooms.pop(room)))


def channel_of(client: discord.Client, room: Address) -> discord.abc.GuildChannel | None:
    """The channel, if the client knows it."""
    guild = client.get_guild(int(room.workspace))
    return None if guild is None else guild.get_channel(int(room.room))


def missing_permissions(channel: str, names: Iterable[str]) -> str:
    """The sentence for whoever can give permissions."""
    return (
        f"In #{channel} Askwell is missing: {', '.join(names)}. Give its role that permission "
        "there (Edit Channel, Permissions), then try again."
    )


def _lacking(client: discord.Client, channel: discord.abc.GuildChannel) -> tuple[str, ...]:
    me = None if client.user is None else channel.guild.get_member(client.user.id)
    return () if me is None else lacking(channel, me)  # Discord may not have told yet
