"""What the local chat speaks over its WebSocket: one JSON object a message, told by its ``kind``.

``docs/local-chat.md`` describes it for people; a test holds the two together. A client asks
(:data:`Asked`), the server tells (:data:`Told`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, TypeAdapter

from bot.platforms.local.body import Block, Pressable
from bot.platforms.local.chat import Opened, Seen
from bot.platforms.local.said import Rich, rich
from handlers.chat.codec import form_to_object

VERSION = 1
TEXT = 4000
"""Characters of one chat message, as on Discord, the stricter of the two."""

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Exact(BaseModel):
    """A message whose every key is known; a wrong one is refused by name, not by content."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True)


# --- what a client asks


class Ask(Exact):
    """What every message of a client has: a number of the client's own, which answers repeat."""

    id: int


class See(Ask):
    """Be told what this person sees, from now on."""

    kind: Literal["see"]
    person: Name


class Leave(Ask):
    """Be told no longer."""

    kind: Literal["leave"]
    person: Name


class Earlier(Ask):
    """Older messages of a room, or of the direct messages where the room is null."""

    kind: Literal["earlier"]
    person: Name
    room: Name | None
    before: int


class Say(Ask):
    """Type into a room as oneself, or into the thread of a message there. No bot reads it."""

    kind: Literal["say"]
    person: Name
    room: Name
    thread: Name | None = None
    text: Annotated[str, Field(min_length=1, max_length=TEXT)]


class Act(Ask):
    """What every act has that the bot hears of."""

    person: Name
    room: Name | None = None
    delivery: Name | None = None


class TypeCommand(Act):
    """Type a command, without its slash in ``name``."""

    kind: Literal["command"]
    name: Name
    text: Annotated[str, Field(max_length=TEXT)] = ""


class PressButton(Act):
    """Press a button of a message."""

    kind: Literal["press"]
    message: Name
    button: Name


class TakeShortcut(Ask):
    """Take a shortcut from the menu of a message, which comes along with it."""

    kind: Literal["shortcut"]
    person: Name
    message: Name
    shortcut: Name
    delivery: Name | None = None


class Added(Exact):
    """A file to add; ``content`` in base64."""

    name: Name
    content: Base64Bytes = Field(repr=False)


class SubmitForm(Act):
    """Send off a form."""

    kind: Literal["submit"]
    form: Name
    fields: dict[str, str] = Field(default_factory=dict, repr=False)
    people: dict[str, Annotated[list[Name], Field(max_length=25)]] = Field(default_factory=dict)
    places: dict[str, str] = Field(default_factory=dict)
    groups: dict[str, str] = Field(default_factory=dict)
    files: Annotated[list[Added], Field(max_length=10)] = []


class WriteDirect(Ask):
    """Write to the bot directly."""

    kind: Literal["direct"]
    person: Name
    text: Annotated[str, Field(min_length=1, max_length=TEXT)]
    delivery: Name | None = None


class Dismiss(Ask):
    """Close a form without sending it off; the bot does not hear of it."""

    kind: Literal["dismiss"]
    person: Name
    form: Name


class Again(Ask):
    """Deliver the person's last act a second time."""

    kind: Literal["again"]
    person: Name


class Forward(Ask):
    """Move the clock by so many seconds, or to the next thing that falls due."""

    kind: Literal["forward"]
    seconds: Annotated[float, Field(gt=0, le=366 * 86400)] | None = None


class LookOutbox(Ask):
    """See what waits to be delivered."""

    kind: Literal["outbox"]


Acts = TypeCommand | PressButton | TakeShortcut | SubmitForm | WriteDirect | Again
Asked = Annotated[
    See
    | Leave
    | Earlier
    | Say
    | TypeCommand
    | PressButton
    | TakeShortcut
    | SubmitForm
    | WriteDirect
    | Dismiss
    | Again
    | Forward
    | LookOutbox,
    Field(discriminator="kind"),
]
ASKED: TypeAdapter[Asked] = TypeAdapter(Asked)

# --- what the server tells


class SeatShown(Exact):
    """A person of the chat."""

    id: str
    name: str
    title: str


class SlashShown(Exact):
    """A command the composer offers."""

    name: str
    says: str


class MenuItemShown(Exact):
    """A shortcut in the menu of every message that stays."""

    name: str
    label: str
    says: str


class ButtonShown(Exact):
    """A button: ``id`` is what a press carries."""

    label: str
    id: str
    style: Literal["plain", "primary", "danger"]


class BlockShown(Exact):
    """A part of a message; ``rich`` only where ``type`` is ``said``."""

    type: Literal["heading", "line", "said", "fine", "item"]
    text: str
    names: list[tuple[int, int]] = []
    rich: list[Rich] | None = None
    button: ButtonShown | None = None


class FileShown(Exact):
    """A file of a message and where to fetch it."""

    name: str
    media_type: str
    alt: str
    url: str


class MessageShown(Exact):
    """A message; one with an ``id`` that was told before takes its place."""

    id: str
    number: int
    room: str | None
    thread: str | None
    author: str | None
    at: datetime
    pinned: bool
    edited: bool
    only_you: bool
    blocks: list[BlockShown]
    buttons: list[ButtonShown]
    files: list[FileShown]


class PlaceShown(Exact):
    """A room, or the direct messages where ``id`` is null, and its latest messages."""

    id: str | None
    purpose: str
    members: list[str]
    pinned: list[MessageShown]
    messages: list[MessageShown]
    more: bool


class Welcome(Exact):
    """Said once, first."""

    kind: Literal["welcome"] = "welcome"
    version: int = VERSION
    course: str
    now: datetime
    people: list[SeatShown]
    commands: list[SlashShown]
    menu: list[MenuItemShown]
    groups: list[str]


class View(Exact):
    """All that a person sees when the chat is loaded."""

    kind: Literal["view"] = "view"
    person: str
    places: list[PlaceShown]


class EarlierShown(Exact):
    """The older messages that were asked for, the oldest first."""

    kind: Literal["earlier"] = "earlier"
    person: str
    room: str | None
    messages: list[MessageShown]
    more: bool


class MessageTold(Exact):
    """A message is new, or shows something else than before."""

    kind: Literal["message"] = "message"
    person: str
    message: MessageShown


class FormTold(Exact):
    """A form is in front of the person: ``form`` as in ``handlers/chat/outgoing.py``."""

    kind: Literal["form"] = "form"
    person: str
    id: str
    room: str | None
    form: dict[str, Any]


class FormClosed(Exact):
    """The form is no longer in front of the person."""

    kind: Literal["form-closed"] = "form-closed"
    person: str
    id: str


class ClockTold(Exact):
    """What time it is now."""

    kind: Literal["clock"] = "clock"
    now: datetime


class ParcelShown(Exact):
    """Something that waits to be delivered: what, to which room if any, since when; to nobody."""

    what: str
    room: str | None = None
    since: datetime | None = None


class OutboxShown(Exact):
    """What waits to be delivered, in order."""

    kind: Literal["outbox"] = "outbox"
    parcels: list[ParcelShown]


class Acknowledged(Exact):
    """Done and kept. What it was answered with has been told before this."""

    kind: Literal["ack"] = "ack"
    id: int
    delivery: str | None = None


class Refused(Exact):
    """The chat itself refuses; the bot has not heard of it. ``text`` is for the person."""

    kind: Literal["refused"] = "refused"
    id: int | None
    text: str
    field: str = ""


class NotThrough(Exact):
    """The bot kept nothing of it; trying again is safe. A form is still open, text and all."""

    kind: Literal["not-through"] = "not-through"
    id: int
    text: str
    delivery: str | None = None


Told = Annotated[
    Welcome
    | View
    | EarlierShown
    | MessageTold
    | FormTold
    | FormClosed
    | ClockTold
    | OutboxShown
    | Acknowledged
    | Refused
    | NotThrough,
    Field(discriminator="kind"),
]
TOLD: TypeAdapter[Told] = TypeAdapter(Told)


def _button(button: Pressable) -> ButtonShown:
    return ButtonShown.model_validate(
        {"label": button.label, "id": button.id, "style": button.style}
    )


def _block(block: Block) -> BlockShown:
    return BlockShown.model_validate(
        {
            "type": block.type,
            "text": block.text,
            "names": block.names,
            "rich": rich(block.text) if block.type == "said" else None,
            "button": _button(block.button) if block.button else None,
        }
    )


def message_shown(seen: Seen) -> MessageShown:
    """A message of the chat as it goes over the wire."""
    return MessageShown(
        id=seen.id,
        number=seen.number,
        room=seen.room,
        thread=seen.thread,
        author=seen.author,
        at=seen.at,
        pinned=seen.pinned,
        edited=seen.edited,
        only_you=seen.only_you,
        blocks=[_block(block) for block in seen.body.blocks],
        buttons=[_button(button) for button in seen.body.buttons],
        files=[
            FileShown(
                name=file.name,
                media_type=file.media_type,
                alt=file.alt,
                url=f"/files/{quote(seen.id, safe='')}/{quote(file.id, safe='')}",
            )
            for file in seen.body.files
        ],
    )


def messages_shown(messages: Sequence[Seen]) -> list[MessageShown]:
    """Several messages, in the same order."""
    return [message_shown(seen) for seen in messages]


def form_told(opened: Opened) -> FormTold:
    """An open form as it goes over the wire."""
    return FormTold(
        person=opened.person, id=opened.id, room=opened.room, form=form_to_object(opened.form)
    )
