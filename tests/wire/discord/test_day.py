"""The seeded classroom day over real sockets, word for word."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import SecretStr

import bot.platforms.local
from bot.app import App, open_storage
from bot.platform import TurnedAway
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.inbound import account
from bot.platforms.discord.settings import DiscordSettings
from bot.transcript.parsing import parse
from bot.transcript.playing import House, Played, Player, all_differences, seeds
from bot.transcript.printing import difference_text
from storage.engine import open_engine, vault_url
from storage.keys import make_keys
from storage.kinds import Purpose
from tests.discord.rehearsing import on_discord
from tests.wire.discord.server import TOKEN, DiscordServer, serving
from tests.wire.discord.stage import WireStage
from tests.wire.discord.test_adapter import _hurry

DAY = Path(bot.platforms.local.__file__).with_name("day.txt")


async def played(text: str, folder: Path) -> list[Played]:
    script = on_discord(parse(text), again=True)
    database = f"sqlite:///{folder / 'askwell.sqlite'}"
    make_keys(folder / "keys.json")
    store, vault = open_storage(database, folder / "keys.json")
    vault_engine = open_engine(vault_url(database), pool=1)
    server = DiscordServer()
    stage = WireStage(server, script.header.classroom)
    async with serving(server):
        platform = DiscordPlatform(
            DiscordSettings(
                token=SecretStr(TOKEN), api_base_url=server.base, gateway_url=server.gateway
            )
        )
        _hurry(platform.client)
        stage.listen(platform)
        app = App(
            store=store,
            vault=vault,
            platforms=[platform],
            wall=lambda: script.header.start,
            seed=seeds(script.header.seed),
        )
        # Not App.start: neither the scheduler nor the sender's loop may act between two steps.
        listening = asyncio.create_task(platform.run(app.hear))
        try:
            await server.until(lambda: server.identified)
            async with asyncio.timeout(10):
                await platform.client.wait_until_ready()
            files = (folder / "askwell.sqlite",)
            house = House(
                app,
                (store.engine, vault_engine),
                files,
                lambda who: [
                    store.keys.tag(Purpose.ACCOUNT, "account", account(stage.ids[who]).to_bytes())
                ],
            )
            return [step async for step in Player(script, stage, house).play()]
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError, TurnedAway):
                await listening
            vault_engine.dispose()
            vault.close()
            await app.stop()


def test_the_day_is_the_same_over_the_wire(tmp_path: Path) -> None:
    steps = asyncio.run(played(DAY.read_text("utf-8"), tmp_path))
    differs = [difference_text(one) for one in all_differences(steps)]
    if differs:
        pytest.fail("\n".join(differs), pytrace=False)
