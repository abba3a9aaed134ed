"""Somebody who gets a page about themselves."""

from dataclasses import dataclass

from handlers.chat.person import Person
from storage.kinds import NativeId


@dataclass(frozen=True, slots=True)
class Owner:
    """Whoever asked for a page about themselves.

    Attributes:
        person: nameless, as ever.
        accounts: theirs.
    """

    person: Person
    accounts: tuple[NativeId, ...]
