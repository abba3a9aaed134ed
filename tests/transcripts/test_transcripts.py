"""Each text file beside this one is a conversation; whatever is said and not listed fails it."""

import asyncio
from pathlib import Path

import pytest

import bot.platforms.local
from bot.platforms.local.rehearsal import rehearsal
from bot.transcript.parsing import parse
from bot.transcript.playing import Played, all_differences
from bot.transcript.printing import difference_text

HERE = Path(__file__).parent
DAY = Path(bot.platforms.local.__file__).with_name("day.txt")
FILES = [DAY, *sorted(HERE.glob("*.txt"))]


async def played(text: str, database: str, folder: Path) -> list[Played]:
    async with rehearsal(parse(text), database, folder) as player:
        return [step async for step in player.play()]


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_conversation(file: Path, stored_url: str, tmp_path: Path) -> None:
    steps = asyncio.run(played(file.read_text("utf-8"), stored_url, tmp_path))
    differs = [difference_text(one) for one in all_differences(steps)]
    if differs:
        pytest.fail(f"{file.name}\n" + "\n".join(differs), pytrace=False)
