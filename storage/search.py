"""Search inside one course: the entries nearest to a few terms, ranked by BM25.

With the weighted term frequency tf of a term in an entry, the entry's length and the mean length of
the course's answered entries (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework:
BM25 and Beyond", Foundations and Trends in Information Retrieval 3(4), 2009, equation 3.15):

    score = Σ over terms  times · idf · tf / (tf + k₁ · (1 − b + b · length / mean))
    idf   = ln(1 + (N − n + ½) / (n + ½))

N entries of the course are answered, n of them hold the term. The 1 in the logarithm keeps a word
of more than half the entries from counting against them (C. Kamphuis et al., "Which BM25 Do You
Mean?", ECIR 2020). Open questions are scored by the same numbers and do not move them, so nobody
can tell from a score what has been asked.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Float,
    Integer,
    Select,
    String,
    bindparam,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    true,
    union_all,
)

from storage.columns import table
from storage.kinds import Source
from storage.reading import every
from storage.ready import Ready, Records
from storage.search_tables import Entry, EntryTable, PostingTable

K1: Final = 1.2
"""How soon more of the same word stops counting (Robertson & Zaragoza: 1.2 to 2)."""

B: Final = 0.75
"""How far a long entry must say a word more often: 0 not at all, 1 in full."""

MOST_TERMS: Final = 32
"""Terms that are looked for: of a longer text, those that tell most (times · idf)."""

UNITS: Final = 1_000_000
"""Scores are added up in whole millionths: such sums come out the same in any order."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that holds at least one of the terms.

    Attributes:
        entry: as it was added; it prints nothing of what it says.
        score: BM25 in steps of a millionth, > 0; comparable within one search only.
        strength: the share of the greatest score that these terms could reach, from 0 up to, not
            including, 1: how much of what was asked the entry is about, whatever the course. A
            term that the course does not know counts against it like its rarest one: that a small
            course lacks a word says little.
    """

    entry: Entry
    score: float
    strength: float


_entries = table(EntryTable)
_postings = table(PostingTable)
_posting = _postings.c
_shown = [_entries.c[name] for name in Entry.model_fields]
_course = bindparam("course", type_=String())


def _count() -> Select[Any]:
    """A row a term: how many answered entries hold it; in each, how many there are, how long."""
    wanted = func.json_each(bindparam("terms", type_=JSON)).table_valued("key", "value")
    counted = (
        select(func.count().label("entries"), func.sum(_entries.c.length).label("length"))
        .where(_entries.c.course_id == _course, _entries.c.answered)
        .subquery()
    )
    holding = select(func.count()).where(
        _posting.course_id == _course, _posting.term == wanted.c.key, _posting.answered
    )
    return select(
        wanted.c.key.label("term"),
        holding.scalar_subquery().label("holding"),
        counted.c.entries,
        counted.c.length,
    ).select_from(wanted.join(counted, true()))


def _best(size: int) -> Select[Any]:
    """The best entries for ``size`` terms, each with its factor (``t0``, ``f0``, …).

    The terms are listed, not passed as one array, because PostgreSQL then knows how few they are
    and goes through the key; of an array it expects a hundred and reads the whole table instead.
    """
    wanted = union_all(
        *(
            select(
                bindparam(f"t{i}", type_=String()).label("term"),
                bindparam(f"f{i}", type_=Float()).label("factor"),
            )
            for i in range(size)
        )
    ).subquery("wanted")
    norm = bindparam("flat", type_=Float()) + bindparam("slope", type_=Float()) * _posting.length
    unit = func.round(wanted.c.factor * _posting.weight / (_posting.weight + norm))
    # Named, so that the order refers to it; SQLite would add the same sum up twice.
    units = func.sum(unit).label("units")
    ranked = (
        select(_posting.number, units)
        .select_from(wanted.join(_postings, _posting.term == wanted.c.term))
        .where(
            _posting.course_id == _course,
            _posting.source.in_([bindparam(f"s{i}") for i in range(len(Source))]),
            or_(_posting.answered, not_(bindparam("answered_only", type_=Boolean()))),
        )
        .group_by(_posting.number)
        .order_by(units.desc(), _posting.number)
        .limit(bindparam("limit", type_=Integer()))
        .subquery()
    )
    return (
        select(*(_entries.c[name] for name in Entry.model_fields), ranked.c.units)
        .join(ranked, _entries.c.number == ranked.c.number)
        .order_by(ranked.c.units.desc(), ranked.c.number)
    )


_COUNT: Final = Ready(_count())
_BEST: Final = {size: Ready(_best(size)) for size in (8, 16, MOST_TERMS)}
_ADD_ENTRY: Final = Ready(insert(_entries))
_ADD_POSTINGS: Final = Ready(insert(_postings))
_REMOVE_ENTRY: Final = Ready(delete(_entries).where(_entries.c.id == bindparam("entry")))
_REMOVE_QUESTION: Final = Ready(
    delete(_entries).where(_entries.c.question_id == bindparam("question"))
)
_FIND: Final = Records(
    Entry,
    select(*_shown).where(_entries.c.course_id == _course, _entries.c.id == bindparam("entry")),
)
_ANSWER: Final = Records(
    Entry,
    select(*_shown).where(_entries.c.question_id == bindparam("question"), _entries.c.answered),
)
_BROUGHT: Final = (
    select(*_shown)
    .where(
        _entries.c.course_id == bindparam("course"),
        _entries.c.question_id.is_(None),
        _entries.c.id > bindparam("after"),
    )
    .order_by(_entries.c.id)
)
_ANYTHING: Final = Ready(
    select(_entries.c.id)
    .where(_entries.c.course_id == _course, _entries.c.source != Source.QUESTION)
    .limit(1)
)


class Search:
    """What can be found in every course, read and changed inside one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._counted: tuple[dict[str, object], list[Sequence[Any]]] | None = None

    def add(self, entry: Entry, weights: Mapping[str, float]) -> None:
        """Make an entry findable, in place of the entry of the same id if there is one.

        Args:
            entry: what is found; its ``length`` is the sum of the weights.
            weights: term → weighted term frequency, > 0. With none, nothing finds it.
        """
        self.remove(entry.id)
        number = _number(entry.id)
        _ADD_ENTRY.run(self._connection, {**entry.model_dump(), "number": number})
        if weights:
            # In the key's order, so that neighbours are written together.
            _ADD_POSTINGS.each(
                self._connection,
                [
                    {
                        "course_id": entry.course_id,
                        "term": term,
                        "number": number,
                        "source": entry.source,
                        "answered": entry.answered,
                        "length": entry.length,
                        "weight": weight,
                    }
                    for term, weight in sorted(weights.items())
                ],
            )

    def remove(self, entry_id: str) -> None:
        """Forget an entry, and by the database's cascade its postings; none: nothing happens."""
        self._counted = None
        _REMOVE_ENTRY.run(self._connection, {"entry": entry_id})

    def remove_question(self, question_id: str) -> None:
        """Forget every entry that comes from one question."""
        self._counted = None
        _REMOVE_QUESTION.run(self._connection, {"question": question_id})

    def best(
        self,
        course_id: str,
        terms: Mapping[str, int],
        *,
        sources: Collection[Source] = frozenset(Source),
        answered_only: bool = True,
        limit: int = 3,
    ) -> list[Found]:
        """The entries of one course nearest to some terms.

        Args:
            course_id: the course; nothing of another is read.
            terms: term → how often it was said.
            sources: only entries from these.
            answered_only: leave out open questions.
            limit: at most so many entries.

        Returns:
            Best first; equal scores always in the same order. Entries with none of the terms are
            left out, so the list may be short or empty.
        """
        if not terms:
            return []
        counted = self._count(course_id, terms)
        _term, _holding, entries, length = counted[0]
        factors = {term: terms[term] * idf(entries, holding) for term, holding, *_same in counted}
        rarest = idf(entries, min(entries, 1))
        greatest = sum(min(factors[term], terms[term] * rarest) for term in factors)
        telling = sorted(factors, key=lambda term: (-factors[term], term))[:MOST_TERMS]
        size = next(size for size in _BEST if size >= len(telling))
        # As many as there are kinds, some of them twice: so the statement is always the same.
        named = [*sources, *([next(iter(sources))] * (len(Source) - len(sources)))]
        listed: dict[str, object] = {f"s{i}": source for i, source in enumerate(named)}
        for i, term in enumerate(telling + [""] * (size - len(telling))):
            listed[f"t{i}"] = term
            listed[f"f{i}"] = UNITS * factors.get(term, 0.0)
        ranked = _BEST[size].rows(
            self._connection,
            {
                **listed,
                "course": course_id,
                # Where nothing is answered there is no mean: every length counts as if it were it.
                "flat": K1 * (1 - B) if length else K1,
                "slope": K1 * B * entries / length if length else 0.0,
                "answered_only": answered_only,
                "limit": limit,
            },
        )
        found = []
        for *fields, units in ranked:
            entry = dict(zip(Entry.model_fields, fields, strict=True))
            score = units / UNITS
            found.append(Found(Entry.model_construct(**entry), score, score / greatest))
        return found

    def _count(self, course_id: str, terms: Mapping[str, int]) -> list[Sequence[Any]]:
        """How common the terms are: counted once where several searches ask for the same."""
        asked: dict[str, object] = {"course": course_id, "terms": dict(terms)}
        if self._counted is None or self._counted[0] != asked:
            self._counted = (asked, _COUNT.rows(self._connection, asked))
        return self._counted[1]

    def brought(self) -> None:
        """Many entries have been added at once: PostgreSQL counts anew what its plans rest on.

        It would do so by itself a minute later, and until then read whole tables.
        """
        if self._connection.dialect.name == "postgresql":
            for name in (_entries.name, _postings.name):
                self._connection.exec_driver_sql(f"ANALYZE {name}")

    def find(self, course_id: str, entry_id: str) -> Entry | None:
        """The entry with this id in a course."""
        return _FIND.one(self._connection, {"course": course_id, "entry": entry_id})

    def answer_to(self, question_id: str) -> Entry | None:
        """The answer to a posted question that everybody in its course may find."""
        return _ANSWER.one(self._connection, {"question": question_id})

    def brought_by_staff(self, course_id: str, after: str, most: int) -> list[Entry]:
        """Entries that come from no question, in the order of their ids, from one on."""
        rows = self._connection.execute(_BROUGHT.limit(most), {"course": course_id, "after": after})
        return every(Entry, rows)

    def anything(self, course_id: str) -> bool:
        """Whether a course has any hints, material or answers at all."""
        row = _ANYTHING.first(self._connection, {"course": course_id})
        return row is not None


def idf(entries: int, holding: int) -> float:
    """How much rarer than not a term is in a course: ln(1 + (N − n + ½) / (n + ½)), > 0.

    Args:
        entries: N, the course's answered entries.
        holding: n, those of them that hold the term.
    """
    return math.log1p((entries - holding + 0.5) / (holding + 0.5))


def _number(entry_id: str) -> int:
    """63 bits made from an id: the same everywhere, in no order anybody could read time from."""
    return int.from_bytes(blake2b(entry_id.encode(), digest_size=8).digest()) >> 1
