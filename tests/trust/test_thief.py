"""A thief of both databases and every backup learns no author without the keys, all with them."""

import itertools
import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from handlers import allowances
from handlers.rules.chance import Chance
from handlers.rules.limits import Limited
from storage.columns import table
from storage.engine import open_engine, vault_url
from storage.keys import KeyProblem, Keys, Somebody
from storage.kinds import Purpose, Seal
from storage.log import Log, window_of
from storage.tables import PersonEvent, UnsettledEventTable
from storage.vault import Vault
from tests.trust import theft
from tests.trust.theft import Term

PEOPLE, QUESTIONS, DAYS = 60, 200, 16


@pytest.fixture
def seeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same nonces and secrets every time, so that a figure here is always the same."""
    chance = random.Random(5116)  # noqa: S311  # see above
    monkeypatch.setattr(os, "urandom", chance.randbytes)


@pytest.mark.usefixtures("seeded")
def test_without_the_keys_nothing_can_be_told_and_with_them_everything(stored_url: str) -> None:
    term = theft.spend(stored_url, people=PEOPLE, questions=QUESTIONS, days=DAYS, seed=1)
    no_author_without_the_keys(term, stored_url)
    no_native_id_anywhere(term)
    nothing_of_a_window_that_is_not_over(term)
    # The limit of what is promised: the people who operate the bot technically could.
    assert theft.with_the_keys(term) == term.author
    assert len(term.author) == QUESTIONS
    term.store.close()
    term.vault.close()


def no_author_without_the_keys(term: Term, stored_url: str) -> None:
    for one in (term.last, term.dumps[len(term.dumps) // 2]):
        assert set(theft.by_equal_values(one)) == set()
        assert set(theft.by_equal_starts(one)) == set()
        assert set(theft.by_lengths(one)) == set()
        assert set(theft.by_transaction(one)) == set()
    assert set(theft.between_backups(term.dumps)) == set()
    guessed = set(theft.by_order(term.last))
    chance = theft.by_chance(guessed, term.author)
    # As many as blind guessing; a Poisson count lies within four deviations of its mean.
    assert theft.right(guessed, term.author) <= chance + 4 * chance**0.5
    assert guessed
    thief = Vault(open_engine(vault_url(stored_url)), Keys(b"x" * 32, {"k1": b"y" * 32}, "k1"))
    for row in term.last["question"]:
        with pytest.raises(KeyProblem):
            thief.accounts(Seal(f"author:{row['id']}", row["author_seal"]))
    thief.close()


def no_native_id_anywhere(term: Term) -> None:
    everything = str(term.dumps)
    assert not [who.user for who in term.author.values() if who.user in everything]


def nothing_of_a_window_that_is_not_over(term: Term) -> None:
    for day, found in enumerate(term.dumps):
        now = max(row["asked_at"] for row in found["question"])
        assert window_of(now) not in {row["window"] for row in found["person_event"]}, day


def one_tag_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    tag = Somebody.tag
    monkeypatch.setattr(
        Somebody, "tag", lambda self, purpose, _scope: tag(self, purpose, "everywhere")
    )


def window_tags_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    def about_person(self: Log, event: PersonEvent, _mark: str) -> None:
        values = {**event.model_dump(), "window_seal": ""}
        self._connection.execute(table(UnsettledEventTable).insert(), values)

    monkeypatch.setattr(Log, "about_person", about_person)
    monkeypatch.setattr(Log, "settle", lambda _self, _at, _fresh: None)


def settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    settle = Log.settle

    def at_once(self: Log, at: datetime, fresh: Callable[[], str]) -> None:
        settle(self, at.replace(year=at.year + 1), fresh)

    monkeypatch.setattr(Log, "settle", at_once)


Attack = Callable[[Term], Iterator[tuple[str, str]]]
ATTACKS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], Attack]] = {
    "tags have a scope": (one_tag_for_everything, lambda term: theft.by_equal_values(term.last)),
    "window tags wait locked": (
        window_tags_in_the_clear,
        lambda term: theft.by_transaction(term.last),
    ),
    "windows settle whole": (settled_at_once, lambda term: theft.by_order(term.last)),
    "windows settle when they are over": (
        settled_at_once,
        lambda term: theft.between_backups(term.dumps),
    ),
}


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("name", ATTACKS)
def test_the_thief_succeeds_without(
    name: str, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out, attack = ATTACKS[name]
    take_out(monkeypatch)
    term = theft.spend(postgresql_url, people=4, questions=24, days=30, seed=2)
    pairs = set(attack(term))
    chance = theft.by_chance(pairs, term.author)
    # Blind guessing has about ``chance`` of them right; this has most of the rest right as well.
    assert theft.right(pairs, term.author) > (chance + len(pairs)) / 2
    term.store.close()
    term.vault.close()


# --- unlinkability: one person's two hundred questions beside two hundred people's


def shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def likeness(values: list[str]) -> float:
    """The mean length of what neighbours in time begin with alike."""
    pairs = list(itertools.pairwise(values))
    return sum(shared(one, other) for one, other in pairs) / len(pairs)


def order(values: list[str]) -> float:
    """Spearman's rank correlation between values and the time they were made (no ties)."""
    ranks = {value: rank for rank, value in enumerate(sorted(values))}
    size = len(values)
    squares = sum((ranks[value] - at) ** 2 for at, value in enumerate(values))
    return 1 - 6 * squares / (size * (size**2 - 1))


KEYED = ("id", "author_tag", "author_seal")


@pytest.mark.usefixtures("seeded")
def test_two_hundred_questions_of_one_person_are_like_those_of_two_hundred_people(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody can ask as much in a quarter of an hour.
    monkeypatch.setattr(allowances, "MOST", dict.fromkeys(Limited, 1000))
    # Ids, tags and seals are made outside the database, so one kind of it is enough.
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(tmp_path / "askwell.sqlite", other)
    shutil.copy(tmp_path / "askwell-vault.sqlite", other)
    one = theft.spend(sqlite_url, people=1, questions=200, days=0.01, seed=3, post=False)
    url = f"sqlite:///{other / 'askwell.sqlite'}"
    many = theft.spend(url, people=200, questions=200, days=0.01, seed=4, post=False)
    chance = random.Random(6)  # noqa: S311  # a permutation test to be repeated
    groups = [
        sorted(term.last["question"], key=lambda row: row["asked_at"]) for term in (one, many)
    ]
    assert [len(group) for group in groups] == [200, 200]
    for key in KEYED:
        own, theirs = ([str(row[key]) for row in group] for group in groups)
        assert len({*own, *theirs}) == 400
        # Under no order at all, Spearman's correlation has deviation 1/√(n − 1) = .07.
        assert abs(order(own)) < 4 / 199**0.5
        assert abs(order(theirs)) < 4 / 199**0.5
        difference = abs(likeness(own) - likeness(theirs))
        both, as_large = [*own, *theirs], 0
        for _ in range(200):
            chance.shuffle(both)
            as_large += abs(likeness(both[:200]) - likeness(both[200:])) >= difference
        assert as_large > 2, key  # p > 1 %
    for term in (one, many):
        term.store.close()
        term.vault.close()


def test_likeness_and_order_are_noticed() -> None:
    random_ids = [Chance(bytes([n]) * 16).token() for n in range(200)]
    assert abs(order(random_ids)) < 4 / 199**0.5
    counted = [f"{n:012d}" for n in range(200)]
    assert order(counted) == 1.0
    assert likeness(counted) > likeness(random_ids) + 5


def test_a_person_s_tags_for_different_purposes_and_scopes_share_nothing() -> None:
    keys = Keys(b"t" * 32, {"k1": b"l" * 32}, "k1")
    person = Somebody(keys, b"p" * 16)
    tags = [person.tag(purpose, f"s{n}") for purpose in Purpose for n in range(200)]
    assert len(set(tags)) == len(tags)
    assert max(shared(one, other) for one, other in itertools.pairwise(tags)) <= 3
