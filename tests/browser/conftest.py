"""A headless Chromium, and chats to open in it."""

import asyncio
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.local.served import Served, served

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Result = TypeVar("Result")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; where it is missing, the tests fail."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def wrong() -> list[str]:
    """What pages said was wrong; a test that expects something takes it out."""
    return []


@pytest.fixture
def opened(chromium: Browser, wrong: list[str]) -> Iterator[OpenPage]:
    """Opens an address in a browser of its own; a page that logs an error fails the test."""
    contexts = []

    def open_page(
        url: str,
        *,
        people: str = "ana",
        dark: bool = False,
        phone: bool = False,
        sharp: bool = False,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": 360, "height": 740} if phone else {"width": 1280, "height": 800},
            color_scheme="dark" if dark else "light",
            device_scale_factor=(2 if phone else 1.5) if sharp else 1,
            reduced_motion="reduce",
            timezone_id="UTC",
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.goto(url)
        page.locator(".pane").first.wait_for()
        page.evaluate("people => { location.hash = people; }", people)
        expect(page.locator(".pane")).to_have_count(1 + people.count("+"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


class Running:
    """A served chat on a thread of its own."""

    def __init__(self, loop: asyncio.AbstractEventLoop, inside: Served) -> None:
        self._loop = loop
        self.inside = inside
        self.url = inside.server.url

    def do(self, act: Callable[[Served], Result]) -> Result:
        """Do something on the chat's own thread."""

        async def done() -> Result:
            return act(self.inside)

        return self.run(done())

    def run(self, act: Coroutine[Any, Any, Result]) -> Result:
        """Wait for something on the chat's own thread."""
        return asyncio.run_coroutine_threadsafe(act, self._loop).result(20)


@pytest.fixture
def toy() -> Iterator[Running]:
    """A chat with the toy bot behind it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    context = served()
    try:
        inside = asyncio.run_coroutine_threadsafe(context.__aenter__(), loop).result(20)
        yield Running(loop, inside)
        asyncio.run_coroutine_threadsafe(context.__aexit__(None, None, None), loop).result(20)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def demo(folder: Path, *options: str) -> Iterator[str]:
    """``askwell demo`` as a person starts it; gives the address it prints."""
    command = [sys.executable, "-m", "bot", "demo", "--data", str(folder), *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                found = re.search(r"http://\S+", line)
                if found:
                    yield found.group()
                    break
            else:
                pytest.fail("askwell demo printed no address")
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def axe() -> str:
    """The source of axe-core; where ``ASKWELL_AXE`` does not lead to it, the tests fail."""
    named = os.environ.get("ASKWELL_AXE", "")
    assert named, "ASKWELL_AXE: say where the axe-core package (npm) is installed"
    path = Path(named)
    return (path / "axe.min.js" if path.is_dir() else path).read_text(encoding="utf-8")


def problems(page: Page, axe: str) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['impact']}: {one['id']}: {node['html'][:120]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
