"""What the bot asks of a Discord server: scopes, permissions, intents, each with its reason."""

from urllib.parse import urlencode

import discord

SCOPES = {
    "bot": "posts cards to the class's and the staff's channel and writes notices",
    "applications.commands": "offers /ask, /my and /askwell",
}
PERMISSIONS = {
    "view_channel": ("View Channels", "to post to a channel it has to see it"),
    "send_messages": ("Send Messages", "cards in the class's and the staff's channel"),
    "attach_files": ("Attach Files", "pictures and programs that belong to a question"),
    "pin_messages": ("Pin Messages", "the class's Ask card stays where everybody finds it"),
}
"""By discord.py's name: the name Discord shows, and the reason."""
ESSENTIAL = ("View Channels", "Send Messages")
"""Without these a room cannot be used at all."""
INTENTS = {
    "guilds": "which channels and roles there are, to know who may read the staff's channel",
    "dm_messages": "somebody wrote to the bot: they are told where to ask; what they wrote fills "
    "in the form, for a day",
}
"""None of them is privileged, so nothing has to be switched on in the developer portal."""


def permissions() -> discord.Permissions:
    """The permissions, as Discord's bit set."""
    return discord.Permissions(**dict.fromkeys(PERMISSIONS, True))


def intents() -> discord.Intents:
    """The gateway's intents."""
    return discord.Intents(**dict.fromkeys(INTENTS, True))


def invitation(application: str) -> str:
    """The address with which a server's owner invites the bot.

    Args:
        application: the application's id, from the developer portal.
    """
    query = {
        "client_id": application,
        "permissions": str(permissions().value),
        "scope": " ".join(SCOPES),
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def lacking(room: discord.abc.GuildChannel, me: discord.Member) -> tuple[str, ...]:
    """The permissions that the bot needs and does not have in a channel, as Discord names them.

    Args:
        room: the channel.
        me: the bot as a member of its server.
    """
    given = room.permissions_for(me)
    return tuple(label for name, (label, _why) in PERMISSIONS.items() if not getattr(given, name))
