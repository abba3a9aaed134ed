"""What a survey file may say, and the mistakes in one that are caught when it is read."""

from __future__ import annotations

import re
from itertools import chain
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

CODE = re.compile(r"[A-Za-z0-9]{1,8}")
"""What an item of the pulse may be called: buttons carry it."""
Key = Literal["+", "-", "M", "PF"]


class UnusableError(ValueError):
    """A survey or its answers allow no study; the message says where and what to do."""


class Shape(BaseModel):
    """A part of a survey file: never changed after reading, and an unknown word is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Item(Shape):
    """One statement people rate.

    Attributes:
        key: ``+`` or ``-`` says which way agreement points; ``M`` and ``PF`` name the goal index.
        text: The statement as people read it.
        scale: The index a pulse item belongs to.
        facet: The side of that index it asks about.
    """

    key: Key
    text: str
    scale: str | None = None
    facet: str | None = None


class Scale(Shape):
    """A mean over items.

    Attributes:
        code: Short name in statistics, such as ``I`` in ``T1.mean.I``.
        name: Name in the data, such as ``total_approach``.
        title: Name in a report.
        items: The items averaged, in order.
        reversed: Those of them turned round (lowest + highest answer − x) before averaging.
    """

    code: str
    name: str
    title: str
    items: tuple[str, ...] = Field(min_length=1)
    reversed: tuple[str, ...] = ()


class Grid(Shape):
    """The correlations asked for: each row scale with each column scale, by code."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]


class Regressions(Shape):
    """One regression per outcome on all predictors, by code."""

    predictors: tuple[str, ...] = Field(min_length=1)
    outcomes: tuple[str, ...]


class Plan(Shape):
    """Which scales enter which table of a study report, by code and in order."""

    descriptives: tuple[str, ...]
    groups: tuple[str, ...]
    correlations: Grid
    regressions: Regressions

    def codes(self) -> frozenset[str]:
        """Every scale the tables name."""
        return frozenset(
            chain(
                self.descriptives,
                self.groups,
                self.correlations.rows,
                self.correlations.columns,
                self.regressions.predictors,
                self.regressions.outcomes,
            )
        )


class Reproduction(Shape):
    """Items that replace a scale's own, for one purpose that the reason states."""

    reason: str
    items: dict[str, tuple[str, ...]]


class Instrument(Shape):
    """A questionnaire: its items, its scales and the tables a study of it prints.

    Attributes:
        title: Name in a report.
        source: Where the wording comes from.
        licence: Under what terms it may be used.
        response: Labels from the lowest answer (1) to the highest.
        items: The items by column name.
        scales: The scales; a code and a name belong to one scale only.
        plan: What a study report tabulates.
        reproduction: Another composition of some scales, used on request only.
        setting: Why the scales are composed otherwise than documented; empty if they are not.
    """

    title: str
    source: str
    licence: str
    response: tuple[str, ...] = Field(min_length=2)
    items: dict[str, Item]
    scales: tuple[Scale, ...] = Field(min_length=1)
    plan: Plan
    reproduction: Reproduction | None = None
    setting: str = ""

    def scale(self, code: str) -> Scale:
        """The scale with this code."""
        return next(scale for scale in self.scales if scale.code == code)

    def reproducing(self) -> Self:
        """The same instrument with the reproduction setting's items in place.

        Raises:
            UnusableError: The file has no such setting.
        """
        if self.reproduction is None:
            raise UnusableError(f"{self.title} has no reproduction setting.")
        other = self.reproduction.items
        scales = tuple(
            scale.model_copy(update={"items": other.get(scale.code, scale.items)})
            for scale in self.scales
        )
        return self.model_copy(update={"scales": scales, "setting": self.reproduction.reason})

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        codes = [scale.code for scale in self.scales]
        if repeated := {code for code in codes if codes.count(code) > 1}:
            raise ValueError(f"scale code {min(repeated)} is used twice")
        for scale in self.scales:
            if unknown := [item for item in scale.items if item not in self.items]:
                raise ValueError(f"scale {scale.code} names the unknown item {unknown[0]}")
            if unknown := [item for item in scale.reversed if item not in scale.items]:
                raise ValueError(f"scale {scale.code} reverses {unknown[0]}, which is not in it")
        if unknown := sorted(self.plan.codes() - set(codes)):
            raise ValueError(f"the plan names the unknown scale {unknown[0]}")
        if self.reproduction and (unknown := sorted(self.reproduction.items.keys() - set(codes))):
            raise ValueError(f"the reproduction setting names the unknown scale {unknown[0]}")
        return self


class Factor(Shape):
    """A demographic question: its column, and its groups from code to label, in order."""

    column: str
    title: str
    groups: dict[str, str] = Field(min_length=2)


class Demographics(Shape):
    """The demographic questions of a study."""

    factors: tuple[Factor, ...]

    def without(self, columns: tuple[str, ...]) -> Demographics:
        """The same questions less those in the named columns.

        Raises:
            UnusableError: There is no such column.
        """
        known = [factor.column for factor in self.factors]
        if unknown := [column for column in columns if column not in known]:
            raise UnusableError(
                f"'{unknown[0]}' is not a demographic column; there are {', '.join(known)}."
            )
        return Demographics(factors=tuple(f for f in self.factors if f.column not in columns))


class Chat(Shape):
    """What of a bank is asked in the chat; the other items belong to the consented questionnaire.

    Attributes:
        weekly: Scales of which everybody is asked one item each week.
        rotating: Scales that take turns, one every second week.
        reversed: Items whose answers are turned round before averaging.
    """

    weekly: dict[str, tuple[str, ...]] = Field(min_length=1, max_length=2)
    rotating: dict[str, tuple[str, ...]] = Field(default={}, max_length=3)
    reversed: tuple[str, ...] = ()


class Pulse(Shape):
    """The bank the weekly pulse draws from.

    Attributes:
        source: Where the wording comes from.
        licence: Under what terms it may be used.
        response: Labels from the lowest answer (1) to the highest (5).
        items: The items by their codes.
        chat: What of them is asked in the chat.
    """

    source: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    response: tuple[str, ...] = Field(min_length=5, max_length=5)
    items: dict[str, Item]
    chat: Chat

    def scale(self, item: str) -> str | None:
        """The scale that an item is asked for in the chat; ``None`` if it is not asked there."""
        for scale, items in (*self.chat.weekly.items(), *self.chat.rotating.items()):
            if item in items:
                return scale
        return None

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        scales = {**self.chat.weekly, **self.chat.rotating}
        asked = [item for items in scales.values() for item in items]
        if len(scales) < len(self.chat.weekly) + len(self.chat.rotating):
            raise ValueError("a scale is weekly or rotating, not both")
        if unknown := [item for item in (*asked, *self.chat.reversed) if item not in self.items]:
            raise ValueError(f"the chat names the unknown item {unknown[0]}")
        if twice := [item for item in asked if asked.count(item) > 1]:
            raise ValueError(f"item {twice[0]} is in the chat twice")
        if short := [scale for scale, items in scales.items() if len(items) < 2]:
            raise ValueError(f"scale {short[0]} needs two items, so that none comes twice running")
        if wrong := [item for item in asked if not CODE.fullmatch(item)]:
            raise ValueError(f"write the code {wrong[0]} in up to eight letters and digits")
        for label in self.response:
            if not label or len(label) > 75:
                raise ValueError("a label of an answer has 1 to 75 characters")
        for item in asked:
            if len(self.items[item].text) > 300:
                raise ValueError(f"item {item} is longer than 300 characters")
        return self


class PrintedNumber(Shape):
    """A number as a publication prints it.

    Attributes:
        stat: The name under which it is known.
        printed: Its digits, which say its precision.
        computed_as: The statistic it equals, where that has another name.
    """

    stat: str
    printed: str
    computed_as: str | None = None

    @property
    def source(self) -> str:
        """The name of the statistic it should equal."""
        return self.computed_as or self.stat


class PrintedGroup(Shape):
    """A group's row in a printed table of differences."""

    name: str
    n: int
    mean: str
    sd: str


class PrintedComparison(Shape):
    """A printed comparison of groups: the rows, and the F and p beside them."""

    table: str
    factor: str
    total: str
    groups: tuple[PrintedGroup, ...]
    f: str
    p: str


class Published(Shape):
    """A publication's printed numbers, to be set beside computed ones.

    Attributes:
        title: How a report refers to it.
        citation: The reference.
        n: Its number of respondents.
        numbers: What a data set must give to be its data.
        comparisons: Its tables of group differences, which its own rows can check.
    """

    title: str
    citation: str
    n: int
    numbers: tuple[PrintedNumber, ...]
    comparisons: tuple[PrintedComparison, ...]
