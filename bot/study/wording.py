"""The sentences of a report. They say what is associated with what, and claim no more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from bot.study.document import p
from handlers.instruments.instrument import Instrument, Scale
from handlers.rules.study.analysis import Comparison, ScaleStudy, Study
from handlers.rules.study.regressing import Coefficient, Regression
from handlers.rules.study.scoring import spans
from handlers.rules.study.withholding import LEAST_CELL

CAUTION = (
    "Everything below was asked once, of the people who chose to answer. It shows what is "
    "associated with what among them. It cannot show why, in which direction, or whether the "
    "same holds for people who did not answer."
)

ALPHA_WARNING = 0.5


def keying(scale: Scale, instrument: Instrument) -> str:
    """Which items of a scale are turned round."""
    if not scale.reversed:
        return "none reversed"
    return f"{spans(scale.reversed, instrument)} reversed"


def named(studied: ScaleStudy, study: Study) -> str:
    """A scale with its item count, and a total with its keying too."""
    scale = studied.scale
    count = len(scale.items)
    items = f"{count} item{'' if count == 1 else 's'}"
    if not _is_total(scale, study.instrument):
        return f"{scale.title} ({items})"
    return f"{scale.title} ({items}, {keying(scale, study.instrument)})"


def _is_total(scale: Scale, instrument: Instrument) -> bool:
    """Whether the scale holds all items of another, smaller one."""
    return any(set(other.items) < set(scale.items) for other in instrument.scales)


def in_text(studied: ScaleStudy) -> str:
    """A scale's title inside a sentence."""
    return studied.scale.title[0].lower() + studied.scale.title[1:]


def listed(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def mixed_keying(study: Study) -> tuple[str, ...]:
    """A warning for each scale whose items point both ways."""
    warnings = []
    for code in study.instrument.plan.descriptives:
        studied = study.scales[code]
        if studied.mixed:
            alpha = studied.reliability.alpha
            low = ", below .5" if alpha < ALPHA_WARNING else ""
            warnings.append(
                f"Mixed keying: in {named(studied, study)} agreement counts upwards "
                f"for some items and downwards for others, so a high and a low score can mean the "
                f"same (α = {alpha:.3f}{low}). It is printed only because the published study "
                "prints it; draw no conclusion from it."
            )
    return tuple(warnings)


def shared_items(study: Study) -> tuple[str, ...]:
    """A warning where predictors of one regression share items."""
    predictors = [study.scales[code] for code in study.instrument.plan.regressions.predictors]
    return tuple(
        f"{spans(shared, study.instrument)} counts in both {in_text(first)} and "
        f"{in_text(second)}, so the two are in part the same answer."
        for first, second in combinations(predictors, 2)
        if (shared := [item for item in first.scale.items if item in second.scale.items])
    )


def missing(study: Study, repeated: int, unused: Sequence[str]) -> tuple[str, ...]:
    """What is missing, in words."""
    gaps = sum(study.missing.items.values())
    cells = study.n * len(study.missing.items)
    sentences = [
        (
            f"{study.missing.complete} of {study.n} respondents answered every item; "
            f"{gaps} of {cells} answers ({gaps / cells:.1%}) are missing."
            if gaps
            else f"All {study.n} respondents answered every item."
        ),
        (
            "A scale is the mean of the items answered where at least two thirds are; otherwise "
            "the score is missing. Nothing is imputed. Each table says how many respondents it "
            "rests on; reliability takes those who answered all items of the scale."
        ),
    ]
    blank = [f"{factor} ({count})" for factor, count in study.missing.factors.items() if count]
    if blank:
        sentences.append(
            f"Left blank: {listed(blank)}. These respondents are in no group of that question."
        )
    if study.missing.straight:
        sentences.append(
            f"{study.missing.straight} respondents gave the same answer six or more times in a row "
            "across items that point both ways. They are counted and kept, because the file does "
            "not say in which order the items were shown."
        )
    if repeated:
        sentences.append(
            f"{repeated} rows repeat an id from an earlier row; each row is counted as one "
            "respondent. If they are the same people, keep one row of each."
        )
    if unused:
        sentences.append(f"Columns not used: {listed(unused)}.")
    return tuple(sentences)


def differences(study: Study, code: str) -> tuple[str, ...]:
    """What the comparisons of one score show, after correction."""
    comparisons = study.comparisons[code]
    name = in_text(study.scales[code])
    tested = [c for c in comparisons if c.tests is not None]
    if not tested:
        return (f"No two groups have {LEAST_CELL} respondents, so nothing is compared.",)
    clear = [c for c in tested if c.holm_welch is not None and c.holm_welch < 0.05]
    sentences = [
        f"Holm's correction counts all {study.tests} comparisons of this report. "
        + (
            f"After it, {name} is associated with {listed([_difference(c) for c in clear])}."
            if clear
            else f"After it, {name} is not clearly associated with any of these questions."
        )
        + " No clear difference is not the same as no difference."
    ]
    uneven = [c.factor.title.lower() for c in tested if c.tests and c.tests.spread.p < 0.05]
    sentences.append(
        f"The spread of scores differs between groups for {listed(uneven)} (Brown–Forsythe "
        "p < .05): read Welch's F there, which does not assume equal spread."
        if uneven
        else "The spread of scores is alike between groups (Brown–Forsythe p ≥ .05 throughout), "
        "so the classic and Welch's F should tell the same story."
    )
    return tuple(sentences)


def _difference(comparison: Comparison) -> str:
    tests = comparison.tests
    assert tests is not None  # noqa: S101 # only tested comparisons are described
    return (
        f"{comparison.factor.title.lower()} (Welch F = {tests.welch.f:.3f}, "
        f"Holm p {_equal(comparison.holm_welch or 0)}; {tests.eta_squared:.1%} of the variance "
        "lies between the groups)"
    )


def _equal(value: float) -> str:
    text = p(value)
    return text if text.startswith("<") else f"= {text}"


def withheld(comparisons: Sequence[Comparison]) -> str | None:
    """Which cells are not shown, and why."""
    hidden = {
        c.factor.title: [c.factor.groups[group] for group in c.withheld]
        for c in comparisons
        if c.withheld
    }
    if not hidden:
        return None
    cells = "; ".join(f"{title}: {listed(groups)}" for title, groups in hidden.items())
    return (
        f"Withheld, and left out of the tests: {cells}. A group of fewer than {LEAST_CELL} "
        "is not shown, nor one more group where subtraction from the total would give it away."
    )


def coefficients(study: Study, outcome: str) -> tuple[str, ...]:
    """What a regression's coefficients say."""
    predictors = study.instrument.plan.regressions.predictors
    found = study.regressions[outcome]
    sentences = []
    for code, term in zip(predictors, found.terms, strict=True):
        others = [in_text(study.scales[other]) for other in predictors if other != code]
        among = f" among respondents alike in {listed(others)}" if others else ""
        sentences.append(
            f"One point more in {in_text(study.scales[code])} is associated with "
            f"{_points(term)} in {in_text(study.scales[outcome])}{among} "
            f"(95% interval {term.low:.3f} to {term.high:.3f})."
        )
    return (" ".join(sentences),)


def _points(term: Coefficient) -> str:
    if term.low <= 0 <= term.high:
        return f"a difference not clearly apart from zero ({term.b:.3f} points)"
    return f"{abs(term.b):.3f} points {'more' if term.b > 0 else 'less'}"


def assumptions(found: Regression) -> str:
    """What a regression's checks say, in words."""
    uneven = found.breusch_pagan_p < 0.05
    order = found.durbin_watson < 1.5 or found.durbin_watson > 2.5
    normal = found.jarque_bera_p >= 0.05
    highest = max(term.vif for term in found.terms)
    return " ".join(
        (
            f"Equal spread of residuals: Breusch–Pagan p {_equal(found.breusch_pagan_p)}, "
            + (
                "so the spread changes along the fitted values; read the HC3 columns."
                if uneven
                else "no sign against it; the HC3 columns should agree with the classic ones."
            ),
            f"Order in the file: Durbin–Watson {found.durbin_watson:.3f}, "
            + (
                "far from 2, so neighbouring rows have alike residuals: the file may be sorted, or "
                "rows may not be independent, and then no standard error here can be trusted."
                if order
                else "near 2, so neighbouring rows look independent."
            ),
            f"Normal residuals: Jarque–Bera p {_equal(found.jarque_bera_p)}, "
            + ("no sign against it." if normal else "not normal; with many rows this matters less.")
            + f" Overlap of the predictors: highest VIF {highest:.3f}"
            + (", high: their coefficients are hard to tell apart." if highest > 5 else ", low.")
            + f" Largest Cook's distance {found.greatest_cook:.3f}"
            + (": one row alone moves the line." if found.greatest_cook > 1 else "."),
        )
    )
