"""Rows into records; which sort they are is told by the columns."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from handlers.rules.importing.markdown import parts
from handlers.rules.importing.records import (
    AnsweredQuestion,
    Contents,
    Imported,
    Key,
    Passage,
    Remark,
    TopicName,
    WrittenHint,
)
from handlers.rules.importing.rows import Row
from handlers.rules.importing.text import (
    LONGEST_FIELD,
    NOT_UTF_8,
    cleaned,
    mended,
    one_line,
)
from storage.kinds import Kind

RUNGS: Final = {"reflect": 0, "pointer": 1, "hint": 2, "example": 3, "worked example": 3}
"""The names of the rungs that hints are written for; rung 4 is an answer."""

LONGEST_TOPIC: Final = 75
"""Characters that fit on a button and in a choice (`handlers.chat.outgoing`)."""

SEVERAL_LINES: Final = frozenset({"answer", "text"})
"""Columns whose cells keep their lines."""

Cells = Mapping[str, str]


class _WrongError(Exception):
    """Why a row cannot be imported, as a sentence."""


@dataclass(slots=True)
class _Numbers:
    """Numbers records alike but for their text, so that each keeps its place in the next import."""

    texts: dict[Key, dict[str, int]] = field(default_factory=dict)

    def key(self, alike: Key, text: str) -> Key:
        """The key of a record; the same text twice is the same record."""
        texts = self.texts.setdefault(alike, {})
        return (*alike, str(texts.setdefault(text, len(texts))))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sort of table.

    Attributes:
        name: what it holds.
        needed: columns that must be there and filled.
        other: columns that may be there.
        make: a row's records.
    """

    name: str
    needed: tuple[str, ...]
    other: tuple[str, ...]
    make: Callable[[Cells, _Numbers], Iterator[Imported]]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.needed, *self.other)


def _answered(cells: Cells, _numbers: _Numbers) -> Iterator[Imported]:
    kind = cells["kind"].lower().replace(" ", "-").replace("setup", "set-up") or Kind.LEARNING
    if kind not in list(Kind):
        raise _WrongError(f"Its kind is '{_short(kind)}'; write {', '.join(Kind)} or nothing.")
    key = (cells["id"],) if cells["id"] else (cells["section"], cells["question"])
    yield AnsweredQuestion(key, cells["section"], cells["question"], cells["answer"], Kind(kind))


def _hint(cells: Cells, numbers: _Numbers) -> Iterator[Imported]:
    rung = RUNGS.get(cells["rung"].lower())
    if rung is None:
        if cells["rung"] not in ("0", "1", "2", "3"):
            raise _WrongError(
                f"Its rung is '{_short(cells['rung'])}'; write 0 to 3, or reflect, pointer, hint "
                "or example."
            )
        rung = int(cells["rung"])
    topic, problem, text = cells["topic"], cells["problem"], cells["text"]
    key: Key = (cells["id"],)
    if not cells["id"]:
        key = numbers.key((topic, problem, str(rung)), text)
    yield WrittenHint(key, topic, problem, rung, text, cells["cite"])


def _passages(cells: Cells, numbers: _Numbers) -> Iterator[Imported]:
    title, text = cells["title"], cells["text"]
    key: Key = (cells["id"],)
    if not cells["id"]:
        key = numbers.key((title, cells["cite"]), text)
    for number, part in enumerate(parts(text)):
        yield Passage((*key, str(number)), title, part, cells["cite"] or title)


def _topic(cells: Cells, _numbers: _Numbers) -> Iterator[Imported]:
    name = cells["name"]
    if len(name) > LONGEST_TOPIC:
        raise _WrongError(f"Its name is longer than {LONGEST_TOPIC} characters; shorten it.")
    yield TopicName((name.casefold(),), name)


SHEETS: Final = (
    _Sheet("answered questions", ("question", "answer"), ("id", "section", "kind"), _answered),
    _Sheet("hints", ("topic", "rung", "text"), ("problem", "cite", "id"), _hint),
    _Sheet("material", ("title", "text"), ("cite", "id"), _passages),
    _Sheet("topics", ("name",), (), _topic),
)

KNOWN: Final = frozenset(column for sheet in SHEETS for column in sheet.columns)
"""Every column that means something."""


@dataclass(slots=True)
class _Reading:
    """What a table of one sort has given so far."""

    sheet: _Sheet
    kept: dict[Key, tuple[int, tuple[Imported, ...]]] = field(default_factory=dict)
    refused: list[Remark] = field(default_factory=list)
    said: list[Remark] = field(default_factory=list)
    unused: dict[str, None] = field(default_factory=dict)
    numbers: _Numbers = field(default_factory=_Numbers)

    def take(self, row: Row) -> None:
        """Make a row's records, or say why not."""
        self.unused.update(
            dict.fromkeys(name for name in row.cells if name and name not in self.sheet.columns)
        )
        try:
            made = tuple(self.sheet.make(_cells(row, self.sheet), self.numbers))
        except _WrongError as wrong:
            self.refused.append(Remark(row.line, str(wrong)))
            return
        if not made:
            self.refused.append(Remark(row.line, "It holds no words; write some."))
            return
        key = made[0].key
        if key in self.kept:
            self.said.append(Remark(row.line, f"It takes the place of line {self.kept[key][0]}."))
        self.kept[key] = row.line, made

    def contents(self, unread: Iterable[Remark]) -> Contents:
        """All of it, with what is said of rows that could not even be read."""
        if self.unused:
            names = [f"'{_short(name)}'" for name in self.unused]
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            self.said.insert(0, Remark(None, f"Columns not used: {', '.join(names[:5])}{more}."))
        return Contents(
            tuple(record for _line, made in self.kept.values() for record in made),
            tuple(sorted((*unread, *self.refused), key=lambda remark: remark.line or 0)),
            tuple(self.said),
        )


def contents(rows: Iterable[Row | Remark]) -> Contents:
    """The records of a table, and what is said about its rows.

    The first row that has all columns of some sort of table tells which sort the file is. Of rows
    with the same key the last one counts.
    """
    unread: list[Remark] = []
    read: list[Row] = []
    for row in rows:
        if isinstance(row, Remark):
            unread.append(row)
        else:
            read.append(row)
    sheet = next(filter(None, (_sheet(row.cells) for row in read)), None)
    if sheet is None:
        if read:
            unread.insert(0, Remark(None, _no_sheet(read[0].cells)))
        return Contents(refused=tuple(unread))
    reading = _Reading(sheet)
    for row in read:
        reading.take(row)
    return reading.contents(unread)


def _sheet(cells: Collection[str]) -> _Sheet | None:
    return next((sheet for sheet in SHEETS if all(name in cells for name in sheet.needed)), None)


def _no_sheet(cells: Collection[str]) -> str:
    """What to do about columns that make no table."""
    nearest = max(SHEETS, key=lambda sheet: sum(name in cells for name in sheet.columns))
    if not any(name in cells for name in nearest.columns):
        sorts = "; ".join(f"{sheet.name}: {', '.join(sheet.needed)}" for sheet in SHEETS)
        return f"Its columns are none that can be imported; name them in its first line ({sorts})."
    missing = [f"no column '{name}'" for name in nearest.needed if name not in cells]
    return (
        f"It looks like {nearest.name}, but there is {' and '.join(missing)}; add what is missing."
    )


def _cells(row: Row, sheet: _Sheet) -> Cells:
    """A row's cells as clean text, every column of the sheet with one.

    Raises:
        _WrongError: A cell is empty, too long, or no text.
    """
    cells = {name: _cell(name, row.cells.get(name)) for name in sheet.columns}
    for name in sheet.needed:
        if not cells[name]:
            raise _WrongError(f"Its {name} is empty; fill it in.")
    return cells


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise _WrongError(f"Its {name} is neither text nor a number; write it in quotation marks.")
    text = str(value)
    if NOT_UTF_8.search(text):
        raise _WrongError(f"Its {name} is not UTF-8 text; save the file as UTF-8 ('CSV UTF-8').")
    if name in SEVERAL_LINES:
        return cleaned(text)
    line = one_line(text)
    if len(line) > LONGEST_FIELD:
        raise _WrongError(f"Its {name} is longer than {LONGEST_FIELD:,} characters; shorten it.")
    return line


def _short(text: str) -> str:
    text = mended(text)
    return text if len(text) <= 40 else f"{text[:39]}…"
