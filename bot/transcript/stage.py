"""What a transcript is played on: a platform on which people act and see what is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.transcript.script import Act


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that was shown.

    Attributes:
        where: ``#room``, ``only x``, ``notice x``, ``form to x`` or ``refused x``.
        parts: what it says, from top to bottom; buttons come last, in brackets.
        edited: whether an earlier message was changed into it.
    """

    where: str
    parts: tuple[str, ...]
    edited: bool = False


class Impossible(Exception):
    """Nobody could do this on the platform as it stands: there is no such button or form."""


class Stage(Protocol):
    """A platform with people on it."""

    @property
    def names(self) -> Mapping[str, str]:
        """Everybody's display name by the name a transcript has for them."""

    async def act(self, who: str, act: Act, room: str) -> None:
        """Do something as somebody.

        Args:
            who: the person.
            act: what.
            room: ``#room`` or ``direct``; empty for the class's room.

        Raises:
            Impossible: the person could not.
        """

    def shown(self) -> list[Shown]:
        """What has been shown to anybody since the last call, in order."""

    def remembered(self, words: Iterable[str]) -> list[str]:
        """Where in rooms and direct messages any of the words still stand."""
