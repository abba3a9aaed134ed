"""Ranking against hand-made figures and an oracle, on both databases."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, event, func, select
from sqlmodel import SQLModel

from storage.columns import table
from storage.engine import open_engine
from storage.kinds import Kind, Source
from storage.search import Found, Search
from storage.search_tables import Entry, EntryTable, PostingTable
from storage.weighing import MOST_TERMS, weighed
from tests.databases import PostgreSQL

TABLES = [table(EntryTable), table(PostingTable)]


def opened(url: str) -> Iterator[Connection]:
    engine = open_engine(url)
    SQLModel.metadata.create_all(engine, tables=TABLES)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    yield from opened(database_url)


@pytest.fixture
def search(connection: Connection) -> Search:
    return Search(connection)


def put(search: Search, entry_id: str, weights: dict[str, float], **changed: object) -> Entry:
    fields: dict[str, Any] = {
        "id": entry_id,
        "course_id": "data-101",
        "kind": Kind.LEARNING,
        "source": Source.ANSWER,
        "title": f"title of {entry_id}",
        "body": f"body of {entry_id}",
        "answered": True,
        "length": sum(weights.values()),
    }
    entry = Entry(**{**fields, **changed})
    search.add(entry, weights)
    return entry


def ids(found: list[Found]) -> list[str]:
    return [each.entry.id for each in found]


def rows(connection: Connection) -> tuple[int, ...]:
    return tuple(
        connection.execute(select(func.count()).select_from(t)).scalar_one() for t in TABLES
    )


def test_a_score_calculated_by_hand(search: Search) -> None:
    entry = put(search, "a", {"join": 3.0, "key": 1.0}, cite="Week 3", topic="joins")
    put(search, "b", {"loop": 2.0})
    (found,) = search.best("data-101", {"join": 1})
    # N = 2, n = 1: idf = ln(1 + 1.5 / 1.5) = ln 2. Length 4, mean 3: 1.2 (.25 + .75 · 4/3) = 1.5.
    # ln 2 · 3 / (3 + 1.5) = .6931472 · .6666667
    assert found.score == pytest.approx(0.462098, abs=1e-6)
    assert found.entry == entry
    # Said twice, it counts twice: 2 · .462098.
    assert search.best("data-101", {"join": 2})[0].score == pytest.approx(0.924196, abs=2e-6)


def test_without_any_answer_every_length_counts_as_the_mean(search: Search) -> None:
    put(search, "open", {"join": 3.0}, answered=False, source=Source.QUESTION)
    (found,) = search.best("data-101", {"join": 1}, answered_only=False)
    # N = 0, n = 0: idf = ln(1 + .5 / .5) = ln 2; ln 2 · 3 / (3 + 1.2).
    assert found.score == pytest.approx(0.495105, abs=1e-6)


def test_open_questions_are_found_when_asked_for_and_move_no_score(search: Search) -> None:
    put(search, "a", {"join": 3.0, "key": 1.0})
    put(search, "b", {"loop": 2.0, "key": 1.0})
    before = search.best("data-101", {"join": 1, "key": 1})
    put(search, "open", {"join": 9.0, "key": 4.0}, answered=False, source=Source.QUESTION)
    assert search.best("data-101", {"join": 1, "key": 1}) == before
    assert "open" in ids(search.best("data-101", {"join": 1}, answered_only=False))


def test_nothing_to_look_for_and_nothing_to_find(search: Search) -> None:
    put(search, "a", {"join": 1.0})
    put(search, "empty", {})
    assert ids(search.best("data-101", {})) == []
    assert ids(search.best("data-101", {"merge": 1})) == []
    assert search.best("no-such-course", {"join": 1}) == []


def test_only_entries_without_a_word_are_answered(search: Search) -> None:
    put(search, "empty", {})
    put(search, "open", {"join": 1.0}, answered=False, source=Source.QUESTION)
    assert ids(search.best("data-101", {"join": 1}, answered_only=False)) == ["open"]


def test_another_course_is_neither_found_nor_counted(search: Search) -> None:
    put(search, "a", {"join": 3.0, "key": 1.0})
    put(search, "b", {"loop": 2.0})
    before = search.best("data-101", {"join": 1})
    for i in range(5):
        put(search, f"other{i}", {"join": 5.0 + i}, course_id="data-102")
    assert search.best("data-101", {"join": 1}) == before


def test_only_the_sources_asked_for(search: Search) -> None:
    put(search, "slide", {"join": 1.0}, source=Source.MATERIAL)
    put(search, "answer", {"join": 1.0, "key": 1.0}, source=Source.ANSWER)
    assert ids(search.best("data-101", {"join": 1})) == ["slide", "answer"]
    assert ids(search.best("data-101", {"join": 1}, sources=[Source.ANSWER])) == ["answer"]
    assert ids(search.best("data-101", {"join": 1}, sources=[Source.QUESTION])) == []


def test_at_most_so_many(search: Search) -> None:
    for i in range(6):
        put(search, f"e{i}", {"join": 1.0 + i, "pad": 9.0 - i})
    assert ids(search.best("data-101", {"join": 1}, limit=2)) == ["e5", "e4"]
    assert len(ids(search.best("data-101", {"join": 1}))) == 3


def test_added_again_an_entry_is_replaced(search: Search, connection: Connection) -> None:
    put(search, "a", {"join": 1.0, "key": 1.0}, answered=False)
    put(search, "a", {"merge": 1.0}, title="now answered")
    assert rows(connection) == (1, 1)
    assert ids(search.best("data-101", {"join": 1}, answered_only=False)) == []
    assert search.best("data-101", {"merge": 1})[0].entry.title == "now answered"


def test_removed_nothing_of_it_stays(search: Search, connection: Connection) -> None:
    put(search, "a", {"join": 1.0, "key": 1.0})
    put(search, "b", {"join": 1.0})
    search.remove("a")
    search.remove("never-there")
    assert rows(connection) == (1, 1)
    assert ids(search.best("data-101", {"join": 1, "key": 1})) == ["b"]


def test_a_question_goes_with_all_that_came_from_it(search: Search, connection: Connection) -> None:
    put(search, "q7", {"join": 1.0}, question_id="q7", source=Source.QUESTION, answered=False)
    put(search, "q7-answer", {"join": 2.0, "key": 1.0}, question_id="q7")
    put(search, "q8", {"join": 1.0}, question_id="q8")
    put(search, "slide", {"join": 1.0}, source=Source.MATERIAL)
    search.remove_question("q7")
    assert rows(connection) == (2, 2)
    assert set(ids(search.best("data-101", {"join": 1, "key": 1}, answered_only=False))) == {
        "q8",
        "slide",
    }


def test_of_a_long_text_only_the_most_telling_terms_are_looked_for(search: Search) -> None:
    common = {f"w{i}": 1.0 for i in range(MOST_TERMS + 10)}
    for i in range(4):
        put(search, f"all{i}", common)
    put(search, "rare", {"zz": 1.0, "w0": 1.0})
    found = search.best("data-101", dict.fromkeys([*common, "zz"], 1), limit=9)
    assert len(found) == 5
    (rare,) = (each for each in found if each.entry.id == "rare")
    # "zz" is in one entry of five: ln(1 + 4.5 / 1.5) = ln 4. "w0", in all five, tells least of all
    # and is left out. Lengths: four of 42 words, and 2.
    mean = (4 * 42 + 2) / 5
    expected = math.log(4) * 1 / (1 + 1.2 * (0.25 + 0.75 * 2 / mean))
    assert rare.score == pytest.approx(expected, abs=1e-6)


def test_what_is_found_prints_nothing_of_what_it_says(search: Search) -> None:
    put(search, "a", {"join": 1.0}, title="a marked sentence", body="a marked sentence")
    assert "marked" not in repr(search.best("data-101", {"join": 1}))


def test_strength_is_the_share_of_what_was_asked(search: Search) -> None:
    put(search, "a", {"join": 3.0, "key": 1.0})
    put(search, "b", {"loop": 2.0})
    (found,) = search.best("data-101", {"join": 1, "merge": 1})
    # The hand calculation above, out of ln 2 for "join" and, since nobody has said "merge", the
    # same ln 2 for it as for the rarest word there is: .462098 / (2 * .693147).
    assert found.strength == pytest.approx(0.333333, abs=1e-5)


def test_strength_where_only_hints_are_there(search: Search) -> None:
    put(search, "a", {"join": 1.0}, answered=False)
    (found,) = search.best("data-101", {"join": 1, "merge": 1}, answered_only=False)
    # Both words weigh ln(1 + .5 / .5); no mean, so the length counts as if it were it: 1 / 2.2.
    assert found.strength == pytest.approx(0.5 / 2.2, abs=1e-5)


def test_common_terms_lead_to_nothing_but_count_in_what_is_found(search: Search) -> None:
    put(search, "both", {"merge": 3.0, "data": 1.0})
    for i in range(3):
        put(search, f"common{i}", {"data": 4.0})
    # N = 4, all of length 4: norm 1.2. "merge" in one: ln(1 + 3.5 / 1.5) = 1.203973; "data" in all:
    # ln(1 + .5 / 4.5) = .105361, less than half of what a quarter of their sum asks for (.1637).
    assert weighed({"merge": 1, "data": 1}, [("merge", 1, 4), ("data", 4, 4)], 0.25).leading == 1
    (found,) = search.best("data-101", {"merge": 1, "data": 1}, least=0.25)
    assert found.entry.id == "both"
    # 1.203973 · 3 / 4.2 + .105361 · 1 / 2.2 = .859981 + .047891, of 1.309334 in all.
    assert found.score == pytest.approx(0.907872, abs=2e-6)
    assert found.strength == pytest.approx(0.693384, abs=1e-5)
    # Without the common term it would be .656808: too little for what it is enough for with it.
    assert search.best("data-101", {"merge": 1, "data": 1}, least=0.69) == [found]
    assert search.best("data-101", {"merge": 1, "data": 1}, least=0.7) == []
    everywhere = search.best("data-101", {"merge": 1, "data": 1}, limit=9)
    assert everywhere[0] == found
    assert len(everywhere) == 4


def test_where_nothing_can_be_as_strong_nothing_is_found(search: Search) -> None:
    terms = {f"w{i}": 1.0 for i in range(8 * MOST_TERMS)}
    put(search, "a", terms)
    # Of the greatest score the terms that are looked for make up an eighth, half of a quarter.
    assert search.best("data-101", dict.fromkeys(terms, 1), least=0.25) == []
    assert ids(search.best("data-101", dict.fromkeys(terms, 1))) == ["a"]


def test_an_entry_by_its_id_in_its_course_only(search: Search) -> None:
    entry = put(search, "a", {"join": 1.0})
    assert search.find("data-101", "a") == entry
    assert search.find("data-102", "a") is None
    assert search.find("data-101", "b") is None


def test_the_answer_to_a_question_but_not_the_question(search: Search) -> None:
    put(search, "q7", {"join": 1.0}, question_id="q7", source=Source.QUESTION, answered=False)
    assert search.answer_to("q7") is None
    answer = put(search, "q7-answer", {"join": 1.0}, question_id="q7")
    assert search.answer_to("q7") == answer


def test_a_course_with_open_questions_only_has_nothing_to_say(search: Search) -> None:
    put(search, "q7", {"join": 1.0}, source=Source.QUESTION, answered=False)
    put(search, "other", {"join": 1.0}, course_id="data-102")
    assert not search.anything("data-101")
    put(search, "slide", {}, source=Source.MATERIAL)
    assert search.anything("data-101")


def test_whoever_deletes_an_entry_deletes_its_words(connection: Connection) -> None:
    put(Search(connection), "a", {"join": 1.0, "key": 1.0})
    connection.execute(delete(table(EntryTable)))
    assert rows(connection) == (0, 0)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=3)
ENTRIES = st.lists(
    st.tuples(
        st.dictionaries(
            st.sampled_from("abcdefé") | WORDS, st.integers(1, 9).map(float), max_size=5
        ),
        st.booleans(),
    ),
    max_size=7,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(ENTRIES, st.dictionaries(st.sampled_from("abcdefé") | WORDS, st.integers(1, 3), max_size=9))
def test_scores_are_the_formula_s(
    connection: Connection,
    entries: list[tuple[dict[str, float], bool]],
    query: dict[str, int],
) -> None:
    search = Search(connection)
    for i, (weights, answered) in enumerate(entries):
        put(search, f"e{i}", weights, answered=answered)
    found = {
        f.entry.id: f.score for f in search.best("data-101", query, answered_only=False, limit=99)
    }
    connection.rollback()

    answers = [weights for weights, answered in entries if answered]
    total = sum(sum(weights.values()) for weights in answers)
    expected = {}
    for i, (weights, _) in enumerate(entries):
        relative = sum(weights.values()) * len(answers) / total if total else 1.0
        hits = query.keys() & weights.keys()
        if hits:
            expected[f"e{i}"] = sum(
                query[t]
                * math.log(1 + (len(answers) - n + 0.5) / (n + 0.5))
                * weights[t]
                / (weights[t] + 1.2 * (1 - 0.75 + 0.75 * relative))
                for t in hits
                for n in [sum(t in held for held in answers)]
            )
    assert found == pytest.approx(expected, abs=1e-5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    ENTRIES,
    st.dictionaries(st.sampled_from("abcdefé") | WORDS, st.integers(1, 3), max_size=9),
    st.sampled_from([0.1, 0.25, 0.5, 0.8]),
)
def test_only_strong_entries_are_the_strong_ones_of_all(
    connection: Connection,
    entries: list[tuple[dict[str, float], bool]],
    query: dict[str, int],
    least: float,
) -> None:
    search = Search(connection)
    for i, (weights, answered) in enumerate(entries):
        put(search, f"e{i}", weights, answered=answered)
    every = search.best("data-101", query, answered_only=False, limit=4)
    strong = search.best("data-101", query, answered_only=False, limit=4, least=least)
    connection.rollback()
    assert strong == [found for found in every if found.strength >= least]


def test_equal_scores_fall_alike_on_both_databases(postgresql: PostgreSQL, tmp_path: Path) -> None:
    orders = []
    url = postgresql.fresh()
    for at in (f"sqlite:///{tmp_path / 'askwell.sqlite'}", url):
        for connection in opened(at):
            search = Search(connection)
            for name in ("b", "B", "ä", "a-1", "a_1", "a1", "Z", "10", "9"):
                put(search, name, {"join": 2.0, "key": 1.0})
            # Fewer than there are, so that which of them are shown is alike too.
            best = search.best("data-101", {"join": 1}, limit=4)
            orders.append([(each.entry.id, each.score) for each in best])
    postgresql.drop(url)
    assert len(orders[0]) == 4
    assert orders[0] == orders[1]


@pytest.mark.parametrize("least", [0.0, 0.25])
def test_a_search_goes_through_the_keys_alone(tmp_path: Path, least: float) -> None:
    asked: list[tuple[str, Any]] = []
    for connection in opened(f"sqlite:///{tmp_path / 'askwell.sqlite'}"):
        search = Search(connection)
        put(search, "a", {"join": 3.0, "data": 1.0})
        for i in range(9):
            put(search, f"common{i}", {"data": 1.0})
        event.listen(
            connection, "before_cursor_execute", lambda *call: asked.append((call[2], call[3]))
        )
        search.best("data-101", {"join": 1, "data": 1}, least=least)
        searches = [*asked]
        assert len(searches) == 2
        for statement, parameters in searches:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [row.detail for row in plan]
            assert not [step for step in steps if step.startswith(("SCAN posting", "SCAN entry"))]
            assert "SEARCH posting USING PRIMARY KEY (course_id=? AND term=?)" in steps
        looked_up = "SEARCH posting USING PRIMARY KEY (course_id=? AND term=? AND number=?)"
        assert (looked_up in steps) == (least > 0)
