"""``askwell import``: a course's answered questions, material, hints and topics from files."""
# ruff: noqa: PLC0415 # what is heavy is imported when it runs, so that `askwell --help` is quick

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from handlers.importing import Counts, Watch
    from handlers.rules.importing.records import Contents, Remark
    from storage.store import Store
    from storage.tables import Course

MOST_BYTES = 100 * 1024 * 1024
"""A larger file is refused unread: text of a course is a thousandth of it."""

MOST_LISTED = 50
"""Remarks about one file that a terminal is given; ``--json`` gives all."""

_COLUMNS = {
    "answers": "Answered questions",
    "passages": "Passages",
    "hints": "Hints",
    "topics": "Topics",
    "statements": "Pulse statements",
}
NOT_WHOLE = 1
"""The exit status when something named was not imported."""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    contents: Contents


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILES…", help="CSV, JSONL, Markdown or JSON.")
    ],
    course: Annotated[str, typer.Option(metavar="ID_OR_NAME", help="The course they are for.")],
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The configuration file.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="The database, instead of the configured one.")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The keys, instead of the configured ones.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what the files hold; keep nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Say it as JSON.")] = False,
    roster: Annotated[
        bool, typer.Option("--roster", help="The files list people: who is staff, and sections.")
    ] = False,
) -> None:
    """Import a course's answered questions, material, hints and topics.

    What was imported before is replaced, so importing again does no harm. Lines that are wrong are
    listed and the rest is imported; the exit status is then 1.
    """
    if roster:
        from bot.cli.import_roster import import_roster

        wrong = import_roster(
            files,
            course,
            config=config,
            database=database,
            keys=keys,
            dry_run=dry_run,
            as_json=as_json,
        )
        if wrong:
            raise typer.Exit(NOT_WHOLE)
        return
    read = [_File(path, contents) for path, contents in zip(files, _read(files), strict=True)]
    if dry_run:
        # The database is not opened, so that this can be tried while Askwell runs.
        _say(read, course, as_json=as_json, dry_run=True)
    else:
        with _open(config, database, keys) as store:
            found = course_named(store, course)
            _keep(read, found, store)
        _say(read, found.name, as_json=as_json, dry_run=False)
    if any(file.contents.refused for file in read):
        raise typer.Exit(NOT_WHOLE)


def _read(paths: Sequence[Path]) -> Iterator[Contents]:
    """What each file holds; of places that several have, it is said."""
    from handlers.rules.importing.files import read
    from handlers.rules.importing.records import Contents, Remark

    seen: set[object] = set()
    for path in paths:
        try:
            if path.stat().st_size > MOST_BYTES:
                sentence = f"It is larger than {MOST_BYTES // 1024**2} MiB; split it."
                yield Contents(refused=(Remark(None, sentence),))
                continue
            contents = read(path.name, path.read_bytes())
        except OSError as error:
            sentence = f"It cannot be read ({error.strerror}); name a file that can."
            yield Contents(refused=(Remark(None, sentence),))
            continue
        places = set(contents.places())
        if again := len(places & seen):
            more = "entry that stands" if again == 1 else "entries that stand"
            sentence = f"It takes the place of {again} {more} in a file before it."
            contents = Contents(
                contents.records, contents.refused, (*contents.said, Remark(None, sentence))
            )
        seen |= places
        yield contents


@contextmanager
def _open(config: Path | None, database: str | None, keys: Path | None) -> Iterator[Store]:
    """The database, migrated; what goes wrong with it is said and ends the command."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.settings import SettingsProblem, load
    from storage.engine import DatabaseProblem
    from storage.keys import KeyProblem, load_keys
    from storage.migrate import upgrade
    from storage.store import Store

    try:
        if database is None or keys is None:
            settings = load(config).storage
            database = database or settings.url.get_secret_value()
            keys = keys or settings.keys_file
        store = Store(database, load_keys(keys))
        try:
            upgrade(store.engine, "main")
            yield store
        finally:
            store.close()
    except (SettingsProblem, KeyProblem, DatabaseProblem) as problem:
        raise refused(str(problem)) from None
    except (SQLAlchemyError, OSError):
        raise refused(
            "The database cannot be used; nothing is imported. Check that it runs and that its "
            "URL is right."
        ) from None


def course_named(store: Store, wanted: str) -> Course:
    """The course with this id, or else the one with this name."""
    with store.read() as work:
        courses = work.courses.all()
    found = [course for course in courses if course.id == wanted] or [
        course for course in courses if course.name.casefold() == wanted.casefold()
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise refused(
            f"{len(found)} courses are called {wanted}; name one by its id: "
            f"{', '.join(course.id for course in found)}."
        )
    if not courses:
        raise refused("There is no course yet; make one with /course in your chat.")
    names = ", ".join(f"{course.name} ({course.id})" for course in courses[:10])
    raise refused(f"There is no course {wanted}; there are: {names}{'…' if courses[10:] else ''}.")


def _keep(read: Sequence[_File], course: Course, store: Store) -> None:
    """Keep all of it, or nothing when something fails."""
    from handlers.importing import keep

    records = [record for file in read for record in file.contents.records]
    with _progress(len(records)) as watch, store.begin() as work:
        keep(records, course, work, watch)


@contextmanager
def _progress(total: int) -> Iterator[Watch]:
    """A bar on a terminal, if it takes longer than a second."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task("Importing", total=total)
    began = time.monotonic()

    def watch(done: int) -> None:
        bar.update(task, completed=done)
        if not bar.live.is_started and time.monotonic() - began > 1:
            bar.start()

    try:
        yield watch
    finally:
        bar.stop()


def _say(read: Sequence[_File], course: str, *, as_json: bool, dry_run: bool) -> None:
    from handlers.importing import Counts, counted

    counts = [counted(file.contents.records) for file in read]
    total = sum(counts, Counts())
    if as_json:
        said = {"course": course, "dry_run": dry_run, **asdict(total)}
        said["files"] = [
            {
                "file": str(file.path),
                **asdict(count),
                "refused": [asdict(remark) for remark in file.contents.refused],
                "said": [asdict(remark) for remark in file.contents.said],
            }
            for file, count in zip(read, counts, strict=True)
        ]
        print(json.dumps(said))
        return
    _print_table(read, [*counts, total])
    for file in read:
        _print_remarks(f"{file.path}, not imported:", file.contents.refused)
        _print_remarks(f"{file.path}:", file.contents.said)
    if dry_run:
        print("Nothing was imported (--dry-run).")
    elif total == Counts():
        print("Nothing was imported.")
    else:
        print(f"This is in {course} now.")


def _print_table(read: Sequence[_File], counts: Sequence[Counts]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, show_footer=len(read) > 1)
    total = asdict(counts[-1])
    table.add_column("File", "Together", overflow="fold")
    # Statements for the pulse are brought by few, so they have a column only where there are some.
    names = [name for name, number in total.items() if number or name != "statements"]
    for name in names:
        table.add_column(_COLUMNS[name], str(total[name]), justify="right")
    for file, count in zip(read, counts[:-1], strict=True):
        # As text, since a name may hold what Rich takes for markup.
        table.add_row(Text(file.path.name), *(str(asdict(count)[name]) for name in names))
    Console(highlight=False).print(table)


def _print_remarks(heading: str, remarks: Sequence[Remark]) -> None:
    if not remarks:
        return
    print(heading)
    for remark in remarks[:MOST_LISTED]:
        print(f"  line {remark.line}: " if remark.line else "  ", remark.sentence, sep="")
    if len(remarks) > MOST_LISTED:
        print(f"  and {len(remarks) - MOST_LISTED:,} more; --json lists them all.")


def refused(sentence: str) -> typer.Exit:
    """The end of the command, after one sentence."""
    typer.echo(sentence, err=True)
    return typer.Exit(2)
