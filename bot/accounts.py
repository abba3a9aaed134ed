"""What a member's id looks like on each platform, as staff copy it into a roster."""

import re

from storage.kinds import NativeId

_MENTION = re.compile(r"<@!?(\w+)(?:\|[^>]*)?>")
_IDS = {
    "slack": re.compile(r"[UW][A-Z0-9]{2,20}"),
    "discord": re.compile(r"\d{15,20}"),
    "local": re.compile(r"[\w-]{1,40}"),
}
"""By platform (Slack: user ids; Discord: snowflakes; the local chat: names)."""

_EVERYWHERE = {"discord": "everywhere"}
"""Where people are the same in every workspace, what stands in its place in an account."""


def account_of(platform: str, workspace: str, typed: str) -> NativeId | None:
    """The account whose id somebody wrote; ``None`` if it can be no id there.

    Args:
        platform: which.
        workspace: the workspace, server or class it is looked for in.
        typed: the id alone or as a mention, ``<@U0123>``.
    """
    mention = _MENTION.fullmatch(typed)
    user = mention[1] if mention else typed
    form = _IDS.get(platform)
    where = _EVERYWHERE.get(platform, workspace)
    return NativeId(platform, where, user) if form and form.fullmatch(user) else None
