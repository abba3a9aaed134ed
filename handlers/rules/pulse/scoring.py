"""From answers to scores: the person's mean over keyed answers, then the mean of people.

A skipped item is no answer and never the middle one; nothing is imputed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

LOWEST, HIGHEST = 1, 5
GOALS = {"mastery": "M", "performance": "PF"}
"""The two goal indexes by the key of their items. Two items each: marked as indicative."""


@dataclass(frozen=True, slots=True)
class Level:
    """Where a class stands on one scale in one window.

    Attributes:
        n: people with an answer.
        mean: of their means.
        sd: of their means (n − 1); 0 for one person.
    """

    n: int
    mean: float
    sd: float


def keyed(value: int, *, reverse: bool) -> int:
    """An answer as it counts: turned round where agreeing says less of the scale.

    Raises:
        ValueError: it is no answer.
    """
    if not LOWEST <= value <= HIGHEST:
        raise ValueError(f"{value} is no answer")
    return LOWEST + HIGHEST - value if reverse else value


def scale_score(
    answers: Mapping[str, int | None], items: Sequence[str], reverse: Iterable[str] = ()
) -> float | None:
    """The mean of a scale's answered items where at least two thirds are answered.

    In the chat ``ease_of_asking`` is H3 and H4 as they are: their key is of the scale they belong
    to in the questionnaire, where agreeing with them says less of a threat.

    Args:
        answers: by item; ``None`` for a skipped one.
        items: the scale's.
        reverse: those of them to be turned round.
    """
    turned = set(reverse)
    given = [
        keyed(value, reverse=item in turned)
        for item in items
        if (value := answers.get(item)) is not None
    ]
    return fmean(given) if given and 3 * len(given) >= 2 * len(items) else None


def goal_scores(
    answers: Mapping[str, int | None], keys: Mapping[str, str]
) -> dict[str, float | None]:
    """The two goal indexes of one person, apart: neither is the other's opposite.

    Args:
        answers: by item.
        keys: the key of every goal item.
    """
    return {
        name: scale_score(answers, [item for item, key in keys.items() if key == wanted])
        for name, wanted in GOALS.items()
    }


def level(people: Iterable[Sequence[int]]) -> Level | None:
    """Where a class stands, from each person's keyed answers; ``None`` if nobody has answered."""
    means = [fmean(values) for values in people if values]
    if not means:
        return None
    return Level(len(means), fmean(means), stdev(means) if len(means) > 1 else 0.0)
