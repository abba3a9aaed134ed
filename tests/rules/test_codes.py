"""Codes: read back however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.chance import Chance
from handlers.rules.codes import new_code, read

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # RFC 4648, table 3


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_eight_signs_of_the_alphabet_in_two_groups(seed: bytes) -> None:
    code = new_code(Chance(seed).token())
    left, right = code.split("-")
    assert (len(left), len(right)) == (4, 4)
    assert set(left + right) <= set(ALPHABET)
    assert read(code) == left + right


@pytest.mark.parametrize(
    "typed", ["K7QF-3MNB", "k7qf3mnb", " k7qf 3mnb ", "K7QF–3MN8", "\u200bK7QF-3MNB."]
)
def test_however_it_is_typed(typed: str) -> None:
    assert read(typed) == "K7QF3MNB"


def test_signs_that_look_alike() -> None:
    assert read("0O1I-8B") == "OOIIBB"
