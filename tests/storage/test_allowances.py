"""A day's allowance: exactly as many as it holds, over transactions and at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from storage.store import Store
from tests.storage.rows import MONDAY

END = MONDAY + timedelta(hours=14)


def use(store: Store, tag: str = "ana", scope: str = "c/day/asked") -> int:
    with store.begin() as work:
        return work.allowances.use(scope, tag, END, 3)


def test_it_holds_over_transactions_and_for_each_by_themselves(store: Store) -> None:
    assert [use(store) for _ in range(5)] == [1, 2, 3, 0, 0]
    assert use(store, tag="ben") == 1
    assert use(store, scope="c/day/posted") == 1


def test_many_at_once_get_no_more_than_there_are(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: use(store), range(16)))
    assert sorted(got) == [0] * 13 + [1, 2, 3]


def test_a_day_that_is_over_is_forgotten(store: Store) -> None:
    assert [use(store) for _ in range(4)] == [1, 2, 3, 0]
    with store.begin() as work:
        work.allowances.sweep(END - timedelta(seconds=1))
    assert use(store) == 0
    with store.begin() as work:
        work.allowances.sweep(END)
    assert use(store) == 1
