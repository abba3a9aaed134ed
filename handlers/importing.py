"""Keeping what was imported: records for the ladder, entries for the search.

Importing the same again takes the place of what is there, because every id is made from the course
and the record's own key.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handlers.rules import bm25
from handlers.rules.importing.records import (
    AnsweredQuestion,
    Imported,
    ItemBank,
    Key,
    Passage,
    TopicName,
    WrittenHint,
)
from storage.kinds import Kind, Source
from storage.search_tables import Entry
from storage.store import Work
from storage.tables import Course, Hint, Topic

EXAMPLE = 3
"""The rung of the worked example."""

STEP = 50
"""Records between two words to whoever watches the progress."""

Watch = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each are kept; a long section of material is several passages."""

    answers: int = 0
    passages: int = 0
    hints: int = 0
    topics: int = 0
    statements: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.answers + other.answers,
            self.passages + other.passages,
            self.hints + other.hints,
            self.topics + other.topics,
            self.statements + other.statements,
        )


def counted(records: Iterable[Imported]) -> Counts:
    """How many of each there are."""
    kept = list(records)
    sorts = [type(record) for record in kept]
    return Counts(
        sorts.count(AnsweredQuestion),
        sorts.count(Passage),
        sorts.count(WrittenHint),
        sorts.count(TopicName),
        sum(record.items for record in kept if isinstance(record, ItemBank)),
    )


def keep(
    records: Iterable[Imported], course: Course, work: Work, watch: Watch = lambda _done: None
) -> None:
    """Keep records of a course and make them findable, in place of those with the same keys.

    Args:
        records: from one file or several.
        course: whose they are; its language is the one they are searched in.
        work: an open transaction that may write.
        watch: told now and then how many records are kept.
    """
    groups: dict[tuple[str, str], None] = {}
    parts: Counter[Key] = Counter()
    for done, record in enumerate(records, start=1):
        match record:
            case AnsweredQuestion():
                _find_by(answer_entry(record, course), work, course)
            case Passage():
                # The way to a passage says what it is about ("Joins › Example") and is not in it.
                _find_by(passage_entry(record, course), work, course, record.cite)
                parts[record.key[:-1]] += 1
            case WrittenHint():
                groups.update(dict.fromkeys(_keep_hint(_hint(record, course), work)))
            case _:
                _keep_plain(record, course, work)
        if done % STEP == 0:
            watch(done)
    for section, number in parts.items():
        _forget_parts(section, number, work, course)
    for topic, problem in groups:
        # From all hints that are kept, for some may have come with an earlier file.
        if hints := work.hints.about(course.id, topic, problem):
            _find_by(hint_entry(hints, course), work, course)
        else:
            work.search.remove(id_in(course, Source.HINT, (topic, problem)))
    work.search.brought()


def _keep_plain(record: TopicName | ItemBank, course: Course, work: Work) -> None:
    """Keep what nobody searches for."""
    if isinstance(record, ItemBank):
        work.pulses.set_bank(course.id, record.content)
    else:
        topic_id = id_in(course, "topic", record.key)
        work.hints.add_topic(Topic(id=topic_id, course_id=course.id, name=record.name))


def reworded(hint: Hint, text: str, course: Course, work: Work) -> None:
    """Give a hint other words, under its own id, and have it found by them."""
    hint.text = text
    work.hints.add(hint)
    _find_by(
        hint_entry(work.hints.about(course.id, hint.topic, hint.problem), course), work, course
    )
    work.search.brought()


def id_in(course: Course, sort: str, key: Key) -> str:
    """The id of an imported record in a course; in a copy, that of the copied one.

    So importing a file again also takes the place of what came with the copy.
    """
    first, *later = (*course.origins.split(), course.id)
    made = made_id(first, sort, key)
    for course_id in later:
        made = copied_id(course_id, made)
    return made


def copied_id(course_id: str, original: str) -> str:
    """The id that a copied record has in the course it was copied into."""
    return made_id(course_id, "copy", (original,))


def copy_some(source: str, after: str, course: Course, work: Work, most: int) -> str:
    """Copy some of what staff brought to one course into another.

    Args:
        source: the id of the course it is in.
        after: the id of the entry up to which it has been done; empty at the beginning.
        course: where it goes.
        work: an open transaction that may write.
        most: how many entries.

    Returns:
        The id to go on after; empty when everything is there.
    """
    if not after:
        for topic in work.hints.topics(source):
            kept = topic.model_copy(
                update={"id": copied_id(course.id, topic.id), "course_id": course.id}
            )
            work.hints.add_topic(kept)
        for hint in work.hints.of(source):
            work.hints.add(
                hint.model_copy(
                    update={"id": copied_id(course.id, hint.id), "course_id": course.id}
                )
            )
    entries = work.search.brought_by_staff(source, after, most)
    for entry in entries:
        copy = entry.model_copy(
            update={"id": copied_id(course.id, entry.id), "course_id": course.id}
        )
        _find_by(copy, work, course, entry.cite if entry.source == Source.MATERIAL else "")
    return entries[-1].id if len(entries) == most else ""


def made_id(course_id: str, sort: str, key: Key) -> str:
    """The id of an imported record: the same for the same key, different in another course.

    22 characters of URL-safe base64 (128 bits of SHA-256), whatever the length of the key, since
    ids travel in buttons. ``made_id(course, Source.ANSWER, (id,))`` is the entry of the answered
    question with that ``id`` in its file.
    """
    # No part of a key holds a NUL character, so that no two keys are joined alike.
    digest = hashlib.sha256("\0".join((course_id, sort, *key)).encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def answer_entry(record: AnsweredQuestion, course: Course) -> Entry:
    """The entry of an answered question; its length is set when it is weighed."""
    return Entry(
        id=id_in(course, Source.ANSWER, record.key),
        course_id=course.id,
        kind=record.kind,
        source=Source.ANSWER,
        title=record.question,
        body=record.answer,
        cite=record.section,
        topic=record.section,
        answered=True,
        length=0,
    )


def passage_entry(record: Passage, course: Course) -> Entry:
    """The entry of a passage; its length is set when it is weighed.

    It counts as answered: it holds what is asked for, and a course that has nothing but material
    would otherwise have no measure of how rare a word is. What open questions must not do, move
    the scores so that they betray what was asked, material cannot: everybody may read it.
    """
    return Entry(
        id=id_in(course, Source.MATERIAL, record.key),
        course_id=course.id,
        kind=Kind.LEARNING,
        source=Source.MATERIAL,
        title=record.title,
        body=record.text,
        cite=record.cite,
        answered=True,
        length=0,
    )


def hint_entry(hints: list[Hint], course: Course) -> Entry:
    """The one entry by which a question finds all hints of a topic and problem.

    ``topic`` and ``cite`` hold the topic and the problem as ``work.hints.about`` takes them. The
    worked example is left out of its words: it is about a similar problem, not this one, and
    would draw questions about its own names and numbers, while its length would hide the rest.

    Args:
        hints: all of the same topic and problem, at least one.
        course: whose they are.
    """
    topic, problem = hints[0].topic, hints[0].problem
    words = [hint.text for hint in hints if hint.rung != EXAMPLE]
    return Entry(
        id=id_in(course, Source.HINT, (topic, problem)),
        course_id=course.id,
        kind=Kind.LEARNING,
        source=Source.HINT,
        title=problem or topic,
        body="\n".join(filter(None, (topic, problem, *words))),
        cite=problem,
        topic=topic,
        answered=False,
        length=0,
    )


def _hint(record: WrittenHint, course: Course) -> Hint:
    return Hint(
        id=id_in(course, "written-hint", record.key),
        course_id=course.id,
        topic=record.topic,
        problem=record.problem,
        rung=record.rung,
        text=record.text,
        cite=record.cite,
    )


def _keep_hint(hint: Hint, work: Work) -> list[tuple[str, str]]:
    """Keep a hint; the topics and problems whose hints are others now."""
    changed = [(hint.topic, hint.problem)]
    if earlier := work.hints.find(hint.id):  # it may have had another topic
        changed.append((earlier.topic, earlier.problem))
    work.hints.add(hint)
    return changed


def _forget_parts(section: Key, number: int, work: Work, course: Course) -> None:
    """Remove parts, from this number on, that a section had when it was longer."""
    while work.search.find(
        course.id, gone := id_in(course, Source.MATERIAL, (*section, str(number)))
    ):
        work.search.remove(gone)
        number += 1


def _find_by(entry: Entry, work: Work, course: Course, more: str = "") -> None:
    """Make an entry findable by its words, and by some more."""
    weighed = bm25.weights(entry.title, f"{entry.body}\n{more}", course.language)
    entry.length = bm25.length(weighed)
    work.search.add(entry, weighed)
