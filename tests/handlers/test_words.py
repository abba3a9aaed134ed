"""The catalogue of texts: every key once, every label for one thing, British spelling."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

FOLDER = Path(__file__).parents[2] / "handlers" / "words" / "en"
FILES = sorted(FOLDER.glob("*.ftl"))

# Button labels that several keys share, because wherever one of them stands it does this one thing.
SHARED = {
    "Follow up": "to whoever helps: on an answer, and as a notice's button",
    "Go on": "what was paused: helping, a course's pulse",
    "Look": "at what a notice speaks of",
    "More": "what else can be done: with one's question, with a ticket",
    "Pause": "what one is asked for: helping, from its notice too, a course's pulse",
}
AMERICAN = re.compile(
    r"\b(colors?|favorit\w+|behavior\w*|center|gray|analyz\w+|canceled|canceling|labeled|fulfill"
    r"|enrollment|catalog|(?:organ|real|recogn|summar|apolog|emphas|normal)iz\w+)\b",
    re.IGNORECASE,
)


def messages(path: Path) -> list[ast.Message]:
    """The texts of a file, in order."""
    body = FluentParser().parse(path.read_text("utf-8")).body
    assert not [one for one in body if isinstance(one, ast.Junk)], path.name
    return [one for one in body if isinstance(one, ast.Message)]


def test_every_key_stands_once() -> None:
    where = defaultdict[str, list[str]](list)
    for path in FILES:
        for message in messages(path):
            where[message.id.name].append(path.name)
    assert len(where) > 700
    assert {key: files for key, files in where.items() if len(files) > 1} == {}


def test_no_two_buttons_of_one_name_do_different_things() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in FILES)
    labels = re.findall(r"^button-[a-z-]+ = (.+)$", texts, re.MULTILINE)
    assert {label for label in labels if labels.count(label) > 1} == set(SHARED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_spelling_is_british(path: Path) -> None:
    assert [found[0] for found in AMERICAN.finditer(path.read_text("utf-8"))] == []
