"""What is about the subject, and what is about the course, or about oneself."""

import pytest

from handlers.rules.screening import Heed
from handlers.rules.subject import about_subject
from storage.kinds import Kind, Wish

SUBJECT = [
    "Why does my join double the rows?",
    "What does groupby return?",
    "Where is the error in this sum?",
    "When do I join, when do I merge?",
    "The test fails with an assertion, why?",
    "Why does my loop pass the end of the list?",
    "Which final state does the automaton reach?",
]
NOT_SUBJECT = [
    "When is the deadline for sheet 3?",
    "Can I hand it in on Friday?",
    "Where is the midterm?",
    "When are the next labs?",
    "Is chapter 4 on the exam?",
    "How will the project be graded?",
    "I was in hospital last week, can I get an extension?",
    "I am worried that I have understood nothing so far",
    "Will I pass this course if I go on like this?",
]


@pytest.mark.parametrize("text", SUBJECT)
def test_about_the_subject(text: str) -> None:
    assert about_subject(Kind.LEARNING, Wish.POINTER, text, Heed.NOTHING)


@pytest.mark.parametrize("text", NOT_SUBJECT)
def test_about_the_course_or_oneself(text: str) -> None:
    assert not about_subject(Kind.LEARNING, Wish.POINTER, text, Heed.NOTHING)


@pytest.mark.parametrize(
    ("kind", "wish", "heed"),
    [
        (Kind.LOGISTICS, Wish.POINTER, Heed.NOTHING),
        (Kind.SET_UP, Wish.POINTER, Heed.NOTHING),
        (Kind.LEARNING, Wish.TALK, Heed.NOTHING),
        (Kind.LEARNING, Wish.POINTER, Heed.GIVING_UP),
        (Kind.LEARNING, Wish.POINTER, Heed.DISTRESS),
    ],
)
def test_nor_what_is_known_what_wants_a_person_and_what_weighs(
    kind: Kind, wish: Wish, heed: Heed
) -> None:
    assert not about_subject(kind, wish, SUBJECT[0], heed)
