"""``/askwell``: what somebody can do here, made from the routes."""

from collections.abc import Iterator

from handlers.chat.incoming import Command
from handlers.chat.outgoing import (
    Button,
    Fine,
    Heading,
    Line,
    Message,
    Outgoing,
    Part,
    Reply,
    Style,
)
from handlers.course import Course, Desk
from handlers.routes import Route, Routes


def help_route(every: Routes) -> Routes:
    """The help command over all other routes, itself among them."""
    own = Routes()

    @own.command("help", reads=True, anywhere=True)
    def show_help(command: Command, desk: Desk) -> Iterator[Outgoing]:
        """Every command this person may use, in the order in which features are listed."""
        say = desk.say
        lines: list[Part] = [
            Line(say(route.help))
            for route in (*every.all(), *own.all())
            if route.help and command.role in route.roles and not _pointless(route, command, desk)
        ]
        if isinstance(desk, Course):
            lines.append(Line(say("help-contacts", contacts=desk.record.contacts)))
        parts = (Heading(say("help-heading")), *lines, Fine(say("help-fine")))
        ask = Button(say("button-ask"), "ask", style=Style.PRIMARY)
        my = Button(say("button-my"), "my")
        yield Reply(Message(parts, (ask, my)))

    return own


def _pointless(route: Route, command: Command, desk: Desk) -> bool:
    """Students can make a course where there is none, and not look at the one there is."""
    if not isinstance(desk, Course):
        return False
    return route.name == "place" or (route.name == "course" and not command.role.staff)
