from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from handlers.importing import Counts, copy_some, counted, keep, made_id
from handlers.rules import bm25
from handlers.rules.importing.files import read
from storage.columns import table
from storage.keys import Keys
from storage.kinds import Kind, Source
from storage.search_tables import Entry, EntryTable, PostingTable
from storage.store import Store, Work
from storage.tables import Course, HintTable, TopicTable

KEYS = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")
MONDAY = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)
DATA, STATS = (
    Course(id=id_, name=name, contacts="112", created_at=MONDAY)
    for id_, name in (("c1", "Data 101"), ("c2", "Statistics"))
)

ANSWERS = b"""id,section,question,answer,kind
a1,Joins,Why does my join double the rows?,Because the key repeats.,
a2,Dates,When is the exam?,On 12 May.,logistics
"""
HINTS = b"""topic,problem,rung,text,cite
Joins,Exercise 3b,0,Which columns identify a row?,
Joins,Exercise 3b,pointer,See duplicates.,Week 3
Joins,Exercise 3b,example,Penguins and islands.,
Joins,,1,Read about keys.,
"""
MATERIAL = b"# Week 3\n\n## Joining tables\n\nA join pairs rows.\n"


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    store = Store(stored_url, KEYS)
    with store.begin() as work:
        work.courses.add(DATA)
        work.courses.add(STATS)
    yield store
    store.close()


def imported(store: Store, name: str, data: bytes, course: Course = DATA) -> None:
    contents = read(name, data)
    assert contents.refused == ()
    with store.begin() as work:
        keep(contents.records, course, work)


def search(
    work: Work, words: str, course: Course = DATA, source: Source = Source.ANSWER
) -> list[Entry]:
    found = work.search.best(
        course.id, bm25.terms(words), sources=[source], answered_only=source is not Source.HINT
    )
    return [one.entry for one in found]


def everything(store: Store) -> list[list[tuple[object, ...]]]:
    with store.read() as work:
        return [
            sorted(tuple(row) for row in work.connection.execute(select(table(model))))
            for model in (EntryTable, PostingTable, HintTable, TopicTable)
        ]


def test_an_answered_question_is_found_by_its_words(store: Store) -> None:
    imported(store, "faq.csv", ANSWERS)
    with store.read() as work:
        (entry,) = search(work, "rows doubled after joining")
        assert entry.model_dump() == {
            "id": made_id("c1", "answer", ("a1",)),
            "course_id": "c1",
            "kind": Kind.LEARNING,
            "source": Source.ANSWER,
            "title": "Why does my join double the rows?",
            "body": "Because the key repeats.",
            "cite": "Joins",
            "topic": "Joins",
            "question_id": None,
            "answered": True,
            # Words but stop words: join, double, rows thrice each; key and repeats.
            "length": 11.0,
        }
        (exam,) = search(work, "exam")
        assert exam.kind is Kind.LOGISTICS
        assert search(work, "exam", STATS) == []


def test_ids_fit_into_buttons_and_differ_by_course_sort_and_key() -> None:
    ids = {
        made_id(course, sort, key)
        for course in ("c1", "c2")
        for sort in ("answer", "material")
        for key in (("a", "b"), ("a b",), ("ab",), ("a" * 2_000,))
    }
    assert len(ids) == 16
    assert {len(one) for one in ids} == {22}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("faq.csv", ANSWERS),
        ("hints.csv", HINTS),
        ("week3.md", MATERIAL),
        ("topics.csv", b"name\nJoins\nSQL\n"),
    ],
)
def test_importing_twice_changes_nothing(store: Store, name: str, data: bytes) -> None:
    imported(store, name, data)
    once = everything(store)
    assert any(once)
    imported(store, name, data)
    assert everything(store) == once


def test_the_same_file_in_two_courses_belongs_to_both(store: Store) -> None:
    imported(store, "faq.csv", ANSWERS)
    imported(store, "faq.csv", ANSWERS, STATS)
    with store.read() as work:
        assert len(search(work, "exam")) == len(search(work, "exam", STATS)) == 1


def test_a_changed_answer_takes_the_place_of_the_old(store: Store) -> None:
    imported(store, "faq.csv", ANSWERS)
    imported(store, "faq.csv", ANSWERS.replace(b"On 12 May", b"On Tuesday"))
    with store.read() as work:
        assert search(work, "May") == []
        assert [entry.body for entry in search(work, "Tuesday")] == ["On Tuesday."]


def test_a_passage_is_found_by_the_way_to_it_and_cited(store: Store) -> None:
    imported(store, "week3.md", MATERIAL)
    with store.read() as work:
        (entry,) = search(work, "week", source=Source.MATERIAL)
        assert (entry.title, entry.body, entry.cite, entry.answered) == (
            "Joining tables",
            "A join pairs rows.",
            "Week 3 › Joining tables",
            True,
        )


def test_a_section_that_was_longer_leaves_no_part_behind(store: Store) -> None:
    paragraphs = [f"Paragraph {word} " + "filler " * 200 for word in ("alpha", "beta", "gamma")]
    imported(store, "week3.md", "\n\n".join(paragraphs).encode())
    imported(store, "week4.md", "\n\n".join(paragraphs).encode())
    imported(store, "week3.md", paragraphs[0].encode())
    with store.read() as work:
        for word, cites in (
            ("alpha", ["week3", "week4"]),
            ("beta", ["week4"]),
            ("gamma", ["week4"]),
        ):
            found = search(work, word, source=Source.MATERIAL)
            assert sorted(entry.cite for entry in found) == cites


def test_hints_are_found_as_one_entry_that_leads_to_all(store: Store) -> None:
    imported(store, "hints.csv", HINTS)
    with store.read() as work:
        entries = {e.title: e for e in search(work, "join", source=Source.HINT)}
        assert set(entries) == {"Exercise 3b", "Joins"}
        found = entries["Exercise 3b"]
        assert found.answered is False
        hints = work.hints.about("c1", found.topic, found.cite)
        assert [(h.rung, h.text, h.cite) for h in hints] == [
            (0, "Which columns identify a row?", ""),
            (1, "See duplicates.", "Week 3"),
            (3, "Penguins and islands.", ""),
        ]
        whole = entries["Joins"]
        assert [h.text for h in work.hints.about("c1", whole.topic, whole.cite)] == [
            "Read about keys."
        ]
        assert work.hints.about("c2", found.topic, found.cite) == []


def test_a_worked_example_draws_no_questions_about_its_own_subject(store: Store) -> None:
    imported(store, "hints.csv", HINTS)
    with store.read() as work:
        assert search(work, "penguins", source=Source.HINT) == []
        assert len(search(work, "identify", source=Source.HINT)) == 1
        assert search(work, "identify", source=Source.ANSWER) == []


def test_hints_of_a_later_file_join_the_earlier(store: Store) -> None:
    imported(store, "a.csv", HINTS)
    imported(store, "b.csv", b"topic,problem,rung,text\nJoins,Exercise 3b,2,Count the tuples.\n")
    with store.read() as work:
        for word in ("identify", "tuples"):
            (entry,) = search(work, word, source=Source.HINT)
            assert len(work.hints.about("c1", entry.topic, entry.cite)) == 4


def test_a_hint_that_moves_leaves_no_entry_behind(store: Store) -> None:
    imported(store, "a.csv", b"id,topic,rung,text\nh1,Jions,1,Keys.\n")
    imported(store, "a.csv", b"id,topic,rung,text\nh1,Joins,1,Keys.\n")
    with store.read() as work:
        assert [e.topic for e in search(work, "keys", source=Source.HINT)] == ["Joins"]
        assert [h.topic for h in work.hints.of("c1")] == ["Joins"]


def test_topics_are_kept_by_name(store: Store) -> None:
    imported(store, "topics.csv", b"name\nSQL\nJoins\n")
    imported(store, "topics.csv", b"name\njoins\n")
    with store.read() as work:
        assert [topic.name for topic in work.hints.topics("c1")] == ["SQL", "joins"]
        assert work.hints.topics("c2") == []


def test_whoever_watches_is_told_as_it_goes(store: Store) -> None:
    lines = "".join(f"topic {i}\n" for i in range(120))
    told: list[int] = []
    with store.begin() as work:
        keep(read("t.csv", f"name\n{lines}".encode()).records, DATA, work, told.append)
    assert told == [50, 100]


def test_counting() -> None:
    files = (("a.csv", ANSWERS), ("h.csv", HINTS), ("m.md", MATERIAL), ("t.csv", b"name\nx"))
    counts = [counted(read(name, data).records) for name, data in files]
    assert counts == [Counts(answers=2), Counts(hints=4), Counts(passages=1), Counts(topics=1)]
    assert sum(counts, Counts()) == Counts(2, 1, 4, 1)


def test_a_copy_has_what_staff_brought_and_importing_again_takes_its_place(store: Store) -> None:
    """Copied by twos, then imported again: the same as in the course it came from."""
    files = (("answers.csv", ANSWERS), ("hints.csv", HINTS), ("week.md", MATERIAL))
    copy = Course(id="c3", name="Copy", contacts="112", created_at=MONDAY, origins=DATA.id)
    again = Course(id="c4", name="Copy", contacts="112", created_at=MONDAY, origins="c1 c3")
    for name, data in files:
        imported(store, name, data)

    def found(work: Work, course: Course) -> list[tuple[object, ...]]:
        entries = work.search.brought_by_staff(course.id, "", 100)
        return sorted(
            (one.source, one.title, one.body, one.cite, one.topic, one.kind, one.length)
            for one in entries
        )

    with store.begin() as work:
        for source, course in ((DATA, copy), (copy, again)):
            after, pieces = "", 0
            while pieces == 0 or after:
                after, pieces = copy_some(source.id, after, course, work, 2), pieces + 1
            assert pieces == 3  # five entries by twos
            assert found(work, course) == found(work, DATA)
            assert len(work.hints.of(course.id)) == len(work.hints.of(DATA.id)) == 4
    with store.read() as work:
        assert [entry.title for entry in search(work, "join double rows", again)] == [
            "Why does my join double the rows?"
        ]
        before = found(work, again)
    for name, data in files:
        imported(store, name, data, again)
    with store.read() as work:
        assert found(work, again) == before == found(work, DATA)
        assert len(work.hints.of(again.id)) == 4
        assert len(work.search.brought_by_staff(DATA.id, "", 100)) == 5
