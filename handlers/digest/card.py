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
NOTES = 2
"""How many of a digest's notes stand in its message; all of them are on its page."""


def message(digest: Digest) -> Message:
    """The digest's message, with its picture."""
    more = _more_button(digest)
    return Message((*_parts(digest), *_fine(digest)), (more,), chart=digest.picture)


def answer(digest: Digest) -> Message:
    """The digest for one reader. An answer carries no picture, so what only it would show is said.

    The hardest topic has its line already.
    """
    parts, picture = _parts(digest), digest.picture
    if picture is not None and len(picture.bars) > 1:
        topics = ", ".join(f"{bar.label} {bar.shown}" for bar in picture.bars[1:])
        parts.append(Line(words(digest.language)("digest-others", topics=topics)))
    return Message((*parts, *_fine(digest)), (_more_button(digest),))


def _fine(digest: Digest) -> Iterator[Fine]:
    """What is said of figures about people, and of those about waiting."""
    yield from map(Fine, digest.notes[:NOTES])


def _more_button(digest: Digest) -> Button:
    return Button(words(digest.language)("button-digest-more"), "digest-more", (digest.week,))


def _parts(digest: Digest) -> list[Part]:
    say = words(digest.language)
    parts: list[Part] = [Heading(digest.title)]
    parts += [_line(digest, line) for line in digest.front]
    if digest.actions:
        parts.append(Line(say("digest-actions")))
        parts += [Line(f"{number}. {one.text}") for number, one in enumerate(digest.actions, 1)]
    return parts


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
