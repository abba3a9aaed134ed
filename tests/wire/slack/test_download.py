"""What is stored of somebody, asked for on Slack and opened in a browser, with the real process."""

import asyncio
import io
import re
import socket
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.wire.running import Askwell
from tests.wire.slack.course import SlackClass, configured, workspace

MARK = "the-mark-of-ana"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@asynccontextmanager
async def a_class(runner: asyncio.Runner, folder: Path, http: str) -> AsyncIterator[SlackClass]:
    """A class that is served, with further lines of the section about the bot's own server."""
    async with workspace() as server:
        config = configured(folder, server)
        config.write_text(config.read_text().replace("[http]\nport = 0\n", f"[http]\n{http}\n"))
        here = SlackClass(runner, server, Askwell(config))
        try:
            await here.connected()
            await here.make_course("C-CLASS", "C-STAFF")
            yield here
        finally:
            await here.askwell.gone()


async def download(here: SlackClass, user: str) -> str:
    """From ``/my`` to what stands in place of the download."""
    await here.through(here.server.command(user, "C-CLASS", "/my"))
    page = await here.message("C-CLASS", "Your questions")
    await here.press(user, page, "What is stored")
    stored = await here.message("C-CLASS", "What is stored about you")
    await here.press(user, stored, "Download")
    told = await here.message("C-CLASS", "in one file")
    assert told.only == user
    return str(told.blocks)


async def opened(link: str) -> bytes:
    """What a link opens: looked at first, as scanners do, then once, then never again."""
    async with aiohttp.ClientSession() as browser:
        for _look in range(2):
            async with browser.get(link) as looked:
                assert looked.status == 200
        async with browser.post(link) as got:
            assert (got.status, got.content_type) == (200, "application/zip")
            assert got.headers["Cache-Control"] == "no-store"
            content = await got.read()
        async with browser.post(link) as again:
            assert again.status == 410
    return content


def test_it_comes_behind_a_link_that_opens_once(tmp_path: Path) -> None:
    async def test(runner: asyncio.Runner) -> None:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        http = f'port = {port}\npublic_url = "{address}"'
        async with a_class(runner, tmp_path, http) as here:
            await here.ask("UANA", f"Why is {MARK} there twice?")
            await here.ask("UBEN", "Why is the-mark-of-ben there twice?")
            shown = await download(here, "UANA")
            (link,) = re.findall(rf"'url': '({address}/[^']+)'", shown)
            with zipfile.ZipFile(io.BytesIO(await opened(link))) as packed:
                stored = packed.read("stored.json").decode()
            assert MARK in stored
            assert "UANA" in stored
            assert "the-mark-of-ben" not in stored
            assert "UBEN" not in stored
        assert link.rpartition("/")[2] not in here.askwell.said

    with asyncio.Runner() as runner:
        runner.run(test(runner))


def test_without_an_address_one_sentence_says_so(tmp_path: Path) -> None:
    async def test(runner: asyncio.Runner) -> None:
        async with a_class(runner, tmp_path, "port = 0") as here:
            shown = await download(here, "UANA")
            assert "has no public address yet, so there is nothing to open here" in shown
            assert here.server.files == {}

    with asyncio.Runner() as runner:
        runner.run(test(runner))
