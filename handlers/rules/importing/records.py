"""What can be imported, and what is said about the lines that hold it."""

from collections.abc import Iterator
from dataclasses import dataclass

from storage.kinds import Kind

Key = tuple[str, ...]
"""What makes a record the same when it is imported again; unique among records of one sort."""


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question of the course with its answer.

    Attributes:
        key: its id, or its section and question.
        section: where it stands among the course's questions; may be empty.
        question: one line.
        answer: the text in full.
        kind: what it is about.
    """

    key: Key
    section: str
    question: str
    answer: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the course's material, short enough to be shown whole.

    Attributes:
        key: the place it has in the material; last in it the number, from 0, of the part of its
            section.
        title: the nearest heading.
        text: Markdown.
        cite: the way to it, such as "Week 3 › Joining tables"; may be empty.
    """

    key: Key
    title: str
    text: str
    cite: str


@dataclass(frozen=True, slots=True)
class WrittenHint:
    """A hint that staff wrote for a topic, or for one problem in it.

    Attributes:
        key: its id, or its topic, problem, rung and number among those alike.
        topic: never empty.
        problem: empty when it is for the whole topic.
        rung: 0 to 3.
        text: Markdown.
        cite: where to read more; may be empty.
    """

    key: Key
    topic: str
    problem: str
    rung: int
    text: str
    cite: str


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic of the course."""

    key: Key
    name: str


@dataclass(frozen=True, slots=True)
class ItemBank:
    """What the weekly pulse asks, in place of the bank that comes with Askwell.

    Attributes:
        key: empty: a course has one.
        content: the bank as JSON.
        items: how many statements are asked in the chat.
    """

    key: Key
    content: str
    items: int


Imported = AnsweredQuestion | Passage | WrittenHint | TopicName | ItemBank


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a line (from 1), or about the whole file."""

    line: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What one file holds.

    Attributes:
        records: in the file's order, each key once.
        refused: what is not imported, and why.
        said: what is imported otherwise than the file says.
    """

    records: tuple[Imported, ...] = ()
    refused: tuple[Remark, ...] = ()
    said: tuple[Remark, ...] = ()

    def places(self) -> Iterator[tuple[type[Imported], Key]]:
        """What the records take the place of when it is there already."""
        return ((type(record), record.key) for record in self.records)
