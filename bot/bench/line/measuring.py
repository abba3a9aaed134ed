"""Rows ``line``: what takes as long for one of a million as for one of a thousand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median

from bot.bench.line.loading import TOPICS, entries, tickets
from bot.bench.line.taking import take_all
from bot.bench.rows import Row, at_most_times, milliseconds, within
from bot.bench.searching import search_row
from bot.bench.stage import LARGE, Class, Stage, beside
from handlers.rules.line import BROUGHT, MATCH
from storage.store import Store

FEW, MANY, COURSES = 1_000, 1_000_000, 1_000
"""Tickets of a course, in all, and courses of a fleet."""
WARM, TIMES = 20, 200
PROCESSES, TOGETHER = 8, 2_000
OTHERS = 99
"""Courses as large as the largest: a million answered questions with it."""
MOST = 2.0


def line_rows(stage: Stage) -> Iterator[Row]:
    """The line, and then the search; several processes only where there may be several."""
    with beside(stage) as small:
        tickets(small.store, FEW, "few")
        tickets(stage.store, MANY, "many")
        yield _take_next(small.store, "few", stage.store, "many", f"take next, {MANY:,} wait")
        tickets(small.store, FEW, "alone")
        tickets(stage.store, MANY, "fleet-", COURSES)
        tickets(stage.store, FEW, "among")
        name = f"take next, {FEW:,} wait, {MANY:,} in a fleet"
        yield _take_next(small.store, "alone", stage.store, "among", name)
    if not stage.store.one_lane:
        yield from _several(stage)
    yield _search(stage)


def _take_next(few: Store, few_of: str, many: Store, many_of: str, name: str) -> Row:
    """The statement of **[Take next]**, in turn where a thousand wait and where a million do."""
    pairs = [(_taken(few, few_of), _taken(many, many_of)) for _ in range(WARM + TIMES)]
    floor, ours = (median(times) for times in zip(*pairs[WARM:], strict=True))
    return at_most_times(name, floor, ours, "ms", MOST, f"≤ {MOST:.0f} × with {FEW:,}")


def _taken(store: Store, course_id: str) -> float:
    """How long it took, without the commit, which waits for the disk however many there are.

    Raises:
        RuntimeError: nothing was taken, so that its time would mean nothing.
    """
    found: list[str | None] = []
    with store.begin() as work:
        took = milliseconds(
            lambda: found.append(
                work.tickets.take_next(
                    course_id, "s", TOPICS[:3], (), datetime.now(UTC), match=MATCH, brought=BROUGHT
                )
            )
        )
    if found == [None]:
        raise RuntimeError("nothing was taken where a ticket must be")
    return took


def _several(stage: Stage) -> Iterator[Row]:
    """All that waits is taken by one process, and by several at once."""
    keys = stage.folder / "keys.json"
    tickets(stage.store, TOGETHER, "one")
    one = take_all(stage.store, stage.url, keys, "one", 1)
    tickets(stage.store, TOGETHER, "several")
    several = take_all(stage.store, stage.url, keys, "several", PROCESSES)
    name = f"take next, {PROCESSES} processes"
    floor, ours = (1000 * taken.seconds / TOGETHER for taken in (one, several))
    yield at_most_times(name, floor, ours, "ms", 1.0, "no slower than one process")
    wrong = several.doubled + several.lost
    yield within(f"{name}, twice or lost", TOGETHER, wrong, "of them", 0, "none")


def _search(stage: Stage) -> Row:
    people = Class(stage.store, LARGE)
    entries(stage.store, people.course, OTHERS)
    name = f"search, {LARGE:,} of {LARGE * (OTHERS + 1):,} entries"
    return search_row(stage, people, name)
