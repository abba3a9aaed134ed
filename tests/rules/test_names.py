"""Names of a roster: who is meant is found, no word of English or of a method is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.names import DOING, METHODS, ORDINARY, TELLING, keys_in, keys_of, names_somebody

ROSTER = (
    "Ana Lindqvist",
    "Mark O'Brien",
    "Li Wei",
    "Will Young",
    "Emma Taylor",
    "Zoë Müller-Strauß",
    "Max Chen",
    "María de la Cruz",
)
KNOWN = frozenset().union(*map(keys_of, ROSTER))


def warns(text: str) -> bool:
    """As it is asked: only what the text could hold is looked up."""
    return names_somebody(text, KNOWN & keys_in(text))


@pytest.mark.parametrize(
    "text",
    [
        # A word that is nothing else, in any spelling.
        "Ana helped me with the join",
        "ana helped me with the join",
        "as LINDQVIST said",
        "zoe has the same problem",
        "Zoë's table has two keys",
        "I asked Muller about it",
        "as strauss did it",
        "o'brien has the file",
        "OBrien has the file",
        # A word of English with a capital inside a sentence.
        "I sat next to Mark in the lab",
        "yesterday, Will had the same error",
        "the way Max does it",
        # At the start of a sentence where somebody does something, or has something.
        "Mark told me to drop the key",
        "It fails. Max showed me his table",
        "Mark's table has two keys",
        # The full name in any spelling, also the other way round.
        "li wei has the same key",
        "Wei Li has the same key",
        "mark obrien said so",
        "maria de la cruz",
        "María Cruz showed me",
        "Emma Taylor",
        "Will Young has it",
        # A name of a method, where it is a person who acts.
        "then Taylor told me to drop it",
    ],
)
def test_somebody_is_found(text: str) -> None:
    assert warns(text)


@pytest.mark.parametrize(
    "text",
    [
        "what mark do I get",
        "Mark the axes and label them",
        "Do this:\nMark the axes",
        "will this work with young plants",
        "Will this work?",
        "It works. Will it be fast?",
        "SELECT MAX(price), MIN(price) FROM orders",
        "the max of the column",
        "df.max() and np.Max",
        "x_mark and my_will",
        "the variable @Mark",
        "Taylor series around 0",
        "the Taylor expansion",
        "Taylor's theorem",
        "Analysis of variance",  # a word that only begins like a name
        "Marking and Weight",
        "the li element",
        "de la",
        "will young people read this",
        "wei",  # a short name of three letters is one
        "",
    ],
)
def test_no_word_is_taken_for_somebody(text: str) -> None:
    assert warns(text) is (text == "wei")


def test_nobody_is_known_where_there_is_no_roster() -> None:
    assert not names_somebody("Ana Lindqvist told me", frozenset())


def test_a_name_is_known_by_its_words_and_by_two_of_them() -> None:
    assert keys_of("Mark O'Brien") == {"mark", "obrien", "mark obrien", "obrien mark"}
    assert keys_of("Li Wei") == {"wei", "li wei", "wei li"}
    assert keys_of("") == frozenset()
    assert keys_of("Bo") == frozenset()
    assert keys_of("Ana Maria Cruz") == {
        "ana",
        "maria",
        "cruz",
        "ana maria",
        "maria cruz",
        "ana cruz",
        "cruz ana",
    }


def test_the_lists_are_in_one_spelling_and_say_nothing_twice() -> None:
    assert all(keys_of(word) == {word} for word in ORDINARY | METHODS)
    assert not ORDINARY & METHODS
    assert TELLING < DOING
    assert not DOING & (ORDINARY | METHODS)


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_a_full_name_is_found_in_it(before: str, after: str) -> None:
    assert warns(f"{before} | Ana Lindqvist | {after}")
    assert not names_somebody(before + after, frozenset())


@given(st.text(alphabet="abcdefgh ABCD.,'-\n_@1", max_size=40))
def test_what_is_looked_up_is_what_is_compared(text: str) -> None:
    everything = keys_in(text)
    assert names_somebody(text, everything) or not any(
        key not in ORDINARY | METHODS for key in everything
    )
