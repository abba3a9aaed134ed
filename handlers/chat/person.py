"""A person, as the inside knows one: two powers and no name."""

from typing import Protocol

from storage.kinds import Purpose, Seal


class Person(Protocol):
    """Somebody who can be recognised again and reached, but not named."""

    def tag(self, purpose: Purpose, scope: str) -> str:
        """A keyed hash, equal for the same person, purpose and scope, and good for nothing else."""

    def sealed(self, scope: str) -> Seal:
        """The person locked for *scope*; only the door can open it, to deliver."""
