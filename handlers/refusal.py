"""A handler that cannot do what was asked says why; nothing is changed."""

from handlers.chat.outgoing import Message, Said


class Refused(Exception):
    """Roll back, and say this to the person who acted: one kind sentence with what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__("refused")
        self.message = message


def unsent(why: Message, text: str) -> Refused:
    """A refusal that gives back what somebody wrote, so that nothing of it is lost."""
    return Refused(Message((*why.parts, Said(text)) if text else why.parts))
