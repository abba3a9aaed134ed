"""The vault: one person an account, whoever asks and however often; and forgotten wholly."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from storage.engine import open_engine, vault_url
from storage.keys import KeyProblem
from storage.kinds import NativeId, Purpose, Seal
from storage.vault import ACCOUNT, METADATA, PERSON, Vault
from tests.storage.rows import KEYS, MONDAY

ANA, BEN = NativeId("local", "demo", "ana-lindqvist"), NativeId("local", "demo", "ben")


@pytest.fixture
def engine(stored_url: str) -> Iterator[Engine]:
    opened = open_engine(vault_url(stored_url), pool=20)
    yield opened
    opened.dispose()


@pytest.fixture
def vault(engine: Engine) -> Vault:
    return Vault(engine, KEYS)


def tag(vault: Vault, native: NativeId) -> str:
    return vault.recognise(native).person.tag(Purpose.DAY, "d")


def count(engine: Engine) -> tuple[int, ...]:
    with engine.connect() as connection:
        return tuple(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (ACCOUNT, PERSON)
        )


def test_the_same_account_is_the_same_person_in_every_process(vault: Vault, engine: Engine) -> None:
    first = tag(vault, ANA)
    assert tag(vault, ANA) == tag(Vault(engine, KEYS), ANA) == first
    assert tag(vault, BEN) != first
    assert count(engine) == (2, 0)


SEAL, CODE, LATER = "author:q1", "K7QF3MNP", MONDAY + timedelta(minutes=10)
CLEO = NativeId("slack", "T1", "cleo")


def sealed(vault: Vault, native: NativeId) -> Seal:
    return vault.recognise(native).person.sealed(SEAL)


def linked(vault: Vault) -> None:
    vault.offer(ANA, CODE, MONDAY, LATER)
    other = vault.typed(BEN, CODE, MONDAY)
    assert other is not None
    assert other.tag(Purpose.DAY, "d") == tag(vault, ANA)
    vault.join(BEN, CODE)


def test_a_code_makes_two_accounts_one_person_whose_old_seals_still_open(vault: Vault) -> None:
    old = sealed(vault, BEN)
    vault.used(BEN, "b")
    vault.used(ANA, "a")
    vault.owe(old, "news")
    linked(vault)
    assert tag(vault, BEN) == tag(vault, ANA)
    for seal in (old, sealed(vault, ANA), sealed(vault, BEN)):
        assert set(vault.accounts(seal)) == {ANA, BEN}
    assert vault.person(old).tag(Purpose.DAY, "d") == tag(vault, ANA)
    assert set(vault.recognise(ANA).courses) == {"a", "b"}
    assert vault.recognise(ANA).untold == ("news",)
    vault.told(ANA)
    vault.owe(old, "care")
    assert vault.recognise(BEN).untold == ("care",)


def test_a_third_account_finds_its_way_through_both(vault: Vault) -> None:
    old = sealed(vault, BEN)
    linked(vault)
    vault.offer(CLEO, "CLEOCODE", MONDAY, LATER)
    assert vault.typed(ANA, "CLEOCODE", MONDAY) is not None
    vault.join(ANA, "CLEOCODE")
    assert set(vault.accounts(old)) == {ANA, BEN, CLEO}
    assert len({tag(vault, native) for native in (ANA, BEN, CLEO)}) == 1


def test_a_code_is_used_once_and_by_one_account(vault: Vault) -> None:
    vault.offer(ANA, CODE, MONDAY, LATER)
    assert vault.typed(BEN, CODE, MONDAY) is not None
    assert vault.typed(CLEO, CODE, MONDAY) is None
    vault.join(CLEO, CODE)
    assert tag(vault, CLEO) != tag(vault, ANA)
    assert vault.typed(BEN, CODE, MONDAY) is not None  # delivered again before it was joined
    vault.join(BEN, CODE)
    vault.join(BEN, CODE)
    assert tag(vault, BEN) == tag(vault, ANA)
    assert vault.typed(BEN, CODE, MONDAY) is None


def test_a_code_is_over_after_its_time_or_with_the_next_one(vault: Vault) -> None:
    vault.offer(ANA, CODE, MONDAY, LATER)
    assert vault.typed(BEN, CODE, LATER) is None
    vault.offer(ANA, "OTHER", MONDAY, LATER)
    assert vault.typed(BEN, CODE, MONDAY) is None
    assert vault.typed(BEN, "OTHER", MONDAY) is not None


def test_after_five_wrong_codes_an_account_waits_an_hour(vault: Vault) -> None:
    vault.offer(ANA, CODE, MONDAY, MONDAY + timedelta(hours=2))
    for number in range(5):
        assert vault.typed(BEN, f"WRONG{number}", MONDAY) is None
    assert vault.typed(BEN, CODE, MONDAY + timedelta(minutes=59)) is None
    assert vault.typed(CLEO, "WRONG", MONDAY) is None  # another account may still
    assert vault.typed(BEN, CODE, MONDAY + timedelta(hours=1, seconds=1)) is not None


def test_parted_an_account_keeps_everything_and_the_others_begin_anew(vault: Vault) -> None:
    linked(vault)
    before, old = tag(vault, ANA), sealed(vault, BEN)
    vault.separate(ANA)
    assert tag(vault, ANA) == before
    assert tag(vault, BEN) != before
    assert vault.accounts(old) == (ANA,)


def test_nothing_of_linked_accounts_is_left_once_forgotten(vault: Vault, engine: Engine) -> None:
    old = sealed(vault, BEN)
    linked(vault)
    vault.offer(BEN, "AGAIN", MONDAY, LATER)
    vault.forget(BEN)
    assert vault.accounts(old) == ()
    with engine.connect() as connection:
        for kept in METADATA.sorted_tables:
            assert connection.execute(select(func.count()).select_from(kept)).scalar_one() == 0


def test_no_code_and_no_account_is_stored_readably(vault: Vault, engine: Engine) -> None:
    linked(vault)
    vault.offer(ANA, CODE, MONDAY, LATER)
    vault.typed(CLEO, "WRONGONE", MONDAY)
    with engine.connect() as connection:
        text = repr([list(connection.execute(select(kept))) for kept in METADATA.sorted_tables])
    for secret in (CODE, "WRONGONE", "ana-lindqvist", "cleo"):
        assert secret not in text


def test_ids_that_differ_only_in_where_they_are_cut_are_two_people(vault: Vault) -> None:
    one, other = NativeId("local", "ab", "c"), NativeId("local", "a", "bc")
    assert tag(vault, one) != tag(vault, other)


def test_twenty_at_once_make_one_person(engine: Engine) -> None:
    vaults = [Vault(engine, KEYS) for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        tags = set(pool.map(lambda vault: tag(vault, ANA), vaults))
    assert len(tags) == 1
    assert count(engine) == (1, 0)


def test_a_seal_leads_to_every_account_of_the_person(vault: Vault, engine: Engine) -> None:
    known = vault.recognise(ANA)
    vault.recognise(BEN)
    other = NativeId("slack", "T04", "U0123")
    # A second account of the same person, as linking will make it.
    content = f'["{known.secret.hex()}", "slack", "T04", "U0123"]'.encode()
    with engine.begin() as connection:
        row = {
            "key": KEYS.tag(Purpose.ACCOUNT, "account", other.to_bytes()),
            "person": KEYS.tag(Purpose.ACCOUNT, "person", known.secret),
            "box": KEYS.lock(Purpose.VAULT, "account", content),
        }
        connection.execute(ACCOUNT.insert(), row)
    assert set(vault.accounts(known.person.sealed("s"))) == {ANA, other}
    assert tag(vault, other) == tag(vault, ANA)
    vault.forget(other)
    assert vault.accounts(known.person.sealed("s")) == ()


def test_a_seal_of_another_scope_leads_nowhere(vault: Vault) -> None:
    seal = vault.recognise(ANA).person.sealed("author:q1")
    with pytest.raises(KeyProblem):
        vault.accounts(Seal("author:q2", seal.box))


def test_courses_are_remembered_the_last_one_first(vault: Vault, engine: Engine) -> None:
    for course in ("a", "b", "b", "c", "a"):
        vault.used(ANA, course)
    assert vault.recognise(ANA).courses == ("a", "c", "b")
    assert Vault(engine, KEYS).recognise(ANA).courses == ("a", "c", "b")
    assert vault.recognise(BEN).courses == ()


def test_forgetting_leaves_nothing_and_they_come_back_as_somebody_new(
    vault: Vault, engine: Engine
) -> None:
    before = tag(vault, ANA)
    seal = vault.recognise(ANA).person.sealed("s")
    vault.used(ANA, "a")
    vault.used(BEN, "a")
    vault.forget(ANA)
    assert count(engine) == (1, 1)
    assert vault.accounts(seal) == ()
    assert tag(vault, ANA) != before
    assert vault.recognise(ANA).courses == ()
    assert vault.recognise(BEN).courses == ("a",)


def test_somebody_forgotten_while_being_recognised_is_not_remembered(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.recognise(ANA)
    vault._seen.clear()
    read = vault._read

    def forgotten_meanwhile(key: str) -> object:
        known = read(key)
        monkeypatch.setattr(vault, "_read", read)
        vault.forget(ANA)
        return known

    monkeypatch.setattr(vault, "_read", forgotten_meanwhile)
    stale = vault.recognise(ANA)
    assert vault.recognise(ANA).secret != stale.secret


def test_nothing_of_an_account_is_readable_in_it(vault: Vault, engine: Engine) -> None:
    vault.used(ANA, "data-101")
    with engine.connect() as connection:
        rows = [*connection.execute(select(ACCOUNT)), *connection.execute(select(PERSON))]
    assert len(rows) == 2
    for word in ("lindqvist", "data-101"):  # longer than chance would make of 64 signs
        assert word not in str(rows).lower()


def test_courses_and_what_is_untold_are_noted_beside_each_other(engine: Engine) -> None:
    seal = Vault(engine, KEYS).recognise(ANA).person.sealed("s")

    def note(number: int) -> None:
        vault = Vault(engine, KEYS)
        vault.owe(seal, f"notice {number}") if number % 2 else vault.used(ANA, f"course {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(note, range(8)))
    known = Vault(engine, KEYS).recognise(ANA)
    assert set(known.courses) == {f"course {number}" for number in range(0, 8, 2)}
    assert set(known.untold) == {f"notice {number}" for number in range(1, 8, 2)}
    assert count(engine) == (1, 1)
