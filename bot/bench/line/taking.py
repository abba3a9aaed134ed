"""Several processes take next at the same moment, until nothing waits: who took what."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Final

from sqlalchemy import select

from handlers.rules.line import BROUGHT, MATCH
from storage.columns import table
from storage.keys import load_keys
from storage.kinds import TicketState
from storage.store import Store
from storage.tables import TicketTable

PATIENCE: Final = 60.0
"""Seconds in which all processes must have started."""
_ticket = table(TicketTable)
_barriers: list[Barrier] = []


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it.

    Attributes:
        seconds: from the first press to the last answer.
        by: how many tickets each process was given.
        doubled: how often a ticket was given that somebody had been given.
        lost: tickets that nobody was given, or that are not on the desk of who was.
    """

    seconds: float
    by: tuple[int, ...]
    doubled: int
    lost: int


def take_all(store: Store, url: str, keys: Path, course_id: str, processes: int) -> Taken:
    """Have so many processes take all that waits in a course.

    Args:
        store: the database, to look at it before and afterwards.
        url: the same, for the others.
        keys: the file of keys.
        course_id: the course.
        processes: how many.
    """
    waiting = _found(store, course_id, TicketState.WAITING).keys()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    barrier = context.Barrier(processes)
    with ProcessPoolExecutor(processes, context, _ready, (barrier,)) as pool:
        running = [
            pool.submit(_take_on, url, keys, course_id, f"seat-{number}")
            for number in range(processes)
        ]
        given = [one.result() for one in running]
    names = [names for _, _, names in given]
    doubled, lost = judged(names, waiting, _found(store, course_id, TicketState.CLAIMED))
    return Taken(
        seconds=max(ended for _, ended, _ in given) - min(began for began, _, _ in given),
        by=tuple(len(own) for own in names),
        doubled=doubled,
        lost=lost,
    )


def judged(
    given: Sequence[Sequence[str]], waiting: Collection[str], desks: Mapping[str, str]
) -> tuple[int, int]:
    """How often a ticket was given twice, and how many are lost.

    Args:
        given: to each process.
        waiting: all that waited.
        desks: on whose desk each is afterwards, by what is stored.
    """
    times = Counter(name for names in given for name in names)
    told = {name: f"seat-{number}" for number, names in enumerate(given) for name in names}
    lost = [name for name in waiting if name not in told or desks.get(name) != told[name]]
    return times.total() - len(times), len(lost)


def _found(store: Store, course_id: str, state: TicketState) -> dict[str, str]:
    """The tickets of a course that are in a state, and on whose desk each is."""
    wanted = select(_ticket.c.question_id, _ticket.c.holder_seat).where(
        _ticket.c.course_id == course_id, _ticket.c.state == state
    )
    with store.read() as work:
        return {row[0]: row[1] for row in work.connection.execute(wanted)}


def _ready(barrier: Barrier) -> None:
    _barriers.append(barrier)


def _take_on(url: str, keys: Path, course_id: str, seat: str) -> tuple[float, float, list[str]]:
    """In a process of its own: from when until when, and what it was given."""
    store, names = Store(url, load_keys(keys), alone=False), []
    with store.read() as work:
        work.tickets.ahead(course_id)  # a connection is there
    _barriers[-1].wait(PATIENCE)
    began = time.monotonic()
    while (name := _take(store, course_id, seat)) is not None:
        names.append(name)
    ended = time.monotonic()
    store.close()
    return began, ended, names


def _take(store: Store, course_id: str, seat: str) -> str | None:
    """**[Take next]**, to the commit."""
    with store.begin() as work:
        return work.tickets.take_next(
            course_id, seat, (), (), datetime.now(UTC), match=MATCH, brought=BROUGHT
        )
