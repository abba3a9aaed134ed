"""Row ``dispatch``: what stands between an event and its handler, beside the handler alone."""

from collections.abc import Iterator
from functools import partial

from bot.bench.rows import Row, in_turn, within
from bot.bench.stage import Class, Stage
from bot.dispatch import Dispatcher
from handlers.chat.incoming import Press
from handlers.chat.outgoing import Outgoing
from handlers.course import Desk
from handlers.routes import Routes
from handlers.rules.chance import Chance

TIMES = 1_000
FEW, MANY = 3, 60
"""Features, each with one route: the cost must not depend on how many there are."""
LIMIT_MS = 0.15


def dispatch_rows(stage: Stage) -> Iterator[Row]:
    """An event whose handler does nothing, with few features and with many."""
    people = Class(stage.store, 1)
    for features in (FEW, MANY):
        routes = Routes()
        for number in range(features):
            routes.press(f"nothing-{number}", reads=True, anywhere=True)(_nothing)
        dispatcher = Dispatcher(stage.store, routes)
        presses = [people.press("nothing-0") for _ in range(TIMES)]
        with stage.store.read() as work:
            floors = [partial(_alone, press, Desk(work, Chance(press.seed))) for press in presses]
            floor, our = in_turn(
                [
                    (alone, partial(dispatcher.handle, press))
                    for alone, press in zip(floors, presses, strict=True)
                ]
            )
        name, aim = f"dispatch, {features} features", f"adds ≤ {LIMIT_MS} ms"
        yield within(name, floor, our, "ms", floor + LIMIT_MS, aim)


def _nothing(_press: Press, _desk: Desk) -> Iterator[Outgoing]:
    """Say nothing."""
    yield from ()


def _alone(press: Press, desk: Desk) -> None:
    for _one in _nothing(press, desk):
        pass
