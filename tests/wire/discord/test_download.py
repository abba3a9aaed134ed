"""What is stored of somebody, asked for on Discord with the real process: a file only they see."""

import asyncio
import io
import zipfile
from pathlib import Path

from tests.wire.discord.course import DiscordClass, configured, text_of, two_courses
from tests.wire.discord.server import ANA, BEN, CLASS, STAFF, Request, serving
from tests.wire.running import Askwell


def test_it_comes_as_a_file_that_only_they_see(tmp_path: Path) -> None:
    async def test(runner: asyncio.Runner) -> None:
        async with serving(two_courses()) as server:
            here = DiscordClass(runner, server, Askwell(configured(tmp_path, server)))
            try:
                await here.connected()
                await here.make_course(CLASS, STAFF)
                await here.ask(ANA, "Why is the-mark-of-ana there twice?")
                await here.ask(BEN, "Why is the-mark-of-ben there twice?")
                page = await here.answered(await here.command(ANA, "my"))
                stored = await here.press(ANA, page, "What is stored")
                await here.press(ANA, stored, "Download")
                (sent,) = [one for one in server.requests if one.files]
            finally:
                await here.askwell.gone()
            assert _only_theirs(sent)
            assert "in one file" in text_of(sent.body.get("data", sent.body))
            ((name, content),) = sent.files.items()
            assert name == "askwell-my-data.zip"
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                kept = packed.read("stored.json").decode()
            assert "the-mark-of-ana" in kept
            assert "the-mark-of-ben" not in kept
            assert [one for one in server.messages.values() if "askwell-my-data" in str(one)] == []

    with asyncio.Runner() as runner:
        runner.run(test(runner))


def _only_theirs(sent: Request) -> bool:
    """Whether it is an answer to an interaction that its actor alone is shown."""
    answers = sent.path.endswith("/callback") or "/webhooks/" in sent.path
    return answers and bool(sent.body.get("data", sent.body)["flags"] & 64)
