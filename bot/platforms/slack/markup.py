"""What somebody typed, from the mark-up in which Slack passes it on. Pure.

Source: https://docs.slack.dev/messaging/formatting-message-text (retrieving messages).
"""

import re

SOMEBODY = "@somebody"
"""Stands for a mention: whom it names is the platform's business."""
_ENTITY = re.compile(r"<(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_ESCAPED = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def as_typed(text: str) -> str:
    """The text as its author saw it, links in full and people unnamed.

    Args:
        text: a message's ``text``: ``&``, ``<`` and ``>`` are escaped, what is in angle brackets
            is a link or a mention.
    """
    plain = _ENTITY.sub(_entity, text)
    return re.sub("|".join(_ESCAPED), lambda found: _ESCAPED[found[0]], plain)


def _entity(found: re.Match[str]) -> str:
    what, label = found["what"], found["label"] or ""
    if what.startswith("@"):
        return SOMEBODY
    if what.startswith("!"):  # <!here>, <!subteam^S1|@tas>, <!date^…|in words>
        return label or "@" + what[1:].partition("^")[0]
    if what.startswith("#"):
        return f"#{label}" if label else "#channel"
    return what if label in {"", what} else f"{label} ({what})"
