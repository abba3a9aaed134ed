"""A digest as a message: five lines with their buttons, what is worth doing, one picture."""

from collections.abc import Iterator

from handlers.chat.outgoing import Button, Fine, Heading, Item, Line, Message, Part, Reply
from handlers.digest.findings import Digest, Shown
from handlers.rules.pages import pages
from handlers.words import words

BUTTONS = {
    "unanswered": "digest-waiting",
    "hardest": "digest-class",
    "hint": "digest-rewrite",
    "reply": "digest-hours",
    "pulse": "digest-said",
}
"""Which button stands beside which line."""


def message(digest: Digest) -> Message:
    """The digest's message."""
    say = words(digest.language)
    parts: list[Part] = [Heading(digest.title)]
    parts += [_line(digest, line) for line in digest.front]
    if digest.actions:
        parts.append(Line(say("digest-actions")))
        parts += [Line(f"{number}. {one.text}") for number, one in enumerate(digest.actions, 1)]
    parts.append(Fine(digest.notes[0]))
    more = Button(say("button-digest-more"), "digest-more", (digest.week,))
    return Message(tuple(parts), (more,), chart=digest.picture)


def _line(digest: Digest, line: Shown) -> Part:
    """A line with the button for what follows from it; without, where there is nothing to do."""
    name = BUTTONS[line.key]
    if line.key in {"hardest", "hint"} and not line.values:
        return Line(line.text)
    label = words(digest.language)(f"button-{name}")
    return Item(line.text, Button(label, name, (digest.week,)))


def more(digest: Digest) -> Iterator[Reply]:
    """Everything else that the digest says."""
    parts: list[Part] = [Heading(digest.title)]
    parts += [Line(line.text) for line in digest.more]
    parts += [Fine(note) for note in digest.notes]
    label = words(digest.language)("button-digest-page")
    for one in pages(parts, (Button(label, "digest-page", (digest.week,)),)):
        yield Reply(one)
