"""A handler that cannot do what was asked says why; nothing is changed."""

from collections.abc import Callable

from handlers.chat.outgoing import Message, Said
from storage.store import Work

Keep = Callable[[Work], None]


class Refused(Exception):
    """Roll back, and say this to the person who acted: one kind sentence with what to do.

    Attributes:
        message: the sentence.
        keep: keeps, in a transaction of its own, what must not be lost with the rest.
    """

    def __init__(self, message: Message, keep: Keep | None = None) -> None:
        super().__init__("refused")
        self.message = message
        self.keep = keep


def unsent(why: Message, text: str) -> Refused:
    """A refusal that gives back what somebody wrote, so that nothing of it is lost."""
    return Refused(Message((*why.parts, Said(text)) if text else why.parts))
