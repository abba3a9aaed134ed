"""From answers to scale scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import digits

import numpy as np

from handlers.instruments.instrument import Instrument, Scale
from handlers.rules.study.answers import Answers, Flags, Floats


def keyed(answers: Answers, scale: Scale, instrument: Instrument) -> Floats:
    """A scale's answers with its reversed items turned round, shape (n, items)."""
    matrix = answers.matrix(scale.items)
    turned = np.isin(scale.items, scale.reversed)
    matrix[:, turned] = 1 + len(instrument.response) - matrix[:, turned]
    return matrix


def score(matrix: Floats) -> Floats:
    """Mean of the answered items where at least two thirds are answered, else NaN.

    Nothing is imputed: a skipped item is no answer, and never the middle one.

    Args:
        matrix: Keyed answers, shape (n, items), NaN where there is none.
    """
    answered = (~np.isnan(matrix)).sum(axis=1)
    enough = 3 * answered >= 2 * matrix.shape[1]
    return np.where(enough, np.nansum(matrix, axis=1) / np.maximum(answered, 1), np.nan)


def mixed(scale: Scale, instrument: Instrument) -> bool:
    """Whether agreement raises the scale through some items and lowers it through others."""
    signs = {
        (instrument.items[item].key == "-") != (item in scale.reversed) for item in scale.items
    }
    return len(signs) > 1


def spans(items: Iterable[str], instrument: Instrument) -> str:
    """Item names with runs shortened: ``D1–D6, Q1``."""
    order = list(instrument.items)
    runs: list[list[str]] = []
    for item in sorted(set(items), key=order.index):
        if runs and _follows(item, runs[-1][-1], order):
            runs[-1].append(item)
        else:
            runs.append([item])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _follows(item: str, last: str, order: Sequence[str]) -> bool:
    same_letters = item.rstrip(digits) == last.rstrip(digits)
    return same_letters and order.index(item) == order.index(last) + 1


def straight_lines(answers: Answers, instrument: Instrument, run: int = 6) -> Flags:
    """Who gave one answer ``run`` times in a row over items of both keys, in column order.

    Returns:
        Flags of shape (n,).
    """
    names = list(instrument.items)
    matrix = answers.matrix(names)
    negative = np.array([instrument.items[name].key == "-" for name in names])
    found = np.zeros(answers.n, dtype=np.bool_)
    for start in range(len(names) - run + 1):
        window = slice(start, start + run)
        if negative[window].any() and not negative[window].all():
            found |= (matrix[:, window] == matrix[:, [start]]).all(axis=1)
    return found
