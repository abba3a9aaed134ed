"""``askwell study``: the study report from a CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

EXTRA = frozenset({"numpy", "scipy", "statsmodels", "matplotlib"})
"""What the extra ``study`` installs."""


def study(
    source: Annotated[
        Path, typer.Argument(metavar="INPUT.csv", help="One row per respondent, UTF-8.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the report.")],
    reproduce: Annotated[
        bool,
        typer.Option(
            "--reproduce",
            help="Key the scales as the published study must have, and check its numbers.",
        ),
    ] = False,
    instrument: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="Another questionnaire.")
    ] = None,
    demographics: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="Other demographic questions.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Leave out a demographic question; repeatable."),
    ] = None,
) -> None:
    """Tables, figures and numbers of the motivation and help-seeking study, from a CSV."""
    # PLC0415: what is heavy is loaded here, so that `askwell --help` need not wait for it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        *Progress.get_default_columns()[:2],
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task("Loading the statistics", total=None)

        def step(name: str) -> None:
            progress.update(task, description=name, total=None)

        def watch(read: int) -> None:
            progress.update(task, total=source.stat().st_size, completed=read)

        try:
            from bot.study.making import Order, make  # noqa: PLC0415
            from handlers.instruments.instrument import UnusableError  # noqa: PLC0415
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            if package not in EXTRA:
                raise
            _refuse(
                f"The study report needs {package}, which is not installed; "
                "run: pip install 'askwell[study]'"
            )
        try:
            order = Order(source, out, reproduce, instrument, demographics, tuple(without or ()))
            said = make(order, step, watch)
        except OSError as error:
            _refuse(f"{error.filename or out}: {error.strerror}; check the path.")
        except UnusableError as error:
            _refuse(str(error))
    for line in said:
        print(line)
    print(f"The report is in {out / 'report.html'}.")


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
