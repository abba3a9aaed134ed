"""Aliases: drawn by chance, never taken, never a judgement."""

from collections.abc import Sequence

from handlers.rules.aliases import ADJECTIVES, ANIMALS, TRIES, alias
from handlers.rules.chance import Chance

EVERY = {f"{adjective} {animal}" for adjective in ADJECTIVES for animal in ANIMALS}


def test_there_are_a_thousand_and_no_word_stands_twice() -> None:
    assert len(set(ADJECTIVES)) == len(ADJECTIVES) == 32
    assert len(set(ANIMALS)) == len(ANIMALS) == 32
    assert len(EVERY) == 1024


def test_an_alias_is_an_adjective_and_an_animal() -> None:
    assert {alias(Chance(bytes([seed]) * 16), set().intersection) for seed in range(100)} <= EVERY


def test_an_alias_in_use_is_not_given_again() -> None:
    only = "Curious Otter"
    assert alias(Chance(b"s" * 16), (EVERY - {only}).intersection) in {only, *_numbered(2, 10)}
    taken: set[str] = set()
    for seed in range(200):
        taken.add(alias(Chance(bytes([seed]) * 16), taken.intersection))
    assert len(taken) == 200


def test_when_all_are_in_use_a_number_is_added() -> None:
    assert alias(Chance(b"s" * 16), EVERY.intersection) in _numbered(2, 10)
    most = (EVERY | _numbered(2, 10)).intersection
    assert alias(Chance(b"s" * 16), most) in _numbered(10, 100)


def test_ten_thousand_in_use_take_a_handful_of_look_ups() -> None:
    taken: set[str] = set()
    asked: list[Sequence[str]] = []

    def look_up(names: Sequence[str]) -> set[str]:
        asked.append(names)
        return taken.intersection(names)

    chance = Chance(b"s" * 16)
    for _ in range(10_000):
        asked.clear()
        taken.add(alias(chance, look_up))
        assert len(asked) <= 5
        assert all(len(names) <= TRIES for names in asked)
    assert len(taken) == 10_000


def _numbered(first: int, end: int) -> set[str]:
    return {f"{name} {number}" for name in EVERY for number in range(first, end)}
