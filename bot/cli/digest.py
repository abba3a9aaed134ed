"""``askwell digest``: a week's digest as it was published, to read or to keep."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.store import Work
    from storage.tables import Course

NAMES = ("text", "json", "html", "csv")


def digest(
    course: Annotated[str, typer.Option(metavar="NAME", help="The course's name or id.")],
    week: Annotated[
        str | None, typer.Option(metavar="WEEK", help="Such as 2026-W40; the last one.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json, html or csv.")
    ] = "text",
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The configuration file.")
    ] = None,
) -> None:
    """Show a week's digest of a course, the same bytes as were published.

    A digest is made by the running bot, on the Monday after its week; this only reads it.
    """
    from bot.digest.forms import FORMS
    from bot.settings import load
    from storage.keys import load_keys
    from storage.store import Store

    if form not in NAMES:
        raise typer.BadParameter(f"{form} is none of {', '.join(NAMES)}.")
    settings = load(config).storage
    store = Store(settings.url.get_secret_value(), load_keys(settings.keys_file), alone=False)
    try:
        with store.read() as work:
            content = _content(work, _course(work, course).id, week)
    finally:
        store.close()
    written = next(write for name, write in FORMS.items() if name == form)(content)
    sys.stdout.buffer.write(written.encode())


def _course(work: Work, wanted: str) -> Course:
    courses = [one for one in work.courses.all() if wanted in {one.id, one.name}]
    if len(courses) == 1:
        return courses[0]
    names = ", ".join(one.name for one in work.courses.all()) or "none yet"
    why = (
        "Several courses are called so: name one by its id"
        if courses
        else "There is no such course"
    )
    print(f"{why}. Courses: {names}.", file=sys.stderr)
    raise typer.Exit(2)


def _content(work: Work, course_id: str, week: str | None) -> str:
    found = work.digests.last(course_id) if week is None else None
    if week is not None:
        found = work.digests.find(course_id, week.upper())
    if found is None:
        which = "a digest" if week is None else f"a digest of {week}"
        print(
            f"There is not {which} yet. It is made on the Monday after its week, by the running "
            "bot.",
            file=sys.stderr,
        )
        raise typer.Exit(2)
    return found.content
