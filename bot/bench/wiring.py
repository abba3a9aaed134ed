"""Rows ``wire``: the running bot on Slack and on Discord, beside the least bot of the same library.

Servers and people run in this process, each bot in one of its own.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.app import open_storage
from bot.bench.rows import Row, at_most_times, percentile, within
from bot.bench.stage import FAQ, Class, Stage
from bot.bench.wire.child import Child, child
from bot.bench.wire.crowd import Crowd, at_once
from bot.bench.wire.discord import DiscordCrowd
from bot.bench.wire.slack import SlackCrowd
from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.outgoing import Form, OpenForm
from storage.keys import make_keys
from storage.kinds import Address, Room
from storage.store import Store

AT_ONCE, ROUNDS = 64, 5
LIMIT_MS, MOST, MEMORY_MB = 300.0, 1.5, 120.0
SETTLING = 0.5
"""Seconds after connecting until a bot has done what it does at its start."""


def wire_rows(stage: Stage) -> Iterator[Row]:
    """So many asks at once on each platform, what they cost, and the memory of an idle bot.

    Raises:
        RuntimeError: a bot did not start.
    """
    for kind in (SlackCrowd, DiscordCrowd):
        with tempfile.TemporaryDirectory(prefix="askwell-wire-") as folder:
            yield from asyncio.run(_on(kind, stage, Path(folder)))


async def _on(kind: type[SlackCrowd | DiscordCrowd], stage: Stage, folder: Path) -> list[Row]:
    keys = folder / "askwell.keys"
    make_keys(keys)
    # SQLite is for one process, and this one has the stage's own file.
    url = f"sqlite:///{folder / 'wire.db'}" if stage.store.one_lane else stage.url
    people, form = await asyncio.to_thread(_course, url, keys, kind.rooms)
    alone = _Alone(stage)
    async with kind(form) as theirs, kind(form) as ours:
        arguments = ("-m", "bot", "run", *_configured(folder, ours, url))
        least_arguments = ("-m", "bot.bench.wire.least", kind.name, theirs.url)
        async with (
            child(least_arguments, theirs.connected) as least_bot,
            child(arguments, ours.connected) as our_bot,
        ):
            bots = (_Bot(theirs, least_bot), _Bot(ours, our_bot))
            for bot in bots:
                await bot.settle()
            for _ in range(ROUNDS + 1):
                texts = [people.question() for _ in range(AT_ONCE)]
                for bot in bots:
                    await bot.round(texts)
                await asyncio.to_thread(alone.round)
    return _rows(f"wire, {kind.name.capitalize()}", *bots, alone)


def _rows(name: str, least: "_Bot", ours: "_Bot", alone: "_Alone") -> list[Row]:
    p99s = percentile(least.waits, 99), percentile(ours.waits, 99)
    cpus = least.cpu_ms + alone.cpu_ms, ours.cpu_ms
    memory = least.memory, ours.memory
    crowd, few_ms, few_mb = f"{AT_ONCE} at once", f"≤ {LIMIT_MS:.0f} ms", f"≤ {MEMORY_MB:.0f} MB"
    return [
        within(f"{name}, {crowd}, p99", *p99s, "ms", LIMIT_MS, few_ms),
        at_most_times(f"{name}, CPU an ask", *cpus, "ms", MOST, f"≤ {MOST} × the floor"),
        within(f"{name}, idle memory", *memory, "MB", MEMORY_MB, few_mb),
    ]


class _Bot:
    """A bot, those who ask it, and what it needed.

    The first round, where everybody is new, is not counted.

    Attributes:
        waits: milliseconds until each ask was acknowledged.
        memory: MB before the first ask.
    """

    def __init__(self, crowd: Crowd, process: Child) -> None:
        self.waits: list[float] = []
        self.memory = 0.0
        self._crowd = crowd
        self._process = process
        self._cpu: list[float] = []

    async def settle(self) -> None:
        """Wait until it does nothing more by itself."""
        before = -1.0
        while self._process.cpu_ms() > before + 10:
            before = self._process.cpu_ms()
            await asyncio.sleep(SETTLING)
        self.memory = self._process.memory_mb()

    async def round(self, texts: list[str]) -> None:
        """Everybody asks at once."""
        began = self._process.cpu_ms()
        waits = await at_once(self._crowd, texts)
        if self._cpu:
            self.waits += waits
        self._cpu.append(self._process.cpu_ms() - began)

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time of its process, an ask."""
        return sum(self._cpu[1:]) / len(self.waits)


class _Alone:
    """The same asks from the dispatcher to the commit, one by one and with nothing around them."""

    def __init__(self, stage: Stage) -> None:
        self._people = Class(stage.store, FAQ)
        self._dispatcher = Dispatcher(stage.store, ROUTES)
        self._cpu: list[float] = []

    def round(self) -> None:
        """As many as ask at once elsewhere."""
        events = [self._people.ask() for _ in range(AT_ONCE)]
        began = time.thread_time()
        for event in events:
            self._dispatcher.handle(event)
        self._cpu.append((time.thread_time() - began) * 1000 / AT_ONCE)

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time, an ask."""
        return sum(self._cpu[1:]) / len(self._cpu[1:])


def _course(url: str, keys: Path, rooms: tuple[Address, Address]) -> tuple[Class, Form]:
    store, vault = open_storage(url, keys)
    people = Class(store, FAQ)
    with store.begin() as work:
        for room, address in zip((Room.CLASS, Room.STAFF), rooms, strict=True):
            work.courses.give_room(people.course.id, room, address)
    form = _form(store, people)
    store.close()
    vault.close()
    return people, form


def _form(store: Store, people: Class) -> Form:
    """The form of [Ask], by the product itself.

    Raises:
        TypeError: it opened none.
    """
    (opened,) = Dispatcher(store, ROUTES).handle(people.press("ask")).said
    if not isinstance(opened, OpenForm):
        raise TypeError("[Ask] opened no form")
    return opened.form


def _configured(folder: Path, crowd: Crowd, url: str) -> tuple[str, ...]:
    secrets, config = folder / "secrets", folder / "config.toml"
    secrets.mkdir(mode=0o700)
    storage = f'[storage]\ndirectory = "{folder}"\nurl = "{url}"\n\n[http]\nport = 0\n\n'
    config.write_text(storage + crowd.configuration(secrets))
    return ("--config", str(config), "--secrets", str(secrets))
