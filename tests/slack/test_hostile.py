"""Words that would fire something elsewhere, through the real app: nothing fires or breaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app import App, open_storage
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.blocks import escaped
from bot.platforms.slack.manifest import SCOPES
from storage.keys import make_keys
from tests.slack.office import CHANNELS
from tests.slack.stage import reached, settings, settled
from tests.slack.test_blocks import walk
from tests.slack.test_faults import make_a_course
from tests.wire.slack.looking import Looking, button
from tests.wire.slack.server import SlackServer, View

HOSTILE = {
    "everybody": "@everyone @here @channel <!channel> <!here|here> <!everyone>",
    "mentions": "<@UBEN> <@U0BOT|ben> <#C-STAFF> <!subteam^S1|staff>",
    "markup": "*bold* _it_ ~no~ `code` ```fence``` > quote\n&lt;b&gt; &amp; <https://x.test|click>",
    "date": "<!date^1392734382^{date}|x> :tada: :skin-tone-2:",
    "right to left": "\u202eمرحبا\u202c كيف أجمع الصفوف؟",
    "zero width": "jo\u200bin\u2060 dou\ufeffbles",
    "emoji only": "🙃🙃🙃",
    "one tick": "why does ` not work",
    "lone surrogate": "half \ud83d an emoji",
    "nul": "a\x00b",
}


@asynccontextmanager
async def classroom(url: str, folder: Path) -> AsyncIterator[tuple[SlackServer, SlackPlatform]]:
    make_keys(folder / "keys.json")
    store, vault = open_storage(url, folder / "keys.json")
    async with SlackServer(CHANNELS, scopes=set(SCOPES)) as server:
        platform = SlackPlatform(settings(server), pace=0.001)
        app = App(store=store, vault=vault, platforms=[platform])
        await app.start()
        try:
            await reached(server, platform)
            await make_a_course(server, platform)
            yield server, platform
        finally:
            await app.stop()


async def on_screen(server: SlackServer, platform: SlackPlatform) -> View:
    await settled(platform)
    return server.views[server.screens["UANA"]]


async def asked(server: SlackServer, platform: SlackPlatform, text: str) -> View:
    assert await server.deliver(server.command("UANA", "C-CLASS", "/ask"))
    form = await on_screen(server, platform)
    value = {"type": "plain_text_input", "value": text}
    assert await server.deliver(server.submit("UANA", form, {"text": value}))
    return await on_screen(server, platform)


async def posted(url: str, folder: Path, text: str) -> None:
    async with classroom(url, folder) as (server, platform):
        seen = Looking(server)
        panel = await asked(server, platform, text)
        for label in ("Ask people", "Post"):
            assert await server.deliver(server.press("UANA", panel, button(panel, label)))
            panel = await on_screen(server, platform)
        kept = text.replace("\x00", "").encode("utf-8", "ignore").decode()
        card = await seen.message("C-STAFF", "asks for")
        assert escaped(kept) in card.text
        assert not {"<", ">"} & set(card.text)
        parts = list(walk(card.blocks))
        assert not {one.get("type") for one in parts} & {"mrkdwn", "user", "broadcast", "usergroup"}
        shown = "".join(str(one["text"]) for one in parts if isinstance(one.get("text"), str))
        assert kept.replace("`", "").strip() in shown.replace("`", "")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_is_shown_as_it_was_typed(text: str, sqlite_url: str, tmp_path: Path) -> None:
    asyncio.run(posted(sqlite_url, tmp_path, text))


async def far_too_long(url: str, folder: Path) -> None:
    async with classroom(url, folder) as (server, platform):
        assert await server.deliver(server.command("UANA", "C-CLASS", "/ask"))
        form = await on_screen(server, platform)
        for size, problem in ((40_000, {"text": "Keep this to 2500 characters."}), (2500, {})):
            value = {"type": "plain_text_input", "value": "x" * size}
            assert await server.deliver(server.submit("UANA", form, {"text": value}))
            assert server.errors == problem
            kept = await on_screen(server, platform) is form
            assert kept is bool(problem)


def test_forty_thousand_characters_stay_in_the_form(sqlite_url: str, tmp_path: Path) -> None:
    asyncio.run(far_too_long(sqlite_url, tmp_path))
