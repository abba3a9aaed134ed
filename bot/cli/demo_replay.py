"""``askwell demo --materials … --replay …``: a course's own questions, asked once more."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.replay.figures import Figures
    from bot.replay.running import Watch
    from handlers.rules.importing.records import Remark

LOST = 1
"""The exit status when a question was lost."""
PROBLEM = 2
"""The exit status when there is nothing to replay."""
_CAME = {
    "reused": "answered already, and found so (reused)",
    "me_too": "open already, and followed (me too)",
    "solved_by_hint": "solved by a hint",
    "tickets": "posted to people (tickets)",
    "lost": "lost",
}
MOST_LISTED = 50
"""Remarks about one file that a terminal is given; ``--json`` gives all."""


def replay(
    *,
    materials: Path,
    questions: Path,
    limit: int | None,
    json_output: bool,
    database: str | None,
    data: Path,
) -> int:
    """Import answered questions, ask every question as one of many students, and report.

    Args:
        materials: what the course has, in a file that ``askwell import`` takes.
        questions: JSONL with ``question`` and, where it is known, ``answer_id``.
        limit: ask only the first so many; ``None`` for all.
        json_output: one JSON object on standard output instead of text.
        database: the main database's URL; by default a file in the folder.
        data: a folder; this replay makes one of its own in it.

    Returns:
        The exit status: 0, 1 when a question was lost, 2 when there is nothing to replay.
    """
    from bot.replay.questions import read_questions
    from bot.replay.running import run
    from handlers.rules.importing.files import read
    from handlers.rules.importing.records import AnsweredQuestion

    try:
        contents = read(materials.name, materials.read_bytes())
        text = questions.read_bytes()
    except OSError as error:
        typer.echo(
            f"{error.filename} cannot be read ({error.strerror}); name a file that can.", err=True
        )
        return PROBLEM
    answers = {
        record.key[0]
        for record in contents.records
        if isinstance(record, AnsweredQuestion) and len(record.key) == 1
    }
    asked, remarks = read_questions(text, answers)
    said = {materials: (*contents.refused, *contents.said), questions: tuple(remarks)}
    _say_remarks(said)
    if not answers or not asked:
        wanted = 'lines such as {"question": "…", "answer_id": "…"}'
        if not answers:
            wanted = 'lines such as {"id": "…", "question": "…", "answer": "…"}'
        typer.echo(f"{questions if answers else materials} has no {wanted}; add some.", err=True)
        return PROBLEM
    chosen = asked[:limit]
    with _progress(len(chosen)) as watch:
        figures = asyncio.run(
            run(
                contents.records,
                chosen,
                data=data / f"replay-{secrets.token_hex(4)}",
                database=database,
                watch=watch,
            )
        )
    if json_output:
        print(json.dumps({**_as_json(figures), "remarks": _remarks_as_json(said)}))
    else:
        _print(figures)
    return LOST if figures.lost else 0


@contextmanager
def _progress(total: int) -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Asking", total=total)
        yield lambda done: bar.update(task, completed=done)


def _as_json(figures: Figures) -> dict[str, object]:
    return {
        "asked": figures.asked,
        **{came.value: times for came, times in figures.came.items()},
        "rank_1": figures.rank_1,
        "rank_3": figures.rank_3,
        "pointer_right": figures.pointer_right,
        "events_per_s": round(figures.events_per_s, 1),
        "steps": {
            step.replace(" ", "_"): {
                "times": spent.times,
                "p50_ms": round(spent.p50_ms, 2),
                "p99_ms": round(spent.p99_ms, 2),
            }
            for step, spent in figures.steps.items()
        },
        "peak_memory_mb": round(figures.peak_memory_mb, 1),
    }


def _remarks_as_json(said: Mapping[Path, Sequence[Remark]]) -> list[dict[str, object]]:
    return [
        {"file": str(path), **asdict(remark)}
        for path, remarks in said.items()
        for remark in remarks
    ]


def _say_remarks(said: Mapping[Path, Sequence[Remark]]) -> None:
    """A sentence for each line that is not as it should be; the rest goes on."""
    for path, remarks in said.items():
        for remark in remarks[:MOST_LISTED]:
            place = f"{path}, line {remark.line}" if remark.line else f"{path}"
            typer.echo(f"{place}: {remark.sentence}", err=True)
        if len(remarks) > MOST_LISTED:
            more = len(remarks) - MOST_LISTED
            typer.echo(f"{path}: and {more:,} more; --json lists them all.", err=True)


def _print(figures: Figures) -> None:
    print(f"{figures.asked:,} questions asked:")
    for came, times in figures.came.items():
        print(f"  {times:>6,}  {_CAME[came.value]}")
    print()
    for line, found in (
        ("right answer first in the search", figures.rank_1),
        ("right answer among its first three", figures.rank_3),
        ("pointers that cite the right answer", figures.pointer_right),
    ):
        print(f"  {'-' if found is None else f'{found:.1%}':>6}  {line}")
    print()
    print(f"{figures.events_per_s:,.0f} presses and forms a second; ", end="")
    print(f"{figures.peak_memory_mb:,.0f} MiB of memory at most.")
    _print_steps(figures)


def _print_steps(figures: Figures) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE)
    table.add_column("Step")
    for column in ("Times", "p50 ms", "p99 ms"):
        table.add_column(column, justify="right")
    for step, spent in figures.steps.items():
        table.add_row(step, f"{spent.times:,}", f"{spent.p50_ms:.1f}", f"{spent.p99_ms:.1f}")
    Console(highlight=False).print(table)
