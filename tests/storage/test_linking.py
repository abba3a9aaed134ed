"""Linking: what two accounts left is one person's, once and for all."""

from typing import Any

import pytest
from sqlalchemy import func, select

from storage.columns import table
from storage.erasure import export
from storage.keys import Somebody
from storage.kinds import Purpose, QuestionState
from storage.linking import adopt
from storage.store import Store, Work
from storage.tables import FollowerTable, QuestionTable
from tests.storage import rows
from tests.storage.rows import KEYS, TIM
from tests.storage.test_erasure import everything, furnish

SLACK, DISCORD = Somebody(KEYS, b"s" * 16), Somebody(KEYS, b"d" * 16)
BEN = Somebody(KEYS, b"b" * 16)


@pytest.fixture
def furnished(store: Store) -> Store:
    """Both accounts have asked, answered, followed, been named, and left windows in the log."""
    with store.begin() as work:
        work.courses.add(rows.course())
        furnish(work, SLACK, "slack", BEN, "ben")
        furnish(work, DISCORD, "discord", BEN, "ben-too")
        work.questions.add(rows.question("q-ben", BEN, state=QuestionState.OPEN, alias="b"))
        work.questions.add(rows.question("q-ben-too", BEN, state=QuestionState.OPEN, alias="c"))
        work.questions.follow(rows.follower("q-ben", DISCORD))  # which the other follows, too
        work.questions.follow(rows.follower("q-slack", DISCORD))  # which the other has asked
    return store


def linked(store: Store) -> None:
    with store.begin() as work:
        adopt(work.connection, DISCORD.tag, SLACK.tag)


def sizes(of: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    return {name: len(rows) for name, rows in of.items()}


def exported(work: Work, *people: Somebody) -> dict[str, int]:
    found: dict[str, int] = {}
    for who in people:
        for name, size in sizes(export(work.connection, who.tag)).items():
            found[name] = found.get(name, 0) + size
    return found


def test_everything_of_either_is_the_one_s(furnished: Store) -> None:
    with furnished.read() as work:
        before = exported(work, SLACK, DISCORD)
    linked(furnished)
    with furnished.read() as work:
        after = exported(work, SLACK)
        assert exported(work, DISCORD) == {}
        # One row where both had left the same: staff, member, seat, accommodation, follower of
        # q-ben; and the follower of q-slack, which was in the export of either, is gone.
        doubled = {"staff": 1, "member": 1, "seat": 1, "accommodation": 1, "follower": 3}
        assert after == {name: size - doubled.get(name, 0) for name, size in before.items()}
        asked = work.questions.some(["q-slack", "q-discord"])
        assert {one.author_tag == SLACK.tag(Purpose.QUESTION, one.id) for one in asked} == {True}


def test_nobody_else_is_touched_and_a_second_time_changes_nothing(furnished: Store) -> None:
    with furnished.read() as work:
        before = exported(work, BEN, TIM)
    linked(furnished)
    with furnished.read() as work:
        assert exported(work, BEN, TIM) == before
        once = everything(work)
    linked(furnished)
    with furnished.read() as work:
        assert everything(work) == once


def test_nobody_follows_a_question_of_their_own(furnished: Store) -> None:
    question, follower = table(QuestionTable), table(FollowerTable)
    own = (
        select(func.count())
        .select_from(follower)
        .join(question, follower.c.question_id == question.c.id)
        .where(question.c.author_tag == follower.c.follower_tag)
    )
    linked(furnished)
    with furnished.read() as work:
        assert work.connection.execute(own).scalar_one() == 0
