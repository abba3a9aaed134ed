"""Long texts over several messages, within what one message may hold."""

from collections.abc import Iterable, Iterator, Sequence

from handlers.chat.outgoing import (
    MESSAGE,
    PARTS,
    TEXT,
    Attachment,
    Button,
    Message,
    Part,
    Said,
    weight,
)


def pieces(text: str, most: int = TEXT) -> list[str]:
    """A text cut into pieces of at most *most* characters, at a blank line where there is one.

    Failing that at a line's end, then at a space, and only then inside a word. Nothing but the
    white space at a cut is lost.
    """
    rest = text.strip()
    found = []
    while len(rest) > most:
        window = rest[: most + 1]
        cut = next((at for mark in ("\n\n", "\n", " ") if (at := window.rfind(mark)) > 0), most)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def beginning(text: str, most: int) -> str:
    """As much of a text as *most* characters hold; a mark shows where it was cut."""
    return text if len(text) <= most else f"{pieces(text, most - 1)[0]}…"


def pages(
    parts: Iterable[Part],
    buttons: Sequence[Button] = (),
    files: Sequence[Attachment] = (),
) -> list[Message]:
    """Parts as few messages in their order; buttons and files stand on the last one."""
    messages: list[list[Part]] = [[]]
    size = places = 0
    for part in _split(parts):
        size, places = size + len(part.text), places + weight(part)
        if messages[-1] and (size > MESSAGE or places > PARTS):
            messages.append([])
            size, places = len(part.text), weight(part)
        messages[-1].append(part)
    *before, last = (tuple(message) for message in messages)
    return [
        *(Message(message) for message in before),
        Message(last, tuple(buttons), tuple(files)),
    ]


def _split(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        if isinstance(part, Said):
            yield from (Said(piece) for piece in pieces(part.text))
        else:
            yield part


def title(text: str, most: int = 80) -> str:
    """A text's first line, shortened at a word's end to at most *most* characters.

    It stands in sentences of the bot's, so it ends without a full stop.
    """
    line = " ".join(text.strip().split("\n", 1)[0].split())
    if len(line) <= most:
        return line.rstrip(".")
    cut = line[: most - 1].rsplit(" ", 1)[0] if " " in line[: most - 1] else line[: most - 1]
    return f"{cut.rstrip(' ,;:.')}…"
