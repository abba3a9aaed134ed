"""One word that would not fit any question is enough to begin with."""

import pytest

from handlers.rules.vagueness import vague


@pytest.mark.parametrize(
    ("text", "tried", "expected"),
    [
        ("it doesn't work", "", True),
        ("It doesn’t work!!", "", True),
        ("help", "", True),
        ("I get an error in exercise 3", "", True),
        ("my code is broken, please help me", "", True),
        ("???", "", True),
        ("it doesn't work", "I restarted it", False),
        ("my join doesn't work", "", False),
        ("NaN", "", False),
        ("why do I get an error in df.loc", "", False),
        ("what is recursion", "", False),
    ],
)
def test_vague(text: str, tried: str, expected: bool) -> None:
    assert vague(text, tried, "en") is expected


def test_a_language_without_a_list_finds_nothing_vague() -> None:
    assert not vague("es geht nicht", "", "de")
