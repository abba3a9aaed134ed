"""A replay from the records to the report."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

from bot.bench.memory import peak_mb
from bot.demo.serving import CONTACTS, Demo, local_bot
from bot.platforms.local.adapter import NAME
from bot.platforms.local.classroom import Classroom, classroom
from bot.replay.checking import mark_lost
from bot.replay.figures import Figures, counted, share, spent
from bot.replay.questions import Asked
from bot.replay.student import Room, Sitting, sit
from handlers.importing import keep, made_id
from handlers.rules.bm25 import terms
from handlers.rules.importing.records import AnsweredQuestion, Imported
from handlers.rules.rungs import Rung
from storage.kinds import Address, Source
from storage.tables import Course

STUDENTS = 200
AT_ONCE = 8
"""How many of them ask at the same moment."""
BETWEEN = timedelta(minutes=1)
"""The installation's time from one such moment to the next: hidden cards come out meanwhile."""

Watch = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Ranks:
    first: int = 0
    among_three: int = 0
    known: int = 0


async def run(
    records: Sequence[Imported],
    asked: Sequence[Asked],
    *,
    data: Path,
    database: str | None,
    watch: Watch,
) -> Figures:
    """Import a course, have its questions asked, check what was kept.

    Args:
        records: what the course has; the answers that questions name are among them.
        asked: the questions.
        data: a folder of this replay's own for databases, keys and the chat.
        database: another main database; several replays may use it one after the other.
        watch: told how many questions have been asked, now and then.

    Raises:
        DatabaseProblem: a database cannot be used.
    """
    people = _people()
    async with local_bot(data, people, database=database) as demo:
        course = await _make_course(demo, people)
        await asyncio.to_thread(_import, demo, course, records)
        room = _room(demo, people, course, records)
        students = [seat.id for seat in people.people if seat.title == "Student"]
        sittings = [
            Sitting(question, students[number % len(students)])
            for number, question in enumerate(_mixed(asked))
        ]
        began = time.perf_counter()
        for done, wave in _waves(sittings):
            await asyncio.gather(
                *(sit(room, one, hints_first=bool(n % 2)) for n, one in enumerate(wave, done))
            )
            await demo.app.clock.forward(BETWEEN)
            watch(done + len(wave))
        seconds = time.perf_counter() - began
        events = sum(len(times) for times in room.spent.values())
        await demo.app.delivery.drain()
        with demo.app.store.read() as work:
            mark_lost(sittings, course.id, work, demo.chat)
        ranks = _rank(demo, course, room, asked)
        pointers = _pointers(demo, room, sittings)
        return Figures(
            came=counted(sittings),
            rank_1=share(ranks.first, ranks.known),
            rank_3=share(ranks.among_three, ranks.known),
            pointer_right=share(sum(pointers), len(pointers)),
            events_per_s=events / seconds if events else 0.0,
            peak_memory_mb=peak_mb(),
            steps=spent(room.spent),
        )


def _people() -> Classroom:
    """A class in a workspace of its own, so that a database can be used for several replays."""
    people = classroom(students=tuple(f"student-{number:03}" for number in range(1, STUDENTS + 1)))
    return replace(people, workspace=f"replay-{secrets.token_hex(4)}")


def _mixed(asked: Sequence[Asked]) -> list[Asked]:
    """The questions in an order of chance, the same every time.

    In a file, those with the same answer often stand together; asked at the same moment, none of
    their students could have found another's open question.
    """
    return sorted(asked, key=lambda one: blake2b(one.text.encode()).digest())


def _waves(sittings: Sequence[Sitting]) -> Iterator[tuple[int, Sequence[Sitting]]]:
    for start in range(0, len(sittings), AT_ONCE):
        yield start, sittings[start : start + AT_ONCE]


async def _make_course(demo: Demo, people: Classroom) -> Course:
    """The course, made in the chat by its instructor."""
    asked = await demo.platform.command("ines", "askwell", "course", room=people.class_room)
    if asked.form is None:
        raise RuntimeError("the course's form did not open")
    fields = {"contacts": CONTACTS, "name": people.course}
    await demo.platform.submit("ines", asked.form.id, fields, places={"staff": people.staff_room})
    await demo.app.delivery.drain()
    with demo.app.store.read() as work:
        course_id = work.courses.at(Address(NAME, people.workspace, people.class_room))
        course = work.courses.find(course_id or "")
    if course is None:
        raise RuntimeError("the course was not made")
    return course


def _import(demo: Demo, course: Course, records: Sequence[Imported]) -> None:
    with demo.app.store.begin() as work:
        keep(records, course, work)


def _room(demo: Demo, people: Classroom, course: Course, records: Sequence[Imported]) -> Room:
    def sources(question_id: str) -> list[str]:
        with demo.app.store.read() as work:
            return [shown.source for shown in work.questions.shown(question_id)]

    return Room(
        platform=demo.platform,
        ask=demo.chat.pinned(people.class_room)[0],
        entries={
            record.key[0]: made_id(course.id, Source.ANSWER, record.key)
            for record in records
            if isinstance(record, AnsweredQuestion) and len(record.key) == 1
        },
        sources=sources,
    )


def _rank(demo: Demo, course: Course, room: Room, asked: Sequence[Asked]) -> _Ranks:
    """Ask the panel's search for each question with a known answer, one after the other."""
    places = []
    for question in asked:
        entry = room.entries.get(question.answer_id)
        with demo.app.store.read() as work, room.timed("search"):
            found = work.search.best(
                course.id, terms(question.text, course.language), sources={Source.ANSWER}
            )
        ids = [one.entry.id for one in found]
        if entry is not None:
            places.append(ids.index(entry) if entry in ids else None)
    return _Ranks(places.count(0), sum(place is not None for place in places), len(places))


def _pointers(demo: Demo, room: Room, sittings: Sequence[Sitting]) -> list[bool]:
    """For each pointer shown to a question with a known answer, whether it cites that entry."""
    right = []
    for sitting in sittings:
        entry = room.entries.get(sitting.asked.answer_id)
        if entry is None or not sitting.question_id:
            continue
        with demo.app.store.read() as work:
            shown = work.questions.shown(sitting.question_id)
        right += [one.source == f"entry:{entry}" for one in shown if one.rung == Rung.POINTER]
    return right
