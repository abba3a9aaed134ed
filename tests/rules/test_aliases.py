"""Aliases: drawn by chance, never taken, never a judgement."""

from handlers.rules.aliases import ADJECTIVES, ANIMALS, alias
from handlers.rules.chance import Chance

EVERY = {f"{adjective} {animal}" for adjective in ADJECTIVES for animal in ANIMALS}


def test_there_are_a_thousand_and_no_word_stands_twice() -> None:
    assert len(set(ADJECTIVES)) == len(ADJECTIVES) == 32
    assert len(set(ANIMALS)) == len(ANIMALS) == 32
    assert len(EVERY) == 1024


def test_an_alias_is_an_adjective_and_an_animal() -> None:
    assert {alias(Chance(bytes([seed]) * 16), ()) for seed in range(100)} <= EVERY


def test_an_alias_in_use_is_not_given_again() -> None:
    only = "Curious Otter"
    assert alias(Chance(b"s" * 16), EVERY - {only}) in {only, *_numbered(2)}
    taken: set[str] = set()
    for seed in range(200):
        taken.add(alias(Chance(bytes([seed]) * 16), taken))
    assert len(taken) == 200


def test_when_all_are_in_use_a_number_is_added() -> None:
    assert alias(Chance(b"s" * 16), EVERY) in _numbered(2)
    assert alias(Chance(b"s" * 16), EVERY | _numbered(2)) in _numbered(3)


def _numbered(number: int) -> set[str]:
    return {f"{name} {number}" for name in EVERY}
