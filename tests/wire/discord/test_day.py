"""The seeded classroom day with the real process on Discord, word for word."""

import asyncio
from pathlib import Path

import pytest

from bot.platforms.discord.inbound import account
from bot.platforms.local.rehearsal import CONTACTS
from bot.transcript.parsing import parse
from bot.transcript.playing import all_differences
from bot.transcript.printing import difference_text
from tests.catalogue import catalogue
from tests.discord.rehearsing import on_discord
from tests.wire.day import DAY, Day
from tests.wire.discord.course import configured, text_of
from tests.wire.discord.server import DiscordServer, serving
from tests.wire.discord.stage import WireStage
from tests.wire.running import Askwell


async def played(folder: Path) -> list[str]:
    script = on_discord(parse(DAY.read_text("utf-8")), again=True)
    server = DiscordServer()
    stage = WireStage(server, script.header.classroom)
    async with serving(server):
        askwell = Askwell(configured(folder, server))

        async def listening() -> None:
            before = len(server.identified)
            await askwell.start()
            await server.until(lambda: len(server.identified) > before)

        day = Day(script, stage, askwell, listening, lambda who: account(stage.ids[who]))
        try:
            steps = [step async for step in day.play()]
        finally:
            day.close()
            await askwell.gone()
        posts = [one for one in server.requests if one.path.endswith("/messages")]
        direct = [one for one in posts if one.path.split("/")[2].startswith("7")]
        # Nothing but the closed catalogue of notices is ever written into direct messages.
        constant = {message.parts[0].text for message in catalogue("Data 101", CONTACTS)}
        assert {text_of(one.body).split("\n")[0] for one in direct} <= constant
        assert direct
        # What everybody sees was posted to the channel, never said to somebody's command.
        assert not [one for one in posts if "message_reference" in one.body]
        assert "Traceback" not in askwell.said
        return [difference_text(one) for one in all_differences(steps)]


def test_the_day_is_the_same_with_the_real_process(tmp_path: Path) -> None:
    differs = asyncio.run(played(tmp_path))
    if differs:
        pytest.fail("\n".join(differs), pytrace=False)
