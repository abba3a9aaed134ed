"""What was expected against what was said. Any text not listed counts."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.transcript.script import ANY, Expected
from bot.transcript.stage import Shown


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as written.

    Attributes:
        line: the line of the transcript it belongs to.
        expected: what is written; empty if nothing is.
        said: what was said; empty if nothing was.
        note: what went wrong, where it is neither.
    """

    line: int
    expected: str = ""
    said: str = ""
    note: str = ""


def differences(
    line: int, expected: Sequence[Expected], shown: Sequence[Shown]
) -> list[Difference]:
    """Everything expected and not said, or said and not expected.

    Order counts within one destination, not between two.

    Args:
        line: of the step.
        expected: what is written under it.
        shown: what was said.
    """
    found: list[Difference] = []
    for where in dict.fromkeys([*(one.where for one in expected), *(one.where for one in shown)]):
        found += _of_one(
            line,
            [one for one in expected if one.where == where],
            [one for one in shown if one.where == where],
        )
    return found


def _of_one(line: int, expected: list[Expected], shown: list[Shown]) -> list[Difference]:
    pairs = _paired(expected, shown)
    missing = [one for n, one in enumerate(expected) if n not in {at for at, _ in pairs}]
    extra = [one for n, one in enumerate(shown) if n not in {at for _, at in pairs}]
    found = []
    for n in range(max(len(missing), len(extra))):
        wanted = missing[n] if n < len(missing) else None
        was = extra[n] if n < len(extra) else None
        found.append(
            Difference(
                wanted.line if wanted else line,
                f"{_place(wanted)}: {wanted.text}" if wanted else "",
                f"{_place(was)}: {plain(' '.join(was.parts))}" if was else "",
            )
        )
    return found


def _place(one: Expected | Shown) -> str:
    return f"{one.where} (edited)" if one.edited else one.where


def _paired(expected: list[Expected], shown: list[Shown]) -> list[tuple[int, int]]:
    """The longest way to pair them in order (longest common subsequence)."""
    same: Callable[[int, int], bool] = lambda i, j: matches(expected[i], shown[j])  # noqa: E731  # a table's cell
    best: list[list[list[tuple[int, int]]]] = [
        [[] for _ in range(len(shown) + 1)] for _ in range(len(expected) + 1)
    ]
    for i in range(len(expected) - 1, -1, -1):
        for j in range(len(shown) - 1, -1, -1):
            ways = [best[i + 1][j], best[i][j + 1]]
            if same(i, j):
                ways.append([(i, j), *best[i + 1][j + 1]])
            best[i][j] = max(ways, key=len)
    return best[0][0]


def matches(expected: Expected, shown: Shown) -> bool:
    """Whether what was said is what is written, ``…`` standing for any text."""
    if expected.edited != shown.edited:
        return False
    pieces = [re.escape(piece.strip()) for piece in plain(expected.text).split(ANY)]
    return re.fullmatch(r"\s?.*?\s?".join(pieces), plain(" ".join(shown.parts))) is not None


def plain(text: str) -> str:
    """A text on one line; the ``/`` between parts counts as a line's end."""
    return " ".join(word for word in text.split() if word != "/")
