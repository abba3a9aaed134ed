"""A study's numbers under one name each, such as ``T5.beta.E``."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.rules.study.analysis import Comparison, Study
from handlers.rules.study.correlating import Correlation
from handlers.rules.study.regressing import Coefficient, Regression


def group_table(study: Study, code: str) -> int:
    """The number of the table that compares groups on this scale."""
    return 2 + study.instrument.plan.groups.index(code)


def correlation_table(study: Study) -> int:
    """The number of the table of correlations."""
    return 2 + len(study.instrument.plan.groups)


def regression_table(study: Study, outcome: str) -> int:
    """The number of the table that regresses this outcome."""
    return 1 + correlation_table(study) + study.instrument.plan.regressions.outcomes.index(outcome)


def numbers(study: Study) -> dict[str, float | None]:
    """Every number, by name; None where a model has no solution. Withheld cells are absent."""
    return dict(_all(study))


def _all(study: Study) -> Iterator[tuple[str, float | None]]:
    plan = study.instrument.plan
    yield "N", float(study.n)
    for code in plan.descriptives:
        about = study.scales[code].description
        yield f"T1.n.{code}", float(about.n)
        yield f"T1.mean.{code}", about.mean
        yield f"T1.sd.{code}", about.sd
        yield f"T1.median.{code}", about.median
    for code in plan.descriptives:
        yield f"alpha.{code}", study.scales[code].reliability.alpha
        yield f"omega.{code}", study.scales[code].reliability.omega
    for code in plan.groups:
        for comparison in study.comparisons[code]:
            yield from _comparison(f"T{group_table(study, code)}", comparison)
    for row in plan.correlations.rows:
        for column in plan.correlations.columns:
            found = study.correlations[row, column]
            yield from _correlation(f"T{correlation_table(study)}", f"{row}.{column}", found)
    for outcome in plan.regressions.outcomes:
        table = f"T{regression_table(study, outcome)}"
        yield from _regression(table, plan.regressions.predictors, study.regressions[outcome])


def _comparison(table: str, comparison: Comparison) -> Iterator[tuple[str, float | None]]:
    column = comparison.factor.column
    for group, cell in comparison.cells.items():
        yield f"{table}.n.{column}.{group}", float(cell.n)
        yield f"{table}.mean.{column}.{group}", cell.mean
        yield f"{table}.sd.{column}.{group}", cell.sd
    if (tests := comparison.tests) is None:
        return
    for name, test in (("F", tests.classic), ("welchF", tests.welch), ("spreadF", tests.spread)):
        yield f"{table}.{name}.{column}", test.f
        yield f"{table}.{name}.df1.{column}", test.df1
        yield f"{table}.{name}.df2.{column}", test.df2
        yield f"{table}.{name}.p.{column}", test.p
    yield f"{table}.F.pHolm.{column}", comparison.holm_classic
    yield f"{table}.welchF.pHolm.{column}", comparison.holm_welch
    yield f"{table}.eta2.{column}", tests.eta_squared
    for pair in tests.pairs:
        pair_name = f"{column}.{pair.first}-{pair.second}"
        yield f"{table}.gamesHowell.difference.{pair_name}", pair.difference
        yield f"{table}.gamesHowell.SE.{pair_name}", pair.se
        yield f"{table}.gamesHowell.df.{pair_name}", pair.df
        yield f"{table}.gamesHowell.p.{pair_name}", pair.p


def _correlation(table: str, pair: str, found: Correlation) -> Iterator[tuple[str, float]]:
    yield f"{table}.r.{pair}", found.r
    yield f"{table}.low.{pair}", found.low
    yield f"{table}.high.{pair}", found.high
    yield f"{table}.p.{pair}", found.p
    yield f"{table}.n.{pair}", float(found.n)


def _regression(
    table: str, predictors: tuple[str, ...], found: Regression
) -> Iterator[tuple[str, float]]:
    yield from _coefficient(table, "const", found.constant)
    for code, term in zip(predictors, found.terms, strict=True):
        yield from _coefficient(table, code, term)
        yield f"{table}.beta.{code}", term.beta
        yield f"{table}.VIF.{code}", term.vif
    yield f"{table}.R2", found.r2
    yield f"{table}.adjR2", found.adjusted_r2
    yield f"{table}.F", found.f
    yield f"{table}.F.p", found.p
    yield f"{table}.F.df1", float(found.df[0])
    yield f"{table}.F.df2", float(found.df[1])
    yield f"{table}.DW", found.durbin_watson
    yield f"{table}.BP.p", found.breusch_pagan_p
    yield f"{table}.JB.p", found.jarque_bera_p
    yield f"{table}.cook.max", found.greatest_cook
    yield f"{table}.n", float(found.n)


def _coefficient(table: str, name: str, term: Coefficient) -> Iterator[tuple[str, float]]:
    yield f"{table}.B.{name}", term.b
    yield f"{table}.SE.{name}", term.se
    yield f"{table}.t.{name}", term.t
    yield f"{table}.p.{name}", term.p
    yield f"{table}.low.{name}", term.low
    yield f"{table}.high.{name}", term.high
    yield f"{table}.HC3.SE.{name}", term.hc3_se
    yield f"{table}.HC3.t.{name}", term.hc3_t
    yield f"{table}.HC3.p.{name}", term.hc3_p
