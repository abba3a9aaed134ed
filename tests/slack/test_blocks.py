"""Blocks and views: the documented shapes and limits, and that no text is mark-up."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platform import Enclosed
from bot.platforms.slack.blocks import (
    NO_GROUPS,
    blocks,
    escaped,
    lines,
    modal,
    panel,
    room_of,
    summary,
)
from handlers.chat.outgoing import (
    NAME,
    AddFiles,
    Advice,
    Button,
    Choice,
    Fine,
    Form,
    Heading,
    Item,
    Line,
    Message,
    Option,
    Part,
    PersonName,
    PickGroup,
    PickPerson,
    PickPlace,
    Said,
    Style,
    TextField,
    TooBig,
)
from storage.kinds import NativeId, Seal

NOBODY = Enclosed()
TIM = Seal("s", "tim")
HOSTILE = "<!channel> <@U123> <!subteam^S1> @everyone &amp; *bold* :tada: <https://x.test|y>"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def test_message() -> None:
    message = Message(
        (
            Heading("Pointer"),
            Line("Have a look:"),
            Item("“Joins” (answered)", Button("That's it", "its", ("q1", "e1"))),
            Fine("Only you can see this."),
        ),
        (Button("Next hint", "next-hint", ("q1",), Style.PRIMARY), Button("Keep", "keep")),
        once="0123456789ab",
    )
    assert blocks(message, NOBODY) == [
        {"type": "header", "text": plain("Pointer")},
        {"type": "section", "text": plain("Have a look:")},
        {
            "type": "section",
            "text": plain("“Joins” (answered)"),
            "accessory": {
                "type": "button",
                "text": plain("That's it"),
                "action_id": "its:q1:e1:0123456789ab",
            },
        },
        {"type": "context", "elements": [plain("Only you can see this.")]},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": plain("Next hint"),
                    "action_id": "next-hint:q1:0123456789ab",
                    "style": "primary",
                },
                {"type": "button", "text": plain("Keep"), "action_id": "keep:0123456789ab"},
            ],
        },
    ]


def test_a_name_is_a_mention_of_the_account_the_vault_knows() -> None:
    line = Line(f"{NAME} has this one, <@U999>.", (PersonName(TIM),))
    enclosed = Enclosed({TIM: NativeId("slack", "T1", "U777")})
    (block,) = blocks(Message((line,)), enclosed)
    assert block == {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "user", "user_id": "U777"},
                    {"type": "text", "text": " has this one, <@U999>."},
                ],
            }
        ],
    }


def test_a_name_of_somebody_who_left() -> None:
    line = Line(f"{NAME} has this one.", (PersonName(TIM),))
    assert "user_id" not in json.dumps(blocks(Message((line,)), NOBODY))
    assert "somebody who has left" in json.dumps(blocks(Message((line,)), NOBODY))


def test_code_is_shown_as_code() -> None:
    said = Said("Try `df.loc`:\n```python\nx < 1 & y\n```\nlone ` tick")
    (block,) = blocks(Message((said,)), NOBODY)
    assert block["elements"] == [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Try "},
                {"type": "text", "text": "df.loc", "style": {"code": True}},
                {"type": "text", "text": ":\n"},
            ],
        },
        {
            "type": "rich_text_preformatted",
            "elements": [{"type": "text", "text": "x < 1 & y\n"}],
        },
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "\nlone ` tick"}],
        },
    ]


def test_a_long_heading_is_no_header_block() -> None:
    # A header block holds 150 characters.
    assert blocks(Message((Heading("h" * 150),)), NOBODY)[0]["type"] == "header"
    assert blocks(Message((Heading("h" * 151),)), NOBODY)[0]["type"] == "rich_text"


def test_the_notification_text_is_escaped() -> None:
    assert escaped("a < b && c > d") == "a &lt; b &amp;&amp; c &gt; d"
    assert "<" not in summary(Message((Said(HOSTILE),)))


def walk(found: object) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from walk(value)
    elif isinstance(found, list):
        for value in found:
            yield from walk(value)


TEXT = st.text(min_size=1, max_size=400).filter(str.strip) | st.just(HOSTILE)


@given(TEXT, TEXT, TEXT, TEXT)
def test_no_text_is_ever_mark_up(heading: str, line: str, said: str, fine: str) -> None:
    line = line.replace(NAME, "") or "x"
    if not line.strip():
        line = "x"
    shown = blocks(Message((Heading(heading), Line(line), Said(said), Fine(fine))), NOBODY)
    kinds = {one.get("type") for one in walk(shown)}
    assert not kinds & {"mrkdwn", "user", "usergroup", "broadcast", "link", "emoji", "channel"}
    assert all(one["text"] for one in walk(shown) if one.get("type") in {"text", "plain_text"})


@pytest.mark.parametrize(
    ("most", "element"),
    [
        (1, {"type": "users_select", "action_id": "who"}),
        (4, {"type": "multi_users_select", "action_id": "who", "max_selected_items": 4}),
    ],
)
def test_people_to_pick(most: int, element: dict[str, object]) -> None:
    # https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#users_select
    # and .../multi-select-menu-element#users_multi_select
    form = Form("Staff", "staff", (PickPerson("who", "Who?", most),), "Send", once="0123456789ab")
    (block,) = modal(form, room="C1")["blocks"]
    assert block["element"] == element
    assert (block["block_id"], block["optional"]) == ("who", False)


def test_a_group_is_typed_where_it_may_be_looked_up() -> None:
    form = Form("Staff", "staff", (PickGroup("group", "Group"),), "Send", once="0123456789ab")
    (block,) = modal(form, room="C1", groups=True)["blocks"]
    assert (block["block_id"], block["optional"]) == ("group:group", True)
    assert block["element"]["type"] == "plain_text_input"
    assert block["element"]["action_id"] == "group:group"
    (line,) = modal(form, room="C1")["blocks"]
    assert (line["type"], line["text"]) == ("section", plain(NO_GROUPS))


@given(st.text(alphabet="a` \n\u200bb", min_size=1, max_size=60).filter(str.strip))
def test_nothing_of_what_was_said_is_lost_but_the_ticks(said: str) -> None:
    said = said.replace("```", "")
    if not said.strip():
        said = "x"
    shown = blocks(Message((Said(said),)), NOBODY)
    texts = "".join(one["text"] for one in walk(shown) if isinstance(one.get("text"), str))
    assert texts.replace("`", "") == said.replace("`", "")


def test_form() -> None:
    form = Form(
        "Ask",
        "ask",
        (
            Advice("Read first."),
            TextField("text", "Stuck on?", required=True, long=True, placeholder="p", most=2500),
            Choice("wish", "Help", (Option("a", "A"), Option("b", "B")), initial="b"),
            PickPlace("staff", "Their room"),
            AddFiles("files", "Files"),
        ),
        "Send",
        ("q1",),
        once="0123456789ab",
    )
    assert modal(form, room="C1") == {
        "type": "modal",
        "callback_id": "ask:q1:0123456789ab",
        "title": plain("Ask"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "private_metadata": '{"room": "C1"}',
        "blocks": [
            {"type": "section", "text": plain("Read first.")},
            {
                "type": "input",
                "block_id": "text",
                "label": plain("Stuck on?"),
                "optional": False,
                "element": {
                    "type": "plain_text_input",
                    "action_id": "text",
                    "multiline": True,
                    "max_length": 2500,
                    "placeholder": plain("p"),
                },
            },
            {
                "type": "input",
                "block_id": "wish",
                "label": plain("Help"),
                "optional": True,
                "element": {
                    "type": "static_select",
                    "action_id": "wish",
                    "options": [
                        {"text": plain("A"), "value": "a"},
                        {"text": plain("B"), "value": "b"},
                    ],
                    "initial_option": {"text": plain("B"), "value": "b"},
                },
            },
            {
                "type": "input",
                "block_id": "staff",
                "label": plain("Their room"),
                "optional": False,
                "element": {
                    "type": "conversations_select",
                    "action_id": "staff",
                    "filter": {"include": ["public", "private"], "exclude_bot_users": True},
                },
            },
            {
                "type": "input",
                "block_id": "files",
                "label": plain("Files"),
                "optional": True,
                "element": {"type": "file_input", "action_id": "files", "max_files": 10},
            },
        ],
    }


def test_several_answers_are_one_view() -> None:
    answers = [Message((Line("one"),)), Message((Line("two"),))]
    view = panel(answers, NOBODY, title="Ask", room="C1")
    assert [block["type"] for block in view["blocks"]] == ["section", "divider", "section"]
    assert "submit" not in view
    assert room_of(view["private_metadata"]) == "C1"


def test_a_view_knows_its_room() -> None:
    assert room_of(lines("x", title="T", room="C7")["private_metadata"]) == "C7"
    assert room_of(lines("x", title="T", room="")["private_metadata"]) == ""
    assert room_of("not ours") == room_of("[1]") == room_of('{"room": 3}') == ""


@pytest.mark.parametrize("part", [Heading("h"), Said("s"), Item("i", Button("b", "i"))])
def test_the_largest_message_fits(part: Part) -> None:
    """At most 50 blocks, 25 elements in actions: https://docs.slack.dev/reference/block-kit/blocks/"""
    parts = (part,) * (10 if isinstance(part, Item) else 30)
    buttons = tuple(Button("b", "press", (str(n),)) for n in range(8))
    shown = blocks(Message(parts, buttons), NOBODY)
    assert len(shown) <= 50
    assert all(
        len(block.get("elements", ())) <= 25 for block in shown if block["type"] == "actions"
    )
    assert shown[-1]["type"] == "actions"
    with pytest.raises(TooBig):
        Message((*parts, Heading("over")), buttons)
