"""A handler that cannot do what was asked says why; nothing is changed."""

from handlers.chat.outgoing import Message


class Refused(Exception):
    """Roll back, and say this to the person who acted: one kind sentence with what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__("refused")
        self.message = message
