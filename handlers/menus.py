"""What the menu of a message offers, for each platform to show in its own way."""

from dataclasses import dataclass

from handlers.all import ROUTES
from handlers.chat.incoming import Shortcut
from handlers.words import FALLBACK, words


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu.

    Attributes:
        name: the shortcut's name, as routes have it.
        label: what the menu shows; at most 24 characters (Slack's limit; Discord has 32).
        says: what it does.
    """

    name: str
    label: str
    says: str


def message_menu() -> tuple[MenuItem, ...]:
    """Every shortcut, made from the routes."""
    say = words(FALLBACK)
    return tuple(
        MenuItem(route.name, say(f"shortcut-{route.name}"), _says(say(route.help)))
        for route in ROUTES.all()
        if route.kind is Shortcut
    )


def _says(line: str) -> str:
    says = line.partition(": ")[2]
    return says[:1].upper() + says[1:]
