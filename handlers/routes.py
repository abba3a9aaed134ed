"""Which function answers which event, for whom. Help and platform commands are made from this."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from handlers.chat.incoming import Command, Direct, Event, Press, Shortcut, Submission, Tick
from handlers.chat.outgoing import Outgoing
from storage.kinds import Role

Handler = Callable[..., Iterable[Outgoing]]
Decorated = TypeVar("Decorated", bound=Handler)

EVERYONE = frozenset(Role)
STAFF = frozenset({Role.TA, Role.INSTRUCTOR})
INSTRUCTORS = frozenset({Role.INSTRUCTOR})


@dataclass(frozen=True, slots=True)
class Route:
    """A way from an event to a function.

    Attributes:
        kind: the class of event.
        name: the command, button, shortcut, form or job.
        handler: ``handler(event, course)``, or ``handler(event, desk)`` where ``anywhere``.
        reads: it changes nothing, so a redelivery is simply answered again.
        roles: who may take it.
        anywhere: it works without a course.
        repeats: a second press is a new act, whose effect is the same; only a redelivery is not.
        tells: what it says an exam period may close, so that it is not said again during one.
        lasts: it works in an archived course too.
        help: the key of its line in the help; empty for what is no command or shortcut.
    """

    kind: type[Any]
    name: str
    handler: Handler
    reads: bool
    roles: frozenset[Role]
    anywhere: bool
    repeats: bool = False
    tells: bool = False
    lasts: bool = False
    help: str = ""


class Routes:
    """The routes of one feature, or of all."""

    def __init__(self) -> None:
        self._routes: dict[tuple[type[Any], str], Route] = {}

    def _decorator(
        self,
        kind: type[Any],
        name: str,
        *,
        reads: bool,
        roles: frozenset[Role],
        anywhere: bool,
        repeats: bool = False,
        tells: bool = False,
        lasts: bool = False,
        help: str = "",  # noqa: A002  # the word for it
    ) -> Callable[[Decorated], Decorated]:
        def add(handler: Decorated) -> Decorated:
            route = Route(kind, name, handler, reads, roles, anywhere, repeats, tells, lasts, help)
            self._add(route)
            return handler

        return add

    def _add(self, route: Route) -> None:
        if (route.kind, route.name) in self._routes:
            raise ValueError(f"two routes for {route.kind.__name__} {route.name}")
        self._routes[route.kind, route.name] = route

    def command(
        self,
        name: str,
        *,
        reads: bool = False,
        roles: frozenset[Role] = EVERYONE,
        anywhere: bool = False,
    ) -> Callable[[Decorated], Decorated]:
        """Answer a command; its help line is the text ``help-NAME``."""
        return self._decorator(
            Command, name, reads=reads, roles=roles, anywhere=anywhere, help=f"help-{name}"
        )

    def press(
        self,
        name: str,
        *,
        reads: bool = False,
        roles: frozenset[Role] = EVERYONE,
        anywhere: bool = False,
        repeats: bool = False,
        tells: bool = False,
        lasts: bool = False,
    ) -> Callable[[Decorated], Decorated]:
        """Answer a button."""
        return self._decorator(
            Press,
            name,
            reads=reads,
            roles=roles,
            anywhere=anywhere,
            repeats=repeats,
            tells=tells,
            lasts=lasts,
        )

    def shortcut(
        self, name: str, *, reads: bool = False, roles: frozenset[Role] = EVERYONE
    ) -> Callable[[Decorated], Decorated]:
        """Answer a shortcut of a message's menu, called ``shortcut-NAME`` there.

        Its help line is the text ``help-shortcut-NAME``.
        """
        return self._decorator(
            Shortcut,
            name,
            reads=reads,
            roles=roles,
            anywhere=False,
            help=f"help-shortcut-{name}",
        )

    def submission(
        self,
        name: str,
        *,
        roles: frozenset[Role] = EVERYONE,
        anywhere: bool = False,
        tells: bool = False,
        lasts: bool = False,
    ) -> Callable[[Decorated], Decorated]:
        """Answer a form."""
        return self._decorator(
            Submission,
            name,
            reads=False,
            roles=roles,
            anywhere=anywhere,
            tells=tells,
            lasts=lasts,
        )

    def direct(self) -> Callable[[Decorated], Decorated]:
        """Answer a direct message."""
        return self._decorator(Direct, "", reads=False, roles=EVERYONE, anywhere=True)

    def tick(self, name: str) -> Callable[[Decorated], Decorated]:
        """Do work that has fallen due."""
        return self._decorator(Tick, name, reads=False, roles=EVERYONE, anywhere=False)

    def find(self, event: Event) -> Route | None:
        """The route of an event."""
        name = "" if isinstance(event, Direct) else event.name
        return self._routes.get((type(event), name))

    def all(self) -> tuple[Route, ...]:
        """Every route, in the order in which features were listed."""
        return tuple(self._routes.values())


def merged(*features: Routes) -> Routes:
    """The routes of several features together.

    Raises:
        ValueError: two of them want the same event.
    """
    together = Routes()
    for feature in features:
        for route in feature.all():
            together._add(route)  # noqa: SLF001  # its own class
    return together
