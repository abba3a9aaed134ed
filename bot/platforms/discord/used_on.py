"""The message that a message command was used on. Pure.

Discord sends it whole, also without the privileged intent for messages' content (its gateway
reference, "Message Content Intent": "messages used with a message context menu command"). It
stands in the thread of a card where the thread was begun from that card, since such a thread has
the id of its first message (its channel reference, "Thread Fields"), or where it replies to the
card.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.platform import UsedOn

SOMEBODY = "@somebody"
"""Stands for a mention: whom it names is the platform's business."""
_MENTION = re.compile(r"<(?:(?P<who>@[!&]?)|(?P<channel>#)|a?(?P<emoji>:\w+:))\d+>")
_REPLY = 0
"""Kind of a message's reference; the other one forwards a message."""


def used_on(payload: Mapping[str, Any], thread: str, user: str) -> UsedOn:
    """The message of a message command.

    Args:
        payload: the interaction object.
        thread: ``parent/thread`` where it was used in a thread, else empty.
        user: the id of whoever acted.
    """
    data = payload["data"]
    found = data.get("resolved", {}).get("messages", {}).get(str(data.get("target_id")), {})
    return UsedOn(
        text=as_typed(found.get("content") or ""),
        own=str(found.get("author", {}).get("id")) == user,
        thread=thread or _replied_to(found),
    )


def as_typed(content: str) -> str:
    """What a message says, people unnamed."""
    return _MENTION.sub(_unnamed, content)


def _unnamed(found: re.Match[str]) -> str:
    if found["who"]:
        return "@role" if found["who"] == "@&" else SOMEBODY
    return "#channel" if found["channel"] else found["emoji"]


def _replied_to(message: Mapping[str, Any]) -> str:
    to = message.get("message_reference") or {}
    if to.get("type", _REPLY) != _REPLY or "message_id" not in to:
        return ""
    return f"{to.get('channel_id')}/{to['message_id']}"
