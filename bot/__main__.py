"""``askwell``: the commands, each in its module of :mod:`bot.cli`, imported when it is named."""

import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

BROKEN = 70
"""Exit code when Askwell itself broke (``EX_SOFTWARE`` of sysexits)."""

PROBLEM = 2
"""Exit code when somebody has to put something right first."""


class Named(NamedTuple):
    """Where a command's function is, and its line in ``askwell --help``."""

    module: str
    function: str
    line: str


COMMANDS = {
    "demo": Named("bot.cli.demo", "demo", "Try Askwell in a local chat: no account, no network."),
    "run": Named("bot.cli.run", "run", "Run the bot on Slack, Discord or both."),
    "init": Named("bot.cli.init", "init", "Write configuration, keys, manifest and invitation."),
    "check": Named(
        "bot.cli.check", "check", "Say everything that is wrong with this installation."
    ),
    "import": Named(
        "bot.cli.import_", "import_", "Bring hints, topics and material into a course."
    ),
    "digest": Named(
        "bot.cli.digest", "digest", "Show a week's digest of a course, as it was published."
    ),
    "reveal": Named(
        "bot.cli.oversight", "reveal", "Say who can find an author where a life is in danger."
    ),
    "hold": Named("bot.cli.oversight", "hold", "Delete nothing of a course until it is lifted."),
    "bench": Named("bot.cli.bench", "bench", "Measure Askwell against its floor on this machine."),
    "study": Named("bot.cli.study", "study", "Compute the published study's tables from a CSV."),
}


def build(arguments: Sequence[str]) -> typer.Typer:
    """The application with the named command loaded, and the others only as lines of the help."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        help="A classroom help bot: ask without fear, get a hint before an answer.",
    )
    app.callback()(_options)
    wanted = next((word for word in arguments if not word.startswith("-")), None)
    for name, named in COMMANDS.items():
        if name == wanted:
            app.command(name)(getattr(import_module(named.module), named.function))
        else:
            app.command(name, help=named.line)(_not_loaded)
    return app


def _not_loaded() -> None:
    raise NotImplementedError("only the named command runs")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(_version())
        raise typer.Exit


def _options(
    version: Annotated[bool, typer.Option("--version", callback=_show_version)] = False,
) -> None:
    pass


def _version() -> str:
    try:
        return f"askwell {version('askwell')}"
    except PackageNotFoundError:
        return "askwell, not installed"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its code; nothing of a failure's text is printed."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        if any(word in COMMANDS for word in words):
            from bot import logs  # noqa: PLC0415  # `--help` logs nothing

            logs.configure("warning")
        run: Callable[..., Any] = typer.main.get_command(build(words)).main
        run(args=words, prog_name="askwell")
    except Exception as problem:  # noqa: BLE001  # the last place where one can be kept from the screen
        sys.exit(_explain(problem))


def _explain(problem: Exception) -> int:
    """Tell a failure in one sentence; the exit code."""
    # What the command has not imported cannot have been raised: these cost nothing then.
    from bot.settings import SettingsProblem  # noqa: PLC0415
    from storage.engine import DatabaseProblem  # noqa: PLC0415
    from storage.keys import KeyProblem  # noqa: PLC0415

    if isinstance(problem, SettingsProblem | DatabaseProblem | KeyProblem):
        typer.echo(str(problem), err=True)
        return PROBLEM
    from bot.logs import reduced  # noqa: PLC0415
    from storage.trouble import TO_DO, trouble  # noqa: PLC0415

    found = trouble(problem)
    if found is not None:
        typer.echo(
            f"Askwell cannot use its database. {TO_DO[found]} askwell check says more.", err=True
        )
        return PROBLEM
    told = reduced(problem)
    text = "\n".join([_version(), *told["error"], "", *told["frames"], ""])
    with tempfile.NamedTemporaryFile(
        "w", prefix="askwell-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    typer.echo(
        f"Something in Askwell broke ({told['error'][0]}); where, without anybody's words, "
        f"is in {Path(file.name)}.",
        err=True,
    )
    return BROKEN


if __name__ == "__main__":
    main()
