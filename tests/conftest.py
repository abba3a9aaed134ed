"""What every test may ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engine import open_engine, vault_url
from storage.migrate import upgrade
from tests.databases import PostgreSQL, hurried_sqlite, running_postgresql
from tests.unhurried import nothing_too_late


@pytest.fixture(scope="session", autouse=True)
def _hurried() -> Iterator[None]:
    """Nobody waits for the disk."""
    with hurried_sqlite():
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_too_late() -> Iterator[None]:
    """No test fails because the machine is busy."""
    with nothing_too_late():
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A real PostgreSQL server; where it cannot start, the tests that need it fail."""
    with running_postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of this test's own, once on each kind of database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    # Asked for only here, so that a run of SQLite tests alone starts no server.
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.fresh()
    yield url
    server.drop(url)


def _migrated(url: str) -> str:
    """Make the tables of both histories."""
    main, vault = open_engine(url), open_engine(vault_url(url))
    upgrade(main, "main")
    upgrade(vault, "vault")
    main.dispose()
    vault.dispose()
    return url


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    _migrated(f"sqlite:///{folder / 'askwell.sqlite'}")
    return folder


@pytest.fixture(scope="session")
def _migrated_server(request: pytest.FixtureRequest) -> str:
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return _migrated(server.fresh())


@pytest.fixture
def sqlite_url(_migrated_file: Path, tmp_path: Path) -> str:
    """The URL of an SQLite database of this test's own with all tables, its vault beside it."""
    shutil.copytree(_migrated_file, tmp_path, dirs_exist_ok=True)
    return f"sqlite:///{tmp_path / 'askwell.sqlite'}"


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL, _migrated_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database of this test's own with all tables, its vault in it."""
    # Emptying one database takes a tenth of the time of making another.
    yield _migrated_server
    postgresql.empty(_migrated_server)


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def stored_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with all tables, once on each kind of database."""
    url: str = request.getfixturevalue(request.param)
    return url
