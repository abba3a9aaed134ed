"""Row ``search``: the nearest entries of a course, in a course of a term and in the largest."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial

from bot.bench.rehearsal import Bare, Rehearsal
from bot.bench.rows import Row, in_turn, within
from bot.bench.stage import FAQ, LARGE, Class, Stage
from handlers.rules.bm25 import terms
from handlers.sources import TELLING
from storage.store import Work

TIMES = 100
LIMIT_MS = 10.0
"""The design's limit for a course of 10 000; the smaller one is held to it as well."""


def search_rows(stage: Stage) -> Iterator[Row]:
    """Searching in both courses, which stand in the same database."""
    for entries in (FAQ, LARGE):
        yield search_row(stage, Class(stage.store, entries), f"search, {entries:,} entries")


def search_row(stage: Stage, people: Class, name: str) -> Row:
    """Searching in one course as a panel does, in turn with its statements over the driver.

    Args:
        stage: where.
        people: the course, and who asks there.
        name: of the row.

    Raises:
        RuntimeError: hardly anything was found, so that the time would mean nothing.
    """
    course = people.course
    found: list[int] = []

    def find(text: str, work: Work) -> None:
        wanted = terms(text, course.language)
        found.append(len(work.search.best(course.id, wanted, least=TELLING)))

    def ours(text: str) -> None:
        with stage.store.read() as work:
            find(text, work)

    with closing(Bare(stage.store)) as bare, closing(Rehearsal(stage)) as rehearsal:
        scripts = [rehearsal.written(partial(find, people.question())) for _ in range(TIMES)]
        floor, our = in_turn(
            [(partial(bare.play, script), partial(ours, people.question())) for script in scripts]
        )
    if found.count(0) > len(found) / 2:
        raise RuntimeError("nothing was found where something must be")
    return within(name, floor, our, "ms", LIMIT_MS, f"p50 ≤ {LIMIT_MS:.0f} ms")
