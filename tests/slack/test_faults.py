"""What goes wrong with the connection: announced, lost, deaf, refused; doubled, stale or forged."""

import asyncio
import json
import time
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.app import App, open_storage
from bot.platform import TryLater, TurnedAway
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.manifest import SCOPES
from storage.columns import table
from storage.keys import make_keys
from storage.kinds import Address
from storage.tables import QuestionTable
from tests.slack.office import CHANNELS, Office, office, played, says
from tests.slack.stage import reached, settings, settled
from tests.slack.test_speaking import CARD, NOBODY
from tests.wire.slack.server import SECRET, TEAM, Fault, SlackServer


async def works(here: Office) -> None:
    before = len(here.only("UANA"))
    assert await here.deliver(here.server.command("UANA", "C-CLASS", "/my"))
    assert len(here.only("UANA")) == before + 1


@played
async def test_a_socket_that_slack_announces_to_close() -> None:
    async with office() as here:
        await works(here)
        await here.server.disconnect("refresh_requested")
        await here.server.connected(2)
        await works(here)


@played
async def test_a_socket_that_is_lost() -> None:
    async with office() as here:
        here.server.cut()
        await here.server.connected(2)
        await works(here)


@played
async def test_a_socket_that_is_there_and_deaf() -> None:
    async with office(deaf_after=0.2) as here:
        # Nothing closes it and nothing comes: it is made anew.
        await here.server.connected(2)
        await works(here)


@played
async def test_slack_that_cannot_be_reached_at_first() -> None:
    async with SlackServer(CHANNELS, scopes=set(SCOPES)) as server:
        server.faults["auth.test"].extend([Fault(status=500), Fault(status=429, retry_after=0.1)])
        server.faults["apps.connections.open"].append(Fault(error="internal_error"))
        platform = SlackPlatform(settings(server))
        here = Office(server, platform, asyncio.create_task(asyncio.sleep(0)))
        running = asyncio.create_task(platform.run(here.hear))
        await server.connected()
        await works(here)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


@pytest.mark.parametrize(
    ("method", "error", "setting"),
    [
        ("auth.test", "invalid_auth", "bot_token"),
        ("auth.test", "account_inactive", "bot_token"),
        ("apps.connections.open", "not_allowed_token_type", "app_token"),
        ("apps.connections.open", "missing_scope", "app_token"),
    ],
)
@played
async def test_a_token_that_is_refused_ends_it_with_one_sentence(
    method: str, error: str, setting: str
) -> None:
    async with office(listens=False) as here:
        here.server.faults[method].append(Fault(error=error))
        with pytest.raises(TurnedAway) as ended:
            await here.running
        assert f"[slack] {setting}" in str(ended.value)
        assert error in str(ended.value)
        assert "xoxb" not in str(ended.value)
        assert "xapp-made" not in str(ended.value)


@played
async def test_a_token_that_is_revoked_while_it_runs() -> None:
    async with office() as here:
        here.server.revoked = True
        room = Address("slack", TEAM, "C-CLASS")
        with pytest.raises(TryLater):
            await here.platform.post(room, CARD, NOBODY, nonce="1", pin=False)
        with pytest.raises(TurnedAway, match="was revoked"):
            await here.running


@played
async def test_a_request_must_be_signed_and_fresh() -> None:
    async with office(mode="http") as here, aiohttp.ClientSession() as session:
        body, kind = here.server.encoded(here.server.command("UANA", "C-CLASS", "/my"))
        signed = here.server.signed
        for headers, status in (
            ({}, 401),
            (signed(body, secret="another"), 401),
            (signed(body + b"&text=more"), 401),
            (signed(body, at=time.time() - 301), 401),
            (signed(body, at=time.time() - 290), 200),
        ):
            sent = {**headers, "Content-Type": kind}
            async with session.post(here.server.http_url, data=body, headers=sent) as response:
                assert response.status == status
        assert len(here.heard) == 1


@played
async def test_slack_asks_whether_the_address_is_ours() -> None:
    async with office(mode="http") as here, aiohttp.ClientSession() as session:
        body = json.dumps(
            {"type": "url_verification", "token": "x", "challenge": "3eZbrw"}
        ).encode()
        headers = {**here.server.signed(body), "Content-Type": "application/json"}
        async with session.post(here.server.http_url, data=body, headers=headers) as response:
            assert response.status == 200
            assert json.loads(await response.text()) == {"challenge": "3eZbrw"}


@played
async def test_an_address_that_is_only_ours() -> None:
    async with office(mode="http") as here, aiohttp.ClientSession() as session:
        async with session.get(here.server.http_url) as response:
            assert response.status == 405
        async with session.post(here.server.http_url.replace("events", "x")) as response:
            assert response.status == 404
    assert SECRET not in here.server.http_url


@pytest.mark.parametrize("mode", ["socket", "http"])
@played
async def test_a_redelivery_has_the_same_id(mode: str) -> None:
    async with office(mode=mode) as here:
        here.reply = lambda _action: says("Once.")
        for act in (
            here.server.command("UANA", "C-CLASS", "/my"),
            here.server.direct("UANA", "hello"),
            here.server.shortcut("UANA", "ask"),
        ):
            here.heard.clear()
            await here.deliver(act)
            await here.deliver(act, retry=1)
            first, second = here.heard
            assert first.delivery == second.delivery != ""


async def doubled(url: str, folder: Path, mode: str) -> None:
    make_keys(folder / "keys.json")
    store, vault = open_storage(url, folder / "keys.json")
    async with SlackServer(CHANNELS, scopes=set(SCOPES)) as server:
        platform = SlackPlatform(settings(server, mode=mode, port=0), pace=0.001)
        app = App(store=store, vault=vault, platforms=[platform])
        await app.start()
        try:
            await reached(server, platform)
            await make_a_course(server, platform)
            await server.deliver(server.command("UANA", "C-CLASS", "/ask"))
            await settled(platform)
            view = server.views[server.screens["UANA"]]
            text = {"type": "plain_text_input", "value": "<!channel> my join <@UBEN> doubles"}
            asked = server.submit("UANA", view, {"text": text})
            assert all(
                await asyncio.gather(*(server.deliver(asked, retry=retry) for retry in range(3)))
            )
            with store.read() as work:
                questions = select(func.count()).select_from(table(QuestionTable))
                assert work.connection.execute(questions).scalar_one() == 1
            # What was typed stands in no message that others see, and fires nothing.
            assert not any("my join" in message.text for message in server.messages)
        finally:
            await app.stop()


async def make_a_course(server: SlackServer, platform: SlackPlatform) -> None:
    await server.deliver(server.command("UTIM", "C-CLASS", "/askwell", "course"))
    await settled(platform)
    view = server.views[server.screens["UTIM"]]
    answers = {
        "staff": {"type": "conversations_select", "selected_conversation": "C-STAFF"},
        "contacts": {"type": "plain_text_input", "value": "112"},
    }
    assert await server.deliver(server.submit("UTIM", view, answers))


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_what_comes_three_times_at_once_is_done_once(
    mode: str, sqlite_url: str, tmp_path: Path
) -> None:
    asyncio.run(doubled(sqlite_url, tmp_path, mode))
