"""A study laid out in the order of the published tables."""

from __future__ import annotations

from bot.study import wording
from bot.study.document import Cell, Column, Document, Picture, Section, Table
from bot.study.reading import File
from handlers.rules.study.analysis import Comparison, ScaleStudy, Study
from handlers.rules.study.numbers import correlation_table, group_table, regression_table
from handlers.rules.study.regressing import Coefficient
from handlers.rules.study.scoring import spans

N = Column("N", "count")
COMPOSITION = (Column("Items"), Column("Keying"))


def document(
    study: Study, file: File, source: str, pictures: dict[str, Picture], last: tuple[Section, ...]
) -> Document:
    """The whole report.

    Args:
        study: The numbers.
        file: What was read, for what is said about missing data.
        source: The name of the file.
        pictures: The figures by name.
        last: Sections that follow the study's own, such as a replication.
    """
    plan = study.instrument.plan
    facts = (
        ("Questionnaire", study.instrument.title),
        ("Answers", source),
        ("Respondents", f"N = {study.n}"),
        ("Items", f"{len(study.instrument.items)}, answered 1 to {len(study.instrument.response)}"),
    )
    setting = study.instrument.setting
    warnings = (setting,) if setting else ()
    return Document(
        title="Study report",
        facts=facts,
        warnings=(*warnings, *wording.shared_items(study)),
        sections=(
            _missing(study, file),
            _descriptives(study, pictures),
            _reliability(study),
            *(_groups(study, code) for code in plan.groups if study.comparisons[code]),
            _correlations(study, pictures),
            *(_regression(study, outcome) for outcome in plan.regressions.outcomes),
            _coefficients(pictures),
            *last,
        ),
    )


def _missing(study: Study, file: File) -> Section:
    return Section(
        anchor="missing",
        title="Respondents and missing data",
        paragraphs=(wording.CAUTION, *wording.missing(study, file.repeated, file.unused)),
        tables=(
            Table(
                "missing",
                "Missing answers by item",
                (Column("Item"), Column("Missing", "count"), Column("Wording")),
                tuple(
                    (item, count, study.instrument.items[item].text)
                    for item, count in study.missing.items.items()
                    if count
                ),
            ),
        )
        if any(study.missing.items.values())
        else (),
    )


def _descriptives(study: Study, pictures: dict[str, Picture]) -> Section:
    return Section(
        anchor="descriptives",
        title="Descriptives",
        warnings=wording.mixed_keying(study),
        tables=(
            Table(
                "table-1",
                "Table 1. Means, standard deviations and medians",
                (
                    Column("Scale"),
                    N,
                    Column("Mean", "number"),
                    Column("SD", "number"),
                    Column("Median", "number"),
                    *COMPOSITION,
                ),
                tuple(_described(study, code) for code in study.instrument.plan.descriptives),
                ("SD: standard deviation with the denominator N - 1, in scale points.",),
            ),
        ),
        pictures=(pictures["distributions"],),
    )


def _described(study: Study, code: str) -> tuple[Cell, ...]:
    studied = study.scales[code]
    about = studied.description
    figures = (about.n, about.mean, about.sd, about.median)
    return (studied.scale.title, *figures, *_composition(study, studied))


def _composition(study: Study, studied: ScaleStudy) -> tuple[str, str]:
    scale = studied.scale
    flag = "mixed: " if studied.mixed else ""
    return (
        f"{spans(scale.items, study.instrument)} ({len(scale.items)})",
        flag + wording.keying(scale, study.instrument),
    )


def _reliability(study: Study) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for code in study.instrument.plan.descriptives:
        studied = study.scales[code]
        found = studied.reliability
        figures = (found.n, found.alpha, found.omega)
        rows.append((studied.scale.title, *figures, *_composition(study, studied)))
    return Section(
        anchor="reliability",
        title="Reliability",
        paragraphs=(
            (
                "α takes all items to reflect the scale equally; ω, from a one-factor model fitted "
                "by maximum likelihood, does not. Both describe how alike the answers to the items "
                "are, in these data. Neither says that a scale measures what its name says."
            ),
        ),
        tables=(
            Table(
                "reliability",
                "Reliability of the scales",
                (
                    Column("Scale"),
                    N,
                    Column("α", "number"),
                    Column("ω", "number"),
                    *COMPOSITION,
                ),
                tuple(rows),
                (
                    (
                        "N: respondents who answered all items of the scale. A dash under ω: the "
                        "one-factor model has no proper solution."
                    ),
                ),
            ),
        ),
    )


def _groups(study: Study, code: str) -> Section:
    number = group_table(study, code)
    studied = study.scales[code]
    comparisons = study.comparisons[code]
    name = wording.named(studied, study)
    hidden = wording.withheld(comparisons)
    return Section(
        anchor=f"groups-{code}",
        title=f"Differences between groups: {wording.in_text(studied)}",
        paragraphs=wording.differences(study, code),
        tables=(
            Table(
                f"table-{number}",
                f"Table {number}. {name} by group",
                (
                    Column("Group"),
                    N,
                    Column("Mean", "number"),
                    Column("SD", "number"),
                ),
                tuple(row for c in comparisons for row in _cells(c)),
                (hidden,) if hidden else (),
            ),
            Table(
                f"table-{number}-tests",
                f"Table {number}, tests. {name}",
                (
                    Column("Question"),
                    Column("F", "number"),
                    Column("df", "df"),
                    Column("p", "p"),
                    Column("Holm p", "p"),
                    Column("Welch F", "number"),
                    Column("Welch df", "df"),
                    Column("Welch p", "p"),
                    Column("Welch Holm p", "p"),
                    Column("η²", "number"),
                ),
                tuple(_tests(c) for c in comparisons),
                (
                    (
                        "F: classic one-way analysis of variance. η²: share of the variance that "
                        "lies between the groups. Holm p: corrected for all "
                        f"{study.tests} comparisons."
                    ),
                ),
            ),
            *_pairs(number, name, comparisons),
        ),
    )


def _cells(comparison: Comparison) -> list[tuple[Cell, ...]]:
    factor = comparison.factor
    rows: list[tuple[Cell, ...]] = []
    for group, label in factor.groups.items():
        cell = comparison.cells.get(group)
        figures = (cell.n, cell.mean, cell.sd) if cell else ("withheld", None, None)
        rows.append((f"{factor.title}: {label}", *figures))
    return rows


def _tests(comparison: Comparison) -> tuple[Cell, ...]:
    title = comparison.factor.title
    tests = comparison.tests
    if tests is None:
        return (title, *[None] * 9)
    classic, welch = tests.classic, tests.welch
    return (
        title,
        classic.f,
        f"{classic.df1:.0f}, {classic.df2:.0f}",
        classic.p,
        comparison.holm_classic,
        welch.f,
        f"{welch.df1:.0f}, {welch.df2:.1f}",
        welch.p,
        comparison.holm_welch,
        tests.eta_squared,
    )


def _pairs(number: int, name: str, comparisons: tuple[Comparison, ...]) -> tuple[Table, ...]:
    rows: list[tuple[Cell, ...]] = []
    for comparison in comparisons:
        if comparison.tests is None:
            continue
        labels = comparison.factor.groups
        rows += [
            (
                f"{comparison.factor.title}: {labels[pair.first]} - {labels[pair.second]}",
                pair.difference,
                pair.se,
                pair.df,
                pair.p,
            )
            for pair in comparison.tests.pairs
        ]
    if not rows:
        return ()
    return (
        Table(
            f"table-{number}-pairs",
            f"Table {number}, pairs (Games–Howell). {name}",
            (
                Column("Pair"),
                Column("Difference", "number"),
                Column("SE", "number"),
                Column("df", "df"),
                Column("p", "p"),
            ),
            tuple(rows),
            (
                (
                    "Difference: first mean minus second, in scale points. p is corrected for the "
                    "pairs of the same question."
                ),
            ),
        ),
    )


def _correlations(study: Study, pictures: dict[str, Picture]) -> Section:
    return Section(
        anchor="correlations",
        title="Correlations",
        paragraphs=(
            (
                "r says how closely two scores go together along a straight line, from -1 to 1. "
                "Read the interval rather than p: it shows which values these data leave open."
            ),
        ),
        tables=tuple(_correlated(study, row) for row in study.instrument.plan.correlations.rows),
        pictures=(pictures["correlations"],),
    )


def _correlated(study: Study, row: str) -> Table:
    number = correlation_table(study)
    rows: list[tuple[Cell, ...]] = []
    for column in study.instrument.plan.correlations.columns:
        found = study.correlations[row, column]
        name = wording.named(study.scales[column], study)
        rows.append((name, found.r, (found.low, found.high), found.p, found.n))
    return Table(
        f"table-{number}-{row}",
        f"Table {number}. Correlations of {wording.named(study.scales[row], study)}",
        (
            Column("With"),
            Column("r", "number"),
            Column("95% interval", "interval"),
            Column("p", "p"),
            N,
        ),
        tuple(rows),
        ("Pearson's r; interval by Fisher's transformation; p is not corrected.",),
    )


def _regression(study: Study, outcome: str) -> Section:
    number = regression_table(study, outcome)
    found = study.regressions[outcome]
    predictors = study.instrument.plan.regressions.predictors
    studied = study.scales[outcome]
    name = wording.named(studied, study)
    terms = [("Constant", found.constant)] + [
        (wording.named(study.scales[code], study), term)
        for code, term in zip(predictors, found.terms, strict=True)
    ]
    model: tuple[tuple[Cell, ...], ...] = (
        ("N", str(found.n)),
        ("R²", found.r2),
        ("Adjusted R²", found.adjusted_r2),
        (f"F({found.df[0]}, {found.df[1]})", found.f),
        ("p of F", "< .001" if found.p < 0.001 else found.p),
        ("Durbin–Watson", found.durbin_watson),
    )
    return Section(
        anchor=f"regression-{outcome}",
        title=f"Regression: {wording.in_text(studied)}",
        paragraphs=(*wording.coefficients(study, outcome), wording.assumptions(found)),
        tables=(
            Table(
                f"table-{number}",
                f"Table {number}. {name} on "
                + wording.listed([wording.in_text(study.scales[code]) for code in predictors]),
                (
                    Column("Term"),
                    Column("B", "number"),
                    Column("SE", "number"),
                    Column("β", "number"),
                    Column("t", "number"),
                    Column("p", "p"),
                    Column("95% interval of B", "interval"),
                    Column("VIF", "number"),
                    Column("HC3 SE", "number"),
                    Column("HC3 t", "number"),
                    Column("HC3 p", "p"),
                ),
                tuple(_coefficient(label, term) for label, term in terms),
                (
                    (
                        "B: scale points of the outcome per point of the term, the others held. β: "
                        "the same in standard deviations. HC3: standard errors that allow unequal "
                        "spread."
                    ),
                ),
            ),
            Table(
                f"table-{number}-model",
                f"Table {number}, model. {name}",
                (Column("Figure"), Column("Value", "number")),
                model,
            ),
        ),
    )


def _coefficient(label: str, term: Coefficient) -> tuple[Cell, ...]:
    return (
        label,
        term.b,
        term.se,
        term.beta,
        term.t,
        term.p,
        (term.low, term.high),
        term.vif,
        term.hc3_se,
        term.hc3_t,
        term.hc3_p,
    )


def _coefficients(pictures: dict[str, Picture]) -> Section:
    return Section(
        anchor="coefficients",
        title="The regressions side by side",
        paragraphs=(
            (
                "Whether one coefficient is larger than another is not tested here, and the scales "
                "differ in wording and spread; do not rank them."
            ),
        ),
        pictures=(pictures["coefficients"],),
    )
