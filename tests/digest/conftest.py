"""A database for many digests, each of which is undone."""

from collections.abc import Iterator

import pytest

from storage.engine import open_engine
from storage.migrate import upgrade
from storage.store import Store
from tests.storage.rows import KEYS


@pytest.fixture(scope="module")
def one_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """For properties: one database for all examples."""
    url = f"sqlite:///{tmp_path_factory.mktemp('any')}/any.sqlite"
    engine = open_engine(url)
    upgrade(engine, "main")
    engine.dispose()
    opened = Store(url, KEYS)
    yield opened
    opened.close()
