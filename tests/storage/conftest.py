"""What tests of storage may ask for."""

from collections.abc import Iterator

import pytest

from storage.store import Store
from tests.storage.rows import KEYS


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    """An open store with all tables and nothing in them, on each database."""
    opened = Store(stored_url, KEYS)
    yield opened
    opened.close()
