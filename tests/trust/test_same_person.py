"""Continuing links the two questions that were chosen, and no others; and it can be cut."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.dispatch import Dispatcher, Outcome
from handlers.all import ROUTES
from storage.erasure import tables
from storage.kinds import QuestionState
from storage.retention import LINK, TERM, sweep
from storage.store import Store
from storage.tables import Continuation
from tests.bot.events import form, press
from tests.storage import rows
from tests.storage.rows import BEN, COURSE, KEYS, MONDAY


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    opened = Store(stored_url, KEYS)
    with opened.begin() as work:
        work.courses.add(rows.course())
        for name in ("first", "second"):
            work.questions.add(rows.question(name, state=QuestionState.SOLVED, alias=f"Of {name}"))
            work.answers.add(rows.answer(f"a-{name}", name, opened_at=MONDAY))
    yield opened
    opened.close()


def do(store: Store, name: str, question: str, fields: dict[str, str] | None = None) -> Outcome:
    handle = Dispatcher(store, ROUTES).handle
    if fields is None:
        return handle(press(name, question))
    return handle(replace(form(name, fields), args=(question,)))


def ask_anew(store: Store, earlier: str) -> str:
    """The id of a new question that goes on from an earlier one."""
    before = ids(store)
    do(store, "continue", earlier, {"text": "And what comes after that?"})
    (new,) = ids(store) - before
    return new


def ids(store: Store) -> set[str]:
    with store.read() as work:
        return {one for one, _tag in work.questions.tags(COURSE)}


def together(store: Store) -> set[tuple[str, frozenset[str]]]:
    """Each table in which one row holds two questions of hers, and which two."""
    hers = ids(store)
    found: set[tuple[str, frozenset[str]]] = set()
    with store.read() as work:
        for place, _duties in tables():
            for row in work.connection.execute(select(place)):
                words = {word for cell in row for word in str(cell).split()}
                if len(both := hers & words) > 1:
                    found.add((place.name, frozenset(both)))
    return found


def test_only_the_two_that_were_chosen_are_linked(store: Store) -> None:
    assert together(store) == set()
    new = ask_anew(store, "first")
    do(store, "post", new)
    do(store, "ask", "", {"text": "Something else altogether"})
    assert together(store) == {("continuation", frozenset({"first", new}))}
    with store.read() as work:
        tags = [tag for _id, tag in work.questions.tags(COURSE)]
        aliases = {one.alias for one in work.questions.some(ids(store))}
    assert len({tag[:4] for tag in tags}) == len(tags) == len(aliases) == 4


@pytest.mark.parametrize(
    ("how", "which"),
    [("unlink", "new"), ("unlink", "first"), ("withdraw", "new"), ("without-them", "new")],
)
def test_it_is_cut_from_either_side(store: Store, how: str, which: str) -> None:
    new = ask_anew(store, "first")
    other = ask_anew(store, "second")
    if how == "withdraw":
        do(store, "post", new)
    do(store, how, new if which == "new" else which, None if how == "without-them" else {})
    assert together(store) == {("continuation", frozenset({"second", other}))}
    with store.read() as work:
        assert not work.continuations.links(new)


def test_nobody_links_a_question_that_is_not_theirs(store: Store) -> None:
    before = together(store)
    sent = replace(form("continue", {"text": "Whoever helped her, help me"}), args=("first",))
    Dispatcher(store, ROUTES).handle(replace(sent, who=BEN))
    assert together(store) == before
    assert ids(store) == {"first", "second"}


def test_where_whoever_answered_is_gone_it_is_said_and_the_text_kept(store: Store) -> None:
    with store.begin() as work:
        work.connection.exec_driver_sql("UPDATE answer SET author_seal = NULL WHERE id = 'a-first'")
    assert "can't be asked any more" in str(do(store, "continue", "first"))
    assert "can't be asked any more" in str(do(store, "continue", "first", {"text": "Once more"}))
    assert ids(store) == {"first", "second"}


def test_passing_is_done_once_and_links_go_when_authors_go(store: Store) -> None:
    new = ask_anew(store, "first")
    with store.begin() as work:
        links = work.continuations
        assert links.open(COURSE) == []
        assert work.questions.posted(new, MONDAY)
        found = Continuation(question_id=new, earlier_id="first", answer_id="a-first")
        assert links.open(COURSE) == [found]
        assert links.links("first")
        assert links.passed(new)
        assert not links.passed(new)
        assert links.open(COURSE) == []
    with store.begin() as work:
        sweep(work.connection, MONDAY + TERM + LINK)
        assert not work.continuations.links(new)
