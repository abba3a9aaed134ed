"""``askwell demo``: the whole bot in a local chat; no account, no token, no network."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

import asyncio
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer


def demo(
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep everything in this folder.")
    ] = None,
    script: Annotated[
        bool, typer.Option("--script", help="Play a seeded classroom day and print it.")
    ] = False,
    term: Annotated[
        bool,
        typer.Option("--term", help="Play fourteen weeks of a made-up class first; then open it."),
    ] = False,
    materials: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A course's answered questions (JSONL).")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Ask every question of this file (JSONL).")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask only so many of them.")] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Another database than a file in the folder.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
) -> None:
    """Try Askwell in a local chat with a seeded course, or play and measure it without a browser.

    Without options it prints an address to open in a browser on this machine, and runs until
    Ctrl-C. What happens is forgotten then, unless a folder is named to keep it in.
    """
    if script:
        from bot.cli.demo_script import play_script

        raise typer.Exit(play_script(json_output=as_json, database=database))
    if (materials is None) != (replay is None):
        raise typer.BadParameter("--materials and --replay go together.")
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="askwell-")))
        if materials is not None and replay is not None:
            from bot.cli import demo_replay as replaying

            raise typer.Exit(
                replaying.replay(
                    materials=materials,
                    questions=replay,
                    limit=limit,
                    json_output=as_json,
                    database=database,
                    data=folder,
                )
            )
        if term:
            from bot.cli.demo_term import fill_term

            fill_term(folder, database, json_output=as_json)
            if as_json:
                return
        asyncio.run(_serve(folder, database, port, keeps=data is not None))


async def _serve(data: Path, database: str | None, port: int, *, keeps: bool) -> None:
    from bot.demo.serving import fill_course, levers, local_bot, make_course
    from bot.platforms.local.classroom import classroom
    from bot.platforms.local.server import ChatServer

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    people = classroom()
    async with local_bot(data, people, database=database) as running:
        with running.app.store.read() as work:
            new = not work.courses.all()
        if new:
            await make_course(running, people, "ines")
            await asyncio.to_thread(fill_course, running)
        server = ChatServer(running.platform, levers(running), port=port)
        await server.start()
        kept = f"kept in {data}" if keeps else "forgotten when it stops"
        typer.echo(f"Askwell's demo chat is open. What happens in it is {kept}.")
        typer.echo(f"Open {server.url} in a browser on this machine. Ctrl-C stops it.")
        try:
            await stopped.wait()
        finally:
            await server.stop()
