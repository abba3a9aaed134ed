"""The manifest of the Slack app: what there is to type and press, and the scopes that takes.

Source: https://docs.slack.dev/reference/app-manifest.
"""

from typing import Any

from bot.platforms.slack.inbound import GLOBAL, ON_MESSAGE
from bot.platforms.slack.settings import PATH
from handlers.all import ROUTES
from handlers.chat.incoming import Command
from handlers.menus import message_menu
from handlers.words import FALLBACK, words

SCOPES = {
    "bookmarks:write": "The card with [Ask] is put into the channel's bookmarks.",
    "channels:read": "Who is in the staff channel, where it is a public one: they are staff.",
    "chat:write": "Cards are posted and edited, and answers shown to one person alone.",
    "commands": "The slash commands and shortcuts.",
    "files:read": "Files that somebody adds to a question are fetched and cleaned.",
    "files:write": "The cleaned files are put under the question, and deleted with it.",
    "groups:read": "Who is in the staff channel, where it is a private one: they are staff.",
    "im:history": "Slack passes on what somebody writes to the bot: the form opens with it.",
    "im:write": "Somebody is told that there is something new for them.",
    "pins:write": "The card with [Ask] is pinned.",
}
"""Every scope of the bot's token, and what it is for. None of them reads a channel's messages."""
OPTIONAL_SCOPES = {
    "usergroups:read": "Where `user_groups` is on: who is in a user group that makes staff.",
}
"""Asked for only where the setting of that name is on."""
APP_SCOPES = {"connections:write": "The socket is opened with the app-level token."}
"""Every scope of the app-level token, for Socket Mode."""
EVENTS = ("message.im",)
"""Every event that is subscribed to."""


def manifest(
    *, command: str = "askwell", public_url: str = "", user_groups: bool = False
) -> dict[str, Any]:
    """What to paste under "Create an app from a manifest".

    Args:
        command: the name of the main command, without a slash.
        public_url: where this machine can be reached, for mode ``http``; empty for a socket.
        user_groups: whether user groups can make staff.
    """
    scopes = SCOPES.keys() | (OPTIONAL_SCOPES.keys() if user_groups else set())
    url = {"request_url": public_url.rstrip("/") + PATH} if public_url else {}
    return {
        "display_information": {
            "name": "Askwell",
            "description": "Ask without fear, get a hint before an answer.",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Askwell", "always_online": True},
            "shortcuts": shortcuts(),
            "slash_commands": [
                {
                    "command": name,
                    "description": says,
                    "should_escape": False,
                    **({"url": url["request_url"]} if url else {}),
                }
                for name, says in commands(command).items()
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(scopes)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **url},
            "interactivity": {"is_enabled": True, **url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def shortcuts() -> list[dict[str, str]]:
    """The commands that are shortcuts too, and every shortcut of a message's menu."""
    says = commands()
    return [
        *(
            {
                "name": name.capitalize(),
                "type": "global",
                "callback_id": name,
                "description": says[f"/{name}"],
            }
            for name in GLOBAL
        ),
        *(
            {
                "name": item.label,
                "type": "message",
                "callback_id": f"{ON_MESSAGE}{item.name}",
                "description": item.says,
            }
            for item in message_menu()
        ),
    ]


def commands(own: str = "askwell") -> dict[str, str]:
    """Every slash command and what it does: the help lines that begin with one alone."""
    say = words(FALLBACK)
    found: dict[str, str] = {}
    for route in ROUTES.all():
        if route.kind is Command and route.help:
            typed, _colon, says = say(route.help).partition(": ")
            if " " not in typed:
                if typed == "/askwell":
                    typed, says = f"/{own}", "what you can do here; set up a course"
                found[typed] = says[:1].upper() + says[1:]
    return found
