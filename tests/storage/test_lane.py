"""SQLite's write lane: one commit for all who queue, and what fails is rolled back alone."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from storage.store import Busy, Store
from tests.storage.rows import KEYS, course

PATIENCE = 30.0
"""Seconds until a test that waits for a thread has failed."""


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = Store(sqlite_url, KEYS)
    yield opened
    opened.close()


@pytest.fixture
def commits(store: Store) -> list[str]:
    seen: list[str] = []
    event.listen(store.engine, "commit", lambda _connection: seen.append("commit"))
    return seen


def together(store: Store, *parts: Callable[[str], None]) -> list[Future[None]]:
    """Do the parts in one queue: the first is inside until all the others stand behind it."""
    lane = store._lane
    assert lane is not None
    inside = threading.Event()

    def first() -> None:
        with store.begin() as work:
            work.courses.add(course("first"))
            inside.set()
            until = time.monotonic() + PATIENCE
            while lane._queued < len(parts) and time.monotonic() < until:
                threading.Event().wait(0.001)

    def part(number: int, do: Callable[[str], None]) -> None:
        with store.begin() as work:
            work.courses.add(course(f"c{number}"))
            do(f"c{number}")

    with ThreadPoolExecutor(len(parts) + 1) as pool:
        done = [pool.submit(first)]
        assert inside.wait(PATIENCE)
        done += [pool.submit(part, number, do) for number, do in enumerate(parts)]
    return done


def nothing(_course: str) -> None:
    pass


def fails(_course: str) -> None:
    raise ZeroDivisionError


def kept(store: Store) -> set[str]:
    with store.read() as work:
        return {one.id for one in work.courses.all()}


def test_all_who_queue_are_kept_by_one_commit(store: Store, commits: list[str]) -> None:
    done = together(store, *[nothing] * 5)
    assert [one.exception() for one in done] == [None] * 6
    assert kept(store) == {"first", "c0", "c1", "c2", "c3", "c4"}
    assert commits == ["commit"]


def test_somebody_alone_does_not_wait(store: Store, commits: list[str]) -> None:
    for name in ("one", "two"):
        with store.begin() as work:
            work.courses.add(course(name))
    assert kept(store) == {"one", "two"}
    assert commits == ["commit", "commit"]


def test_a_part_that_fails_is_rolled_back_alone(store: Store, commits: list[str]) -> None:
    done = together(store, nothing, fails, nothing, fails)
    failed = [type(one.exception()) for one in done]
    assert failed.count(ZeroDivisionError) == 2
    assert failed.count(type(None)) == 3
    assert kept(store) == {"first", "c0", "c2"}
    assert commits == ["commit"]


def test_when_the_commit_fails_nobody_is_told_it_is_kept(store: Store) -> None:
    def refuse(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    event.listen(store.engine, "commit", refuse)
    done = together(store, nothing, nothing)
    assert [type(one.exception()) for one in done] == [OperationalError] * 3
    event.remove(store.engine, "commit", refuse)
    assert kept(store) == set()
    with store.begin() as work:
        work.courses.add(course("later"))
    assert kept(store) == {"later"}


def test_a_group_is_closed_when_it_is_large(store: Store, commits: list[str]) -> None:
    done = together(store, *[nothing] * 20)
    assert all(one.exception() is None for one in done)
    assert len(kept(store)) == 21
    # At most sixteen parts a commit: the first, fifteen behind it, and the rest.
    assert len(commits) == 2


def test_who_is_left_behind_by_somebody_impatient_commits_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch, commits: list[str]
) -> None:
    lane = store._lane
    assert lane is not None
    queue = lane._queue
    left = threading.Event()

    def impatient(patience: float) -> None:
        if left.is_set():
            raise Busy
        queue(patience)

    monkeypatch.setattr(lane, "_queue", impatient)
    with store.begin() as work:
        work.courses.add(course("first"))
        lane._queued += 1  # somebody who stands behind
        left.set()
        with pytest.raises(Busy), store.begin():
            pass
    assert kept(store) == {"first"}
    assert commits == ["commit"]
