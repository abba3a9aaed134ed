"""Rows ``ask`` and ``claim``: events that change something, from the dispatcher to the commit."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial

from bot.bench.rehearsal import Bare, Rehearsal, Script
from bot.bench.rows import Row, at_most_times, in_turn, percentile, within
from bot.bench.stage import FAQ, Class, Stage
from bot.dispatch import Dispatcher
from bot.running import threads
from handlers.all import ROUTES
from handlers.chat.incoming import Acted
from handlers.chat.outgoing import Reply
from storage.kinds import Role

WARM, TIMES = 20, 200
FEW = 20
"""Answered questions where it is not about searching."""
AT_ONCE, ROUNDS = 64, 5
LIMIT_MS = 80.0
MOST = {"sqlite": 4.0, "postgresql": 1 / 0.6}
"""How many times the floor Askwell may take."""
AIM = {"sqlite": "≥ 1/4 of its rate", "postgresql": "≥ .6 of its rate"}

Call = Callable[[], None]


def ask_rows(stage: Stage) -> Iterator[Row]:
    """Asking, in a course as large as a real one: one after the other, then 64 at once."""
    people = Class(stage.store, FAQ)
    yield _one_by_one(stage, "ask", people.ask)
    yield _at_once(stage, people)


def claim_rows(stage: Stage) -> Iterator[Row]:
    """Claiming a ticket, each once."""
    people = Class(stage.store, FEW)
    waiting = iter(_tickets(stage, people))
    yield _one_by_one(stage, "claim", lambda: people.press("claim", next(waiting), role=Role.TA))


def _tickets(stage: Stage, people: Class) -> list[str]:
    """Questions that wait, posted by the product itself."""
    dispatcher = Dispatcher(stage.store, ROUTES)
    posted = []
    for _ in range(2 * (WARM + TIMES)):
        asked = people.ask()
        panel = _handle(dispatcher, asked)
        (question_id,) = next(
            button.args for button in panel.message.buttons if button.name == "ask-people"
        )
        _handle(dispatcher, people.press("post", question_id, who=asked.who))
        posted.append(question_id)
    return posted


def _one_by_one(stage: Stage, name: str, make: Callable[[], Acted]) -> Row:
    """Events handled to their commits, in turn with their statements over the driver."""
    dispatcher = Dispatcher(stage.store, ROUTES)
    with closing(Bare(stage.store)) as bare, closing(Rehearsal(stage)) as rehearsal:
        for _ in range(WARM):
            _handle(dispatcher, make())
            bare.play(rehearsal.script(make()))
        floors = [partial(bare.play, rehearsal.script(make())) for _ in range(TIMES)]
        ours = [partial(_handle, dispatcher, make()) for _ in range(TIMES)]
        floor, our = in_turn(list(zip(floors, ours, strict=True)))
    kind = stage.store.engine.dialect.name
    return at_most_times(name, floor, our, "ms", MOST[kind], AIM[kind])


def _handle(dispatcher: Dispatcher, heard: Acted) -> Reply:
    """Handle an event.

    Raises:
        RuntimeError: it was not answered as it should be, so that its time would mean nothing.
    """
    said = dispatcher.handle(heard).said
    if not said or not isinstance(said[0], Reply):
        raise RuntimeError("an event was not answered")
    return said[0]


def _at_once(stage: Stage, people: Class) -> Row:
    """So many asks at the same moment, over the threads that the running bot has."""
    dispatcher = Dispatcher(stage.store, ROUTES)
    lane: AbstractContextManager[object] = nullcontext()
    if stage.store.one_lane:
        lane = threading.Lock()
    bares: queue.SimpleQueue[Bare] = queue.SimpleQueue()
    for _ in range(4):
        bares.put(Bare(stage.store))

    def play(script: Script) -> None:
        bare = bares.get()
        with lane:
            bare.play(script)
        bares.put(bare)

    floors: list[float] = []
    ours: list[float] = []
    with closing(Rehearsal(stage)) as rehearsal:
        for _ in range(ROUNDS):
            scripts = [rehearsal.script(people.ask()) for _ in range(AT_ONCE)]
            events = [people.ask() for _ in range(AT_ONCE)]
            asked = [partial(_handle, dispatcher, one) for one in events]
            floors += asyncio.run(_together(stage, [partial(play, script) for script in scripts]))
            ours += asyncio.run(_together(stage, asked))
    while not bares.empty():
        bares.get().close()
    name, aim = f"ask, {AT_ONCE} at once, p99", f"≤ {LIMIT_MS:.0f} ms"
    return within(name, percentile(floors, 99), percentile(ours, 99), "ms", LIMIT_MS, aim)


async def _together(stage: Stage, calls: Sequence[Callable[[], object]]) -> list[float]:
    """How long after the common start each call was done, in milliseconds."""
    asyncio.get_running_loop().set_default_executor(threads(stage.store))
    began = time.perf_counter()

    async def done(call: Callable[[], object]) -> float:
        await asyncio.to_thread(call)
        return (time.perf_counter() - began) * 1000

    return await asyncio.gather(*(done(call) for call in calls))
