"""The answers of a study's respondents, and what makes them unusable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handlers.instruments.instrument import Factor, UnusableError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FIRST_ROW = 2
"""The row of the first respondent as a spreadsheet counts: row 1 holds the column names."""


@dataclass(frozen=True)
class Answers:
    """One row per respondent.

    Attributes:
        items: Column name to answers, shape (n,); NaN where there is none.
        groups: Factor column to the group's position in the factor, shape (n,); −1 where blank.
    """

    items: Mapping[str, Floats]
    groups: Mapping[str, Ints]

    @property
    def n(self) -> int:
        """How many respondents there are."""
        return len(next(iter(self.items.values())))

    @property
    def rows(self) -> str:
        """The spreadsheet rows they are in."""
        return f"rows {FIRST_ROW}–{self.n + FIRST_ROW - 1}"

    def matrix(self, items: Sequence[str]) -> Floats:
        """The answers to some items, shape (n, items)."""
        return np.column_stack([self.items[item] for item in items])


def check(answers: Answers, factors: Sequence[Factor]) -> None:
    """Refuse what has no statistics: an item that does not vary, a group with nobody in it.

    Raises:
        UnusableError: Naming the column and the rows.
    """
    for column, values in answers.items.items():
        given = values[~np.isnan(values)]
        if given.size == 0:
            raise UnusableError(
                f"Column {column} has no answer in {answers.rows}; "
                "check that the file holds the answers to this item."
            )
        if given.min() == given.max():
            raise UnusableError(
                f"Column {column} is constant ({given[0]:g} in all answered rows of "
                f"{answers.rows}), so nothing can be associated with it; check the file."
            )
    for factor in factors:
        present = set(answers.groups[factor.column].tolist())
        for position, group in enumerate(factor.groups):
            if position not in present:
                raise UnusableError(
                    f"Column {factor.column} has nobody in group '{group}' in {answers.rows}; "
                    f"check the spelling, or leave the column out with --without {factor.column}."
                )
