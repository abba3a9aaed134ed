"""Rows ``digest``: a week of a very large course, and a thousand small courses on one Monday."""

import random
import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import insert, text

from bot.bench.memory import memory_mb
from bot.bench.rehearsal import Bare, Rehearsal
from bot.bench.rows import Row, at_most_times, in_turn, within
from bot.bench.stage import Stage
from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.course import Course
from handlers.digest.composing import compose
from handlers.digest.findings import Digest
from handlers.rules.chance import Chance
from storage.columns import table
from storage.kinds import Audience, Kind, Label, QuestionState, Room, Wish
from storage.store import Work
from storage.tables import Course as CourseRecord
from storage.tables import (
    CourseTable,
    HintTable,
    Job,
    PersonEventTable,
    PlaceTable,
    QuestionTable,
    ShowingTable,
    TicketEventTable,
)

LARGE, SMALL, COURSES, TIMES = 10_000, 20, 1_000, 7
MOST, MOST_MB, MOST_SECONDS = 1.5, 32.0, 10.0
MONDAY = date(2026, 9, 28)
_START = datetime(2026, 9, 28, tzinfo=UTC)
_DUE = datetime(2026, 10, 5, 8, tzinfo=UTC)
_TOPICS = ("Joins", "Loops", "Sets", "Trees", "Plots", "Tests", "Files", "Types")


def digest_rows(stage: Stage) -> Iterator[Row]:
    """The large week beside its bare aggregates, its memory, and the thousand."""
    large = Week(stage, 1, LARGE, people=500)
    (record,) = large.courses
    yield from _one(stage, record)
    week = Week(stage, COURSES, SMALL, people=30)
    yield _thousand(stage, week)


def _one(stage: Stage, record: CourseRecord) -> Iterator[Row]:
    def composed(work: Work) -> Digest:
        return compose(Course(work, Chance(record.id.rjust(16, ".").encode()), record), MONDAY)

    def ours() -> None:
        with stage.store.begin() as work:
            composed(work)

    before = memory_mb()
    ours()
    grown = max(memory_mb() - before, 0.0)
    with closing(Bare(stage.store)) as bare, closing(Rehearsal(stage)) as rehearsal:
        script = rehearsal.written(composed)
        floor, our = in_turn([(lambda: bare.play(script), ours) for _ in range(TIMES)])
    name = f"digest, {LARGE:,} questions"
    yield at_most_times(name, floor, our, "ms", MOST, f"≤ {MOST} × the bare aggregates")
    aim = f"≤ {MOST_MB:.0f} MiB more"
    yield within("digest, memory", before, grown, "MiB", MOST_MB, aim)


def _thousand(stage: Stage, week: "Week") -> Row:
    """Every course's Monday, done one after the other, to the commit; beside the statements."""
    dispatcher = Dispatcher(stage.store, ROUTES)
    began = perf_counter()
    for record in week.courses:
        dispatcher.tick(_job(record), secrets.token_bytes(16))
    ours = perf_counter() - began

    def composed(work: Work) -> None:
        for record in week.courses[:FLOOR]:
            compose(Course(work, Chance(record.id.rjust(16, ".").encode()), record), MONDAY)

    with closing(Bare(stage.store)) as bare, closing(Rehearsal(stage)) as rehearsal:
        script = rehearsal.written(composed)
        began = perf_counter()
        bare.play(script)
        floor = (perf_counter() - began) * len(week.courses) / min(FLOOR, len(week.courses))
    aim = f"≤ {MOST_SECONDS:.0f} s"
    return within(f"digest, {COURSES:,} courses", floor, ours, "s", MOST_SECONDS, aim)


FLOOR = 100
"""Courses whose bare aggregates stand for all."""


def _job(record: CourseRecord) -> Job:
    return Job(id=f"digest-{record.id}", course_id=record.id, name="digest", due=_DUE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question's rows."""

    course: str
    number: int
    person: int


class Week:
    """Courses with a week behind them, written at once.

    Attributes:
        courses: the courses.
    """

    def __init__(self, stage: Stage, courses: int, questions: int, people: int) -> None:
        """Write everything.

        Args:
            stage: where.
            courses: how many.
            questions: how many in each.
            people: how many ask there; as many again are enrolled.
        """
        self._chance = random.Random(courses)  # noqa: S311  # a week to measure with
        self._rows: dict[type[Any], list[dict[str, Any]]] = {}
        self.courses: list[CourseRecord] = []
        for _ in range(courses):
            record = CourseRecord(
                id=secrets.token_hex(8),
                name="Bench",
                contacts="112",
                enrolment=2 * people,
                term_start=MONDAY,
                created_at=_START,
            )
            self.courses.append(record)
            self._add(CourseTable, record.model_dump())
            self._hints(record.id)
            for number in range(questions):
                self._question(_Asked(record.id, number, self._chance.randrange(people)))
        with stage.store.begin() as work:
            for model, rows in self._rows.items():
                work.connection.execute(insert(table(model)), rows)
            for record in self.courses:
                work.jobs.add(_job(record))
        if not stage.store.one_lane:
            with stage.store.begin() as work:
                work.connection.execute(text("ANALYZE"))
        self._rows.clear()

    def _add(self, model: type[Any], row: dict[str, Any]) -> None:
        self._rows.setdefault(model, []).append(row)

    def _hints(self, course: str) -> None:
        self._add(
            PlaceTable,
            {
                "platform": "nowhere",
                "workspace": course,
                "room_id": "staff",
                "course_id": course,
                "room": Room.STAFF,
            },
        )
        for topic in _TOPICS:
            hint = {"id": f"{course}-{topic}", "course_id": course, "topic": topic, "rung": 2}
            self._add(HintTable, {**hint, "problem": "", "cite": "", "text": "Look at the key."})

    def _question(self, asked: _Asked) -> None:
        chance = self._chance
        topic = _TOPICS[min(int(chance.expovariate(0.6)), len(_TOPICS) - 1)]
        at = _START + timedelta(seconds=chance.randrange(6 * 86_400))
        name = f"{asked.course}-{asked.number}"
        posted = chance.random() < 0.4
        self._add(
            QuestionTable,
            {
                "id": name,
                "course_id": asked.course,
                "state": QuestionState.OPEN if posted else QuestionState.PRIVATE,
                "alias": name,
                "label": Label.EVERYONE,
                "audience": Audience.CLASS,
                "kind": Kind.LEARNING,
                "wish": Wish.POINTER,
                "topic": topic,
                "text": "My join doubles the rows.",
                "asked_at": at,
            },
        )
        hint = f"hint:{asked.course}-{topic}"
        self._add(
            ShowingTable,
            {
                "id": name,
                "question_id": name,
                "rung": 2,
                "source": hint,
                "text": "Look at the key.",
                "shown_at": at,
                "useful": chance.choice([None, None, False, True]),
            },
        )
        happened = [("asked", "learning", 0.0), ("shown", f"rung 2 {hint}", 0.0)]
        did = [
            ("asked", chance.choice(["pointer", "answer", "check attempt"])),
            ("panel", chance.choice(["silent", "moved"])),
        ]
        if posted:
            happened += [("posted", "class hidden", 0.5), ("claimed", "", 1.0)]
            happened.append(("answered", "staff hint", chance.uniform(1, 30)))
            did.append(("posted", chance.choice(["hidden", "named"])))
        else:
            happened.append(("solved", "rung 2", 0.2))
        self._log(asked, name, at, happened, did)

    def _log(
        self,
        asked: _Asked,
        name: str,
        at: datetime,
        happened: list[tuple[str, str, float]],
        did: list[tuple[str, str]],
    ) -> None:
        for number, (what, detail, hours) in enumerate(happened):
            self._add(
                TicketEventTable,
                {
                    "id": f"{name}-{number}",
                    "course_id": asked.course,
                    "question_id": name,
                    "what": what,
                    "detail": detail,
                    "at": at + timedelta(hours=hours),
                },
            )
        window = MONDAY.isocalendar()
        for number, (what, detail) in enumerate(did):
            self._add(
                PersonEventTable,
                {
                    "id": f"{name}-{number}",
                    "course_id": asked.course,
                    "window": f"{window.year}-W{window.week}",
                    "window_scope": "",
                    "person_tag": f"{asked.course}-{asked.person}",
                    "what": what,
                    "detail": detail,
                },
            )
