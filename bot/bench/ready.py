"""Askwell from nothing to taking events: run in an interpreter of its own, for ``start``."""

import asyncio
from pathlib import Path

from bot.app import App, open_storage
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat import Chat
from bot.platforms.local.classroom import classroom


def ready(url: str, keys: str) -> None:
    """Open the storage, start a bot with a local chat, and stop it once it is ready.

    Args:
        url: a database that is migrated already.
        keys: its key file.

    Raises:
        RuntimeError: it did not get ready.
    """
    asyncio.run(_ready(url, Path(keys)))


async def _ready(url: str, keys: Path) -> None:
    store, vault = open_storage(url, keys)
    app = App(store=store, vault=vault, platforms=[LocalPlatform(Chat(classroom()))])
    await app.start()
    if app.trouble() is not None:
        raise RuntimeError("the bot did not get ready")
    await app.stop()
