"""What an aggregate must know of a group of people so that its mean can be released."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Group:
    """People and their own values: each person counts once, however often they acted.

    Exact numbers, so that both databases and every order of adding release the same.

    Attributes:
        people: distinct people.
        total: the sum of their own values.
        least: the smallest of these.
        most: the largest.
    """

    people: int
    total: Fraction
    least: Fraction
    most: Fraction

    @classmethod
    def of(cls, values: Iterable[Fraction | int]) -> "Group":
        """The group with these values, one a person."""
        each = [Fraction(value) for value in values]
        nothing = Fraction(0)
        least, most = (min(each), max(each)) if each else (nothing, nothing)
        return cls(len(each), sum(each, nothing), least, most)

    @classmethod
    def counted(cls, people: int, total: int, least: int, most: int, per: int) -> "Group":
        """The group from a database's whole numbers, each *per* times its value."""
        return cls(people, Fraction(total, per), Fraction(least, per), Fraction(most, per))

    @property
    def mean(self) -> Fraction:
        """The mean of people.

        Raises:
            ZeroDivisionError: there is nobody.
        """
        return self.total / self.people

    def without(self, value: Fraction) -> Fraction:
        """The mean had somebody with this value not been there.

        Raises:
            ZeroDivisionError: there is nobody else.
        """
        return (self.total - value) / (self.people - 1)
