"""Long texts over several messages: nothing lost, nothing over the limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.chat.outgoing import (
    MESSAGE,
    PARTS,
    TEXT,
    Attachment,
    Button,
    Fine,
    Item,
    Line,
    Message,
    Part,
    Said,
)
from handlers.rules.pages import beginning, pages, pieces, title


def test_a_short_text_is_one_piece() -> None:
    assert pieces("  hello\n") == ["hello"]
    assert pieces("x" * TEXT) == ["x" * TEXT]
    assert pieces("") == pieces(" \n ") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("aaa\n\nbb b\ncc", ["aaa", "bb b", "cc"]),  # a blank line is the best place
        ("aaa\nbb bb cc", ["aaa", "bb bb", "cc"]),  # then a line's end, then a space
        ("aaa bb cc", ["aaa bb", "cc"]),
        ("abcdefghij", ["abcdef", "ghij"]),  # a word is cut only when it must be
        ("aaaaaa bb", ["aaaaaa", "bb"]),  # the limit itself still fits
        ("\n\naaaaaaa", ["aaaaaa", "a"]),
    ],
)
def test_where_a_text_is_cut(text: str, found: list[str]) -> None:
    assert pieces(text, 6) == found


@given(st.text(max_size=400), st.integers(5, 40))
def test_only_white_space_is_lost(text: str, most: int) -> None:
    found = pieces(text, most)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < len(piece) <= most for piece in found)


def test_parts_that_fit_are_one_message_with_its_buttons_and_files() -> None:
    button = Button("Go", "go")
    file = Attachment("f1", "picture-1.png", "image/png")
    parts: list[Part] = [Line("a"), Said("b"), Fine("c")]
    assert pages(parts, (button,), (file,)) == [
        Message((Line("a"), Said("b"), Fine("c")), (button,), (file,))
    ]


def test_buttons_and_files_stand_on_the_last_message() -> None:
    button = Button("Go", "go")
    first, last = pages([Line("lead"), Said("x" * (2 * TEXT))], (button,))
    assert first.parts == (Line("lead"), Said("x" * TEXT))
    assert last.parts == (Said("x" * TEXT),)
    assert (first.buttons, last.buttons) == ((), (button,))


def test_a_message_is_filled_to_its_limit_and_no_further() -> None:
    full = [Said("x" * 2000), Said("y" * 2000)]
    assert len(pages(full)) == 1
    assert len(pages([*full, Line("z")])) == 2
    assert [len(one.parts) for one in pages([Line("a")] * (PARTS + 1))] == [PARTS, 1]
    items = [Item("a", Button("Go", "go"))] * 11
    assert [len(one.parts) for one in pages(items)] == [10, 1]


parts = st.lists(
    st.one_of(
        st.builds(Line, st.text(st.characters(codec="ascii", categories=["L"]), min_size=1)),
        st.builds(
            Said,
            st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=9000),
        ),
    ),
    min_size=1,
    max_size=40,
)


@given(parts)
def test_no_message_is_over_a_limit_and_everything_is_said_in_order(
    given_parts: list[Part],
) -> None:
    made = pages(given_parts)
    said = "".join(part.text for message in made for part in message.parts)
    assert said == "".join(part.text for part in given_parts)
    for message in made:
        assert sum(len(part.text) for part in message.parts) <= MESSAGE
        assert len(message.parts) <= PARTS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("My join doubles the rows.", "My join doubles the rows"),
        ("Why?\nmore", "Why?"),
        ("  two   spaces ", "two spaces"),
        ("\n\nsecond line", "second line"),
        ("one two three four", "one two…"),
        ("onetwothreefour", "onetwothr…"),
        ("one two, three four", "one two…"),
        ("ten chars!", "ten chars!"),
        ("...", ""),
    ],
)
def test_titles(text: str, shown: str) -> None:
    most = 80 if len(shown) > 10 else 10
    assert title(text, most) == shown


def test_the_beginning_of_what_does_not_fit_is_marked() -> None:
    assert beginning("one two", 7) == "one two"
    assert beginning("one two three", 9) == "one two…"
    assert beginning("x" * 20, 5) == "xxxx…"
