"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import PostgreSQL, running_postgresql


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A real PostgreSQL server; where it cannot start, the tests that need it fail."""
    with running_postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of this test's own, once on each kind of database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'askwell.sqlite'}"
        return
    # Asked for only here, so that a run of SQLite tests alone starts no server.
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.fresh()
    yield url
    server.drop(url)
