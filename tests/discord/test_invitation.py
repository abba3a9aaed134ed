"""What the bot asks of a server is what it uses: compared with every request it makes."""

import asyncio
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bot.platforms.discord.invitation import (
    ESSENTIAL,
    INTENTS,
    PERMISSIONS,
    SCOPES,
    intents,
    invitation,
)
from bot.transcript.parsing import parse
from tests.discord.rehearsing import on_simcord

TRANSCRIPTS = Path(__file__).resolve().parents[1] / "transcripts"
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "setup-discord.md"

# What each request needs, by Discord's documentation of it: resources/message ("Create Message",
# "Edit Message", "Pin Message"), resources/guild, resources/user, interactions.
NEEDS = {
    ("POST", r"/channels/\d+/messages"): {"bot", "view_channel", "send_messages"},
    ("PATCH", r"/channels/\d+/messages/\d+"): {"bot", "view_channel"},
    ("PUT", r"/channels/\d+/messages/pins/\d+"): {"bot", "view_channel", "pin_messages"},
    ("POST", r"/users/@me/channels"): {"bot"},
    ("GET", r"/guilds/\d+/members/\d+"): {"bot"},
    ("GET", r"/(oauth2/)?applications/@me"): {"bot"},
    ("GET", r"/applications/\d+/commands"): {"applications.commands"},
    ("PUT", r"/applications/\d+/commands"): {"applications.commands"},
    ("POST", r"/interactions/\d+/[^/]+/callback"): set(),
    ("POST", r"/webhooks/\d+/[^/]+"): set(),
}


async def requests(text: str, folder: Path) -> list[tuple[str, str, bool]]:
    """Every request of a conversation, and whether a file went with it."""
    async with on_simcord(parse(text), folder) as (player, env):
        async for _step in player.play():
            pass
        files = {
            channel
            for channel, messages in env.backend.messages.items()
            if any(one.attachments for one in messages.values() if not one.is_ephemeral)
        }
        return [
            (one.method, one.path, any(f"/{channel}/" in one.path for channel in files))
            for one in env.http_requests
        ]


def test_nothing_is_asked_for_that_is_not_used_and_nothing_used_is_missing(tmp_path: Path) -> None:
    used: set[str] = set()
    for name in ("files", "making-a-course"):
        text = (TRANSCRIPTS / f"{name}.txt").read_text("utf-8")
        (tmp_path / name).mkdir()
        for method, path, files in asyncio.run(requests(text, tmp_path / name)):
            needs = [
                needs
                for (kind, pattern), needs in NEEDS.items()
                if kind == method and re.fullmatch(pattern, path)
            ]
            assert len(needs) == 1, f"{method} {path}: look up what it needs"
            used |= needs[0]
            if files and (method, "pins" in path) == ("POST", False):
                used.add("attach_files")
    assert used == PERMISSIONS.keys() | SCOPES.keys()


def test_the_address_asks_for_exactly_that() -> None:
    query = parse_qs(urlsplit(invitation("290926444748734465")).query)
    # topics/permissions: VIEW_CHANNEL 1 << 10, SEND_MESSAGES 1 << 11, ATTACH_FILES 1 << 15,
    # PIN_MESSAGES 1 << 51
    bits = 1 << 10 | 1 << 11 | 1 << 15 | 1 << 51
    assert query == {
        "client_id": ["290926444748734465"],
        "permissions": [str(bits)],
        "scope": ["bot applications.commands"],
    }


def test_no_intent_is_privileged() -> None:
    asked = {name for name, on in intents() if on}
    # events/gateway, "Privileged Intents"
    privileged = {"members", "presences", "message_content"}
    assert asked == set(INTENTS)
    assert not asked & privileged


def test_what_is_essential_is_asked_for() -> None:
    assert set(ESSENTIAL) <= {label for label, _why in PERMISSIONS.values()}


def test_the_guide_gives_each_with_its_reason() -> None:
    guide = GUIDE.read_text("utf-8")
    assert invitation("APPLICATION_ID") in guide
    for label, why in PERMISSIONS.values():
        assert f"| {label} | {why} |" in guide
    for name, why in (*SCOPES.items(), *INTENTS.items()):
        assert f"| `{name}` | {why} |" in guide
    rows = re.findall(r"^\| `?[\w. ]+`? \| ", guide, re.MULTILINE)
    heads = 3
    assert len(rows) == heads + len(PERMISSIONS) + len(SCOPES) + len(INTENTS)
