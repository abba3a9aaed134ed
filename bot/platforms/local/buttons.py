"""Finding a button of the bot's by its route, as somebody does who knows what they look for."""

from collections.abc import Iterable, Iterator

from bot.platforms.local.chat import Seen
from handlers.chat.outgoing import recognise


class NoButton(LookupError):
    """None of the messages has such a button."""


def buttons(messages: Iterable[Seen]) -> Iterator[tuple[Seen, str, str, tuple[str, ...]]]:
    """Every button: its message, its id, its route and its arguments."""
    for message in messages:
        for one in message.body.all_buttons():
            route, args, _once = recognise(one.id)
            yield message, one.id, route, args


def button(
    messages: Iterable[Seen], name: str, args: tuple[str, ...] | None = None
) -> tuple[Seen, str, tuple[str, ...]]:
    """Message, id and arguments of the first button with this route.

    Args:
        messages: where to look, in this order.
        name: the route.
        args: its arguments; ``None`` for any.

    Raises:
        NoButton: there is none.
    """
    for message, id_, route, found in buttons(messages):
        if route == name and args in (None, found):
            return message, id_, found
    raise NoButton(name)
