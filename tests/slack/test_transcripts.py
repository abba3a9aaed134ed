"""The conversation that the local chat plays, word for word, over Slack's protocol."""

import asyncio
from pathlib import Path

import pytest

import bot.platforms.local
from bot.transcript.parsing import parse
from bot.transcript.playing import Played, all_differences
from bot.transcript.printing import difference_text
from tests.slack.stage import rehearsal
from tests.wire.slack.server import BOT

DAY = Path(bot.platforms.local.__file__).with_name("day.txt")


async def played(text: str, database: str, folder: Path, mode: str) -> list[Played]:
    async with rehearsal(parse(text), database, folder, mode=mode) as (player, server):
        steps = [step async for step in player.play()]
        # Nothing but the closed catalogue of notices is ever written into direct messages.
        assert {message.text for message in server.messages if message.channel.startswith("D")} == {
            "There is something new for you."
        }
        assert all(message.user == BOT for message in server.messages)
        return steps


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_the_day(mode: str, sqlite_url: str, tmp_path: Path) -> None:
    steps = asyncio.run(played(DAY.read_text("utf-8"), sqlite_url, tmp_path, mode))
    differs = [difference_text(one) for one in all_differences(steps)]
    if differs:
        pytest.fail("\n".join(differs), pytrace=False)
