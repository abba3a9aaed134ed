"""``askwell demo --script``: a seeded classroom day on the local chat, without a browser."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

from __future__ import annotations

import asyncio
import json
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.transcript.playing import Played
    from bot.transcript.script import Script

DIFFERS = 1
"""The exit status when something was said otherwise than it is written."""
IN_USE = 2
"""The exit status when the database is not empty."""


def play_script(*, json_output: bool, database: str | None) -> int:
    """Play the day and print it as it happens.

    Args:
        json_output: print one JSON object at the end instead: ``steps`` and ``differences``.
        database: the URL of an empty database, which is empty again afterwards; by default a
            temporary SQLite file.

    Returns:
        The exit status: 0, 1 when anything differs from what is written, 2 when the database is
        in use.

    Raises:
        storage.engine.DatabaseProblem: the database cannot be used.
    """
    from bot.platforms.local.rehearsal import NotEmpty
    from bot.transcript.parsing import parse
    from bot.transcript.printing import as_json

    script = parse(files("bot.platforms.local").joinpath("day.txt").read_text("utf-8"))
    show = _silent if json_output else _printer(script)
    try:
        with tempfile.TemporaryDirectory(prefix="askwell-") as folder:
            played = asyncio.run(_play(script, database, Path(folder), show))
    except NotEmpty as problem:
        typer.echo(str(problem), err=True)
        return IN_USE
    if json_output:
        print(json.dumps(as_json(played), ensure_ascii=False))
        return DIFFERS if any(step.differences for step in played) else 0
    return _concluded(played)


async def _play(
    script: Script, database: str | None, folder: Path, show: Callable[[Played], None]
) -> list[Played]:
    from bot.platforms.local.rehearsal import emptied, rehearsal

    played = []
    url = database or f"sqlite:///{folder / 'askwell.sqlite'}"
    async with rehearsal(script, url, folder) as player:
        async for step in player.play():
            played.append(step)
            show(step)
    if database is not None:
        await asyncio.to_thread(emptied, database)
    return played


def _silent(_played: Played) -> None:
    """Print nothing yet."""


def _printer(script: Script) -> Callable[[Played], None]:
    """Prints each step; in colour on a terminal."""
    from rich.console import Console
    from rich.text import Text

    from bot.transcript.printing import said

    console = Console(highlight=False, soft_wrap=True)
    console.print(Text("\n".join(script.source), style="dim"))

    def show(step: Played) -> None:
        quiet = not step.act.strip() or step.act.startswith("#")
        console.print(Text(step.act, style="dim" if quiet else "bold"))
        for one in step.shown:
            text = Text(said(one))
            text.stylize("cyan", 0, len(one.where) + 3)
            console.print(text)
        if step.differences:
            console.print(Text("  (not as written, see below)", style="red"))

    return show


def _concluded(played: list[Played]) -> int:
    """Print what differs, or that nothing does; the exit status."""
    from bot.transcript.playing import all_differences
    from bot.transcript.printing import difference_text

    differs = all_differences(played)
    if not differs:
        typer.echo("\nEverything was said as it is written, and nothing else.")
        return 0
    typer.echo("")
    for one in differs:
        typer.echo(difference_text(one))
    count = "One thing differs" if len(differs) == 1 else f"{len(differs)} things differ"
    typer.echo(f"\n{count} from what is written in bot/platforms/local/day.txt.")
    return DIFFERS
