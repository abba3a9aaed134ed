"""All the tables of a study, from answers to numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from handlers.instruments.instrument import (
    Demographics,
    Factor,
    Instrument,
    Scale,
    UnusableError,
)
from handlers.rules.study import withholding
from handlers.rules.study.answers import Answers, Floats, check
from handlers.rules.study.correlating import Correlation, correlate
from handlers.rules.study.describing import Description, describe
from handlers.rules.study.groups import Differences, differences, holm
from handlers.rules.study.regressing import Regression, regress
from handlers.rules.study.reliability import Reliability, reliability
from handlers.rules.study.scoring import keyed, mixed, score, spans, straight_lines

Step = Callable[[str], None]


@dataclass(frozen=True)
class ScaleStudy:
    """A scale with its scores, shape (n,), and what is said of it alone."""

    scale: Scale
    mixed: bool
    scores: Floats
    description: Description
    reliability: Reliability


@dataclass(frozen=True)
class Comparison:
    """One score between the groups of one factor.

    Attributes:
        factor: The demographic question.
        cells: Shown group to its distribution; withheld groups are not in it.
        withheld: The groups that may not be shown, by code.
        tests: None where fewer than two groups may be compared.
        holm_classic: The classic p adjusted over all comparisons of the study.
        holm_welch: Welch's p adjusted likewise.
    """

    factor: Factor
    cells: dict[str, Description]
    withheld: tuple[str, ...]
    tests: Differences | None
    holm_classic: float | None = None
    holm_welch: float | None = None


@dataclass(frozen=True)
class Missing:
    """How much is missing, in respondents.

    Attributes:
        items: Item to the number who skipped it.
        factors: Demographic column to the number who left it blank.
        complete: How many answered every item.
        straight: How many gave one answer six times in a row over items of both keys.
    """

    items: dict[str, int]
    factors: dict[str, int]
    complete: int
    straight: int


@dataclass(frozen=True)
class Study:
    """A study's numbers, table by table and by scale code."""

    instrument: Instrument
    n: int
    missing: Missing
    scales: dict[str, ScaleStudy]
    comparisons: dict[str, tuple[Comparison, ...]]
    correlations: dict[tuple[str, str], Correlation]
    regressions: dict[str, Regression]

    @property
    def reproducing(self) -> bool:
        """Whether the scales are composed so as to give another study's numbers."""
        return bool(self.instrument.setting)

    @property
    def tests(self) -> int:
        """How many comparisons of groups there are, which Holm's adjustment counts."""
        return sum(c.tests is not None for row in self.comparisons.values() for c in row)


def analyse(
    answers: Answers,
    instrument: Instrument,
    demographics: Demographics,
    step: Step = lambda _: None,
) -> Study:
    """Compute every table.

    Args:
        answers: The answers to the instrument's items and the demographic questions.
        instrument: The questionnaire and the plan of its tables.
        demographics: The questions whose groups are compared.
        step: Told the name of each step as it begins.

    Raises:
        UnusableError: The answers allow no study; the message says where and what to do.
    """
    step("Checking")
    _enough(answers, instrument)
    check(answers, demographics.factors)
    step("Scoring and reliability")
    scales = {scale.code: _scale(answers, scale, instrument) for scale in instrument.scales}
    plan = instrument.plan
    step("Differences between groups")
    comparisons = _adjusted(
        {
            code: tuple(
                _compare(scales[code].scores, factor, answers) for factor in demographics.factors
            )
            for code in plan.groups
        }
    )
    step("Correlations")
    grid = [(row, column) for row in plan.correlations.rows for column in plan.correlations.columns]
    within = [(a, b) for a in plan.descriptives for b in plan.descriptives]
    correlations = {
        pair: correlate(scales[pair[0]].scores, scales[pair[1]].scores) for pair in grid + within
    }
    step("Regressions")
    regressions = {
        outcome: _regress(scales, outcome, instrument, answers)
        for outcome in plan.regressions.outcomes
    }
    return Study(
        instrument=instrument,
        n=answers.n,
        missing=_missing(answers, instrument, demographics),
        scales=scales,
        comparisons=comparisons,
        correlations=correlations,
        regressions=regressions,
    )


def _enough(answers: Answers, instrument: Instrument) -> None:
    predictors = instrument.plan.regressions.predictors
    if answers.n <= len(predictors) + 1:
        items = [item for code in predictors for item in instrument.scale(code).items]
        raise UnusableError(
            f"A regression on {len(predictors)} predictors (columns {spans(items, instrument)}) "
            f"needs at least {len(predictors) + 2} respondents, and the file has {answers.n} "
            f"({answers.rows}); collect more answers."
        )


def _scale(answers: Answers, scale: Scale, instrument: Instrument) -> ScaleStudy:
    matrix = keyed(answers, scale, instrument)
    scores = score(matrix)
    if len(set(scores[~np.isnan(scores)].tolist())) < 2:
        raise UnusableError(
            f"Columns {spans(scale.items, instrument)}, {answers.rows}: fewer than two different "
            f"scores of {scale.title.lower()}, since a score needs two thirds of the items; "
            "collect more answers."
        )
    return ScaleStudy(
        scale=scale,
        mixed=mixed(scale, instrument),
        scores=scores,
        description=describe(scores),
        reliability=reliability(matrix),
    )


def _compare(scores: Floats, factor: Factor, answers: Answers) -> Comparison:
    given = ~np.isnan(scores)
    position = answers.groups[factor.column]
    samples = {
        group: scores[given & (position == index)] for index, group in enumerate(factor.groups)
    }
    shown = withholding.shown({group: len(sample) for group, sample in samples.items()})
    visible = {group: samples[group] for group in shown}
    return Comparison(
        factor=factor,
        cells={group: describe(sample) for group, sample in visible.items()},
        withheld=tuple(group for group in factor.groups if group not in shown),
        tests=differences(visible),
    )


def _adjusted(
    comparisons: dict[str, tuple[Comparison, ...]],
) -> dict[str, tuple[Comparison, ...]]:
    """The comparisons with their p adjusted over all of them."""
    tested = [c.tests for row in comparisons.values() for c in row if c.tests is not None]
    classic = iter(holm([tests.classic.p for tests in tested]))
    welch = iter(holm([tests.welch.p for tests in tested]))
    return {
        code: tuple(
            c
            if c.tests is None
            else Comparison(c.factor, c.cells, c.withheld, c.tests, next(classic), next(welch))
            for c in row
        )
        for code, row in comparisons.items()
    }


def _regress(
    scales: dict[str, ScaleStudy], outcome: str, instrument: Instrument, answers: Answers
) -> Regression:
    predictors = instrument.plan.regressions.predictors
    items = [item for code in (*predictors, outcome) for item in scales[code].scale.items]
    return regress(
        scales[outcome].scores,
        np.column_stack([scales[code].scores for code in predictors]),
        f"columns {spans(items, instrument)}, {answers.rows}",
    )


def _missing(answers: Answers, instrument: Instrument, demographics: Demographics) -> Missing:
    blank = np.isnan(answers.matrix(list(instrument.items)))
    return Missing(
        items=dict(zip(instrument.items, blank.sum(axis=0).tolist(), strict=True)),
        factors={
            factor.column: int((answers.groups[factor.column] < 0).sum())
            for factor in demographics.factors
        },
        complete=int((~blank.any(axis=1)).sum()),
        straight=int(straight_lines(answers, instrument).sum()),
    )
