"""A class in a workspace on the wire server, served by the real process."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from bot.platforms.slack.manifest import SCOPES
from tests.wire.running import Askwell, Shared, installed
from tests.wire.slack import server as wire
from tests.wire.slack.looking import Looking, button
from tests.wire.slack.server import BOT, PACE, Act, Message, SlackServer, View

STUDENTS = frozenset({"UANA", "UBEN", "UCLEO"})


def workspace(more: Iterable[str] = ()) -> SlackServer:
    """Two courses' rooms, with further students: the second's may be lost in a test."""
    everybody = {BOT, "UTIM", *STUDENTS, *more}
    rooms = {
        "C-CLASS": everybody,
        "C-STAFF": {BOT, "UTIM"},
        "C-OTHER": everybody,
        "C-OTHER-STAFF": {BOT, "UTIM"},
    }
    server = SlackServer(rooms, scopes=set(SCOPES))
    server.pace = PACE
    return server


def configured(folder: Path, server: SlackServer, *lines: str) -> Path:
    """A configuration for it, with further lines of the section."""
    secrets = {"slack__bot_token": wire.BOT_TOKEN, "slack__app_token": wire.APP_TOKEN}
    config = installed(folder, secrets, "", "--slack", "--no-discord")
    url = f'[slack]\napi_base_url = "{server.url}/api/"\n' + "\n".join(lines)
    config.write_text(config.read_text().replace("[slack]", url))
    return config


class SlackClass(Shared, Looking):
    """People who act and look, and the process that answers them."""

    def __init__(self, runner: asyncio.Runner, server: SlackServer, askwell: Askwell) -> None:
        Shared.__init__(self, runner)
        Looking.__init__(self, server)
        self.askwell = askwell

    async def connected(self) -> None:
        """Start the process unless it runs, and wait until it listens."""
        if not self.askwell.runs:
            before = self.server.opened
            await self.askwell.start()
            await self.server.connected(before + 1)

    async def through(self, act: Act) -> None:
        """Do something; it is acknowledged."""
        assert await self.server.deliver(act), (self.server.opened, len(self.server.sockets))

    def pressing(self, user: str, on: Message | View, label: str) -> Act:
        """A press on a button, to be delivered."""
        return self.server.press(user, on, button(on, label))

    async def press(self, user: str, on: Message | View, label: str) -> None:
        """Press a button; it is acknowledged."""
        await self.through(self.pressing(user, on, label))

    def filling(self, user: str, form: View, text: str) -> Act:
        """A form filled in, to be delivered."""
        return self.server.submit(user, form, {"text": {"type": "plain_text_input", "value": text}})

    async def make_course(self, room: str, staff: str) -> None:
        """Tim makes a course."""
        self.server.screens.pop("UTIM", None)
        await self.through(self.server.command("UTIM", room, "/askwell", "course"))
        form = await self.screen("UTIM", "New course")
        answers = {
            "staff": {"type": "conversations_select", "selected_conversation": staff},
            "contacts": {"type": "plain_text_input", "value": "112"},
        }
        await self.through(self.server.submit("UTIM", form, answers))
        await self.message(room, "Stuck? Ask here.")

    async def form(self, user: str, room: str = "C-CLASS") -> View:
        """The form behind the card's **[Ask]**."""
        card = await self.message(room, "Stuck? Ask here.")
        self.server.screens.pop(user, None)
        await self.press(user, card, "Ask")
        return await self.screen(user, "What are you stuck on?")

    async def ask(self, user: str, text: str, room: str = "C-CLASS") -> View:
        """Ask; the panel."""
        await self.through(self.filling(user, await self.form(user, room), text))
        return await self.screen(user, "Nothing is posted until you say so.")

    async def preview(self, user: str, text: str, room: str = "C-CLASS") -> View:
        """Ask, and look at the preview."""
        panel = await self.ask(user, text, room)
        await self.press(user, panel, "Ask people")
        return await self.screen(user, "Ready to post")

    async def post(
        self, user: str, text: str, room: str = "C-CLASS", staff: str = "C-STAFF"
    ) -> Message:
        """Ask people; the ticket."""
        await self.press(user, await self.preview(user, text, room), "Post")
        return await self.message(staff, text)

    async def answer(self, ticket: Message, text: str) -> None:
        """Tim claims a ticket and answers it."""
        await self.press("UTIM", ticket, "Claim")
        await self.press("UTIM", ticket, "Answer")
        await self.through(self.filling("UTIM", await self.screen("UTIM", "Your answer"), text))
