"""The conversations of the local chat, on Discord (SimCord's), with the real app on SQLite."""

import asyncio
from pathlib import Path

import pytest

import bot.platforms.local
from bot.transcript.parsing import parse
from bot.transcript.playing import Played, all_differences
from bot.transcript.printing import difference_text
from tests.discord.rehearsing import on_simcord

TRANSCRIPTS = Path(__file__).resolve().parents[1] / "transcripts"
DAY = Path(bot.platforms.local.__file__).with_name("day.txt")
FILES = [DAY, *sorted(TRANSCRIPTS.glob("*.txt"))]

pytestmark = pytest.mark.usefixtures("sqlite_url")  # the tables are there, in tmp_path


async def played(text: str, folder: Path) -> list[Played]:
    async with on_simcord(parse(text), folder) as (player, _env):
        return [step async for step in player.play()]


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_conversation(file: Path, tmp_path: Path) -> None:
    steps = asyncio.run(played(file.read_text("utf-8"), tmp_path))
    differs = [difference_text(one) for one in all_differences(steps)]
    if differs:
        pytest.fail(f"{file.name}\n" + "\n".join(differs), pytrace=False)
