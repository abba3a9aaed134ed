"""What happens in tests does not depend on how busy the machine is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import bot.dispatch
import storage.store


@contextmanager
def nothing_too_late() -> Iterator[None]:
    """Outside, an event that has not been kept within two seconds and a half is not kept at all."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (bot.dispatch, storage.store):
            patch.setattr(module, "BUSY_MS", 60_000)
        yield
