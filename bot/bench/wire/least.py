"""The least bot of each library: one listener that acknowledges and does nothing else.

``python -m bot.bench.wire.least slack|discord URL`` runs it until it is killed.
"""
# ruff: noqa: PLC0415  # the one library is loaded, not the other

import asyncio
import logging
import re
import sys


async def slack(url: str) -> None:
    """Bolt for Python over Socket Mode."""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.bench.wire.slack import APP_TOKEN, BOT_TOKEN

    client = AsyncWebClient(token=BOT_TOKEN, base_url=f"{url}/api/")
    app = AsyncApp(client=client, process_before_response=True, signing_secret="none")  # noqa: S106  # Socket Mode has none

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.view(re.compile(r".*"))(acknowledge)
    await AsyncSocketModeHandler(app, APP_TOKEN, web_client=client).start_async()  # type: ignore[no-untyped-call]  # the library's


async def discord(url: str) -> None:
    """A plain client of discord.py."""
    import discord
    import yarl
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    from bot.bench.wire.discord import TOKEN

    class Least(discord.Client):
        async def on_interaction(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message("Done.", ephemeral=True)

    Route.BASE = f"{url}/api"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{url.replace('http', 'ws', 1)}/gateway")
    async with Least(intents=discord.Intents(guilds=True), max_messages=None) as client:
        await client.start(TOKEN)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asyncio.run({"slack": slack, "discord": discord}[sys.argv[1]](sys.argv[2]))
