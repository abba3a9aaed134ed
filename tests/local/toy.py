"""A bot of a few lines that says everything the vocabulary can say; and its app's levers."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.platform import Action, Answered, Enclosed, NotCommitted
from bot.platforms.local.adapter import LocalPlatform, Slash
from bot.platforms.local.client import Levers
from bot.platforms.local.wire import ParcelShown
from handlers.chat.outgoing import (
    NAME,
    AddFiles,
    Advice,
    Attachment,
    Button,
    Choice,
    Fine,
    Form,
    Heading,
    Item,
    Line,
    Message,
    OpenForm,
    Option,
    PersonName,
    PickGroup,
    PickPerson,
    PickPlace,
    Reply,
    Said,
    Style,
    TextField,
    recognise,
)
from handlers.menus import MenuItem
from storage.kinds import Address, NativeId, Seal

MONDAY = datetime(2026, 9, 7, 10, 15, tzinfo=UTC)
ONCE = "abcdefghijkl"
COMMANDS = (
    Slash("ask", "Ask a question"),
    Slash("my", "Everything you asked and were told"),
    Slash("askwell", "What there is"),
)


def picture(width: int = 96, height: int = 48) -> bytes:
    """A PNG of one warm colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    row = b"\0" + bytes((214, 140, 96)) * width
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(row * height))
        + chunk(b"IEND", b"")
    )


ASK_FORM = Form(
    "Ask",
    "ask",
    (
        TextField(
            "text",
            "What are you stuck on?",
            required=True,
            long=True,
            placeholder="In your own words. One line is enough.",
        ),
        Choice(
            "stuck",
            "Where are you?",
            (Option("start", "I don't know where to start"), Option("step", "I'm lost at a step")),
        ),
        TextField("tried", "What have you tried?", long=True),
        Choice(
            "wish",
            "Help I'd like",
            (Option("pointer", "A pointer to the right place"), Option("answer", "The answer")),
            initial="pointer",
            required=True,
        ),
        TextField("topic", "Topic", placeholder="We'll guess if you leave it empty."),
    ),
    "Ask",
    once=ONCE,
)
FILES_FORM = Form(
    "Add files",
    "files",
    (
        AddFiles("files", "Files (up to 10, 8 MB each)"),
        TextField("alt", "What does the picture show?"),
        PickPlace("place", "Which room?", required=False),
        PickPerson("people", "Who worked on it?", most=2, required=False),
        PickGroup("group", "Which group?"),
    ),
    "Add",
    once=ONCE,
)
PREVIEW = Form(
    "Ask people",
    "post",
    (Advice("Nobody in the course can find out it was you."),),
    "Post",
    once=ONCE,
)
FORMS = {"ask": ASK_FORM, "files": FILES_FORM, "ask-people": PREVIEW}
PANEL = Message(
    (
        Heading("Pointer"),
        Line("Have a look at “Joining tables”, week 3. Which part of it is like your problem?"),
        Said("A key that appears `twice` on the right…\n\n```python\npd.merge(a, b, on='id')\n```"),
        Item("“Why does my merge grow?” (open)", Button("Me too", "me-too", ("q2",))),
        Fine("Nothing is posted until you say so."),
    ),
    (
        Button("That did it", "did-it", ("q1",), Style.PRIMARY),
        Button("Next hint", "next-hint", ("q1",)),
        Button("Add files", "files", ("q1",)),
        Button("Ask people", "ask-people", ("q1",)),
        Button("Delete everything", "delete", (), Style.DANGER),
    ),
    once=ONCE,
)


MENU = (
    MenuItem("ask", "Ask", "Ask what it says"),
    MenuItem("send", "Send to asker", "Send it on"),
)


@dataclass
class Toy:
    """The bot: what it heard, and whether it keeps it.

    Attributes:
        heard: every action, in order.
        keeps: whether it commits; if not, it raises.
        breaks: an exception to raise instead of answering.
    """

    heard: list[Action] = field(default_factory=list)
    keeps: bool = True
    breaks: Exception | None = None

    async def hear(self, action: Action) -> Answered:
        """Answer as the real one would."""
        self.heard.append(action)
        if self.breaks is not None:
            raise self.breaks
        if not self.keeps:
            raise NotCommitted
        if action.command == "ask":
            return _answer(OpenForm(ASK_FORM))
        name = recognise(action.press or action.submission)[0] if _has_id(action) else ""
        if action.press and name in FORMS:
            return _answer(OpenForm(FORMS[name]))
        if action.submission and name == "ask":
            return _answer(Reply(PANEL))
        if action.submission and name == "files":
            told = ", ".join(type(file).__name__ for file in action.files) or "no file"
            return _answer(Reply(Message((Line(f"Got {told}."),), once=ONCE)))
        return _answer(Reply(Message((Line("Heard."),), once=ONCE)))


def _has_id(action: Action) -> bool:
    return bool(action.press or action.submission)


def _answer(*replies: Reply | OpenForm) -> Answered:
    return Answered(replies, Enclosed())


def room(name: str) -> Address:
    """A room of the demo chat."""
    return Address("local", "demo", name)


def account(who: str) -> NativeId:
    """A person of the demo chat."""
    return NativeId("local", "demo", who)


async def furnish(platform: LocalPlatform) -> dict[str, str]:
    """Post the pinned card, a question's card, a named card with a picture, and a notice.

    Returns:
        The messages' references by what they are.
    """
    tim = Seal("card", "boxed")
    return {
        "card": await platform.post(
            room("data-101"),
            Message(
                (
                    Heading("Stuck? Ask."),
                    Line("You choose who knows it was you. Everybody gets stuck here."),
                ),
                (Button("Ask", "ask", (), Style.PRIMARY),),
                once=ONCE,
            ),
            Enclosed(),
            nonce="card",
            pin=True,
        ),
        "question": await platform.post(
            room("data-101"),
            Message(
                (
                    Heading("Curious Otter asks"),
                    Said("My join doubles. I do\n\n```\npd.merge(a, b)\n```\nand **double** it."),
                    Fine("Talk in a thread shows your name."),
                ),
                (Button("Answer", "answer", ("q1",)), Button("Me too", "me-too", ("q1",))),
                once=ONCE,
            ),
            Enclosed(),
            nonce="question",
            pin=False,
        ),
        "named": await platform.post(
            room("staff"),
            Message(
                (
                    Line(
                        f"{NAME} has taken this one, {NAME} has left.",
                        (PersonName(tim), PersonName(Seal("card", "gone"))),
                    ),
                ),
                files=(Attachment("f1", "picture-1.png", "image/png", "A plain orange picture"),),
                once=ONCE,
            ),
            Enclosed({tim: account("tim")}, {"f1": picture()}),
            nonce="named",
            pin=False,
        ),
        "notice": await _notified(platform),
    }


async def _notified(platform: LocalPlatform) -> str:
    await platform.notify(
        account("ana"),
        Message(
            (Line("There is news on something you asked."),), (Button("Show me", "my"),), once=ONCE
        ),
        nonce="notice",
    )
    return platform.chat.history("ana", None)[-1].id


@dataclass
class ToyClock:
    """A clock that is moved, and something in the outbox."""

    now: datetime = MONDAY
    due: list[datetime] = field(default_factory=list)
    parcels: list[ParcelShown] = field(default_factory=list)
    is_ready: bool = True

    def levers(self) -> Levers:
        """What the server is given."""
        return Levers(
            now=lambda: self.now, forward=self._forward, waiting=self._waiting, ready=self._ready
        )

    async def _forward(self, by: timedelta | None) -> datetime:
        if by is None:
            if not self.due:
                raise ValueError("Nothing is due.")
            self.now = self.due.pop(0)
        else:
            self.now += by
        return self.now

    async def _waiting(self) -> Sequence[ParcelShown]:
        return self.parcels

    async def _ready(self) -> bool:
        return self.is_ready
