"""A day holds so many questions and posts; then it is said when it goes on, and nothing is lost."""

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.dispatch import Dispatcher
from bot.platforms.local.classroom import Seat
from handlers import allowances
from handlers.all import ROUTES
from handlers.chat.outgoing import Line, Reply
from handlers.rules.limits import Limited
from storage.keys import Keys, Somebody
from storage.kinds import Address, Role
from storage.store import Store
from tests.bot import events
from tests.storage import rows
from tests.storage.rows import ANA, BEN, KEYS, MONDAY, TIM
from tests.trust.school import SAY, School, open_school, school

PEOPLE = school(Seat("ana", "Ana Lindqvist", "Student"))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        allowances, "MOST", {Limited.ASKED: 3, Limited.POSTED: 1, Limited.WRITTEN: 1}
    )


def told(at: School) -> str:
    return str(at.shown[-1].body)


@pytest.mark.usefixtures("few")
def test_a_day_is_full_until_the_next(stored_url: str) -> None:
    async def run() -> None:
        keys = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")
        async with open_school(stored_url, keys, PEOPLE) as at:
            for number in range(3):
                await at.ask("ana", f"Why does join {number} double the rows?")
            await at.post("ana")
            await at.ask("ana", "Why does join 4 double the rows?")
            assert "The form opens again at" in told(at)
            assert "00:00" in told(at)
            await at.press("ana", "button-fix")
            form = at.chat.form_of("ana")
            assert form is not None
            assert "join 4" in str(form)
            await at.submit("ana")
            await at.command("ana", "my")
            for word in ("Welcome", "join 4"):
                assert word not in told(at)
            await at.wait(24 * 60)
            await at.ask("ana", "Why does join 4 double the rows?")
            assert "opens again" not in told(at)
            assert SAY("greeting") not in told(at)
            await at.press("ana", "button-ask-people")
            await at.press("ana", "button-post")
            await at.ask("ana", "Why does join 5 double the rows?")
            await at.press("ana", "button-ask-people")
            await at.press("ana", "button-post")
            assert "as many questions as go to people" in told(at)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("press", "fields"),
    [
        ("button-fix", {"code": "aaaabbbb"}),
        ("button-have-code", {"code": "K7QF-3MNP"}),
    ],
)
def test_codes_are_tried_so_often_in_a_day(
    stored_url: str, press: str, fields: dict[str, str]
) -> None:
    """Wrong ones count, one's own only, and it is said when it goes on; the next day it does."""

    async def try_one(at: School, who: str) -> str:
        await at.press(who, press)
        await at.submit(who, fields)
        return told(at)

    async def run() -> None:
        keys = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")
        monday = datetime(2026, 10, 5, 10, 15, tzinfo=UTC)
        async with open_school(stored_url, keys, PEOPLE, wall=lambda: monday) as at:
            for who in ("ana", "tim"):
                opens = ("join", "wrong") if press == "button-fix" else ("my", "")
                await at.command(who, "askwell", " ".join(opens).strip())
                if press != "button-fix":
                    await at.press(who, "button-accounts")
            left = 9 if press == "button-fix" else 10
            said = [await try_one(at, "ana") for _ in range(left + 1)]
            assert not any("Tue 00:00 UTC" in one for one in said[:-1])
            assert "From Tue 00:00 UTC on you can try again" in said[-1]
            assert "Tue 00:00" not in await try_one(at, "tim")
            await at.wait(24 * 60)
            assert "00:00" not in await try_one(at, "ana")

    asyncio.run(run())


@pytest.mark.usefixtures("few")
def test_a_day_stays_full_over_a_restart(stored_url: str) -> None:
    async def run() -> None:
        keys = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")
        async with open_school(stored_url, keys, PEOPLE) as at:
            for number in range(3):
                await at.ask("ana", f"Why does join {number} double the rows?")
        async with open_school(stored_url, keys, PEOPLE, anew=False) as again:
            await again.command("ana", "ask")
            await again.submit("ana", {"text": "Why does join 4 double the rows?"})
            assert "The form opens again at" in told(again)

    asyncio.run(run())


def test_codes_of_a_course_are_tried_so_often_by_one_person_whatever_process_they_reach(
    stored_url: str,
) -> None:
    """Ten a day, right or wrong; a right one is not lost by it and holds the next day."""
    wrong, midnight = "AAAA-AAAA", datetime(2026, 9, 8, tzinfo=UTC)
    late = midnight - timedelta(minutes=30)

    def typed(code: str, who: Somebody = ANA, at: datetime = MONDAY) -> str:
        """What is said in a process of its own, which ends."""
        store = Store(stored_url, KEYS)
        form = replace(
            events.form("place", {"code": code}, who=who),
            course=None,
            where=Address("slack", "team", "class"),
            places={"staff": Address("slack", "team", "staff")},
            at=at,
        )
        (reply, *_more) = Dispatcher(store, ROUTES).handle(form).said
        store.close()
        assert isinstance(reply, Reply)
        return " ".join(part.text for part in reply.message.parts if isinstance(part, Line))

    store = Store(stored_url, KEYS)
    with store.begin() as work:
        work.courses.add(rows.course())
    pressed = replace(events.press("bring", who=TIM, role=Role.INSTRUCTOR), at=late)
    said = Dispatcher(store, ROUTES).handle(pressed).said
    store.close()
    right = re.search("[A-Z2-7]{4}-[A-Z2-7]{4}", str(said))
    assert right is not None
    assert {typed(wrong) for _ in range(10)} == {SAY("place-wrong")}
    full = SAY("day-full-codes", time="Tue 00:00 UTC")
    assert typed(right[0]) == full
    assert typed(right[0], at=late) == full
    assert typed(wrong, who=BEN) == SAY("place-wrong")
    assert SAY("place-done", name=rows.course().name) == typed(right[0], at=midnight)
