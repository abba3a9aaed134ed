"""A past answer cut to a hint gives a beginning, not the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.cutting import LONGEST, cut_to_hint

REST = " x" * 400


@pytest.mark.parametrize(
    ("why", "answer", "hint"),
    [
        ("the first sentence", f"Count the keys. {REST}", "Count the keys."),
        ("as many as fit", f"Count. Then look! Why? {REST}", "Count. Then look! Why?"),
        ("a line is a sentence", f"Count the keys\nThen look.{REST}", "Count the keys Then look."),
        ("too short to show any of it", "Count the keys.", ""),
        ("a third at most", "Aaaa. " + "b" * 9, "Aaaa."),
        ("not more than a third", "Aaaa. " + "b" * 8, ""),
        ("never its code", f"Do this:\n```\nx = 1\n``` and so on. {REST}", "Do this:"),
        ("beginning with code", f"```\nx = 1\n``` and so on. {REST}", ""),
        ("code without an end", f"See.\n```\nx = 1{REST}", "See."),
        ("a sentence too long for a hint", "x" * 241 + ". " + REST * 2, ""),
        ("240 characters just fit", "x" * 239 + ". " + REST * 2, "x" * 239 + "."),
        ("nothing", "", ""),
    ],
)
def test_what_a_hint_shows(why: str, answer: str, hint: str) -> None:
    assert cut_to_hint(answer) == hint, why


@given(st.text(max_size=2000))
def test_a_hint_is_never_most_of_the_answer(answer: str) -> None:
    hint = cut_to_hint(answer)
    assert len(hint) <= LONGEST
    assert len(hint) * 3 <= len(answer.strip())
    assert "```" not in hint
