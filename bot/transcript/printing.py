"""A played transcript as text in its own grammar, as JSON, and its differences for a reader."""

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.transcript.comparing import Difference
from bot.transcript.playing import Played, all_differences
from bot.transcript.stage import Shown

WIDTH = 100


def said(shown: Shown) -> str:
    """One thing that was said, a line for each part of it."""
    where = f"{shown.where} (edited)" if shown.edited else shown.where
    lines: list[str] = []
    for part in shown.parts:
        for line in part.split("\n"):
            lead = f"  {where}: " if not lines else "    "
            lines += textwrap.wrap(
                line,
                WIDTH,
                initial_indent=lead,
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
    return "\n".join(lines)


def step_text(played: Played) -> str:
    """A step with what was really said."""
    return "\n".join([played.act, *(said(one) for one in played.shown)])


def difference_text(difference: Difference) -> str:
    """A difference, so that a reader sees what to correct."""
    lines = [f"line {difference.line}:"]
    if difference.note:
        lines.append(f"  {difference.note}")
    if difference.expected:
        lines.append(_folded("written  ", difference.expected))
    if difference.said:
        lines.append(_folded("was said ", difference.said))
    if difference.expected and not difference.said:
        lines.append("  was said  nothing of this")
    if difference.said and not difference.expected:
        lines.insert(1, "  written   nothing of this")
    if difference.expected and difference.said:
        lines.append(_folded("they part at ", _parting(difference.expected, difference.said)))
    return "\n".join(lines)


def _folded(lead: str, text: str) -> str:
    indent = " " * (len(lead) + 3)
    return textwrap.fill(text, WIDTH, initial_indent=f"  {lead} ", subsequent_indent=indent)


def _parting(expected: str, said_: str) -> str:
    """The first words that differ; after a ``…`` nothing can be said of it."""
    written = expected.split()
    for n, word in enumerate(said_.split()):
        other = written[n] if n < len(written) else "nothing"
        if "…" in other:
            return "somewhere after the first …"
        if word != other:
            return f"“{other}” against “{word}”"
    return "the end"


def as_json(played: Sequence[Played]) -> dict[str, Any]:
    """Everything that happened, and what differs, as plain JSON values."""
    return {
        "steps": [
            {
                "line": step.line,
                "act": step.act,
                "said": [
                    {"where": one.where, "edited": one.edited, "parts": list(one.parts)}
                    for one in step.shown
                ],
            }
            for step in played
            if step.act.strip() and not step.act.startswith("#")
        ],
        "differences": [asdict(one) for one in all_differences(played)],
    }
