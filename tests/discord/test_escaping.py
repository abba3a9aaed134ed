"""Nobody's words do anything on Discord, and everybody's words can be read there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.escaping import fenced, plain, spoken
from tests.discord.markdown import fires, shown

HOSTILE = [
    "@everyone @here @EVERYONE",
    "<@53908232506183680> <@!53908232506183680> <@&290926798626357999> <#345626669114982999>",
    "[free marks](https://evil.example/x_y_z)",
    "**bold** _it_ __under__ ~~gone~~ ||spoiler||",
    "# big\n## less\n-# small\n> quoted\n>>> all\n- list\n* list\n+ list\n1. one\n  2) two",
    "</askwell course:771825006014889984> <t:1618953630:R> <:mmLol:216154654256398347> <id:home>",
    "\\<@53908232506183680> \\\\<@53908232506183680> \\*a*",
    "https://a.example/<@53908232506183680>",
    "x * y * z and a_b_c and 2 ** 3",
    "\u202eright to left\u202c \u200b\ufeff",
]
MARKUP = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\*_~|`[]()<>@#-+!&:/.\n 1aeveryoneh"), st.characters(codec="utf-8")
    ),
    max_size=80,
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("way", [plain, spoken])
def test_nothing_fires(text: str, way: object) -> None:
    assert callable(way)
    assert fires(way(text)) == []


def test_the_check_itself_sees_what_fires() -> None:
    for text in HOSTILE[:6]:
        assert fires(text)


@given(MARKUP)
def test_nothing_fires_whatever_is_typed(text: str) -> None:
    assert fires(plain(text)) == []


@given(MARKUP)
def test_whatever_is_typed_can_be_read(text: str) -> None:
    assert shown(plain(text)) == text.replace("\u200b", "")


def test_code_stays_code() -> None:
    text = "I tried `df.merge(a_b)`:\n```python\nx = a * b  # **no**\n```\nand *then*"
    assert spoken(text) == (
        "I tried `df.merge(a_b)`:\n```python\nx = a * b  # **no**\n```\nand \\*then\\*"
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("``two` <@1>", "\\`\\`two\\` \\<@1\\>"),
        ("`open <@1>", "\\`open \\<@1\\>"),
        ("``` <@1> ```", "\\`\\`\\` \\<@1\\> \\`\\`\\`"),
    ],
)
def test_back_ticks_that_close_nothing_are_shown(text: str, escaped: str) -> None:
    assert spoken(text) == escaped


def test_everybody_is_not_called_from_within_code_either() -> None:
    assert "@everyone" not in spoken("`@everyone`") + fenced("@everyone @here")


@given(MARKUP)
def test_a_fence_cannot_be_left(text: str) -> None:
    assert "```" not in fenced(text)[4:-4]
