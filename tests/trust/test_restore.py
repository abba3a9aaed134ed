"""An old copy is restored: whoever deleted everything since is gone again before anything happens.

The copy is of both databases, as an operator makes one; the file that says what was erased stays.
"""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import open_storage
from bot.platforms.local.classroom import Seat
from storage.engine import open_engine, vault_url
from storage.erased import Erased
from storage.keys import load_keys, make_keys
from storage.kinds import NativeId, Purpose
from storage.store import Store
from storage.vault import Vault
from tests.databases import PostgreSQL
from tests.trust.school import School, open_school, school

PEOPLE = school(Seat("ana", "Ana Lindqvist", "Student"), Seat("ben", "Ben Okafor", "Student"))
HERS, HIS = "Xylophonic marmalade unbinds my quaternion", "Plumbeous lanterns count my rows"
ANA, BEN = (NativeId("local", "demo", who) for who in ("ana", "ben"))
Copy = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def live(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Copy]:
    """An installation's database, and how a backup of it is made: the copy's URL."""
    folder = tmp_path / "live"
    folder.mkdir()
    if request.param == "sqlite":
        made = Path(request.getfixturevalue("sqlite_url").removeprefix("sqlite:///"))
        for file in made.parent.glob("askwell*.sqlite"):
            shutil.copy(file, folder)

        def backup() -> str:
            shutil.copytree(folder, tmp_path / "copy")
            return f"sqlite:///{tmp_path}/copy/askwell.sqlite"

        return f"sqlite:///{folder}/askwell.sqlite", backup
    server: PostgreSQL = request.getfixturevalue("postgresql")
    request.getfixturevalue("_migrated_server")
    url = server.fresh(request.getfixturevalue("_migrated_server"))
    return url, lambda: server.fresh(url)


def count(store: Store, where: str) -> int:
    with store.read() as work:
        found: int = work.connection.execute(
            text(f"SELECT count(*) FROM question WHERE {where}")  # noqa: S608  # the test's own words
        ).scalar_one()
        return found


def copied(url: str, keys: Path, backup: Copy) -> str:
    """Play a day up to the backup, and on: she deletes everything, he unlinks his question."""

    async def ask() -> None:
        async with open_school(url, load_keys(keys), PEOPLE, erased=erased) as at:
            for who, words in (("ana", HERS), ("ben", HIS)):
                await at.ask(who, words)
                await at.post(who)
            await at.wait(6)
            await follow_up(at)

    async def follow_up(at: School) -> None:
        await at.press("tim", "button-claim")
        await at.press("tim", "button-answer")
        await at.submit("tim", {"text": "Bind it again.", "form": "hint"})

    async def erase() -> None:
        async with open_school(url, load_keys(keys), PEOPLE, erased=erased, anew=False) as at:
            await at.command("ana", "my")
            await at.press("ana", "button-my-delete")
            await at.submit("ana")
            await at.command("ben", "my")
            await at.press("ben", "button-open")
            await at.press("ben", "button-unlink")
            await at.submit("ben")
            # She comes back and asks again: that is somebody new, and stays.
            await at.ask("ana", "Which of the two keys is it?")

    erased = keys.with_suffix(".erased")
    asyncio.run(ask())
    copy = backup()
    asyncio.run(erase())
    return copy


def test_a_restored_copy_holds_nothing_of_who_deleted_everything(
    live: tuple[str, Copy], tmp_path: Path
) -> None:
    url, backup = live
    keys = tmp_path / "askwell.keys"
    make_keys(keys)
    copy = copied(url, keys, backup)
    before = Store(copy, load_keys(keys))
    assert count(before, "author_tag IS NOT NULL") == 2
    before.close()

    store, vault = open_storage(copy, keys)
    assert count(store, f"text LIKE '{HERS}%'") == 0
    assert count(store, f"text LIKE '{HIS}%'") == 1
    assert count(store, "author_tag IS NOT NULL OR author_seal IS NOT NULL") == 0
    with store.read() as work:
        ((id_,),) = work.connection.execute(text("SELECT id FROM question")).all()
        for name in ("follow_up", "showing", "outbox", "job", "card"):
            others = f"SELECT count(*) FROM {name} WHERE question_id <> '{id_}'"  # noqa: S608  # ids of the test
            assert work.connection.execute(text(others)).scalar_one() == 0, name
    accounts = open_engine(vault_url(copy))
    with accounts.connect() as connection:
        everybody = {row[0] for row in connection.execute(text("SELECT key FROM account"))}
    accounts.dispose()
    own = {
        who: load_keys(keys).tag(Purpose.ACCOUNT, "account", who.to_bytes()) for who in (ANA, BEN)
    }
    assert own[ANA] not in everybody
    assert own[BEN] in everybody
    store.close()
    vault.close()


@pytest.mark.parametrize("live", ["sqlite"], indirect=True)
def test_what_was_not_restored_is_left_alone(live: tuple[str, Copy], tmp_path: Path) -> None:
    """She came back: her new question is hers, however often Askwell starts."""
    url, backup = live
    keys = tmp_path / "askwell.keys"
    make_keys(keys)
    copied(url, keys, backup)
    for _ in range(2):
        store, vault = open_storage(url, keys)
        assert count(store, "author_tag IS NOT NULL AND text LIKE 'Which of%'") == 1
        store.close()
        vault.close()


@pytest.mark.parametrize("live", ["sqlite"], indirect=True)
def test_without_the_file_they_would_be_back(live: tuple[str, Copy], tmp_path: Path) -> None:
    url, backup = live
    keys = tmp_path / "askwell.keys"
    make_keys(keys)
    copy = copied(url, keys, backup)
    erased = keys.with_suffix(".erased")
    assert erased.stat().st_mode & 0o777 == 0o600
    assert all(name not in erased.read_text() for name in ("ana", "ben", HERS, HIS))
    erased.unlink()
    store, vault = open_storage(copy, keys)
    assert count(store, "author_tag IS NOT NULL") == 2
    store.close()
    vault.close()


def test_a_list_that_cannot_be_written_erases_nothing_and_says_so(
    sqlite_url: str, tmp_path: Path
) -> None:
    keys = tmp_path / "askwell.keys"
    make_keys(keys)
    engine = open_engine(vault_url(sqlite_url))
    vault = Vault(engine, load_keys(keys), Erased(tmp_path))  # a folder
    before = vault.recognise(ANA).person.tag(Purpose.MEMBER, "c")
    with pytest.raises(OSError, match="directory"):
        vault.forget(ANA)
    assert vault.recognise(ANA).person.tag(Purpose.MEMBER, "c") == before
    vault.close()
