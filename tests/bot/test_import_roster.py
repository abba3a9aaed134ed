"""``askwell import --roster``, on a database of its own."""

import json
from pathlib import Path

import pytest

from bot.app import open_storage
from bot.cli.import_roster import import_roster
from storage.keys import make_keys
from storage.kinds import Address, NativeId, Purpose, Role, Room
from storage.tables import Section
from tests.storage import rows
from tests.storage.rows import COURSE

ROSTER = (
    "person,role,section\nUANA,,Monday\n<@UTIM>,ta,Monday\nnobody,,\nUBEN,,Friday\n"
    "UCLEO,,Tuesday\nUDAN,,Monday\n"
)


@pytest.mark.parametrize("dry_run", [True, False])
def test_right_rows_are_applied_and_wrong_ones_named(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, dry_run: bool
) -> None:
    keys, file = tmp_path / "keys.json", tmp_path / "people.csv"
    make_keys(keys)
    file.write_text(ROSTER)
    store, vault = open_storage(sqlite_url, keys)
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.CLASS, Address("slack", "T1", "C1"))
        work.courses.set_sections(
            COURSE,
            [
                Section(id="s1", course_id=COURSE, name="Monday", place=0),
                Section(id="s2", course_id=COURSE, name="Tuesday", place=1, enrolled=30),
                Section(id="s3", course_id=COURSE, name="Thursday", place=2),
            ],
        )
    store.close()
    vault.close()
    wrong = import_roster(
        [file],
        "Data 101",
        config=None,
        database=sqlite_url,
        keys=keys,
        dry_run=dry_run,
        as_json=True,
    )
    said = json.loads(capsys.readouterr().out)
    assert wrong
    assert {key: said[key] for key in ("student", "ta", "instructor", "dry_run")} == {
        "student": 3,
        "ta": 1,
        "instructor": 0,
        "dry_run": dry_run,
    }
    assert [one["line"] for one in said["refused"]] == [4, 5]
    store, vault = open_storage(sqlite_url, keys)
    with store.read() as work:
        tags = {
            who: vault.recognise(NativeId("slack", "T1", who)).person.tag(Purpose.MEMBER, COURSE)
            for who in ("UANA", "UTIM")
        }
        section = work.courses.section_of(COURSE, tags["UANA"])
        role = work.courses.named_role(COURSE, tags["UTIM"])
        sizes = [one.enrolled for one in work.courses.sections(COURSE)]
    store.close()
    vault.close()
    if dry_run:
        assert (section, role, sizes) == (None, None, [None, 30, None])
    else:
        assert section is not None
        assert (section.name, role) == ("Monday", Role.TA)
        # What staff have said stays; a TA is nobody of the section's students.
        assert sizes == [2, 30, None]
