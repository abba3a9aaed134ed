"""Wilson's score interval for a share."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Share:
    """A share of tickets with its interval.

    Attributes:
        part: how many.
        whole: of how many.
        low: the interval's lower end, 0 to 1.
        high: its upper end.
    """

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share itself; ``None`` of nothing."""
        return self.part / self.whole if self.whole else None


def wilson(part: int, whole: int, confidence: float = 0.95) -> Share:
    """A share and its score interval.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927).

    Args:
        part: how many have it; 0 to *whole*.
        whole: of how many; of none the interval is everything.
        confidence: 0 to 1.

    Raises:
        ValueError: there are more than there are.
    """
    if not 0 <= part <= whole:
        raise ValueError("a part is no larger than its whole")
    if whole == 0:
        return Share(0, 0, 0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, more = part / whole, z * z / whole
    middle = (share + more / 2) / (1 + more)
    half = z / (1 + more) * sqrt(share * (1 - share) / whole + more / (4 * whole))
    # Rounding must not push an end past what is possible.
    low = 0.0 if part == 0 else max(middle - half, 0.0)
    high = 1.0 if part == whole else min(middle + half, 1.0)
    return Share(part, whole, low, high)
