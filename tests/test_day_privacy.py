"""A whole day on each platform: who acted leaves no trace, and direct messages hold no content.

Each look can fail: an adapter that does the wrong thing is caught by it.
"""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from discord.http import Route

import bot.platforms.discord.rest
import bot.platforms.slack.answers
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.layout import Layout
from bot.platforms.discord.rest import Rest
from bot.platforms.local.rehearsal import CONTACTS
from bot.platforms.slack.adapter import SlackPlatform
from bot.transcript.parsing import parse
from handlers.chat.outgoing import Message, Said
from storage.kinds import NativeId
from tests.catalogue import catalogue
from tests.discord.markdown import shown
from tests.discord.rehearsing import on_simcord
from tests.discord.test_whole import said, texts, traces
from tests.parity import DAY
from tests.slack.stage import rehearsal
from tests.slack.test_blocks import walk

CONSTANT = {part.text for one in catalogue("Data 101", CONTACTS) for part in one.parts}

pytestmark = pytest.mark.usefixtures("sqlite_url")  # the tables are there, in tmp_path


async def on_slack(folder: Path) -> list[str]:
    """What is wrong after the day on Slack."""
    database = f"sqlite:///{folder / 'askwell.sqlite'}"
    async with rehearsal(parse(DAY.read_text("utf-8")), database, folder) as (player, server):
        async for _step in player.play():
            pass
        wrong = ["a trace" for one in server.messages if one.answers and not one.only]
        direct = [one for one in server.messages if one.channel.startswith("D") and not one.only]
        assert direct
        for one in direct:
            sections = [part for part in one.blocks if part["type"] != "actions"]
            said_there = [
                part["text"] for part in walk(sections) if isinstance(part.get("text"), str)
            ]
            wrong += ["content" for text in said_there if text not in CONSTANT]
        return wrong


async def on_discord(folder: Path) -> list[str]:
    """What is wrong after the day on Discord."""
    async with on_simcord(parse(DAY.read_text("utf-8")), folder) as (player, env):
        async for _step in player.play():
            pass
        direct = [text for one in said(env, direct=True) for text in texts(one)]
        assert direct
        return traces(env) + ["content" for text in direct if shown(text) not in CONSTANT]


def talkative(platform: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an adapter put content into its notices."""
    notify = platform.notify

    async def leak(self: Any, account: NativeId, message: Message, *, nonce: str) -> None:  # noqa: ANN401  # an adapter
        told = replace(message, parts=(*message.parts, Said("My join doubles some rows.")))
        await notify(self, account, told, nonce=nonce)

    monkeypatch.setattr(platform, "notify", leak)


def test_a_day_on_slack(tmp_path: Path) -> None:
    assert asyncio.run(on_slack(tmp_path)) == []


def test_an_answer_to_everybody_on_slack_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aloud = {"response_type": "in_channel", "replace_original": False}
    monkeypatch.setattr(bot.platforms.slack.answers, "_ONLY_YOU", aloud)
    assert "a trace" in asyncio.run(on_slack(tmp_path))


def test_content_in_a_notice_on_slack_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talkative(SlackPlatform, monkeypatch)
    assert "content" in asyncio.run(on_slack(tmp_path))


def test_an_answer_to_everybody_on_discord_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.platforms.discord.rest, "EPHEMERAL", 0)
    with pytest.raises(AssertionError, match="an answer everybody could read"):
        asyncio.run(on_discord(tmp_path))


def test_a_day_on_discord(tmp_path: Path) -> None:
    assert asyncio.run(on_discord(tmp_path)) == []


def test_a_card_posted_in_answer_to_a_press_on_discord_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond, send, tokens = Rest.respond, Rest._send, list[str]()

    async def noting(self: Rest, interaction: int, token: str, shown: Layout) -> None:
        await respond(self, interaction, token, shown)
        tokens[:] = [token]

    async def aloud(self: Rest, route: Route, body: Any, uploads: Any = ()) -> Any:  # noqa: ANN401  # JSON
        if route.path.endswith("/channels/{channel_id}/messages") and "asks:" in str(body):
            route = Route(
                "POST",
                "/webhooks/{webhook_id}/{webhook_token}",
                webhook_id=self._application,
                webhook_token=tokens[0],
            )
            body = {name: one for name, one in body.items() if "nonce" not in name}
        return await send(self, route, body, uploads)

    monkeypatch.setattr(Rest, "respond", noting)
    monkeypatch.setattr(Rest, "_send", aloud)
    assert "interaction_metadata" in asyncio.run(on_discord(tmp_path))


def test_content_in_a_notice_on_discord_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talkative(DiscordPlatform, monkeypatch)
    assert "content" in asyncio.run(on_discord(tmp_path))
