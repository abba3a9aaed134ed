"""The process is killed at random moments; what was acknowledged is there and delivered, once.

(Two hundred: ``tests/soak/kill.py``.)
"""

from pathlib import Path

import pytest

from tests.soak.killing import Acknowledged, check, play


@pytest.mark.timeout(300)
def test_ten_kills_on_sqlite_lose_nothing_and_do_nothing_twice(
    sqlite_url: str, tmp_path: Path
) -> None:
    found = play(tmp_path, sqlite_url, kills=10, seed=20260907, each=(20, 60))
    assert found["kills"] == 10
    assert min(found["posted"], found["claimed"], found["answered"]) > 0
    with pytest.raises(AssertionError):  # nothing was acknowledged, but a lot is there
        check(tmp_path, sqlite_url, Acknowledged())


@pytest.mark.timeout(300)
def test_four_kills_on_postgresql_lose_nothing_and_do_nothing_twice(
    postgresql_url: str, tmp_path: Path
) -> None:
    found = play(tmp_path, postgresql_url, kills=4, seed=20260908, each=(70, 120))
    assert found["kills"] == 4
    assert min(found["posted"], found["claimed"], found["answered"]) > 0
