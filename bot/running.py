"""``askwell run``: the platforms that are configured, and only these are imported."""

import asyncio
import gc
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import blake2b
from itertools import count

from bot.app import App, new_seed, open_storage, wall
from bot.health import Health
from bot.logs import log
from bot.platform import Platform
from bot.settings import Settings, SettingsProblem
from storage.engine import POOL
from storage.lane import TOGETHER
from storage.store import Store


def platforms(settings: Settings) -> list[Platform]:
    """The configured platforms.

    Raises:
        SettingsProblem: none is.
    """
    found: list[Platform] = []
    if settings.slack.configured:
        from bot.platforms.slack.adapter import SlackPlatform  # noqa: PLC0415  # if configured

        found.append(SlackPlatform(settings.slack))
    if settings.discord.configured:
        from bot.platforms.discord.adapter import DiscordPlatform  # noqa: PLC0415  # if configured

        found.append(DiscordPlatform(settings.discord))
    if not found:
        raise SettingsProblem(
            [
                (
                    "Neither Slack nor Discord has a token. askwell init says how to get one and "
                    "where to put it; --secrets names that directory. askwell demo needs none."
                )
            ]
        )
    return found


async def run(settings: Settings) -> None:
    """Run until the process is told to stop or a platform turns the bot away.

    Raises:
        SettingsProblem: no platform is configured, or the health port is taken.
        DatabaseProblem: a database cannot be used.
        KeyProblem: the keys cannot be read.
        TurnedAway: a platform will not have this bot; the sentence says what to do.
    """
    served = platforms(settings)
    stored = settings.storage
    store, vault = await asyncio.to_thread(
        open_storage,
        stored.url.get_secret_value(),
        stored.keys_file,
        stored.vault_url.get_secret_value(),
        stored.erased_file,
    )
    asyncio.get_running_loop().set_default_executor(threads(store))
    app = App(
        store=store,
        vault=vault,
        platforms=served,
        wall=_clock(settings),
        seed=_chance(settings),
        public_url=settings.http.public_url,
    )
    health = Health(settings.http.host, settings.http.port, app.trouble, app.pages.routes())
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    try:
        await _listen(health, settings)
        await app.start()
        # What is there from the start stays. Looking through all of it for garbage takes a third
        # of a second on a busy machine, in which nobody is answered.
        gc.collect()
        gc.freeze()
        log.info("started", port=health.port)
        await _until(stopped, app)
    finally:
        await app.stop()
        await health.stop()
        log.info("stopped")


def threads(store: Store) -> ThreadPoolExecutor:
    """Where work with the database is done: on SQLite by as many as share one commit."""
    return ThreadPoolExecutor(TOGETHER if store.one_lane else POOL, "askwell")


def _clock(settings: Settings) -> Callable[[], datetime]:
    """Real time, or one that tests have moved, which settings allow on this machine alone."""
    if settings.test.clock is None:
        return wall
    ahead = settings.test.clock - wall()
    return lambda: wall() + ahead


def _chance(settings: Settings) -> Callable[[], bytes]:
    """Real chance, or a repeatable one, which settings allow on this machine alone."""
    if settings.test.seed is None:
        return new_seed
    numbers, start = count(), settings.test.seed.to_bytes(16, signed=True)
    return lambda: blake2b(next(numbers).to_bytes(8), key=start).digest()


async def _listen(health: Health, settings: Settings) -> None:
    try:
        await health.start()
    except OSError:
        raise SettingsProblem(
            [
                (
                    f"Askwell cannot listen at {settings.http.host} port {settings.http.port}: "
                    "something else does, or it is not an address of this machine. Change [http] "
                    "host or port."
                )
            ]
        ) from None


async def _until(stopped: asyncio.Event, app: App) -> None:
    told = asyncio.create_task(stopped.wait())
    ended = asyncio.create_task(app.wait())
    try:
        await asyncio.wait({told, ended}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            ended.result()
    finally:
        told.cancel()
        ended.cancel()
