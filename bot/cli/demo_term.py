"""``askwell demo --term``: fourteen weeks of a made-up class, played through the product."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import typer

SIZE = 48
"""Students of the made-up class: enough for a pulse every week, in two sections."""
_SEED = b"a term of a class that never was"


def fill_term(data: Path, database: str | None, *, json_output: bool) -> None:
    """Play the term and say what was done.

    Args:
        data: a folder that is new; databases, keys and the chat are kept in it.
        database: another main database, also new.
        json_output: one JSON object on standard output instead of text.
    """
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

    from bot.demo.term.class_of import WEEKS

    console = Console(stderr=True)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Weeks", total=WEEKS)
        played = asyncio.run(_play(data, database, lambda weeks: bar.update(task, completed=weeks)))
    if json_output:
        print(json.dumps(played))
        return
    done = ", ".join(f"{times:,} {what}" for what, times in played.items())
    typer.echo(f"{WEEKS} weeks of a made-up class were played: {done}.")


async def _play(data: Path, database: str | None, watch: Callable[[int], None]) -> dict[str, int]:
    from bot.app import wall
    from bot.demo.serving import local_bot
    from bot.demo.term.playing import BEFORE, first_monday, play_term, term_class

    people, first = term_class(SIZE), first_monday(wall())
    async with local_bot(data, people, database=database, begins=first - BEFORE) as demo:
        return (await play_term(demo, people, first, _SEED, watch)).played
