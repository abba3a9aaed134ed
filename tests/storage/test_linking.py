"""Linking: what two accounts left is one person's, once and for all."""

from typing import Any

import pytest
from sqlalchemy import Inspector, func, inspect, select

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


def once(work: Work) -> set[str]:
    """Tables in which a tag is part of what there can be only one of, as the database says."""
    there: Inspector = inspect(work.connection)
    found: set[str] = set()
    for name in there.get_table_names():
        keys: list[list[str | None]] = [[*there.get_pk_constraint(name)["constrained_columns"]]]
        keys += [one["column_names"] for one in there.get_indexes(name) if one["unique"]]
        if any(str(column).endswith("_tag") for key in keys for column in key):
            found.add(name)
    return found


def test_everything_of_either_is_the_one_s(furnished: Store) -> None:
    with furnished.read() as work:
        before = exported(work, SLACK, DISCORD)
    linked(furnished)
    with furnished.read() as work:
        after = exported(work, SLACK)
        assert exported(work, DISCORD) == {}
        assert set(after) == set(before)
        # Nothing is lost but where one person can have only one row: it was in both exports.
        fewer = {name for name in before if after[name] < before[name]}
        assert {"staff", "follower"} <= fewer <= once(work)
        assert after["staff"] == 1
        assert after["follower"] == 2  # of q-ben and q-ben-too; q-slack is their own now
        assert after["question"] == 2
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
