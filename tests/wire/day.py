"""The seeded classroom day with the real process, which is killed wherever the clock moves.

Time is the setting of tests, moved by starting the process anew. Each process has its own chance,
so the aliases are others than the written ones; which stands for which is learned as they appear,
and then holds for the rest of the day. Everything else is word for word.
"""

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import bot.platforms.local
from bot.transcript.comparing import Difference, differences
from bot.transcript.playing import House, Played, Player, _until
from bot.transcript.script import Brought, Did, Expected, Held, Moved, Press, Ruled, Script, Step
from bot.transcript.stage import Shown, Stage
from handlers.importing import keep
from handlers.rules.aliases import ADJECTIVES, ANIMALS
from storage.engine import open_engine, vault_url
from storage.keys import load_keys
from storage.kinds import NativeId, Purpose
from storage.store import Store
from tests.wire.running import Askwell

DAY = Path(bot.platforms.local.__file__).with_name("day.txt")
_ALIAS = re.compile(rf"\b({'|'.join(ADJECTIVES)}) ({'|'.join(ANIMALS)})\b")
_PATIENCE = 15.0
"""Seconds until what has not been said counts as not said."""


class Day(Player):
    """Plays a transcript against a process.

    Args:
        script: the transcript.
        stage: where people act and look.
        askwell: the process, not started.
        listening: waits until a process that was started listens.
        account: somebody's account by their name in the transcript.
    """

    def __init__(
        self,
        script: Script,
        stage: Stage,
        askwell: Askwell,
        listening: Callable[[], Awaitable[None]],
        account: Callable[[str], NativeId],
    ) -> None:
        folder = askwell.config.parent
        self._url = f"sqlite:///{folder / 'askwell.db'}"
        self._keys = load_keys(folder / "askwell.keys")
        self._engines = (open_engine(self._url, pool=1), open_engine(vault_url(self._url), pool=1))

        def traces(who: str) -> Iterable[str]:
            yield self._keys.tag(Purpose.ACCOUNT, "account", account(who).to_bytes())

        files = (folder / "askwell.db",)
        super().__init__(script, stage, House(None, self._engines, files, traces, account))  # type: ignore[arg-type]  # the app is another process
        self._askwell = askwell
        self._listening = listening
        self._now = script.header.start
        self._plain = askwell.config.read_text()
        self._written: dict[str, str] = {}

    def close(self) -> None:
        """Let go of the databases."""
        for engine in self._engines:
            engine.dispose()

    async def _play(self, step: Step) -> Played:
        match step:
            case Moved():
                self._now = self._now + (step.by or _until(self._now, step))
                await self._askwell.gone()
                await self._listens()
                return await self._compared(step, step.source)
            case Did():
                await self._listens()
                return await self._did(step)
            case Brought():
                await self._askwell.gone()
        return await super()._play(step)

    async def _listens(self) -> None:
        if not self._askwell.runs:
            clock = self._now.isoformat().replace("+00:00", "Z")
            self._askwell.config.write_text(f"{self._plain}\n[test]\nclock = {clock}\n")
            await self._listening()

    async def _compared(self, step: Did | Moved | Brought | Ruled | Held, act: str) -> Played:
        shown: list[Shown] = []
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        while True:
            quiet = self._nothing_waits()
            shown += self._stage.shown()
            found = self._best(step, shown)
            if (not found and quiet) or loop.time() > until:
                return Played(step.line, act, tuple(shown), tuple(found))
            await asyncio.sleep(0.02)

    def _best(
        self, step: Did | Moved | Brought | Ruled | Held, shown: list[Shown]
    ) -> list[Difference]:
        self._learn(step.expected, shown)
        read = [replace(one, parts=tuple(map(self._as_written, one.parts))) for one in shown]
        first: list[Difference] | None = None
        for really in self._orders(step):
            found = differences(step.line, [self._meant(o, really) for o in step.expected], read)
            if not found:
                self._really = really
                return []
            first = first or list(found)
        return first or []

    def _learn(self, expected: Iterable[Expected], shown: Iterable[Shown]) -> None:
        """Aliases appear with a question; the written one and the real one are then both new."""
        texts = " ".join(part for one in shown for part in one.parts)
        real = [one for one in _aliases(texts) if one not in self._written]
        known = self._written.values()
        written = [o for o in _aliases(" ".join(e.text for e in expected)) if o not in known]
        self._written.update(zip(real, written, strict=False))

    def _as_written(self, text: str) -> str:
        return _ALIAS.sub(lambda found: self._written.get(found[0], found[0]), text)

    async def _did(self, step: Did) -> Played:
        if isinstance(step.act, Press):
            real = {written: real for real, written in self._written.items()}
            at = _ALIAS.sub(lambda found: real.get(found[0], found[0]), step.act.at)
            step = replace(step, act=replace(step.act, at=at))
        return await super()._did(step)

    def _bring(self, step: Brought) -> None:
        store = Store(self._url, self._keys)
        with store.begin() as work:
            (course,) = work.courses.all()
            keep([step.record], course, work)
        store.close()

    def _kept(self) -> object:
        """What a second delivery must not change; the process keeps house meanwhile."""
        rows = super()._kept()
        assert isinstance(rows, dict)
        return {name: rows[name] for name in ("question", "ticket", "answer", "follow_up")}

    def _nothing_waits(self) -> bool:
        file = self._url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)) as connection:
            (waiting,) = connection.execute("SELECT count(*) FROM outbox").fetchone()
        return not waiting


def _aliases(text: str) -> list[str]:
    return list(dict.fromkeys(found[0] for found in _ALIAS.finditer(text)))
