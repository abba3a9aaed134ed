"""Nothing that staff can see tells who asked a hidden question.

Two classes, alike in everything, of which one student has asked before and the other has not. In
one world she asks the hidden question, in the other he does. Whatever staff see, before and after,
is the same to the letter. Then a leak is made, and the worlds differ: so the comparison can fail.
"""

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.platforms.local.classroom import Seat
from bot.transcript.playing import seeds
from handlers import asking, cards
from handlers.all import ROUTES
from handlers.allowances import use
from handlers.chat.incoming import Command, Heard
from handlers.course import Course
from handlers.rules.limits import Limited
from storage.keys import Keys
from tests.trust.school import CLASS, STAFF, School, open_school, school
from tests.trust.test_canary import by_name

PEOPLE = school(
    Seat("ana", "Ana Lindqvist", "Student"),
    Seat("ben", "Ben Okafor", "Student"),
    Seat("cleo", "Cleo Duarte", "Student"),
)
TEACHERS = ("tim", "eva", "ines")
COMMANDS = sorted(
    route.name for route in ROUTES.all() if route.kind is Command and route.name != "ask"
)
MONDAY = datetime(2026, 10, 5, 10, 15, tzinfo=UTC)


async def everything_staff_see(at: School) -> list[str]:
    """Both rooms as they stand, each command's answer, and whatever was shown to staff so far."""
    for name in COMMANDS:
        for who in ("tim", "ines"):
            for room in (CLASS, STAFF):
                await at.command(who, "askwell", name, room=room)
    rooms = [
        f"{room}: {seen.body}" for room in (CLASS, STAFF) for seen in at.chat.history("tim", room)
    ]
    return [*rooms, *(f"{one.person}: {one.body}" for one in at.shown if one.person in TEACHERS)]


async def world(url: str, asker: str) -> tuple[list[str], list[str]]:
    """What staff see before and after a hidden question of one of the two."""
    keys = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")
    async with open_school(url, keys, PEOPLE, wall=lambda: MONDAY, seed=seeds(7)) as at:
        await at.ask("ana", "Why does my join double the rows?", topic="")
        await at.post("ana")
        await at.wait(6)
        await at.press("cleo", "button-me-too")
        before = await everything_staff_see(at)
        await at.ask(asker, "Which of the two keys is it that repeats?", topic="")
        await at.post(asker)
        await at.wait(6)
        await at.press("tim", "button-claim")
        await at.press("tim", "button-answer")
        await at.submit("tim", {"text": "Count each of them.", "form": "hint"})
        await at.press(asker, "button-read-it")
        await at.press(asker, "button-follow-up")
        await at.submit(asker, {"text": "I have counted the left one."})
        await at.press("eva", "button-worried")
        await at.press("eva", "button-moderate")
        # In distress, which nobody may learn of, the asker asks for a person; nobody comes in time.
        await at.ask(asker, "None of it works and i just want to end it all", topic="")
        await at.press(asker, "button-talk")
        await at.submit(asker, {"text": "Could somebody talk to me?"})
        await at.wait(60 * 24 * 8)
        return before, await everything_staff_see(at)


def differ(folder: Path) -> bool:
    seen = {}
    for asker in ("ana", "ben"):
        place = folder / asker
        place.mkdir()
        for file in folder.glob("askwell*"):
            shutil.copy(file, place)
        seen[asker] = asyncio.run(world(f"sqlite:///{place}/askwell.sqlite", asker))
    assert len(seen["ana"][1]) > len(seen["ana"][0]) > 20
    assert any("is it that repeats" in one for one in seen["ana"][1])
    assert any("What they added stands on their card" in one for one in seen["ana"][1])
    assert not any("to end it all" in one for one in seen["ana"][1])
    return seen["ana"] != seen["ben"]


@pytest.mark.usefixtures("sqlite_url")
def test_nothing_of_the_asker_differs(tmp_path: Path) -> None:
    assert not differ(tmp_path)


def a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "asker", by_name)


def a_counter(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[int] = []

    def counted(event: Heard, course: Course, what: Limited) -> int:
        used.append(use(event, course, what))
        return used[-1]

    monkeypatch.setattr(asking, "use", counted)
    monkeypatch.setattr(asking, "alias", lambda *_: f"Otter {used[-1] if used else 0}")


LEAKS: list[Callable[[pytest.MonkeyPatch], None]] = [a_name, a_counter]


@pytest.mark.usefixtures("sqlite_url")
@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_noticed(
    leak: Callable[[pytest.MonkeyPatch], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leak(monkeypatch)
    assert differ(tmp_path)
