"""Variables of a kept reply: what is one, and what stands there instead. Expected by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.replies import VARIABLES, filled, unknown

VALUES = {"alias": "Calm Owl", "topic": "joins", "course": "Data 101", "source": "Week {topic}"}

TEXTS = [
    ("Hello.", None, "Hello."),
    ("Hello {alias}, see {source}.", None, "Hello Calm Owl, see Week {topic}."),
    ("{topic}{topic} in {course}", None, "joinsjoins in Data 101"),
    ("Dear {name}, {allias}", "name", ""),
    ("{Topic}", "Topic", ""),
    ("{0}", "0", ""),
    ("f'{{topic}}' and {{n}}", None, "f'{topic}' and {n}"),
    ("d = {'a': 1}, {}, { topic }, {topic", None, "d = {'a': 1}, {}, { topic }, {topic"),
    ("{'a': {{b}}}", None, "{'a': {b}}"),
]


@pytest.mark.parametrize(("text", "wrong", "said"), TEXTS)
def test_only_the_lists_variables_are_filled_in(text: str, wrong: str | None, said: str) -> None:
    assert unknown(text) == wrong
    if wrong is None:
        assert filled(text, VALUES) == said


@given(st.text(alphabet="{}ab topic", max_size=40))
def test_what_is_kept_can_always_be_filled_in(text: str) -> None:
    if unknown(text) is None:
        filled(text, dict.fromkeys(VARIABLES, "x"))
