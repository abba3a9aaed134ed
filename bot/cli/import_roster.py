"""``askwell import --roster``: who is staff of a course, and who is in which section."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.accounts import account_of
from bot.app import open_storage
from bot.cli.import_ import MOST_LISTED, course_named, refused
from bot.door import Door
from bot.settings import SettingsProblem, load
from handlers.rosters import apply, counted, name_tags
from handlers.rules.importing.records import Remark
from handlers.rules.importing.roster import Listed, Roster, roster
from handlers.staffing.team import as_staff
from storage.engine import DatabaseProblem
from storage.keys import KeyProblem
from storage.kinds import NativeId, Role
from storage.store import Store, Work
from storage.tables import Course, Place, RosterLine


def import_roster(
    files: Sequence[Path],
    wanted: str,
    *,
    config: Path | None,
    database: str | None,
    keys: Path | None,
    dry_run: bool,
    as_json: bool,
) -> bool:
    """Apply rosters to a course, or only say what they hold.

    Args:
        files: CSV files.
        wanted: the course's id or name.
        config: the configuration file.
        database: the database's URL, instead of the configured one.
        keys: the keys, instead of the configured ones.
        dry_run: keep nothing.
        as_json: say it as JSON.

    Returns:
        Whether any row was wrong and left out.
    """
    with _opened(config, database, keys) as (store, door):
        course = course_named(store, wanted)
        with store.read() as work:
            sections = {one.name: one.id for one in work.courses.sections(course.id)}
            places = work.courses.rooms(course.id)
        names = {name.casefold(): name for name in sections}
        wrong = False
        for path in files:
            found = _read(path, names)
            with store.read() as work:
                lines, unknown = _lines(
                    found.listed, course, sections, places, door, work, dry_run=dry_run
                )
            remarks = sorted((*found.refused, *unknown), key=lambda one: one.line or 0)
            if not dry_run:
                with store.begin() as work:
                    apply(lines, course.id, work)
            _say(path, course, lines, remarks, as_json=as_json, dry_run=dry_run)
            wrong = wrong or bool(remarks)
    return wrong


@contextmanager
def _opened(
    config: Path | None, database: str | None, keys: Path | None
) -> Iterator[tuple[Store, Door]]:
    try:
        vault_url = None
        if database is None or keys is None:
            settings = load(config).storage
            if database is None:
                vault_url = settings.vault_url.get_secret_value()
            database = database or settings.url.get_secret_value()
            keys = keys or settings.keys_file
        store, vault = open_storage(database, keys, vault_url)
    except (SettingsProblem, KeyProblem, DatabaseProblem) as problem:
        raise refused(str(problem)) from None
    except (SQLAlchemyError, OSError):
        raise refused("The database cannot be used; nothing was changed.") from None
    try:
        yield store, Door(store, vault, {})
    finally:
        store.close()
        vault.close()


def _read(path: Path, names: dict[str, str]) -> Roster:
    try:
        return roster(path.read_bytes(), names)
    except OSError:
        return Roster(refused=(Remark(None, "It cannot be read; name a file that can."),))


def _lines(
    listed: Sequence[Listed],
    course: Course,
    sections: dict[str, str],
    places: Sequence[Place],
    door: Door,
    work: Work,
    *,
    dry_run: bool,
) -> tuple[list[RosterLine], list[Remark]]:
    """Those whose id can be one on a platform of the course; the others are remarked."""
    lines: list[RosterLine] = []
    unknown: list[Remark] = []
    for one in listed:
        account = _account(one.person, places)
        if account is None:
            sentence = "This is no member id on a platform of the course."
            unknown.append(Remark(one.line, sentence))
            continue
        # Nobody is made known for a look.
        who = None if dry_run else door.people((account,))[0]
        staff = None if who is None else as_staff(who, course.id, one.role)
        lines.append(
            RosterLine(
                batch="",
                line=one.line,
                course_id=course.id,
                member_tag="" if staff is None else staff.member_tag,
                role=one.role,
                section_id=sections.get(one.section),
                names=name_tags(work, course.id, one.name),
                member_seal=None if staff is None else staff.member_seal,
            )
        )
    return lines, unknown


def _account(person: str, places: Sequence[Place]) -> NativeId | None:
    for place in places:
        account = account_of(place.platform, place.workspace, person)
        if account is not None:
            return account
    return None


def _say(
    path: Path,
    course: Course,
    lines: Sequence[RosterLine],
    remarks: Sequence[Remark],
    *,
    as_json: bool,
    dry_run: bool,
) -> None:
    roles = counted(lines)
    if as_json:
        said = {
            "file": str(path),
            "course": course.name,
            "dry_run": dry_run,
            **{role.value: roles[role] for role in Role},
            "refused": [asdict(remark) for remark in remarks],
        }
        print(json.dumps(said))
        return
    held = ", ".join(f"{roles[role]} {role.value}" for role in Role)
    print(f"{path.name}: {held}. {'Nothing was changed (--dry-run).' if dry_run else 'Applied.'}")
    for remark in remarks[:MOST_LISTED]:
        print(f"  line {remark.line}: " if remark.line else "  ", remark.sentence, sep="")
    if len(remarks) > MOST_LISTED:
        print(f"  and {len(remarks) - MOST_LISTED:,} more; --json lists them all.")
