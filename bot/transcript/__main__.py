"""For developers: play a transcript and print what was really said, to read and correct it."""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot import logs
from bot.platforms.local.rehearsal import rehearsal
from bot.transcript.parsing import parse
from bot.transcript.playing import Played
from bot.transcript.printing import difference_text, step_text
from bot.transcript.script import Script


async def _show(script: Script) -> None:
    played: list[Played] = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/askwell.sqlite"
        async with rehearsal(script, url, Path(folder)) as player:
            sys.stdout.write("\n".join(script.source) + "\n")
            async for step in player.play():
                played.append(step)
                sys.stdout.write(step_text(step) + "\n")
    for step in played:
        for one in step.differences:
            sys.stderr.write(difference_text(one) + "\n")


logs.configure("warning")
asyncio.run(_show(parse(Path(sys.argv[1]).read_text("utf-8"))))
