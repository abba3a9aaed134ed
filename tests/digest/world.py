"""A made-up week of a course, of any size, written as handlers write it."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.course import Course
from handlers.rules.chance import Chance
from storage.keys import Somebody
from storage.kinds import Kind, Label, Purpose, QuestionState
from storage.store import Store, Work
from storage.tables import Course as CourseRecord
from storage.tables import Hint, PersonEvent, TicketEvent, Topic
from tests.storage import rows
from tests.storage.rows import KEYS

MONDAY = date(2026, 9, 28)
WEEK = "2026-W40"
ZONE = "Europe/Rome"
DUE = datetime(2026, 10, 5, 6, tzinfo=UTC)
"""Monday, eight in the morning in Rome."""
WORDS = "these are somebody's own words"


def record(course_id: str, enrolment: int | None, **changed: object) -> CourseRecord:
    given = {"timezone": ZONE, "enrolment": enrolment, "term_start": MONDAY - timedelta(weeks=3)}
    return rows.course(course_id, **{**given, **changed})


def opened(work: Work, found: CourseRecord) -> Course:
    return Course(work, Chance(found.id.rjust(16, ".").encode()), found)


def somebody(found: CourseRecord, number: int) -> Somebody:
    """The n-th person of a course."""
    return Somebody(KEYS, f"{found.id}{number:04}".encode()[-16:].rjust(16, b"."))


def fill(store: Store, found: CourseRecord, people: int, questions: int = 3, seed: int = 1) -> None:
    """So many people ask so many questions each; joins are hard, and a hint fails."""
    with store.begin() as work:
        furnish(work, found, range(people), questions, seed)


def furnish(
    work: Work, found: CourseRecord, people: Sequence[int], questions: int = 3, seed: int = 1
) -> None:
    """The same; which of the course's people it is in each place makes no difference to it."""
    chance = random.Random(seed)  # noqa: S311  # a repeatable week
    start = datetime.combine(MONDAY, datetime.min.time(), ZoneInfo(ZONE)).astimezone(UTC)
    work.courses.add(found)
    for topic in ("Joins", "Loops"):
        work.hints.add_topic(Topic(id=f"{found.id}-{topic}", course_id=found.id, name=topic))
    work.hints.add(
        Hint(id=f"{found.id}-h", course_id=found.id, topic="Joins", rung=2, text="Look again.")
    )
    for place, person in enumerate(people):
        who = somebody(found, person)
        for number in range(questions):
            name = f"{found.id}-{place}-{number}"
            hard = chance.random() < 0.5
            at = start + timedelta(days=chance.randrange(6), hours=chance.randint(9, 20))
            _question(work, found, who, name, at, hard=hard, chance=chance)


def _question(
    work: Work,
    found: CourseRecord,
    who: Somebody,
    name: str,
    at: datetime,
    *,
    hard: bool,
    chance: random.Random,
) -> None:
    posted = hard and chance.random() < 0.7
    work.questions.add(
        rows.question(
            name,
            who,
            course_id=found.id,
            asked_at=at,
            kind=Kind.LEARNING,
            topic="Joins" if hard else "Loops",
            text=WORDS,
            state=QuestionState.OPEN if posted else QuestionState.PRIVATE,
            label=Label.EVERYONE,
        )
    )
    happened = [("asked", "learning", at), ("shown", f"rung 2 hint:{found.id}-h", at)]
    did = [("asked", chance.choice(["pointer", "answer", "check attempt"]))]
    work.questions.show(
        rows.showing(
            f"s-{name}",
            name,
            source=f"hint:{found.id}-h",
            rung=2,
            shown_at=at,
            useful=False if hard else None,
        )
    )
    if posted:
        happened.append(("posted", "class hidden", at + timedelta(hours=1)))
        did.append(("posted", chance.choice(["hidden", "hidden", "named"])))
        if chance.random() < 0.8:
            hours = chance.randint(1, 30)
            happened.append(("answered", "staff hint", at + timedelta(hours=1 + hours)))
    elif not hard:
        happened.append(("solved", "rung 2", at + timedelta(minutes=5)))
    did.append(("panel", chance.choice(["silent", "moved"])))
    for number, (what, detail, when) in enumerate(happened):
        work.log.about_ticket(
            TicketEvent(
                id=f"t-{name}-{number}",
                course_id=found.id,
                question_id=name,
                what=what,
                detail=detail,
                at=when,
            )
        )
    course = opened(work, found)
    for number, (what, detail) in enumerate(did):
        note(work, course, who, f"p-{name}-{number}", what, detail, at)


def note(
    work: Work, course: Course, who: Somebody, name: str, what: str, detail: str, at: datetime
) -> None:
    """What a person did, in the window of a moment."""
    window = course.window(at)
    scope = f"{course.id}/{window}"
    event = PersonEvent(
        id=name,
        course_id=course.id,
        window=window,
        window_scope=scope,
        person_tag=who.tag(Purpose.WINDOW, scope),
        what=what,
        detail=detail,
    )
    work.log.about_person(event, who.tag(Purpose.WINDOW, name))
