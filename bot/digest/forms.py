"""A digest as JSON (its very bytes), CSV and plain text."""

import csv
import io
import textwrap
from collections.abc import Callable
from typing import Literal

from bot.digest.page import about, page
from handlers.digest.findings import Digest, Shown
from handlers.digest.freezing import thawed
from handlers.words import Words, words

Form = Literal["json", "html", "text", "csv"]
WIDTH = 78
MARGIN = 11


def as_json(content: str) -> str:
    """What was published, byte for byte."""
    return content


def as_csv(content: str) -> str:
    """One row for each figure: the week, the line, its class, the figure's name, the figure.

    A figure about people stands as it was released: its shape and its code.
    """
    digest = thawed(content)
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("week", "line", "class", "figure", "value"))
    for line in (*digest.front, *digest.more):
        for name, value in line.values.items():
            rows.writerow((digest.week, line.key, line.about.value, name, _cell(value)))
    return file.getvalue()


def _cell(value: object) -> str:
    """A cell that no table calculates with: a topic's name may begin like a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def as_text(content: str) -> str:
    """For a terminal."""
    digest = thawed(content)
    return "\n".join([*_text(digest), ""])


def _text(digest: Digest) -> list[str]:
    say = words(digest.language)
    lines = [digest.title, "=" * len(digest.title), ""]
    lines += [_folded(line, say) for line in digest.front]
    if digest.actions:
        lines += ["", say("digest-actions")]
        lines += [f"  {n}. {one.text}" for n, one in enumerate(digest.actions, 1)]
    if digest.picture is not None:
        lines += ["", textwrap.fill(digest.picture.alt, WIDTH)]
    lines += ["", *(_folded(line, say) for line in digest.more), ""]
    return [*lines, *(textwrap.fill(note, WIDTH) for note in digest.notes)]


def _folded(line: Shown, say: Words) -> str:
    """A line with its class."""
    return textwrap.fill(
        line.text,
        WIDTH,
        initial_indent=f"{about(line, say):{MARGIN}}",
        subsequent_indent=" " * MARGIN,
        break_on_hyphens=False,
    )


FORMS: dict[Form, Callable[[str], str]] = {
    "json": as_json,
    "html": page,
    "text": as_text,
    "csv": as_csv,
}
"""What a digest can be written as, from its frozen content."""
