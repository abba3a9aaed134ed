"""Each kind of event, on its way: what is at hand when something goes wrong just then."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.platforms.local.adapter import Outcome
from bot.platforms.local.classroom import Seat
from handlers.chat.outgoing import identify
from tests.storage import rows
from tests.storage.rows import MONDAY
from tests.trust.school import CLASS, SAY, School, school

WEDNESDAY = MONDAY + timedelta(days=2)
WORDS = "My merge drops half of the quokkas."
STUDENTS = ("ana", "ben", "cleo", "dan", "fay", "gil")
PEOPLE = school(*(Seat(one, one.title(), "Student") for one in STUDENTS))
Act = Callable[[], Awaitable[Outcome]]


async def kinds_of_events(at: School) -> dict[str, Act]:
    """Each kind of event on its way: its person has the form or button in front of them."""
    platform, chat = at.platform, at.chat

    def pressing(who: str, label: str) -> Act:
        found = chat.newest_with(who, label)
        assert found is not None
        message, button = found[0].id, found[1].id
        return lambda: platform.press(who, message, button)

    def sending(who: str, fields: dict[str, str]) -> Act:
        form = chat.form_of(who)
        assert form is not None
        return lambda: platform.submit(who, form.id, fields)

    with at.app.store.begin() as work:
        course = work.courses.all()[0].id
        term = rows.pulse_term(course_id=course, week=1, opened_at=WEDNESDAY)
        days = {"term_start": MONDAY.date(), "term_end": (MONDAY + timedelta(days=90)).date()}
        work.courses.set(course, enrolment=120, **days)
        work.pulses.add_term(term)
    at.write_hints("Which keys stand twice?", "Count the rows before and after the join.")
    acts: dict[str, Act] = {}
    await at.ask("gil", "Is the quiz open?")
    await at.post("gil")
    await at.press("eva", "button-claim")
    await at.press("eva", "button-answer")
    acts["answer"] = sending("eva", {"text": WORDS, "form": "full"})
    await at.ask("fay", "Why does my loop end?")
    await at.post("fay")
    acts["claim"] = pressing("tim", SAY("button-claim"))
    await at.ask("ben", "My join doubles the rows.", topic="joins")
    acts["next hint"] = pressing("ben", SAY("button-next-hint"))
    await at.ask("cleo", "How do I read the file?")
    await at.press("cleo", "button-ask-people")
    acts["post"] = pressing("cleo", SAY("button-post"))
    await platform.press("dan", "gone", identify("pulse-join", ("t1", "card"), "t"), room=CLASS)
    acts["tap"] = pressing("dan", "Agree")
    await at.press("ana", "button-ask")
    acts["ask"] = sending("ana", {"text": WORDS})
    await at.app.delivery.drain()
    return acts
