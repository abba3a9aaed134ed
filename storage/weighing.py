"""What the terms of a search tell, and with which of them it begins.

Weights are BM25's (:mod:`storage.search`). The common words of a question have nearly all the
postings and make next to nothing of a score. Where only entries of some strength are wanted, the
terms that could not give half of that together need not lead to one: what is wanted has the other
half of the terms that lead, and only where they give enough the others are looked up. What is found
is the same ("MaxScore": H. Turtle and J. Flood, "Query evaluation: strategies and optimizations",
Information Processing & Management 31(6), 1995).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

MOST_TERMS: Final = 32
"""Terms that are looked for: of a longer text, those that tell most (times · idf)."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The terms of a search.

    Attributes:
        factors: term → times · idf of those that are looked for, what tells most first.
        greatest: more than any entry's score, of all terms.
        leading: how many of ``factors``, from the first on, lead to entries; the others are looked
            up in those.
        enough: what the leading terms give at least to an entry that is wanted.
    """

    factors: dict[str, float]
    greatest: float
    leading: int
    enough: float


def weighed(terms: Mapping[str, int], counted: Sequence[Sequence[Any]], least: float) -> Weighed:
    """Weigh the terms of a search.

    Args:
        terms: term → how often it was said; at least one.
        counted: for each term a row: it, in how many answered entries it is, and, the same in each,
            how many those are in all.
        least: the strength from which on an entry is wanted, from 0 to 1.
    """
    factors = {term: terms[term] * idf(entries, held) for term, held, entries, *_ in counted}
    _term, _held, entries, *_ = counted[0]
    # A term that nobody has said counts like the rarest: that a small course lacks it says little.
    rarest = idf(entries, min(entries, 1))
    greatest = sum(min(factor, terms[term] * rarest) for term, factor in factors.items())
    telling = sorted(factors, key=lambda term: (-factors[term], term))[:MOST_TERMS]
    wanted = least * greatest
    leading, others = len(telling), 0.0
    # No term gives an entry its whole factor.
    while leading and others + factors[telling[leading - 1]] <= wanted / 2:
        leading -= 1
        others += factors[telling[leading]]
    return Weighed({term: factors[term] for term in telling}, greatest, leading, wanted - others)


def idf(entries: int, holding: int) -> float:
    """How much rarer than not a term is in a course: ln(1 + (N − n + ½) / (n + ½)), > 0.

    Args:
        entries: N, the course's answered entries.
        holding: n, those of them that hold the term.
    """
    return math.log1p((entries - holding + 0.5) / (holding + 0.5))
