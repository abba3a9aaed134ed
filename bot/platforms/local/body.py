"""A message and a form as the local chat keeps and shows them: names filled in, ids on buttons."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.platform import Enclosed
from handlers.chat.outgoing import NAME, Button, Form, Item, Line, Link, Message, identify
from storage.kinds import NativeId

NameOf = Callable[[NativeId], str | None]


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button: what it says, the id that pressing it carries, and how it looks."""

    label: str
    id: str
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a message, from top to bottom.

    Attributes:
        type: ``heading``, ``line``, ``said``, ``fine`` or ``item``; a person's own chat text
            is ``said``.
        text: what it says, names filled in.
        names: where names stand in the text: pairs of start and end.
        button: the button of an ``item``.
    """

    type: str
    text: str
    names: tuple[tuple[int, int], ...] = ()
    button: Pressable | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that hangs on a message; the chat gives it its address."""

    id: str
    name: str
    media_type: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """Everything a message shows."""

    blocks: tuple[Block, ...]
    buttons: tuple[Pressable, ...] = ()
    files: tuple[Enclosure, ...] = ()

    def all_buttons(self) -> Iterator[Pressable]:
        """Every button, those of items first."""
        yield from (block.button for block in self.blocks if block.button is not None)
        yield from self.buttons

    @property
    def text(self) -> str:
        """The texts of all blocks, a line each."""
        return "\n".join(block.text for block in self.blocks)


_BODY: TypeAdapter[Body] = TypeAdapter(Body)


def body_to_json(body: Body) -> str:
    """The body as JSON, for the chat's file."""
    return _BODY.dump_json(body).decode()


def body_from_json(text: str) -> Body:
    """The body that :func:`body_to_json` wrote.

    Raises:
        pydantic.ValidationError: it is something else.
    """
    return _BODY.validate_json(text)


def plain(text: str) -> Body:
    """The body of what a person typed into the chat."""
    return Body((Block("said", text),))


def _pressable(button: Button, once: str) -> Pressable:
    return Pressable(
        button.label, identify(button.name, button.args, once), str(button.style.value)
    )


def _line(line: Line, enclosed: Enclosed, name_of: NameOf) -> Block:
    text, spans = "", []
    pieces = line.text.split(NAME)
    for piece, who in zip(pieces, (*line.names, None), strict=True):
        text += piece
        if who is not None:
            account = enclosed.accounts.get(who.seal)
            name = (account and name_of(account)) or enclosed.nameless(who.seal)
            spans.append((len(text), len(text) + len(name)))
            text += name
    return Block("line", text, tuple(spans))


def shown(message: Message, enclosed: Enclosed, name_of: NameOf) -> Body:
    """What a message of the vocabulary looks like here.

    Args:
        message: what is said.
        enclosed: whose name each place for a name stands for.
        name_of: a person's display name in this chat, if it has one.
    """
    blocks = []
    for part in message.parts:
        if isinstance(part, Line):
            blocks.append(_line(part, enclosed, name_of))
        elif isinstance(part, Link):
            blocks.append(Block("line", f"{part.text}: {part.url}"))
        elif isinstance(part, Item):
            blocks.append(Block("item", part.text, (), _pressable(part.button, message.once)))
        else:
            blocks.append(Block(part.type, part.text))
    return Body(
        tuple(blocks),
        tuple(_pressable(button, message.once) for button in message.buttons),
        tuple(Enclosure(file.id, file.name, file.media_type, file.alt) for file in message.files),
    )


def form_id(form: Form) -> str:
    """The id that submitting the form carries."""
    return identify(form.name, form.args, form.once)
