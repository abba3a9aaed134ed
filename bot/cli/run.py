"""``askwell run``: Slack, Discord or both, until it is told to stop."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

import asyncio
from pathlib import Path
from typing import Annotated

import typer


def run(
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The configuration file.")
    ] = None,
    secrets: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The directory of secret files.")
    ] = None,
) -> None:
    """Run the bot on the platforms that are configured."""
    from bot import logs, running
    from bot.platform import TurnedAway
    from bot.settings import load

    settings = load(config, secrets)
    logs.configure(settings.log.level, settings.log.format)
    try:
        asyncio.run(running.run(settings))
    except TurnedAway as turned_away:
        typer.echo(str(turned_away), err=True)
        raise typer.Exit(2) from None
