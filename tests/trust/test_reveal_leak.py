"""A request to find somebody shows nowhere that it must not, and a name only to the two.

Two worlds, alike but that in one of them an instructor asks, both confirm and read the name. What
the rest of the staff and the class see is the same to the letter. Then a leak is made.
"""

import asyncio
import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import logs
from bot.platforms.local.classroom import Seat
from bot.transcript.playing import seeds
from handlers.chat.outgoing import Line, Message, Post
from handlers.course import Course
from handlers.reveal import asking, deciding
from handlers.reveal.switching import switch_on
from handlers.rules.chance import Chance
from storage.keys import Keys
from storage.kinds import NativeId, Room
from tests.trust.school import CLASS, STAFF, School, open_school, school

WHO, DISPLAY = "zq7lark-canary", "Quillon Zanderfisk"
REASON = "Plumbeous lanterns say farewell"
PEOPLE = school(
    Seat(WHO, DISPLAY, "Student"),
    Seat("rita", "Rita Sol", "Counsellor"),
    Seat("sam", "Sam Ode", "Counsellor"),
)
MONDAY = datetime(2026, 10, 5, 10, 15, tzinfo=UTC)
REST = ("tim", "eva")


@dataclass
class Seen:
    """What a world has shown and kept: to the rest of the staff, and of the marked person."""

    rest: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)


def set_rule(at: School) -> None:
    people = at.app.door.people(
        NativeId("local", at.chat.workspace, who) for who in ("rita", "sam")
    )
    with at.app.store.begin() as work:
        course = Course(work, Chance(b"a seed of 16 bytes"), work.courses.all()[0])
        now = at.app.clock.now()
        switch_on(course, office="counselling", named=people, deputies=[], target=60, at=now)


async def find(at: School) -> None:
    """The instructor asks, both confirm and read the name, and she reads the outcome."""
    await at.press("ines", "button-reveal-ask")
    await at.submit("ines", {"reason": REASON})
    for who in ("rita", "sam"):
        await at.press(who, "button-reveals")
        await at.press(who, "button-reveal-look")
        await at.press(who, "button-reveal-confirm")
        await at.submit(who, {"tell": "yes"})
    await at.press("sam", "button-reveal-name")
    await at.press("rita", "button-reveals")
    await at.press("rita", "button-reveal-look")
    await at.press("rita", "button-reveal-name")
    await at.press("ines", "button-read-it")


async def world(url: str, *, asks: bool) -> Seen:
    keys, seen = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1"), Seen()
    async with open_school(url, keys, PEOPLE, wall=lambda: MONDAY, seed=seeds(7)) as at:
        set_rule(at)
        await at.wait(0)
        await at.ask(WHO, "I have said my goodbyes to everybody here.", topic="")
        await at.post(WHO)
        await at.wait(6)
        await at.press("ines", "button-worried")
        if asks:
            await find(at)
        for who in REST:
            await at.press(who, "button-worried")
            for name in ("my", "queue", "course", "digest", "help"):
                await at.command(who, "askwell", name, room=STAFF)
        rooms = [one.body for room in (CLASS, STAFF) for one in at.chat.history("tim", room)]
        mine = [one for one in at.shown if one.person in REST]
        bodies = (*rooms, *(one.body for one in mine))
        # Not the ids of buttons: their once-tokens are drawn anew for every message.
        seen.rest = [f"{one.text} {[each.label for each in one.all_buttons()]}" for one in bodies]
        for one in at.shown:
            whose = one.person or one.room or ""
            if DISPLAY in str(one.body) or WHO in str(one.body):
                seen.names.add(f"{whose}{'' if one.only_you else ' aloud'}")
            if REASON in str(one.body):
                seen.reasons.add(f"{whose}{'' if one.only_you else ' aloud'}")
        for name, rows in at.rows().items():
            if DISPLAY in str(rows) or WHO in str(rows):
                seen.kept.append(name)
            if REASON in str(rows):
                seen.kept.append(f"{name}: reason")
    return seen


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    logs.configure("debug", "json", written)
    yield written
    logs.configure()


def worlds(folder: Path) -> tuple[Seen, Seen]:
    """Without and with a request."""
    seen = []
    for asks in (False, True):
        place = folder / str(asks)
        place.mkdir()
        for file in folder.glob("askwell*"):
            shutil.copy(file, place)
        seen.append(asyncio.run(world(f"sqlite:///{place}/askwell.sqlite", asks=asks)))
    return seen[0], seen[1]


@pytest.mark.usefixtures("sqlite_url")
def test_a_request_shows_to_the_two_and_to_whoever_asked(tmp_path: Path, log: io.StringIO) -> None:
    without, found = worlds(tmp_path)
    assert found.rest == without.rest
    assert len(found.rest) > 10
    assert (without.names, without.reasons, without.kept) == (set(), set(), [])
    assert found.names == {"rita", "sam"}
    assert found.reasons == {"rita", "sam"}
    assert found.kept == ["reveal_request: reason"]
    assert not any(mark in log.getvalue() for mark in (WHO, DISPLAY, REASON))


def a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision posts a card among staff."""
    once = deciding.decided

    def loud(request: object) -> Iterator[object]:
        yield from once(request)  # type: ignore[arg-type]  # passed on
        yield Post(Room.STAFF, "found", Message((Line("Somebody was found."),)))

    monkeypatch.setattr(deciding, "decided", loud)


def a_label(monkeypatch: pytest.MonkeyPatch) -> None:
    """The button goes once somebody has asked, for everybody."""
    button = asking.ask_button

    def hidden(course: Course, question: object) -> object:
        about = course.work.oversight.about(question.id)  # type: ignore[attr-defined]  # a question
        return () if about else button(course, question)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr("handlers.safety.contacts.ask_button", hidden)


LEAKS: list[Callable[[pytest.MonkeyPatch], None]] = [a_card, a_label]


@pytest.mark.usefixtures("sqlite_url")
@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_is_noticed(
    leak: Callable[[pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak(monkeypatch)
    without, found = worlds(tmp_path)
    assert found.rest != without.rest
