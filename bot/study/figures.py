"""The report's figures as SVG, each with words that say what it shows."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.study import wording
from bot.study.document import Picture
from handlers.rules.study.analysis import Study
from handlers.rules.study.numbers import regression_table

INK, BAR, LINE = "#1f2933", "#3b6ea5", "#b5472b"

# Narrow, so that the lettering stays readable when a phone shrinks the figure to its width.
WIDTH = 4.4

# Any: matplotlib types its settings' names as literals, which a plain dict cannot meet.
STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "svg.hashsalt": "askwell",
}


def figures(study: Study) -> dict[str, Picture]:
    """Distributions, correlation matrix, and coefficients with intervals, by name."""
    with mpl.rc_context(STYLE):
        drawn = (_distributions(study), _correlations(study), _coefficients(study))
    return {picture.name: picture for picture in drawn}


def _picture(
    name: str, title: str, alternative: str, height: float, draw: Callable[[Figure], None]
) -> Picture:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    draw(figure)
    svg = io.StringIO()
    # No date: the same answers give the same file.
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return Picture(name, title, alternative, svg.getvalue())


def _distributions(study: Study) -> Picture:
    codes = study.instrument.plan.descriptives
    highest = len(study.instrument.response)
    rows = -(-len(codes) // 2)
    edges = np.arange(0.75, highest + 0.5, 0.5)

    def draw(figure: Figure) -> None:
        panels = np.atleast_2d(figure.subplots(rows, 2, sharex=True, sharey=True))
        for spare in panels.flat[len(codes) :]:
            spare.set_axis_off()
        for code, axes in zip(codes, panels.flat, strict=False):
            studied = study.scales[code]
            scores = studied.scores[~np.isnan(studied.scores)]
            share = np.full(len(scores), 100 / len(scores))
            axes.hist(scores, bins=edges, weights=share, color=BAR, edgecolor="white")
            axes.axvline(studied.description.mean, color=LINE, linewidth=1.5)
            axes.set_title(_two_lines(studied.scale.title), fontsize=9)
            axes.set_xticks(range(1, highest + 1))
        figure.supxlabel("Score", fontsize=9)
        figure.supylabel("Respondents, %", fontsize=9)

    alternative = "Histograms of the scale scores, a line at each mean. " + "; ".join(
        f"{study.scales[code].scale.title}: mean {study.scales[code].description.mean:.2f}, "
        f"SD {study.scales[code].description.sd:.2f}"
        for code in codes
    )
    return _picture(
        "distributions",
        "Figure 1. How the scores are spread; the line is the mean",
        alternative + ".",
        0.5 + 1.35 * rows,
        draw,
    )


def _correlations(study: Study) -> Picture:
    codes = study.instrument.plan.descriptives
    titles = [study.scales[code].scale.title for code in codes]
    matrix = np.array([[study.correlations[a, b].r for b in codes] for a in codes])

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        axes.imshow(matrix, vmin=-1, vmax=1, cmap="RdBu", aspect="auto")
        axes.set_xticks(range(len(codes)), [str(i + 1) for i in range(len(codes))])
        axes.set_yticks(
            range(len(codes)), [f"{_two_lines(title)} {i + 1}" for i, title in enumerate(titles)]
        )
        axes.tick_params(length=0, labelsize=8)
        axes.spines[:].set_visible(False)
        for (row, column), r in np.ndenumerate(matrix):
            axes.text(
                column, row, _short(r), ha="center", va="center", fontsize=8, color=_readable(r)
            )

    pairs = "; ".join(
        f"{titles[i]} with {titles[j]} {matrix[i, j]:.2f}"
        for i in range(len(codes))
        for j in range(i + 1, len(codes))
    )
    return _picture(
        "correlations",
        "Figure 2. Correlations of all scales; a total goes with its own parts by construction",
        f"Matrix of correlations. {pairs}.",
        3.4,
        draw,
    )


def _coefficients(study: Study) -> Picture:
    plan = study.instrument.plan.regressions
    labels = [_two_lines(study.scales[code].scale.title) for code in plan.predictors]
    places = np.arange(len(labels))[::-1]

    def panel(axes: Axes, outcome: str) -> None:
        terms = study.regressions[outcome].terms
        b = np.array([term.b for term in terms])
        for shift, ends, colour, label in (
            (0.12, [(t.low, t.high) for t in terms], BAR, "classic"),
            (-0.12, [(t.hc3_low, t.hc3_high) for t in terms], LINE, "HC3"),
        ):
            reach = np.abs(np.array(ends).T - b)
            axes.errorbar(
                b, places + shift, xerr=reach, fmt="o", markersize=4, color=colour, label=label
            )
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_yticks(places, labels)
        axes.set_ylim(-0.6, len(labels) - 0.4)
        axes.set_title(
            f"Table {regression_table(study, outcome)}: {study.scales[outcome].scale.title}",
            fontsize=9,
        )

    def draw(figure: Figure) -> None:
        panels = np.atleast_1d(figure.subplots(len(plan.outcomes), 1, sharex=True))
        for axes, outcome in zip(panels, plan.outcomes, strict=True):
            panel(axes, outcome)
        panels[-1].set_xlabel("B with 95% interval, scale points")
        figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)

    described = "; ".join(
        f"{wording.in_text(study.scales[outcome])} on {wording.in_text(study.scales[code])} "
        f"{term.b:.2f}, interval {term.low:.2f} to {term.high:.2f}, "
        f"with HC3 {term.hc3_low:.2f} to {term.hc3_high:.2f}"
        for outcome in plan.outcomes
        for code, term in zip(plan.predictors, study.regressions[outcome].terms, strict=True)
    )
    return _picture(
        "coefficients",
        "Figure 3. Regression coefficients with their intervals",
        f"Coefficients with 95% intervals: {described}.",
        0.9 + len(plan.outcomes) * (0.7 + 0.35 * len(labels)),
        draw,
    )


def _two_lines(title: str) -> str:
    words = title.split()
    break_at = min(
        range(1, len(words)),
        key=lambda i: abs(len(" ".join(words[:i])) - len(" ".join(words[i:]))),
        default=1,
    )
    return "\n".join(filter(None, (" ".join(words[:break_at]), " ".join(words[break_at:]))))


def _readable(r: float) -> str:
    """Black or white, whichever stands out more on the colour of this correlation."""
    channels = np.array(mpl.colormaps["RdBu"]((r + 1) / 2)[:3])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ (0.2126, 0.7152, 0.0722))  # WCAG 2.2, relative luminance
    return "white" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "black"


def _short(r: float) -> str:
    return "–" if np.isnan(r) else f"{r:.2f}".replace("0.", ".", 1)
