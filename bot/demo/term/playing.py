"""A term from its first day to its last: everybody's acts in order, on the moved clock."""

import csv
import heapq
import io
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from itertools import count

from bot.demo.serving import Demo, import_files, make_course
from bot.demo.term.class_of import WEEKS, Student, asked, students
from bot.demo.term.pulse import answer_weekly
from bot.demo.term.sitting import World, ask
from bot.platforms.local.buttons import NoButton, button
from bot.platforms.local.classroom import Classroom, classroom

BEFORE = timedelta(days=4)
"""The course is made so long before the term."""
SECTIONS = "Monday group: {}\nThursday group: {}"
_PULSE_FROM = timedelta(days=3, hours=12)
"""When in a week those who answer the weekly questions begin to."""

Watch = Callable[[int], None]
Acts = AsyncIterator[int]


def term_class(size: int) -> Classroom:
    """The class, in a chat of its own."""
    ids = tuple(f"student-{number:02}" for number in range(1, size + 1))
    return classroom("Data 101", students=ids)


def first_monday(now: datetime) -> datetime:
    """The first day of a term whose fourteen weeks end with the last Sunday before a moment."""
    monday = now.astimezone(UTC).date() - timedelta(days=now.astimezone(UTC).weekday())
    return datetime.combine(monday, time(), UTC) - timedelta(weeks=WEEKS)


async def play_term(
    demo: Demo,
    people: Classroom,
    first: datetime,
    seed: bytes,
    watch: Watch = lambda _weeks: None,
    *,
    weeks: int = WEEKS,
) -> World:
    """Play the term through the product.

    Args:
        demo: a new bot and chat, whose clock stands :data:`BEFORE` the first day.
        people: from :func:`term_class`.
        first: the term's first day, a Monday, 0:00 UTC.
        seed: of everything that is by chance in what people do.
        watch: told how many weeks are over.
        weeks: of the fourteen, how many are played.

    Returns:
        What was done.
    """
    size = sum(seat.title == "Student" for seat in people.people)
    group = students(size, seed)
    world = await _begin(demo, people, first)
    order = count()
    queue: list[tuple[datetime, int, Acts]] = []
    for at, acts in _everything(world, group, first, seed, weeks):
        heapq.heappush(queue, (at, next(order), acts))
    seen = 0
    while queue:
        at, _number, acts = heapq.heappop(queue)
        await demo.app.clock.forward(max(at - demo.app.clock.now(), timedelta(0)))
        with suppress(StopAsyncIteration, NoButton):
            minutes = await anext(acts)
            heapq.heappush(queue, (at + timedelta(minutes=minutes), next(order), acts))
        over = min((at - first) // timedelta(weeks=1), weeks)
        if over > seen:
            seen = over
            watch(seen)
    end = first + timedelta(weeks=weeks, hours=12)
    await demo.app.clock.forward(max(end - demo.app.clock.now(), timedelta(0)))
    await demo.app.delivery.drain()
    watch(weeks)
    return world


def _everything(
    world: World, group: list[Student], first: datetime, seed: bytes, weeks: int
) -> Iterator[tuple[datetime, Acts]]:
    for asks in asked(group, seed, weeks):
        yield first + timedelta(minutes=asks.minute), ask(world, asks)
    for week in range(1, weeks + 1):
        begins = first + timedelta(weeks=week - 1) + _PULSE_FROM
        yield begins, answer_weekly(world, group, week, seed)


async def _begin(demo: Demo, people: Classroom, first: datetime) -> World:
    """The course, its term and its class, set in chat; its hints, imported."""
    await make_course(demo, people, "ines")
    folder = files("bot.demo.term") / "course"
    import_files(demo, folder, ("topics.csv", "hints.csv"))
    last = first + timedelta(weeks=WEEKS, days=-1)
    term = {"start": _day(first), "end": _day(last), "zone": "UTC"}
    size = sum(seat.title == "Student" for seat in people.people)
    await _set(demo, people, "set-term", term)
    sections = SECTIONS.format((size + 1) // 2, size // 2)
    await _set(demo, people, "set-class", {"enrolment": str(size), "sections": sections})
    rows = list(csv.DictReader(io.StringIO((folder / "questions.csv").read_text("utf-8"))))
    topics = list(dict.fromkeys(row["topic"] for row in rows))
    texts = [[row["question"] for row in rows if row["topic"] == topic] for topic in topics]
    with demo.app.store.read() as work:
        course = work.courses.all()[0]
    await _choose_sections(demo, people, course.id)
    return World(demo, people, course.id, topics, texts)


async def _choose_sections(demo: Demo, people: Classroom, course_id: str) -> None:
    """Everybody says in which section they are: one student in this, the next in that."""
    with demo.app.store.read() as work:
        sections = work.courses.sections(course_id)
    ids = [seat.id for seat in people.people if seat.title == "Student"]
    for number, who in enumerate(ids):
        page = await demo.platform.command(who, "my", room=people.class_room)
        message, id_, _args = button(page.messages, "my-section")
        opened = await demo.platform.press(who, message.id, id_)
        if opened.form is not None:
            chosen = {"section": sections[number % len(sections)].id}
            await demo.platform.submit(who, opened.form.id, chosen)


def _day(at: datetime) -> str:
    return f"{at.date()}"


async def _set(demo: Demo, people: Classroom, name: str, fields: dict[str, str]) -> None:
    """The instructor changes something on the course's page.

    Raises:
        RuntimeError: the page or its form did not open.
    """
    page = await demo.platform.command("ines", "askwell", "course", room=people.class_room)
    message, id_, _args = button(page.messages, name)
    opened = await demo.platform.press("ines", message.id, id_)
    if opened.form is None:
        raise RuntimeError(f"{name} did not open")
    await demo.platform.submit("ines", opened.form.id, fields)
