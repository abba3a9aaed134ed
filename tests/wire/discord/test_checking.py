"""What the check finds on Discord's side."""

import asyncio

from pydantic import SecretStr

from bot.platforms.discord.checking import UNREACHED, findings
from bot.platforms.discord.settings import DiscordSettings
from storage.kinds import Address
from tests.wire.discord.server import (
    APPLICATION,
    CLASS,
    GUILD,
    STAFF,
    TOKEN,
    DiscordServer,
    serving,
)

ROOMS = [Address("discord", GUILD, CLASS), Address("discord", GUILD, STAFF)]


def found(server: DiscordServer, rooms: list[Address], token: str = TOKEN) -> tuple[str, ...]:
    async def look() -> tuple[str, ...]:
        async with serving(server):
            settings = DiscordSettings(
                token=SecretStr(token), api_base_url=server.base, gateway_url=server.gateway
            )
            return await findings(settings, rooms)

    return asyncio.run(look())


def test_nothing_is_wrong_and_nothing_is_changed() -> None:
    server = DiscordServer()
    assert found(server, ROOMS) == ()
    assert {one.method for one in server.requests} == {"GET"}


def test_a_token_that_is_not_accepted() -> None:
    (sentence,) = found(DiscordServer(), ROOMS, "revoked")
    assert "developer portal" in sentence
    assert "revoked" not in sentence


def test_an_endpoint_that_would_get_the_presses() -> None:
    server = DiscordServer()
    server.endpoint = "https://elsewhere.example"
    (sentence,) = found(server, [])
    assert "interactions endpoint URL" in sentence


def test_a_server_it_was_not_invited_to() -> None:
    (sentence,) = found(DiscordServer(), [Address("discord", "99", CLASS)])
    assert f"client_id={APPLICATION}" in sentence


def test_a_channel_that_is_gone() -> None:
    (sentence,) = found(DiscordServer(), [Address("discord", GUILD, "99")])
    assert sentence.startswith("The channel 99 of the server Data 101 is gone.")


def test_a_permission_that_is_missing_is_named() -> None:
    server = DiscordServer()
    guild = server.guild()
    guild["channels"][0]["permission_overwrites"] = [
        {"id": APPLICATION, "type": 1, "allow": "0", "deny": str(1 << 15 | 1 << 51)}
    ]
    server.guild = lambda: guild  # type: ignore[method-assign]  # another guild
    (sentence,) = found(server, ROOMS)
    assert "#class Askwell is missing: Attach Files, Pin Messages." in sentence


def test_discord_out_of_reach() -> None:
    server = DiscordServer()
    server.fail("GET", "/users/@me", 503)
    assert found(server, ROOMS) == (UNREACHED,)
