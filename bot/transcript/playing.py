"""Playing a transcript: act, let everything be delivered, compare; then the next step."""

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import count, permutations
from pathlib import Path

from sqlalchemy import Engine, MetaData

from bot.app import App
from bot.transcript.comparing import Difference, differences
from bot.transcript.remains import in_files, in_tables, reflected, rows_of, sentences
from bot.transcript.script import (
    Again,
    Brought,
    Did,
    Expected,
    Fill,
    Held,
    Moved,
    Note,
    NothingLeft,
    Ruled,
    Script,
    Step,
)
from bot.transcript.stage import Impossible, Shown, Stage
from handlers.course import Course
from handlers.holding import begin, lift
from handlers.importing import keep
from handlers.reveal.switching import switch_off, switch_on
from handlers.rules.chance import Chance
from storage.kinds import NativeId


@dataclass(frozen=True, slots=True)
class Played:
    """A step that has been played.

    Attributes:
        line: its line in the transcript.
        act: what was done, by those who really did it.
        shown: what was said.
        differences: where that is not what is written.
    """

    line: int
    act: str
    shown: tuple[Shown, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """The app behind the stage, and where it keeps things.

    Attributes:
        app: started on the stage's platform, its wall clock standing still.
        engines: the main database and the vault.
        files: SQLite files, where there are any.
        traces: what else of a person must not be left, such as the key of their account.
        account: somebody's account on the platform.
    """

    app: App
    engines: tuple[Engine, ...]
    files: tuple[Path, ...]
    traces: Callable[[str], Iterable[str]]
    account: Callable[[str], NativeId]


def seeds(seed: int) -> Callable[[], bytes]:
    """A chain of seeds, one for each event: the same numbers, the same chances."""
    numbers = count()
    return lambda: blake2b(f"{seed}:{next(numbers)}".encode(), digest_size=16).digest()


class Player:
    """Plays one transcript.

    Where several act at once, any of them may be first. What is written then holds for some
    exchange of their names, which stays for the rest of the transcript.
    """

    def __init__(self, script: Script, stage: Stage, house: House) -> None:
        self._script = script
        self._stage = stage
        self._house = house
        self._really: dict[str, str] = {}
        self._tables: MetaData | None = None
        self._typed: defaultdict[str, list[str]] = defaultdict(list)

    async def play(self) -> AsyncIterator[Played]:
        """Each step as it has been played."""
        for step in self._script.steps:
            yield await self._play(step)

    async def _play(self, step: Step) -> Played:
        match step:
            case Note():
                return Played(step.line, step.source)
            case Did():
                return await self._did(step)
            case Moved():
                now = self._house.app.clock.now()
                await self._house.app.clock.forward(step.by or _until(now, step))
                return await self._compared(step, step.source)
            case Brought():
                await asyncio.to_thread(self._bring, step)
                return await self._compared(step, step.source)
            case Ruled() | Held():
                await asyncio.to_thread(self._decide, step)
                await self._house.app.clock.forward(timedelta(0))
                return await self._compared(step, step.source)
            case NothingLeft():
                who = self._really.get(step.who, step.who)
                left = [
                    Difference(step.line, note=f"there is still {one}") for one in self._left(who)
                ]
                return Played(step.line, f"nothing of {who} is left", (), tuple(left))

    async def _did(self, step: Did) -> Played:
        actors = tuple(self._really.get(who, who) for who in step.actors)
        act = f"{'+'.join(actors)}{f' in {step.room}' if step.room else ''}> {step.source}"
        for who in actors:
            if isinstance(step.act, Fill):
                typed = [step.act.text, *(value for _label, value in step.act.fields)]
                self._typed[who] += filter(None, typed)
        before = self._kept() if isinstance(step.act, Again) else None
        try:
            await asyncio.gather(*(self._stage.act(who, step.act, step.room) for who in actors))
        except Impossible as problem:
            played = await self._compared(step, act)
            why = Difference(step.line, note=str(problem))
            return replace(played, differences=(why, *played.differences))
        played = await self._compared(step, act)
        if before is not None and before != self._kept():
            changed = Difference(step.line, note="delivering it again changed what is stored")
            return replace(played, differences=(*played.differences, changed))
        return played

    async def _compared(self, step: Did | Moved | Brought | Ruled | Held, act: str) -> Played:
        await self._house.app.delivery.drain()
        shown = self._stage.shown()
        first: list[Difference] | None = None
        for really in self._orders(step):
            expected = [self._meant(one, really) for one in step.expected]
            found = differences(step.line, expected, shown)
            first = found if first is None else first
            if not found:
                self._really, first = really, found
                break
        return Played(step.line, act, tuple(shown), tuple(first or ()))

    def _orders(self, step: Step) -> Iterable[dict[str, str]]:
        """Who may stand for whom from here on; as it is comes first."""
        actors = step.actors if isinstance(step, Did) else ()
        real = [self._really.get(who, who) for who in actors]
        for order in permutations(real):
            yield {**self._really, **dict(zip(actors, order, strict=True))}

    def _meant(self, expected: Expected, really: Mapping[str, str]) -> Expected:
        *kind, who = expected.where.rpartition(" ")
        names = self._stage.names
        changed = {names[one]: names[other] for one, other in really.items() if one != other}
        text = expected.text
        if changed:
            any_name = "|".join(re.escape(name) for name in changed)
            text = re.sub(any_name, lambda found: changed[found[0]], text)
        return replace(expected, where="".join(kind) + really.get(who, who), text=text)

    def _bring(self, step: Brought) -> None:
        with self._house.app.store.begin() as work:
            (course,) = work.courses.all()
            keep([step.record], course, work)

    def _decide(self, step: Ruled | Held) -> None:
        if isinstance(step, Held):
            self._hold(step)
        else:
            self._rule(step)

    def _rule(self, step: Ruled) -> None:
        app = self._house.app
        named, deputies = (
            app.door.people(map(self._house.account, group))
            for group in (step.named, step.deputies)
        )
        with app.store.begin() as work:
            (record,) = work.courses.all()
            course, now = Course(work, Chance(step.source.encode() * 2), record), app.clock.now()
            if not step.named:
                switch_off(course, now)
                return
            switch_on(
                course,
                office=step.office,
                named=named,
                deputies=deputies,
                target=step.target,
                at=now,
            )

    def _hold(self, step: Held) -> None:
        app = self._house.app
        with app.store.begin() as work:
            (record,) = work.courses.all()
            course = Course(work, Chance(step.source.encode() * 2), record)
            (begin if step.on else lift)(course, app.clock.now())

    def _kept(self) -> object:
        # Not the vault, which notes the course that somebody used last.
        engine = self._house.engines[0]
        self._tables = self._tables or reflected(engine)
        return rows_of(engine, self._tables)

    def _left(self, who: str) -> Iterable[str]:
        words = [*sentences(self._typed[who]), *self._house.traces(who)]
        for engine in self._house.engines:
            yield from in_tables(engine, words)
        yield from in_files(self._house.files, words)
        yield from self._stage.remembered(words)


def _until(now: datetime, to: Moved) -> timedelta:
    """How long until the next such weekday and time."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (to.weekday - now.weekday()) % 7
    then = midnight + timedelta(days=days, minutes=to.minute)
    return then - now if then > now else then + timedelta(days=7) - now


def all_differences(played: Sequence[Played]) -> list[Difference]:
    """Everything in a transcript that is not as written."""
    return [one for step in played for one in step.differences]
