"""``askwell bench``: what things cost on this machine, each beside its floor."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from bot.bench.rows import Row

NAMES = ("ask", "claim", "search", "dispatch", "start", "wire", "digest")
LONG = ("line",)
"""What takes minutes: only where it is asked for by name."""
NAMED = (*LONG, "routing")
"""The same, and what is no measurement beside a floor, which goes by itself."""


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME…]",
            help=f"Of {', '.join(NAMES)}; all of these. Or, for minutes, {' or '.join(NAMED)}.",
        ),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="An empty database to measure in; else a new SQLite file."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Measure Askwell against its floor on this machine.

    The floor is the least that could do the same work, measured in turn with Askwell in the same
    run, so that the ratio holds on any machine; each figure is a median unless it says otherwise.
    """
    if names == ["routing"]:
        _routing(as_json=as_json)
        return
    known = (*NAMES, *LONG)
    unknown = [name for name in names or () if name not in known]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]} is none of {', '.join(known)}.")
    rows = _measured([name for name in known if name in (names or NAMES)], database)
    if as_json:
        print(json.dumps({"rows": [row.as_json() for row in rows]}))
    else:
        _print(rows)


def _measured(names: list[str], database: str | None) -> list[Row]:
    from rich.console import Console

    from bot.bench.asking import ask_rows, claim_rows
    from bot.bench.digesting import digest_rows
    from bot.bench.dispatching import dispatch_rows
    from bot.bench.line.measuring import line_rows
    from bot.bench.searching import search_rows
    from bot.bench.stage import stage
    from bot.bench.starting import start_rows
    from bot.bench.wiring import wire_rows

    every = (ask_rows, claim_rows, search_rows, dispatch_rows, start_rows, wire_rows, digest_rows)
    benches = dict(zip((*NAMES, *LONG), (*every, line_rows), strict=True))
    console = Console(stderr=True)
    rows: list[Row] = []
    with stage(database) as measured_in:
        for name in names:
            if console.is_terminal:
                console.print(f"Measuring {name} …", highlight=False)
            rows.extend(benches[name](measured_in))
    return rows


def _routing(*, as_json: bool) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    from bot.bench.routing.figures import routing_figures

    aside = Console(stderr=True)
    figures = routing_figures(
        tell=lambda seed: aside.print(f"Week of seed {seed} …") if aside.is_terminal else None
    )
    if as_json:
        print(json.dumps({"figures": [figure.as_json() for figure in figures]}))
        return
    table = Table(box=SIMPLE)
    table.add_column("", no_wrap=True)
    for column in ("Rules", "First come", "By chance"):
        table.add_column(column, justify="right", no_wrap=True)
    for column in ("Aim", "Holds"):
        table.add_column(column)
    for one in figures:
        values = (one.rules, one.first_come, one.by_chance)
        numbers = ["" if value is None else f"{value:.4g}" for value in values]
        table.add_row(
            one.name, *numbers, one.aim, ("yes" if one.holds else "no") if one.aim else ""
        )
    _wide(table)


def _wide(table: Table) -> None:
    """In a file as on a wide screen: nothing is cut off."""
    from rich.console import Console

    console = Console(highlight=False)
    console.width = max(console.width, 100)
    console.print(table)


def _print(rows: list[Row]) -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE)
    table.add_column("", no_wrap=True)
    for column in ("Floor", "Askwell", "Ratio"):
        table.add_column(column, justify="right", no_wrap=True)
    for column in ("Aim", "Holds"):
        table.add_column(column)
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio < 100 else f"{row.ratio:.0f}"
        numbers = (f"{row.floor:.3g}", f"{row.ours:.4g} {row.unit}", ratio)
        table.add_row(row.name, *numbers, row.aim, "yes" if row.holds else "no")
    _wide(table)
