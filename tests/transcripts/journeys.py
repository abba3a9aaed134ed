"""How many presses and typed fields a journey takes, counted in the transcripts.

A journey begins in a transcript with a line such as

    # Journey: from the card to the first useful line (at most 2 presses, 1 field)

and ends at the next empty line or journey. Counted is what the person does who acts first in it: a
button, a shortcut, a command and the sending of a form are a press each; every field of a form that
is filled in, also one that is only chosen, is a field. A limit that is not kept fails the tests.

``python -m tests.transcripts.journeys`` writes ``docs/journeys.md`` anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bot.platforms.local
from bot.transcript.parsing import parse
from bot.transcript.script import Command, Did, Fill, Note, Press, Script, Shortcut, Step

HERE = Path(__file__).parent
DAY = Path(bot.platforms.local.__file__).with_name("day.txt")
PAGE = HERE.parents[1] / "docs" / "journeys.md"
_BEGINS = re.compile(
    r"# Journey: (?P<name>.+) "
    r"\(at most (?P<presses>\d+) press(?:es)?(?:, (?P<fields>\d+) fields?)?\)"
)
_INTRODUCTION = """\
# What a journey takes

Counted in the transcripts that the tests play on every platform. A button, a shortcut, a command
and the sending of a form are a press each; every field that is filled in is a field. Opening the
app and reading are not counted. Written by `python -m tests.transcripts.journeys`; a test compares.

| journey | presses | fields | at most | transcript |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Journey:
    """One way through Askwell, and what it took.

    Attributes:
        name: from where to where.
        presses: buttons, shortcuts, commands and sent forms.
        fields: fields filled in.
        most: presses and fields at most.
        file: the transcript's name.
    """

    name: str
    presses: int
    fields: int
    most: tuple[int, int]
    file: str

    @property
    def short(self) -> bool:
        """Whether it takes no more than it may."""
        return self.presses <= self.most[0] and self.fields <= self.most[1]


def journeys() -> list[Journey]:
    """Every journey of every transcript."""
    files = [DAY, *sorted(HERE.glob("*.txt"))]
    return [one for file in files for one in journeys_of(parse(file.read_text("utf-8")), file.name)]


def journeys_of(script: Script, file: str) -> Iterator[Journey]:
    """The journeys of one transcript."""
    steps = list(script.steps)
    for number, step in enumerate(steps):
        begins = _BEGINS.fullmatch(step.source.strip()) if isinstance(step, Note) else None
        if begins is None:
            continue
        presses, fields = _taken(_until_the_end(steps[number + 1 :]))
        most = (int(begins["presses"]), int(begins["fields"] or 0))
        yield Journey(begins["name"], presses, fields, most, file)


def _until_the_end(steps: list[Step]) -> Iterator[Did]:
    for step in steps:
        if isinstance(step, Note) and (
            not step.source.strip() or _BEGINS.fullmatch(step.source.strip())
        ):
            return
        if isinstance(step, Did):
            yield step


def _taken(steps: Iterator[Did]) -> tuple[int, int]:
    presses = fields = 0
    who: tuple[str, ...] = ()
    for step in steps:
        who = who or step.actors
        if step.actors != who:
            continue
        match step.act:
            case Press() | Shortcut() | Command():
                presses += 1
            case Fill(text, others, files):
                presses += 1
                fields += bool(text) + len(others) + bool(files)
            case _:
                pass
    return presses, fields


def page() -> str:
    """The page, from the transcripts as they are."""
    rows = "".join(
        f"| {one.name} | {one.presses} | {one.fields} | {one.most[0]} and {one.most[1]} "
        f"| `{one.file}` |\n"
        for one in journeys()
    )
    return _INTRODUCTION + rows


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
