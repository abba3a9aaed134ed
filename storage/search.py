"""Search inside one course: the entries nearest to a few terms, ranked by BM25.

With the weighted term frequency tf of a term in an entry, the entry's length and the mean length of
the course's answered entries (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework:
BM25 and Beyond", Foundations and Trends in Information Retrieval 3(4), 2009, equation 3.15):

    score = Σ over terms  times · idf · tf / (tf + k₁ · (1 − b + b · length / mean))
    idf   = ln(1 + (N − n + ½) / (n + ½))

N entries of the course are answered, n of them hold the term. The 1 in the logarithm keeps a word of
more than half the entries from counting against them (C. Kamphuis et al., "Which BM25 Do You Mean?",
ECIR 2020). Open questions are scored by the same numbers and do not move them, so nobody can tell
from a score what has been asked.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Float,
    Integer,
    String,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    true,
)

from storage.columns import table
from storage.kinds import Source
from storage.search_tables import Entry, EntryTable, PostingTable

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
    """

    entry: Entry
    score: float


_entries = table(EntryTable)
_postings = table(PostingTable)
_posting = _postings.c
_wanted = func.json_each(bindparam("terms", type_=JSON)).table_valued("key", "value", name="wanted")
_course = bindparam("course", type_=String())

_counted = (
    select(func.count().label("entries"), func.sum(_entries.c.length).label("length"))
    .where(_entries.c.course_id == _course, _entries.c.answered)
    .subquery("counted")
)
# A row a term: in how many answered entries it is; and in each row, how many there are, and their
# length together.
_COUNT: Final = select(
    _wanted.c.key,
    select(func.count())
    .where(_posting.course_id == _course, _posting.term == _wanted.c.key, _posting.answered)
    .scalar_subquery()
    .label("holding"),
    _counted.c.entries,
    _counted.c.length,
).select_from(_wanted.join(_counted, true()))

# The value of a term is a whole number of units, which JSON, text and floats all hold exactly.
_units = cast(cast(_wanted.c.value, Text), Float)
_saturated = _posting.weight / (
    _posting.weight + bindparam("flat", type_=Float()) + bindparam("slope", type_=Float()) * _posting.length
)
_units_found = func.sum(func.round(_units * _saturated))
_ranked = (
    select(_posting.entry_id, _units_found.label("units"))
    .select_from(_wanted.join(_postings, _posting.term == _wanted.c.key))
    .where(
        _posting.course_id == _course,
        _posting.source.in_(bindparam("sources", expanding=True)),
        or_(_posting.answered, not_(bindparam("answered_only", type_=Boolean()))),
    )
    .group_by(_posting.entry_id)
    .order_by(_units_found.desc(), _posting.entry_id)
    .limit(bindparam("limit", type_=Integer()))
    .subquery("ranked")
)
_BEST: Final = (
    select(_entries, _ranked.c.units)
    .join(_ranked, _entries.c.id == _ranked.c.entry_id)
    .order_by(_ranked.c.units.desc(), _entries.c.id)
)

_ADD_ENTRY: Final = insert(_entries)
_ADD_POSTINGS: Final = insert(_postings)
_REMOVE_ENTRY: Final = delete(_entries).where(_entries.c.id == bindparam("entry"))
_REMOVE_POSTINGS: Final = delete(_postings).where(_posting.entry_id == bindparam("entry"))
_OF_QUESTION: Final = select(_entries.c.id).where(_entries.c.question_id == bindparam("question"))


class Search:
    """What can be found in every course, read and changed inside one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: Entry, weights: Mapping[str, float]) -> None:
        """Make an entry findable, in place of the entry of the same id if there is one.

        Args:
            entry: what is found; its ``length`` is the sum of the weights.
            weights: term → weighted term frequency, > 0. With none, nothing finds it.
        """
        self.remove(entry.id)
        self._connection.execute(_ADD_ENTRY, entry.model_dump())
        if weights:
            # In the key's order, so that neighbours are written together.
            self._connection.execute(
                _ADD_POSTINGS,
                [
                    {
                        "course_id": entry.course_id,
                        "term": term,
                        "entry_id": entry.id,
                        "source": entry.source,
                        "answered": entry.answered,
                        "length": entry.length,
                        "weight": weight,
                    }
                    for term, weight in sorted(weights.items())
                ],
            )

    def remove(self, entry_id: str) -> None:
        """Forget an entry and every word of it; nothing happens if there is none."""
        self._connection.execute(_REMOVE_POSTINGS, {"entry": entry_id})
        self._connection.execute(_REMOVE_ENTRY, {"entry": entry_id})

    def remove_question(self, question_id: str) -> None:
        """Forget every entry that comes from one question."""
        for entry_id in self._connection.scalars(_OF_QUESTION, {"question": question_id}).all():
            self.remove(entry_id)

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
            Best first; equal scores in the order of their ids. Entries with none of the terms are
            left out, so the list may be short or empty.
        """
        if not terms:
            return []
        counted = self._connection.execute(_COUNT, {"course": course_id, "terms": dict(terms)}).all()
        entries = counted[0].entries
        # Where nothing is answered there is no mean, and every length counts as if it were it.
        slope = K1 * B * entries / counted[0].length if counted[0].length else 0.0
        units = {
            row.key: round(UNITS * terms[row.key] * idf(entries, row.holding)) for row in counted
        }
        ranked = self._connection.execute(
            _BEST,
            {
                "course": course_id,
                "terms": units,
                "flat": K1 * (1 - B) if slope else K1,
                "slope": slope,
                "sources": list(sources),
                "answered_only": answered_only,
                "limit": limit,
            },
        )
        found = []
        for row in ranked.mappings():
            entry = dict(row)
            score = entry.pop("units") / UNITS
            found.append(Found(Entry.model_construct(**entry), score))
        return found


def idf(entries: int, holding: int) -> float:
    """How much rarer than not a term is in a course: ln(1 + (N − n + ½) / (n + ½)), > 0.

    Args:
        entries: N, the course's answered entries.
        holding: n, those of them that hold the term.
    """
    return math.log1p((entries - holding + 0.5) / (holding + 0.5))
