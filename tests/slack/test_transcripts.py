"""The conversation that the local chat plays, word for word, over Slack's protocol."""

import asyncio
from pathlib import Path

import pytest

import bot.platforms.local
from bot.platforms.local.rehearsal import CONTACTS
from bot.platforms.slack.blocks import summary
from bot.transcript.parsing import parse
from bot.transcript.playing import Played, all_differences
from bot.transcript.printing import difference_text
from tests.catalogue import catalogue
from tests.parity import on_slack
from tests.slack.stage import rehearsal

TRANSCRIPTS = Path(__file__).resolve().parents[1] / "transcripts"
DAY = Path(bot.platforms.local.__file__).with_name("day.txt")
FILES = [DAY, *sorted(TRANSCRIPTS.glob("*.txt"))]
NOTICES = {summary(message) for message in catalogue("Data 101", CONTACTS)}


async def played(text: str, database: str, folder: Path, mode: str) -> list[Played]:
    async with rehearsal(parse(text), database, folder, mode=mode) as (player, server):
        steps = [step async for step in player.play()]
        # Nothing but the closed catalogue of notices is ever written into direct messages.
        direct = [one for one in server.messages if one.channel.startswith("D") and not one.only]
        assert {message.text for message in direct} <= NOTICES
        return steps


def conversation(file: Path, database: str, folder: Path, mode: str) -> None:
    text = on_slack(file.stem, file.read_text("utf-8"))
    steps = asyncio.run(played(text, database, folder, mode))
    differs = [difference_text(one) for one in all_differences(steps)]
    if differs:
        pytest.fail("\n".join(differs), pytrace=False)


def test_the_day_over_http(sqlite_url: str, tmp_path: Path) -> None:
    conversation(DAY, sqlite_url, tmp_path, "http")


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_conversation(file: Path, sqlite_url: str, tmp_path: Path) -> None:
    conversation(file, sqlite_url, tmp_path, "socket")
