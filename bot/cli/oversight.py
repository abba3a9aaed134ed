"""``askwell reveal`` and ``askwell hold``: what an institution decides about a course."""
# ruff: noqa: PLC0415  # what is heavy is imported when it runs, so that `--help` is quick

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from bot.door import Door
    from handlers.chat.person import Person
    from handlers.course import Course
    from storage.store import Store, Work

CONFIG = Annotated[Path | None, typer.Option(metavar="FILE", help="The configuration file.")]
COURSE = Annotated[str, typer.Option(metavar="NAME", help="The course's name or id.")]


def reveal(
    course: COURSE,
    on: Annotated[bool, typer.Option("--on", help="Set the rule, or set it anew.")] = False,
    off: Annotated[bool, typer.Option("--off", help="Reveal nothing from now on.")] = False,
    office: Annotated[
        str, typer.Option(metavar="TEXT", help="Who the two are, as students read it.")
    ] = "",
    confirmer: Annotated[
        list[str] | None,
        typer.Option(metavar="ACCOUNT", help="One of the two; give it twice."),
    ] = None,
    deputy: Annotated[
        list[str] | None,
        typer.Option(metavar="ACCOUNT", help="Who decides in their stead; as often as you like."),
    ] = None,
    target: Annotated[
        int, typer.Option(metavar="MINUTES", help="Until the deputies are asked too.")
    ] = 60,
    log: Annotated[bool, typer.Option("--log", help="Print the log as CSV.")] = False,
    config: CONFIG = None,
) -> None:
    """Whether two people outside the teaching team can find who asked, for a danger to life only.

    It is off until you set it, and holds for questions that are posted afterwards. An ACCOUNT is a
    member id on the course's platform, or PLATFORM:ID where the course is on several.
    """
    if on and off:
        raise typer.BadParameter("Choose --on or --off.")
    with _opened(config) as (store, door), store.begin() as work:
        found, at = _course(work, course)
        if on:
            people = [
                [_person(one, found, door) for one in accounts or ()]
                for accounts in (confirmer, deputy)
            ]
            _switch_on(found, office, people, target, at)
        elif off:
            from handlers.reveal.switching import switch_off

            if not switch_off(found, at):
                _stop("Nothing is revealed in this course as it is.")
        if log:
            _print_log(found)
        else:
            _print_rule(found)


def hold(
    course: COURSE,
    on: Annotated[bool, typer.Option("--on", help="Delete nothing of it from now on.")] = False,
    off: Annotated[bool, typer.Option("--off", help="Lift it.")] = False,
    config: CONFIG = None,
) -> None:
    """A legal hold: nothing of a course is deleted until you lift it, and its students read so."""
    if on and off:
        raise typer.BadParameter("Choose --on or --off.")
    with _opened(config) as (store, _door), store.begin() as work:
        from handlers.holding import begin, lift

        found, at = _course(work, course)
        if on and not begin(found, at):
            _stop("This course is under a legal hold as it is.")
        if off and not lift(found, at):
            _stop("There is no legal hold on this course.")
        there = work.oversight.hold(found.id)
        if there is None:
            print(f"{found.record.name}: no legal hold.")
        else:
            print(
                f"{found.record.name}: a legal hold since {there.since:%Y-%m-%d %H:%M} UTC. "
                "Nothing of it is deleted. The running bot tells the class."
            )


def _switch_on(
    course: Course, office: str, people: Sequence[Sequence[Person]], target: int, at: datetime
) -> None:
    from handlers.reveal.switching import Unfit, switch_on

    try:
        switch_on(course, office=office, named=people[0], deputies=people[1], target=target, at=at)
    except Unfit as problem:
        _stop(str(problem))


def _print_rule(course: Course) -> None:
    rule = course.work.oversight.rule(course.id)
    if rule is None:
        print(f"{course.record.name}: hidden questions are never revealed.")
        return
    named = course.work.oversight.confirmers(course.id)
    deputies = sum(one.deputy for one in named)
    print(
        f"{course.record.name}: where a life is in danger, both of {len(named) - deputies} people "
        f"({rule.office}), {_deputies(deputies)} after {rule.target} minutes, for questions posted "
        f"since {rule.since:%Y-%m-%d %H:%M} UTC. The running bot tells the class."
    )


def _deputies(count: int) -> str:
    return {0: "no deputy", 1: "one deputy"}.get(count, f"{count} deputies")


def _print_log(course: Course) -> None:
    out = csv.writer(sys.stdout)
    out.writerow(("at", "what", "request", "by"))
    for one in course.work.oversight.entries(course.id):
        out.writerow((one.at.isoformat(), one.what, one.request, one.by))


@contextmanager
def _opened(config: Path | None) -> Iterator[tuple[Store, Door]]:
    from bot.app import open_storage
    from bot.door import Door
    from bot.settings import load

    storage = load(config).storage
    store, vault = open_storage(
        storage.url.get_secret_value(),
        storage.keys_file,
        storage.vault_url.get_secret_value(),
        storage.erased_file,
    )
    try:
        yield store, Door(store, vault, {})
    finally:
        store.close()
        vault.close()


def _course(work: Work, wanted: str) -> tuple[Course, datetime]:
    """The course, open for one piece of work, and the installation's time."""
    from bot.app import new_seed, wall
    from handlers.course import Course
    from handlers.rules.chance import Chance

    records = [one for one in work.courses.all() if wanted in {one.id, one.name}]
    if len(records) != 1:
        names = ", ".join(one.name for one in work.courses.all()) or "none yet"
        why = (
            "Several courses are called so: name one by its id"
            if records
            else "There is no such course"
        )
        _stop(f"{why}. Courses: {names}.")
    course = Course(work, Chance(new_seed()), records[0])
    return course, wall() + work.settings.clock_offset()


def _person(written: str, course: Course, door: Door) -> Person:
    from bot.accounts import account_of

    platform, colon, user = written.rpartition(":")
    for place in course.work.courses.rooms(course.id):
        if colon and place.platform != platform:
            continue
        account = account_of(place.platform, place.workspace, user)
        if account is not None:
            return door.people((account,))[0]
    _stop(f"{written} is no member id on a platform of this course.")
    raise AssertionError("it has stopped")


def _stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)
