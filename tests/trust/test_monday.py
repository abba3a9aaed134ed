"""A Monday that is cut short: every course gets its digest, and none gets it twice.

(A thousand courses: ``tests/soak/mondays.py``.)
"""

import json
import signal
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.columns import table
from storage.store import Store
from storage.tables import PublishedTable
from tests.soak import mondays
from tests.storage.rows import KEYS

COURSES = 24


def published(url: str) -> Counter[str]:
    """How many digests each course has."""
    store = Store(url, KEYS)
    with store.read() as work:
        found = Counter(work.connection.scalars(select(table(PublishedTable).c.course_id)))
    store.close()
    return found


@pytest.mark.timeout(300)
def test_killed_half_way_no_digest_is_lost_or_posted_twice(stored_url: str, tmp_path: Path) -> None:
    mondays.prepare(tmp_path, stored_url, COURSES)
    killed = mondays.serve(tmp_path, stored_url, COURSES, dies_after=COURSES // 2)
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert COURSES // 2 <= len(published(stored_url)) <= COURSES
    said, complained = mondays.serve(tmp_path, stored_url, COURSES).communicate(timeout=120)
    told = json.loads(said)
    assert (told["courses"], told["most posted in one"]) == (COURSES, 1)
    assert set(published(stored_url).values()) == {1}
    assert len(published(stored_url)) == COURSES
    assert complained == ""
