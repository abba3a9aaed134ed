"""Chance that comes with the event: the same seed, the same draws; another seed tells nothing.

Draws are blocks of BLAKE2b keyed by the seed (RFC 7693), so nobody can guess one draw from another.
"""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import product
from typing import TypeVar

Thing = TypeVar("Thing")
_SIGNS = "abcdefghijklmnopqrstuvwxyz234567"
_TWO = ["".join(two) for two in product(_SIGNS, repeat=2)]
"""Base 32 (RFC 4648), two signs at a time."""


class Chance:
    """A stream of draws from one seed."""

    def __init__(self, seed: bytes) -> None:
        """Take the event's seed; at least 16 bytes nobody can guess, outside of tests."""
        self._seed = seed
        self._drawn = 0

    def _block(self, size: int) -> bytes:
        self._drawn += 1
        return blake2b(self._drawn.to_bytes(8), digest_size=size, key=self._seed[:64]).digest()

    def token(self) -> str:
        """Twelve lower-case letters and digits: 60 bits, for ids and once-tokens."""
        drawn = int.from_bytes(self._block(8))
        return "".join([_TWO[drawn >> place & 1023] for place in (54, 44, 34, 24, 14, 4)])

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, *limit*; all alike to within 2⁻³².

        Raises:
            ValueError: there is none.
        """
        if limit < 1:
            raise ValueError("nothing to draw from")
        return int.from_bytes(self._block(12)) % limit

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of some things."""
        return things[self.below(len(things))]
