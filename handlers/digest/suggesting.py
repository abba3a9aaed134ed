"""At most three things worth doing, each from a figure that the digest shows.

The rules stand in this order, the first three that hold are said. A rule sees the lines as they are
published: a figure about people is released, or there is none.
"""

from collections.abc import Callable, Iterator, Mapping

from handlers.digest.findings import Finding, OfPeople, OfTickets
from handlers.rules.indicators import thresholds

Lines = Mapping[str, Finding]
Rule = Callable[[Lines], bool]


def _exact(lines: Lines, key: str, name: str) -> float:
    """A figure about tickets; below every threshold where there is none."""
    line = lines.get(key)
    value = line.values.get(name) if isinstance(line, OfTickets) else None
    return float(value) if isinstance(value, int | float) else -1.0


def _code(lines: Lines, key: str, name: str = "share") -> str:
    """How a figure about people is published; empty where it is not."""
    line = lines.get(key)
    value = line.values.get(name) if isinstance(line, OfPeople) and line.shown else None
    return "" if value is None else value.code


def _at_least(key: str, name: str, share: float) -> Rule:
    return lambda lines: _exact(lines, key, name) >= 100 * share


def _slow(lines: Lines) -> bool:
    if _exact(lines, "reply", "tickets") < thresholds.REPLY_LEAST:
        return False
    return 0 <= _exact(lines, "reply", "share") < 100 * thresholds.SUGGEST_WITHIN


RULES: tuple[tuple[str, str, Rule], ...] = (
    ("oldest-first", "unanswered", lambda lines: _exact(lines, "unanswered", "two") >= 1),
    ("worked-example", "hardest", _at_least("hardest", "least", thresholds.SUGGEST_HARD)),
    ("rewrite", "hint", _at_least("hint", "least", thresholds.SUGGEST_HINT)),
    ("duty-at-the-peak", "reply", _slow),
    (
        "split-the-task",
        "kinds",
        lambda lines: _code(lines, "kinds", "answer") in thresholds.SUGGEST_ANSWERS,
    ),
    (
        "split-the-task",
        "answers",
        lambda lines: _code(lines, "answers") in thresholds.SUGGEST_ANSWERS,
    ),
    (
        "model-confusion",
        "silent",
        lambda lines: _code(lines, "silent") in thresholds.SUGGEST_SILENT,
    ),
    (
        "sharpen-hints",
        "clicked",
        lambda lines: _code(lines, "clicked") in thresholds.SUGGEST_CLICKED,
    ),
    ("hint-first", "told", _at_least("told", "least", thresholds.SUGGEST_TOLD)),
    ("less-steep", "bottom", _at_least("bottom", "least", thresholds.SUGGEST_BOTTOM)),
    ("ask-for-the-step", "reopened", _at_least("reopened", "least", thresholds.SUGGEST_BACK)),
    (
        "talk-about-asking",
        "hidden",
        lambda lines: _code(lines, "hidden") in thresholds.SUGGEST_HIDDEN,
    ),
    ("invite", "reach", lambda lines: _code(lines, "reach") in thresholds.SUGGEST_REACH),
)
"""What is suggested, the line it is tied to, and when."""


def suggested(lines: Lines) -> Iterator[tuple[str, str]]:
    """What to do and the line that says so, at most three, in order."""
    found = [(what, because) for what, because, holds in RULES if holds(lines)]
    yield from found[: thresholds.ACTIONS]
