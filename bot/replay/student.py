"""A student of the replay: what they press, in which order, and why.

Each question is one sitting. The student types it and reads what comes; they know their answer when
they see it, and press only what is then true:

- **[That did it]** where what a rung shows comes from the entry with their ``answer_id``;
- **[That's it]** where one of what others asked too is that entry;
- **[Me too]** where one of them is an open question, asked by somebody else, with the same
  ``answer_id``;
- else **[Ask people]** and **[Post]**.

A right entry often stands in both places, so which comes first decides what is counted. Half the
students (every other question) read what others asked first and then the hints; the other half
take the hints first. Either takes the first hint and, where it was not theirs, the next one, and no
more: they do not write what they tried, so the gate before rung 3 stays closed to them.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from bot.platforms.local.adapter import LocalPlatform, Outcome
from bot.platforms.local.buttons import NoButton, button, buttons
from bot.platforms.local.chat import Seen
from bot.replay.questions import Asked

TRIES = 5
"""How often somebody presses again where the chat says "try again"."""
HINTS = 2
"""How many hints a student takes."""


class Came(StrEnum):
    """What came of a question."""

    REUSED = "reused"
    ME_TOO = "me_too"
    SOLVED = "solved_by_hint"
    TICKET = "tickets"
    LOST = "lost"


@dataclass(slots=True)
class Sitting:
    """One question, from the first press to what came of it.

    Attributes:
        asked: the question.
        who: the student's id in the chat.
        came: what came of it, as the chat acknowledged it.
        question_id: the bot's id of it; empty while there is none.
        followed: the id of the question that the student follows instead.
    """

    asked: Asked
    who: str
    came: Came = Came.LOST
    question_id: str = ""
    followed: str = ""


class Stuck(Exception):
    """Something was not acknowledged."""


@dataclass(frozen=True, slots=True)
class Room:
    """What students share.

    Attributes:
        platform: their chat.
        ask: the pinned card.
        entries: ``answer_id`` → the id of its entry.
        sources: question id → the sources of what its student has been shown.
        open: question id → who asked what, for every question posted so far.
        spent: step → milliseconds each time, filled in as students go.
    """

    platform: LocalPlatform
    ask: Seen
    entries: dict[str, str]
    sources: Callable[[str], list[str]]
    open: dict[str, Sitting] = field(default_factory=dict)
    spent: dict[str, list[float]] = field(default_factory=dict)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Keep how long a step takes."""
        began = time.perf_counter()
        yield
        self.spent.setdefault(step, []).append((time.perf_counter() - began) * 1000)


async def sit(room: Room, sitting: Sitting, *, hints_first: bool) -> None:
    """Ask one question and see it through; what came of it is kept in the sitting."""
    try:
        panel = await _ask(room, sitting)
        looks = (_take_hints, _look_around) if hints_first else (_look_around, _take_hints)
        for look in looks:
            if await look(room, sitting, panel):
                return
        await _ask_people(room, sitting, panel)
    except (Stuck, NoButton):
        sitting.came = Came.LOST


async def _ask(room: Room, sitting: Sitting) -> tuple[Seen, ...]:
    opened = await _press(room, sitting, (room.ask,), "ask", step="open the form")
    if opened.form is None:
        raise Stuck
    form = opened.form.id
    for _ in range(TRIES):
        with room.timed("ask"):
            told = await room.platform.submit(sitting.who, form, {"text": sitting.asked.text})
        if told.through:
            sitting.question_id = button(told.messages, "ask-people")[2][0]
            return told.messages
    raise Stuck


async def _take_hints(room: Room, sitting: Sitting, panel: tuple[Seen, ...]) -> bool:
    """Read what the rungs show, one more at most than what is there already."""
    entry = room.entries.get(sitting.asked.answer_id)
    for taken in range(1, HINTS + 1):
        if f"entry:{entry}" in room.sources(sitting.question_id):
            await _press(room, sitting, panel, "that-did-it", step="solve")
            sitting.came = Came.SOLVED
            return True
        if taken < HINTS and _has(panel, "next-hint"):
            more = await _press(room, sitting, panel, "next-hint", step="next hint")
            if more.form is not None:  # the gate
                break
    return False


async def _look_around(room: Room, sitting: Sitting, panel: tuple[Seen, ...]) -> bool:
    """Look through what others asked too."""
    entry = room.entries.get(sitting.asked.answer_id)
    for name, args in _routes(panel):
        if name == "its" and args[1] == entry:
            await _press(room, sitting, panel, name, args, step="reuse")
            sitting.came = Came.REUSED
            return True
    for name, args in _routes(panel):
        if name != "me-too" or not sitting.asked.answer_id:
            continue
        followed = args[1].removeprefix("question-")
        other = room.open.get(followed)
        if other and other.who != sitting.who and other.asked.answer_id == sitting.asked.answer_id:
            await _press(room, sitting, panel, name, args, step="me too")
            sitting.came, sitting.followed = Came.ME_TOO, followed
            return True
    return False


async def _ask_people(room: Room, sitting: Sitting, panel: tuple[Seen, ...]) -> None:
    preview = await _press(room, sitting, panel, "ask-people", step="preview")
    await _press(room, sitting, preview.messages, "post", step="post")
    room.open[sitting.question_id] = sitting
    sitting.came = Came.TICKET


async def _press(
    room: Room,
    sitting: Sitting,
    messages: tuple[Seen, ...],
    name: str,
    args: tuple[str, ...] | None = None,
    *,
    step: str,
) -> Outcome:
    """Press a button by its route; again where it did not go through."""
    message, pressed, _args = button(messages, name, args)
    for _ in range(TRIES):
        with room.timed(step):
            told = await room.platform.press(sitting.who, message.id, pressed)
        if told.through:
            return told
    raise Stuck


def _routes(messages: tuple[Seen, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(route, args) for _message, _id, route, args in buttons(messages)]


def _has(messages: tuple[Seen, ...], name: str) -> bool:
    return any(route == name for route, _args in _routes(messages))
