"""A value that may be shown: made by the release rules, and nowhere else."""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from enum import StrEnum
from typing import final


class Shape(StrEnum):
    """What sort of figure it is, and with it in which few ways it can be said."""

    MEAN = "mean"
    SHARE = "share"
    BAND = "band"
    PEOPLE = "people"
    WORD = "word"
    WITHHELD = "withheld"


MEANS = ("low", *(f"{quarter / 4:.2f}" for quarter in range(8, 17)), "high")
"""R6, R7: 1.75 or less, steps of .25, 4.25 or more."""
SHARES = ("low", *(f"{tenth}0" for tenth in range(2, 9)), "high")
"""R6, R7: 10 % or less, steps of 10 %, 90 % or more."""
BANDS = {10: "10-14", 15: "15-24", 25: "25-49", 50: "50-99", 100: "100+"}
"""R8: how many people, by the least of each band."""
FEW = "under-10"
PEOPLE = (FEW, *map(str, range(10, 50, 5)))
"""R6: people, counted to five; in a larger class they are a share of it."""
WORDS = ("changed", "usual", "unclear", "too-few", "alike", "behind")
"""What may be said where no number is: see ``publishing.word``."""

_CODES: Mapping[Shape, frozenset[str]] = {
    Shape.MEAN: frozenset(MEANS),
    Shape.SHARE: frozenset(SHARES),
    Shape.BAND: frozenset(BANDS.values()),
    Shape.PEOPLE: frozenset(PEOPLE),
    Shape.WORD: frozenset(WORDS),
    Shape.WITHHELD: frozenset({""}),
}


class _Mint:
    """What it takes to make a :class:`Released`: there is one, and it stays in this folder."""


MINT = _Mint()


@final
@dataclass(frozen=True, slots=True)
class Released:
    """A figure that has passed the release rules.

    Attributes:
        shape: what sort of figure.
        code: one of the few ways in which such a figure can be said; never a raw number.
    """

    shape: Shape
    code: str
    mint: InitVar[_Mint]

    def __post_init__(self, mint: _Mint) -> None:
        """Refuse whatever the rules did not make.

        Raises:
            TypeError: it was made elsewhere.
            ValueError: figures of this shape are never said so.
        """
        if mint is not MINT:
            raise TypeError("only the release rules release a figure about people")
        if self.code not in _CODES[self.shape]:
            raise ValueError(f"a {self.shape} is never released in this form")

    @property
    def shown(self) -> bool:
        """Whether there is anything to show; if not, the words are "not enough answers" (R12)."""
        return self.shape is not Shape.WITHHELD

    def frozen(self) -> str:
        """As text, to be stored as published."""
        return f"{self.shape}:{self.code}"


WITHHELD = Released(Shape.WITHHELD, "", MINT)
"""R12: not enough answers, without saying how many there were."""


def thaw(text: str) -> Released:
    """A figure as it was published, from :meth:`Released.frozen`.

    Raises:
        ValueError: no figure is ever published so.
    """
    shape, _colon, code = text.partition(":")
    return Released(Shape(shape), code, MINT)
