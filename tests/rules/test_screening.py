"""The screen of distress: plain statements are caught, idioms and words of the subject are not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.screening import Heed, read_phrases, screen
from handlers.screening import phrases

HERE = Path(__file__).with_name("screening")
ENGLISH = phrases("en")


def sentences(*names: str) -> list[str]:
    return [line for name in names for line in (HERE / f"{name}.txt").read_text().splitlines()]


PLAIN = sentences("plain-tuned", "plain-held-out", "plain-fresh")
HARMLESS = sentences("harmless-tuned", "harmless-held-out", "harmless-fresh")


def test_every_plain_statement_is_caught() -> None:
    assert len(set(PLAIN)) >= 150
    assert [one for one in PLAIN if screen([one], ENGLISH) != Heed.DISTRESS] == []


def test_no_idiom_and_no_word_of_the_subject_is() -> None:
    assert len(set(HARMLESS)) >= 150
    assert [one for one in HARMLESS if screen([one], ENGLISH) == Heed.DISTRESS] == []


def test_giving_up_is_no_emergency() -> None:
    found = {one: screen([one], ENGLISH) for one in sentences("giving-up")}
    assert {one: heed for one, heed in found.items() if heed != Heed.GIVING_UP} == {}


NAMED = ["this assignment is killing me", "kill the process", "I'm dead", "dying to know"]


@pytest.mark.parametrize("idiom", [*NAMED, "it doesn't work", "", "How do I give up the lock?"])
def test_what_is_neither(idiom: str) -> None:
    assert screen([idiom], ENGLISH) == Heed.NOTHING


def test_a_long_question_does_not_hide_a_line() -> None:
    around = "My join doubles the rows, and I have tried to kill the process.\n"
    assert screen([around * 20 + "i want to die.\n" + around * 20], ENGLISH) == Heed.DISTRESS
    assert screen([around * 20], ENGLISH) == Heed.NOTHING
    assert screen([around, "I give up", "I want to die"], ENGLISH) == Heed.DISTRESS


@given(st.sampled_from(PLAIN), st.booleans(), st.booleans(), st.integers(1, 3))
def test_the_way_of_writing_it_does_not_matter(
    plain: str, small: bool, apostrophes: bool, times: int
) -> None:
    said = plain if not small else plain.lower()
    said = said if apostrophes else said.replace("'", "")
    said = said.replace("'", "’").replace(" ", " " * times).replace("e", "é")
    assert screen([said], ENGLISH) == Heed.DISTRESS


@given(st.text())
def test_whatever_is_written_has_an_answer(text: str) -> None:
    assert screen([text], ENGLISH) in Heed


SMALL = """
[same]
i am|m = im
[harmless]
sad to say|tell  # a figure of speech
[plain]
very? sad ~ now
im so blue*
[giving up]
tired
"""


@pytest.mark.parametrize(
    ("text", "heed"),
    [
        ("sad now", Heed.DISTRESS),
        ("Very sad, a b c d e now", Heed.DISTRESS),
        ("sad a b c d e f now", Heed.NOTHING),
        ("sad. Now", Heed.NOTHING),
        ("sad to say now", Heed.NOTHING),
        ("I am so bluuue", Heed.DISTRESS),
        ("1 m so 8lue", Heed.NOTHING),
        ("s@d n0w", Heed.DISTRESS),
        ("tired", Heed.GIVING_UP),
        ("retired", Heed.NOTHING),
    ],
)
def test_the_grammar(text: str, heed: Heed) -> None:
    assert screen([text], read_phrases(SMALL)) == heed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("sad", "line 1: there is no section ''"),
        ("[sadness]\nsad", "line 1: there is no section 'sadness'"),
        ("[same]\nsad", "line 2: only under"),
        ("[plain]\nsad = glad", "line 2: only under"),
        ("[plain]\n~ sad", "line 2: a phrase begins"),
        ("[plain]\nsad*", "line 2: a phrase begins"),
        ("[plain]\nsad? now?", "line 2: a phrase begins"),
    ],
)
def test_what_is_not_written_by_the_grammar_is_named(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_phrases(text)


def test_a_language_without_phrases_has_the_english_ones() -> None:
    assert phrases("tlh") == ENGLISH
