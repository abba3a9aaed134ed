"""The commands Discord offers, made from the routes; told to Discord only when they changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.all import ROUTES
from handlers.chat import incoming
from handlers.menus import message_menu
from handlers.words import FALLBACK, words

_CHAT_INPUT, _SUBCOMMAND, _MESSAGE = 1, 1, 3
_GUILD, _BOT_DM = 0, 1
_SERVER_INSTALL = 0
_SHORT = ("ask", "my")
"""What students type most has a command of its own."""
DESCRIPTION = 100
"""Characters at most (Discord's application command reference)."""

Command = dict[str, Any]


def commands() -> list[Command]:
    """Every command, as Discord's "bulk overwrite global application commands" takes them.

    Discord cannot run ``/askwell`` itself once it has subcommands: typing it lists them, and
    ``/askwell help`` is the help.
    """
    say = words(FALLBACK)
    says = {
        route.name: say(route.help).partition(": ")[2][:DESCRIPTION]
        for route in ROUTES.all()
        if route.kind is incoming.Command and route.help
    }
    everywhere: Command = {
        "contexts": [_GUILD, _BOT_DM],
        "integration_types": [_SERVER_INSTALL],
    }
    common = {**everywhere, "type": _CHAT_INPUT}
    below = [
        {"type": _SUBCOMMAND, "name": name, "description": text} for name, text in says.items()
    ]
    return [
        *({**common, "name": name, "description": says[name]} for name in _SHORT),
        {**common, "name": "askwell", "description": says["help"], "options": below},
        *({**everywhere, "type": _MESSAGE, "name": item.label} for item in message_menu()),
    ]


def same(ours: Sequence[Command], theirs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether Discord has these commands already.

    Args:
        ours: what we offer.
        theirs: what Discord has, with ids and defaults it added to each.
    """
    by_name = {_known_as(one): one for one in theirs}
    if by_name.keys() != {_known_as(one) for one in ours}:
        return False
    told = [_as_told(one, by_name[_known_as(one)]) for one in ours]
    return _fingerprint(ours) == _fingerprint(told)


def _known_as(command: Mapping[str, Any]) -> tuple[int, str]:
    """A name belongs to one command of a type; without a type it is one to type."""
    return command.get("type", _CHAT_INPUT), command["name"]


def _as_told(ours: Command, theirs: Mapping[str, Any]) -> Command:
    """Of what Discord has, what we told it."""
    return {key: _part(value, theirs.get(key)) for key, value in ours.items()}


def _part(ours: object, theirs: object) -> object:
    if isinstance(ours, dict) and isinstance(theirs, Mapping):
        return _as_told(ours, theirs)
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [_part(one, other) for one, other in zip(ours, theirs, strict=True)]
    return theirs


def _fingerprint(commands: Sequence[Command]) -> str:
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()
