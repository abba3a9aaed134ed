"""To be run by hand: a pulse for fifty thousand people, over clock changes, on the moved clock.

``python -m tests.soak.pulses [PEOPLE]`` plays two weeks of courses in six time zones. Each opens on
a Saturday before the clocks change there (forward and back, by an hour and by half of one; one zone
is half an hour off and never changes), so that the change falls between the message and its
reminder. A fifth are asked on the card, the others by direct message, half of them on Discord; a
tenth have a question open. A third press something before the reminder.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import update

from bot.app import App, open_storage
from bot.bench.memory import memory_mb, peak_mb
from bot.platform import Enclosed, Hear
from bot.transcript.playing import seeds
from handlers.chat.outgoing import Message
from handlers.course import Course
from handlers.pulse.asking import scope_of
from handlers.pulse.terms import plan, schedule
from handlers.rules.chance import Chance
from handlers.rules.pulse.times import Rhythm, closes, is_quiet, opens
from storage.columns import table
from storage.keys import make_keys
from storage.kinds import Address, Group, NativeId, Purpose, QuestionState
from storage.store import Store
from storage.tables import PulseMember, PulseSlotTable
from storage.vault import Vault
from tests.storage import rows

ZONES = {
    "America/Santiago": date(2026, 9, 5),  # forward by an hour
    "Australia/Lord_Howe": date(2026, 10, 3),  # forward by half an hour
    "Australia/Adelaide": date(2026, 10, 3),  # half an hour off, and forward by an hour
    "Asia/Kolkata": date(2026, 10, 10),  # half an hour off
    "Europe/Rome": date(2026, 10, 24),  # back by an hour
    "America/New_York": date(2026, 10, 31),  # back by an hour
}
"""Where the courses are, and the Saturday on which their first week opens."""
SATURDAY, MINUTE = 5, 8 * 60 + 30
CLASS = 250
START = datetime(2026, 9, 1, tzinfo=UTC)
_slot = table(PulseSlotTable)


@dataclass(frozen=True, slots=True)
class Student:
    """Somebody who is asked, or has reason not to be.

    Attributes:
        zone: where their course is.
        way: the platform they get direct messages on; empty for the card.
        stuck: whether a question of theirs is open.
    """

    zone: str
    way: str
    stuck: bool


@dataclass
class Office:
    """A platform that notes what is sent, to whom and when; and what of it should not have been."""

    name: str
    students: list[Student]
    app: App | None = None
    hands_files: bool = True
    sent: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    async def run(self, hear: Hear) -> None:
        del hear
        await asyncio.Future()

    async def is_member(self, account: NativeId, room: Address) -> bool:
        raise NotImplementedError

    def advice(self) -> tuple[str, ...]:
        """Nothing is the matter."""
        return ()

    async def is_in_group(self, account: NativeId, group: Group) -> bool:
        raise NotImplementedError

    async def post(
        self, room: Address, message: Message, enclosed: Enclosed, *, nonce: str, pin: bool
    ) -> str:
        raise NotImplementedError

    async def edit(self, ref: str, message: Message, enclosed: Enclosed) -> None:
        raise NotImplementedError

    async def notify(self, account: NativeId, message: Message, *, nonce: str) -> None:
        del nonce
        assert self.app is not None
        now, who = self.app.clock.now(), int(account.user)
        student = self.students[who]
        rhythm = rhythm_of(student.zone)
        if is_quiet(now, rhythm):
            self.wrong.append(f"at night: {now.astimezone(rhythm.zone)} in {student.zone}")
        if student.way != self.name:
            self.wrong.append(f"a direct message that was not chosen, on {self.name}")
        week = next((week for week, (a, b) in weeks(student.zone).items() if a <= now < b), 0)
        if not week:
            self.wrong.append(f"outside the week: {now} in {student.zone}")
        kind = "reminder" if "only reminder" in message.parts[1].text else "items"
        self.sent[who, week, kind] += 1


def rhythm_of(zone: str) -> Rhythm:
    return Rhythm(ZoneInfo(zone), SATURDAY, MINUTE)


def weeks(zone: str) -> dict[int, tuple[datetime, datetime]]:
    """When each of the two weeks opens and closes."""
    rhythm, first = rhythm_of(zone), ZONES[zone]
    opened = [opens(first + timedelta(days=7 * n), rhythm) for n in (0, 1)]
    return {n: (at, closes(at)) for n, at in enumerate(opened, 1)}


def people_of(count: int, size: int) -> list[Student]:
    """Everybody, course by course, in courses of a size."""
    zones = list(ZONES)
    ways = ("slack", "discord", "slack", "discord", "")
    return [
        Student(zones[(n // size) % len(zones)], ways[n % 5], n % 10 == 3) for n in range(count)
    ]


def enrol(store: Store, vault: Vault, students: list[Student], size: int) -> None:
    """Courses with everybody in them, and a yes of each."""
    for number, first in enumerate(range(0, len(students), size)):
        members = students[first : first + size]
        zone = members[0].zone
        saturday = ZONES[zone]
        record = rows.course(
            f"course-{number}",
            timezone=zone,
            enrolment=max(size, 40),
            term_start=saturday - timedelta(days=5),
            term_end=saturday + timedelta(days=8),
        )
        with store.begin() as work:
            work.courses.add(record)
            course = Course(work, Chance(f"{number}".encode()), record)
            plan(course, START)
            term = work.pulses.current(record.id)
            assert term is not None
            course.keep(pulse_weekday=SATURDAY, pulse_minute=MINUTE)
            schedule(course, term, START)
            for who, student in enumerate(members, first):
                account = NativeId(student.way or "slack", "w", str(who))
                person = vault.recognise(account).person
                tag = person.tag(Purpose.PULSE, term.id)
                box = person.sealed(scope_of(tag)).box
                work.pulses.join(
                    PulseMember(
                        term_id=term.id,
                        person_tag=tag,
                        person_seal=box,
                        consent=1,
                        direct=student.way,
                    )
                )
                if student.stuck:
                    asked = rows.question(
                        f"q{who}", person, course_id=record.id, state=QuestionState.OPEN
                    )
                    work.questions.add(asked)


def presses(store: Store) -> None:
    """A third of those who have been asked press something."""
    with store.begin() as work:
        work.connection.execute(
            update(_slot)
            .where(_slot.c.place == 0, ~_slot.c.reminded, _slot.c.person_tag < "V")
            .values(place=1)
        )


def days() -> Iterator[datetime]:
    """Noon, when people press, and midnight, of every day."""
    end = max(closed for zone in ZONES for _opened, closed in weeks(zone).values())
    at = START
    while at < end + timedelta(days=1):
        at += timedelta(hours=12)
        yield at


async def _played(app: App) -> tuple[int, float]:
    """Parcels left at the end, and the most memory used."""
    most = memory_mb()
    for at in days():
        await app.clock.forward(at - app.clock.now())
        await asyncio.to_thread(presses, app.store)
        most = max(most, memory_mb())
    with app.store.read() as work:
        return work.outbox.count(), most


def play(count: int, folder: Path, size: int = CLASS) -> dict[str, float]:
    """Play both weeks; whatever is not as it should be fails.

    Returns:
        Figures by name.
    """
    make_keys(folder / "keys.json")
    store, vault = open_storage(f"sqlite:///{folder}/askwell.sqlite", folder / "keys.json")
    students = people_of(count, size)
    enrol(store, vault, students, size)
    offices = [Office(name, students) for name in ("slack", "discord")]
    app = App(store=store, vault=vault, platforms=offices, wall=lambda: START, seed=seeds(count))
    for office in offices:
        office.app = app
    before, began = memory_mb(), time.monotonic()
    left, most = asyncio.run(_played(app))
    seconds = time.monotonic() - began
    asyncio.run(app.stop())
    sent = offices[0].sent + offices[1].sent
    assert [wrong for office in offices for wrong in office.wrong] == []
    assert left == 0
    assert set(sent.values()) == {1}, "somebody was asked twice"
    asked: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for who, week, kind in sent:
        asked[kind].add((who, week))
    due = {
        (who, week)
        for who, student in enumerate(students)
        for week in (1, 2)
        if student.way and not student.stuck
    }
    assert asked["items"] == due, "somebody was left out, or asked while stuck"
    assert asked["reminder"] < due
    return {
        "people": count,
        "asked": len(asked["items"]),
        "reminded": len(asked["reminder"]),
        "seconds": seconds,
        "memory_mb": most - before,
        "peak_mb": peak_mb(),
    }


def main() -> None:
    """Play it and say what came of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder:
        found = play(count, Path(folder))
    print(  # noqa: T201  # it says what it found
        f"{found['people']:,.0f} people in {len(ZONES)} time zones: {found['asked']:,.0f} messages "
        f"and {found['reminded']:,.0f} reminders, nobody twice, nobody at night, nobody unasked; "
        f"{found['seconds']:.0f} s, {found['memory_mb']:.0f} MiB more memory"
    )


if __name__ == "__main__":
    main()
