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

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Connection,
    Float,
    Integer,
    Select,
    String,
    bindparam,
    delete,
    desc,
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
from storage.weighing import MOST_TERMS, Weighed, weighed

K1: Final = 1.2
"""How soon more of the same word stops counting (Robertson & Zaragoza: 1.2 to 2)."""

B: Final = 0.75
"""How far a long entry must say a word more often: 0 not at all, 1 in full."""

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


def _wanted(size: int, *columns: Callable[[int], ColumnElement[Any]]) -> CompoundSelect[Any]:
    """A row for each of ``size`` terms, with its factor (``t0``, ``f0``, …) and what else is said.

    The terms are listed, not passed as one array, because PostgreSQL then knows how few they are
    and goes through the key; of an array it expects a hundred and reads the whole table instead.
    """
    return union_all(
        *(
            select(
                bindparam(f"t{i}", type_=String()).label("term"),
                bindparam(f"f{i}", type_=Float()).label("factor"),
                *(column(i) for column in columns),
            )
            for i in range(size)
        )
    )


def _unit(factor: ColumnElement[float]) -> ColumnElement[float]:
    """What a posting gives its entry."""
    norm = bindparam("flat", type_=Float()) + bindparam("slope", type_=Float()) * _posting.length
    return func.round(factor * _posting.weight / (_posting.weight + norm))


def _shown_best(ranked: Select[Any]) -> Select[Any]:
    """The best entries of those that are ranked by ``number`` and ``units``."""
    # Named, so that the order refers to it; SQLite would add the same sum up twice.
    best = (
        ranked.order_by(desc("units"), "number")
        .limit(bindparam("limit", type_=Integer()))
        .subquery()
    )
    return (
        select(*_shown, best.c.units)
        .join(best, _entries.c.number == best.c.number)
        .order_by(best.c.units.desc(), best.c.number)
    )


_CHOSEN: Final = (
    _posting.course_id == _course,
    _posting.source.in_([bindparam(f"s{i}") for i in range(len(Source))]),
    or_(_posting.answered, not_(bindparam("answered_only", type_=Boolean()))),
)


def _best(size: int) -> Select[Any]:
    """The best entries for ``size`` terms, whose postings are read in full."""
    wanted = _wanted(size).subquery("wanted")
    return _shown_best(
        select(_posting.number, func.sum(_unit(wanted.c.factor)).label("units"))
        .select_from(wanted.join(_postings, _posting.term == wanted.c.term))
        .where(*_CHOSEN)
        .group_by(_posting.number)
    )


def _led(size: int) -> Select[Any]:
    """The best of the entries to which terms that lead (``l0``, …) give enough.

    The others are looked up by the whole key, so that no database reads the runs of common terms
    instead, which it may take for short, or all the words of the entries.
    """
    wanted = _wanted(size, lambda i: bindparam(f"l{i}", type_=Boolean()).label("leads")).cte(
        "wanted"
    )
    units = func.sum(_unit(wanted.c.factor))
    led = (
        select(_posting.number, units.label("units"))
        .select_from(wanted.join(_postings, _posting.term == wanted.c.term))
        .where(*_CHOSEN, wanted.c.leads)
        .group_by(_posting.number)
        .having(units >= bindparam("enough", type_=Float()))
        .subquery("led")
    )
    other = (
        select(_unit(wanted.c.factor))
        .where(
            _posting.course_id == _course,
            _posting.term == wanted.c.term,
            _posting.number == led.c.number,
        )
        .correlate(wanted, led)
        .scalar_subquery()
    )
    others = select(func.sum(other)).where(not_(wanted.c.leads)).correlate(led).scalar_subquery()
    return _shown_best(
        select(led.c.number, (led.c.units + func.coalesce(others, 0.0)).label("units"))
    )


_COUNT: Final = Ready(_count())
_SIZES: Final = (8, 16, MOST_TERMS)
_BEST: Final = {size: Ready(_best(size)) for size in _SIZES}
_LED: Final = {size: Ready(_led(size)) for size in _SIZES}
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
        least: float = 0.0,
    ) -> list[Found]:
        """The entries of one course nearest to some terms.

        Args:
            course_id: the course; nothing of another is read.
            terms: term → how often it was said.
            sources: only entries from these.
            answered_only: leave out open questions.
            limit: at most so many entries.
            least: leave out those of less strength, which is quicker in a large course.

        Returns:
            Best first; equal scores always in the same order. Entries with none of the terms are
            left out, so the list may be short or empty.
        """
        if not terms:
            return []
        counted = self._count(course_id, terms)
        asked = weighed(terms, counted, least)
        if not asked.leading:
            return []
        ready, values = _asked(asked)
        # As many as there are kinds, some of them twice: so the statement is always the same.
        named = [*sources, *([next(iter(sources))] * (len(Source) - len(sources)))]
        _term, _holding, entries, length = counted[0]
        ranked = ready.rows(
            self._connection,
            {
                **values,
                **{f"s{i}": source for i, source in enumerate(named)},
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
            found.append(Found(Entry.model_construct(**entry), score, score / asked.greatest))
        return [one for one in found if one.strength >= least]

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


def _asked(asked: Weighed) -> tuple[Ready, dict[str, object]]:
    """The statement for the terms, and what it is given of them."""
    terms = [*asked.factors]
    size = next(size for size in _SIZES if size >= len(terms))
    values: dict[str, object] = {}
    for i, term in enumerate(terms + [""] * (size - len(terms))):
        values[f"t{i}"] = term
        values[f"f{i}"] = UNITS * asked.factors.get(term, 0.0)
    if asked.leading == len(terms):
        return _BEST[size], values
    leads = {f"l{i}": i < asked.leading for i in range(size)}
    # Each term may be rounded up.
    return _LED[size], {**values, **leads, "enough": UNITS * asked.enough - MOST_TERMS}


def _number(entry_id: str) -> int:
    """63 bits made from an id: the same everywhere, in no order anybody could read time from."""
    return int.from_bytes(blake2b(entry_id.encode(), digest_size=8).digest()) >> 1
