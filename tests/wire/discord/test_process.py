"""The real process, started by its real configuration, against a Discord on this machine."""

import asyncio
from pathlib import Path

from tests.wire.discord.course import DiscordClass, configured, text_of, two_courses
from tests.wire.discord.server import ANA, CLASS, STAFF, serving
from tests.wire.running import Askwell, resident_mb


def test_it_needs_little_tells_nothing_and_stops_when_told(tmp_path: Path) -> None:
    async def test(runner: asyncio.Runner) -> None:
        async with serving(two_courses()) as server:
            here = DiscordClass(runner, server, Askwell(configured(tmp_path, server)))
            try:
                await here.connected()
                await here.make_course(CLASS, STAFF)
                assert await here.askwell.stop() == 0
                # The first start also carries what made the tables.
                await here.connected()
                assert resident_mb(here.askwell.pid) <= 120
                assert await here.askwell.stop() == 0
            finally:
                await here.askwell.gone()
            lines = here.askwell.said.splitlines()
            assert [line for line in lines if "[info" not in line] == []

    with asyncio.Runner() as runner:
        runner.run(test(runner))


def test_many_ask_at_once_and_each_is_answered_alone(tmp_path: Path) -> None:
    async def test(runner: asyncio.Runner) -> None:
        async with serving(two_courses()) as server:
            here = DiscordClass(runner, server, Askwell(configured(tmp_path, server)))
            try:
                await here.connected()
                await here.make_course(CLASS, STAFF)
                texts = [f"What does join number {n} match?" for n in range(16)]
                await asyncio.gather(*(here.ask(ANA, text) for text in texts))
            finally:
                await here.askwell.gone()
            public = " ".join(map(text_of, server.messages.values()))
            assert not [text for text in texts if text in public]

    with asyncio.Runner() as runner:
        runner.run(test(runner))
