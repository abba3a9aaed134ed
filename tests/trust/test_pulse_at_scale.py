"""A small version of ``tests.soak.pulses``: six time zones over their clock changes."""

import re
from pathlib import Path

import pytest

from handlers.pulse import asking, sending
from tests.soak import pulses


def test_nobody_twice_nobody_at_night_nobody_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAGE", 4)  # several pages a course
    found = pulses.play(60, tmp_path, size=10)
    # Of ten in a course two are asked on the card, and one of the others has a question open.
    assert found["asked"] == 2 * 6 * 7


def test_it_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.Waiting, "lets_ask", lambda _self, _who: True)
    with pytest.raises(AssertionError, match=re.escape("asked while stuck")):
        pulses.play(10, tmp_path, size=10)
