"""The real process on its real configuration, killed and started again."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.platforms.slack.manifest import SCOPES
from storage.keys import make_keys
from tests.slack.office import CHANNELS, played
from tests.slack.stage import buttons
from tests.wire.slack import server as wire
from tests.wire.slack.server import Act, Message, SlackServer


def configure(folder: Path, server: SlackServer) -> dict[str, str]:
    """Files as an operator has them; the environment that names them."""
    make_keys(folder / "askwell.keys")
    (folder / "config.toml").write_text(
        f"""
[storage]
directory = "{folder}"

[http]
port = 0

[log]
format = "json"

[slack]
api_base_url = "{server.url}/api/"
""",
        "utf-8",
    )
    secrets = folder / "secrets"
    secrets.mkdir()
    (secrets / "slack__bot_token").write_text(wire.BOT_TOKEN)
    (secrets / "slack__app_token").write_text(wire.APP_TOKEN)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ASKWELL_")}
    return {
        **kept,
        "ASKWELL_CONFIG": str(folder / "config.toml"),
        "ASKWELL_SECRETS": str(secrets),
    }


@asynccontextmanager
async def askwell(environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        assert process.stdout is not None
        await process.stdout.read()


class Seen:
    """What is shown, to wait for."""

    def __init__(self, server: SlackServer) -> None:
        self._server = server
        self._new = asyncio.Event()
        server.on_shown = lambda _how, _what: self._new.set()

    async def message(self, channel: str, words: str) -> Message:
        async with asyncio.timeout(20):
            while True:
                self._new.clear()
                for message in self._server.messages:
                    if message.channel == channel and words in message.text:
                        return message
                await self._new.wait()

    async def screen(self, user: str, words: str) -> wire.View:
        async with asyncio.timeout(20):
            while True:
                self._new.clear()
                view = self._server.views.get(self._server.screens.get(user, ""))
                if view is not None and words in str(view.body):
                    return view
                await self._new.wait()


def button(shown: Message | wire.View, label: str) -> str:
    blocks = shown.blocks if isinstance(shown, Message) else shown.body["blocks"]
    (found,) = (one["action_id"] for one in buttons(blocks) if one["text"]["text"] == label)
    return str(found)


async def through(server: SlackServer, act: Act) -> None:
    assert await server.deliver(act)


async def make_a_course(server: SlackServer, seen: Seen) -> None:
    await through(server, server.command("UTIM", "C-CLASS", "/askwell", "course"))
    form = await seen.screen("UTIM", "New course")
    answers = {
        "staff": {"type": "conversations_select", "selected_conversation": "C-STAFF"},
        "contacts": {"type": "plain_text_input", "value": "112"},
    }
    await through(server, server.submit("UTIM", form, answers))


@played
async def test_killed_and_started_again_with_old_buttons_pressed(tmp_path: Path) -> None:
    async with SlackServer(CHANNELS, scopes=set(SCOPES)) as server:
        seen = Seen(server)
        environment = configure(tmp_path, server)
        async with askwell(environment) as process:
            await server.connected()
            await make_a_course(server, seen)
            card = await seen.message("C-CLASS", "Stuck? Ask here.")
            await through(server, server.press("UANA", card, button(card, "Ask")))
            form = await seen.screen("UANA", "What are you stuck on?")
            typed = {"text": {"type": "plain_text_input", "value": "My join <!channel> doubles."}}
            await through(server, server.submit("UANA", form, typed))
            panel = await seen.screen("UANA", "Nothing is posted until you say so.")
            process.send_signal(signal.SIGKILL)
            await process.wait()
        async with askwell(environment) as process:
            await server.connected(2)
            # The panel's button was made by the process that is dead.
            await through(server, server.press("UANA", panel, button(panel, "Ask people")))
            preview = await seen.screen("UANA", "Ready to post")
            await through(server, server.press("UANA", preview, button(preview, "Post")))
            ticket = await seen.message("C-STAFF", "My join &lt;!channel&gt; doubles.")
            await through(server, server.press("UTIM", ticket, button(ticket, "Claim")))
            await seen.message("C-STAFF", "It is yours.")
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
        assert [message.only for message in server.messages if "yours" in message.text] == ["UTIM"]


@played
async def test_a_token_that_is_refused_ends_the_process_with_one_sentence(tmp_path: Path) -> None:
    async with SlackServer(CHANNELS, scopes=set(SCOPES)) as server:
        server.revoked = True
        async with askwell(configure(tmp_path, server)) as process:
            assert process.stdout is not None
            said = (await process.stdout.read()).decode()
            assert await process.wait() == 2
        (sentence,) = [line for line in said.splitlines() if not line.startswith("{")]
        assert "was revoked" in sentence
        assert wire.BOT_TOKEN not in said


@played
async def test_words_ids_and_tokens_stay_out_of_the_log(tmp_path: Path) -> None:
    async with SlackServer(CHANNELS, scopes=set(SCOPES)) as server:
        seen = Seen(server)
        async with askwell(configure(tmp_path, server)) as process:
            await server.connected()
            await make_a_course(server, seen)
            await seen.message("C-CLASS", "Stuck? Ask here.")
            server.faults["chat.postMessage"].append(wire.Fault(status=500))
            await through(server, server.direct("UANA", "a very secret question"))
            process.send_signal(signal.SIGTERM)
            assert process.stdout is not None
            said = (await process.stdout.read()).decode()
            assert await process.wait() == 0
        for word in (
            "secret",
            "UANA",
            "UTIM",
            "C-CLASS",
            wire.BOT_TOKEN,
            wire.APP_TOKEN,
            "ticket=",
        ):
            assert word not in said
