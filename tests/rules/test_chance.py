"""Chance: repeatable from a seed, spread out, and different for every seed."""

from collections import Counter
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.chance import Chance


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    first, second, other = Chance(b"a" * 16), Chance(b"a" * 16), Chance(b"b" * 16)
    drawn = [first.token() for _ in range(5)]
    assert drawn == [second.token() for _ in range(5)]
    assert not set(drawn) & {other.token() for _ in range(5)}


def test_a_token_is_the_first_60_bits_of_a_keyed_block() -> None:
    """By hand: BLAKE2b-64 of the draw's number (8 bytes, big-endian), keyed; RFC 4648 base 32."""
    block = blake2b((1).to_bytes(8, "big"), digest_size=8, key=b"s" * 16).digest()
    bits = "".join(f"{byte:08b}" for byte in block)
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    expected = "".join(letters[int(bits[at : at + 5], 2)] for at in range(0, 60, 5))
    assert Chance(b"s" * 16).token() == expected


def test_tokens_look_alike_and_do_not_repeat() -> None:
    chance = Chance(b"x" * 16)
    tokens = [chance.token() for _ in range(2000)]
    assert len(set(tokens)) == 2000
    assert {len(token) for token in tokens} == {12}
    assert set("".join(tokens)) == set("abcdefghijklmnopqrstuvwxyz234567")


def test_a_long_seed_is_taken_up_to_the_key_length() -> None:
    assert Chance(b"s" * 64 + b"more").token() == Chance(b"s" * 64).token()


@given(st.binary(min_size=16, max_size=32), st.integers(1, 10**6))
def test_below_stays_below(seed: bytes, limit: int) -> None:
    assert 0 <= Chance(seed).below(limit) < limit


def test_below_is_even() -> None:
    """Chi-square with 6 degrees of freedom stays under its 99.9 % point, 22.46."""
    chance = Chance(b"even" * 4)
    counts = Counter(chance.below(7) for _ in range(7000))
    assert set(counts) == set(range(7))
    assert sum((count - 1000) ** 2 / 1000 for count in counts.values()) < 22.46


def test_nothing_below_one() -> None:
    assert Chance(b"s" * 16).below(1) == 0
    with pytest.raises(ValueError, match="nothing to draw from"):
        Chance(b"s" * 16).below(0)


def test_pick_reaches_everything() -> None:
    chance = Chance(b"pick" * 4)
    assert {chance.pick("abc") for _ in range(50)} == set("abc")
