"""The made-up term: played through the product, and what its digests say of the hard week."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.serving import local_bot
from bot.demo.term.class_of import HARD, Habit, asked, replied, students
from bot.demo.term.playing import BEFORE, first_monday, play_term, term_class
from handlers.digest.findings import About, Digest
from handlers.digest.freezing import thawed
from handlers.rules.release.windows import week_name
from storage.kinds import QuestionState, Wish

FIRST = datetime(2026, 9, 28, tzinfo=UTC)
SEED = b"a class of a test"


async def _played(folder: Path, size: int, weeks: int) -> tuple[dict[str, int], list[Digest]]:
    """What was done in so many weeks, and the digests of them."""
    seeds = iter(range(1 << 30))
    people = term_class(size)
    async with local_bot(
        folder,
        people,
        wall=lambda: FIRST,
        seed=lambda: next(seeds).to_bytes(16),
        begins=FIRST - BEFORE,
    ) as demo:
        world = await play_term(demo, people, FIRST, SEED, weeks=weeks)
        names = [week_name(date(2026, 9, 28) + timedelta(weeks=week)) for week in range(weeks)]
        with demo.app.store.read() as work:
            found = [work.digests.find(world.course_id, name) for name in names]
            left = work.outbox.count()
        assert left == 0
        return world.played, [thawed(one.content) for one in found if one is not None]


@pytest.mark.parametrize("size", [15, 30])
def test_week_seven_was_hard_and_for_the_right_reason(tmp_path: Path, size: int) -> None:
    played, digests = asyncio.run(_played(tmp_path, size, HARD))
    assert len(digests) == HARD
    assert played["asked"] == len(asked(students(size, SEED), SEED, HARD))
    hard = digests[-1]
    hardest, hint = hard.line("hardest"), hard.line("hint")
    assert hardest is not None
    assert hint is not None
    assert hardest.values["topic"] == hint.values["topic"] == "Window functions"
    assert hint.values["rung"] == 2
    # It stands out: no topic before it needed so large a share of worked examples and people.
    before = [one.line("hardest") for one in digests[:-1]]
    shares = [float(one.values["share"]) for one in before if one is not None and one.values]
    assert float(hardest.values["share"]) > max(shares)
    assert [line.key for line in hard.front][:4] == ["unanswered", "hardest", "hint", "reply"]
    assert all(line.about == About.TICKETS for line in hard.front[:4])
    assert "Open the next class with a worked example on Window functions." in {
        action.text for action in hard.actions
    }


def test_the_plan_is_the_same_every_time_and_has_all_three_habits() -> None:
    group = students(40, SEED)
    assert group == students(40, SEED)
    assert asked(group, SEED) == asked(group, SEED)
    assert {one.habit for one in group} == set(Habit)
    wishes = {one.wish for one in asked(group, SEED) if one.who.habit == Habit.ANSWERS}
    assert Wish.ANSWER in wishes
    seldom = [one for one in asked(group, SEED) if one.who.habit == Habit.SELDOM]
    often = [one for one in asked(group, SEED) if one.who.habit == Habit.POINTERS]
    assert len(seldom) < len(often) / 2


@pytest.mark.parametrize(
    ("minute", "wait", "expected"),
    [
        (10 * 60, 30, 10 * 60 + 30),  # Monday at ten
        (20 * 60, 30, 24 * 60 + 9 * 60 + 30),  # in the evening: Tuesday morning
        (17 * 60 + 50, 30, 24 * 60 + 9 * 60 + 20),  # ten minutes today, twenty tomorrow
        (4 * 24 * 60 + 18 * 60, 5, 7 * 24 * 60 + 9 * 60 + 5),  # Friday at six: Monday
        (6 * 60, 60, 10 * 60),  # before nine
    ],
)
def test_replies_come_in_office_hours(minute: int, wait: int, expected: int) -> None:
    assert replied(minute, wait) == expected


def test_a_term_ends_with_the_last_sunday() -> None:
    # 25 November 2026 is a Wednesday; its week began on the 23rd.
    assert first_monday(datetime(2026, 11, 25, 10, tzinfo=UTC)) == datetime(2026, 8, 17, tzinfo=UTC)


def test_nothing_of_it_is_written_past_the_product(tmp_path: Path) -> None:
    """A question that was solved by a hint went through the panel: it has what it was shown."""

    async def look() -> list[int]:
        people = term_class(12)
        async with local_bot(tmp_path, people, begins=FIRST - BEFORE) as demo:
            world = await play_term(demo, people, FIRST, SEED, weeks=1)
            with demo.app.store.read() as work:
                ids = [id_ for id_, _tag in work.questions.tags(world.course_id)]
                solved = [
                    one for one in work.questions.some(ids) if one.state == QuestionState.SOLVED
                ]
                return [len(work.questions.shown(one.id)) for one in solved]

    shown = asyncio.run(look())
    assert shown
    assert min(shown) >= 1
