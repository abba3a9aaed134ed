"""A message of the vocabulary as a Discord layout: components that hold their own text.

A layout (the flag ``IS_COMPONENTS_V2``) rather than embeds: a list's item stands beside its button
(Section), 4 000 characters and 40 components are what the vocabulary promises, links in it unfurl
nothing, and a file shows where it belongs. Limits and shapes: Discord's component reference.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.platform import Enclosed
from bot.platforms.discord.escaping import fenced, plain, spoken
from handlers.chat.outgoing import (
    NAME,
    Attachment,
    Button,
    Fine,
    Heading,
    Item,
    Line,
    Link,
    Message,
    Part,
    Said,
    Style,
    identify,
)

COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6
TEXT = 4000
"""Characters of all texts of a layout together."""
COMPONENTS = 40
"""Components of a message, those within others counted."""
ALT = 1024
"""Characters of a picture's description."""
ROW = 5
"""Buttons in a row."""
SOMEBODY = "somebody who has left"
"""Shown where a name should be and the person is gone."""

_ROW, _BUTTON, _SECTION, _TEXT, _GALLERY, _FILE = 1, 2, 9, 10, 12, 13
_STYLES = {Style.PRIMARY: 1, Style.PLAIN: 2, Style.DANGER: 4}
Component = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a message.

    Attributes:
        name: unlike every other's on the message, of letters, digits, ``.``, ``_`` and ``-``.
        content: its bytes.
        alt: its description.
    """

    name: str
    content: bytes = field(repr=False)
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A message as Discord takes it.

    Attributes:
        components: from top to bottom.
        mentioned: ids of the people whose names were put in here, and nobody else's.
        uploads: files that the components show.
    """

    components: list[Component]
    mentioned: tuple[str, ...] = ()
    uploads: tuple[Upload, ...] = ()

    def body(self, *, flags: int = 0) -> dict[str, Any]:
        """The fields of a message object: components, flags, allowed mentions."""
        return {
            "components": self.components,
            "flags": COMPONENTS_V2 | flags,
            "allowed_mentions": {"parse": [], "users": list(self.mentioned)},
        }


def layout(message: Message, enclosed: Enclosed) -> Layout:
    """What a message looks like on Discord.

    Nothing anybody wrote is left out: where escaping makes it too long, it is shown as a block of
    code, and where even that is too long, its beginning is shown and the whole is attached.

    Args:
        message: what is said.
        enclosed: whose name each place for a name stands for, and the files' bytes.
    """
    mentioned: list[str] = []
    texts, cut = _fitting(message.parts, _namer(enclosed, mentioned))
    blocks: list[Component] = []
    for part, text in zip(message.parts, texts, strict=True):
        shown: Component = {"type": _TEXT, "content": text}
        if isinstance(part, Item):
            shown = {
                "type": _SECTION,
                "components": [shown],
                "accessory": _button(part.button, message.once),
            }
        blocks.append(shown)
    uploads = (*_uploads(message.files, enclosed.contents), *cut)
    blocks += _shown_files(uploads)
    buttons = [_button(button, message.once) for button in message.buttons]
    blocks += [
        {"type": _ROW, "components": buttons[at : at + ROW]} for at in range(0, len(buttons), ROW)
    ]
    return Layout(_joined(blocks), tuple(dict.fromkeys(mentioned)), uploads)


def _namer(enclosed: Enclosed, mentioned: list[str]) -> Callable[[Line], str]:
    def named(line: Line) -> str:
        pieces = line.text.split(NAME)
        text = plain(pieces[0])
        for piece, who in zip(pieces[1:], line.names, strict=True):
            account = enclosed.accounts.get(who.seal)
            if account is not None:
                mentioned.append(account.user)
            name = plain(enclosed.nameless(who.seal)) if account is None else f"<@{account.user}>"
            text += name + plain(piece)
        return text

    return named


def _fitting(
    parts: tuple[Part, ...], named: Callable[[Line], str]
) -> tuple[list[str], tuple[Upload, ...]]:
    """The parts' texts, not over the limit together, and what had to be attached for that."""
    texts = [_text(part, spoken, named) for part in parts]
    if _size(texts) > TEXT:
        for at, part in enumerate(parts):
            if isinstance(part, Said):
                texts[at] = min(texts[at], fenced(part.text), key=len)
    uploads: list[Upload] = []
    while (over := _size(texts) - TEXT) > 0:
        at = max(range(len(texts)), key=lambda one: len(texts[one]))
        part = parts[at]
        whole = part.text.replace(NAME, SOMEBODY)
        room, kept = len(texts[at]) - over, whole[:TEXT]
        while kept and len(plain(kept)) + 1 > room:
            kept = kept[: len(kept) * 9 // 10]
        texts[at] = f"{plain(kept)}…"
        uploads.append(Upload(f"text-{at + 1}.txt", whole.encode()))
    return texts, tuple(uploads)


def _size(texts: list[str]) -> int:
    return sum(map(len, texts))


def _text(part: Part, words: Callable[[str], str], named: Callable[[Line], str]) -> str:
    match part:
        case Heading(text):
            return "## " + plain(" ".join(text.split()))
        case Line():
            return named(part)
        case Said(text):
            return words(text)
        case Fine(text):
            return "\n".join(f"-# {plain(line)}" for line in text.splitlines() if line.strip())
        case Link(text, url):
            return f"[{plain(text)}](<{url}>)"
        case Item(text):
            return plain(text)


def _button(button: Button, once: str) -> Component:
    return {
        "type": _BUTTON,
        "style": _STYLES[button.style],
        "label": button.label,
        "custom_id": identify(button.name, button.args, once),
    }


def _uploads(files: tuple[Attachment, ...], contents: Mapping[str, bytes]) -> tuple[Upload, ...]:
    """The files whose bytes are there; Discord changes other signs in a name, so we do first."""
    found: dict[str, Upload] = {}
    for file in files:
        if file.id in contents:
            name = re.sub(r"[^A-Za-z0-9._-]", "_", file.name) or "file"
            if name in found:
                name = f"{len(found) + 1}-{name}"
            found[name] = Upload(name, contents[file.id], file.alt[:ALT])
    return tuple(found.values())


def _shown_files(uploads: tuple[Upload, ...]) -> list[Component]:
    """Pictures in one gallery, everything else as a file to open."""
    pictures = [one for one in uploads if one.name.lower().endswith((".png", ".jpg", ".jpeg"))]
    items = [
        {"media": {"url": f"attachment://{one.name}"}, "description": one.alt}
        if one.alt
        else {"media": {"url": f"attachment://{one.name}"}}
        for one in pictures
    ]
    gallery: list[Component] = [{"type": _GALLERY, "items": items}] if items else []
    return gallery + [
        {"type": _FILE, "file": {"url": f"attachment://{one.name}"}}
        for one in uploads
        if one not in pictures
    ]


def _joined(blocks: list[Component]) -> list[Component]:
    """The same with neighbouring texts put together, as far as the number of components asks."""
    while _count(blocks) > COMPONENTS:
        for at in range(len(blocks) - 1, 0, -1):
            if blocks[at]["type"] == blocks[at - 1]["type"] == _TEXT:
                text = f"{blocks[at - 1]['content']}\n{blocks[at]['content']}"
                blocks = [*blocks[: at - 1], {"type": _TEXT, "content": text}, *blocks[at + 1 :]]
                break
        else:
            break
    return blocks


def _count(blocks: list[Component]) -> int:
    return sum(1 + len(block.get("components", ())) + ("accessory" in block) for block in blocks)
