"""Messages and forms as Discord takes them; SimCord's own checks of both say whether it would."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord.components import validate_components, validate_modal, walk_components

from bot.platform import Enclosed
from bot.platforms.discord.inbound import account
from bot.platforms.discord.layout import COMPONENTS_V2, Layout, layout
from bot.platforms.discord.modal import modal
from handlers.chat.outgoing import (
    NAME,
    AddFiles,
    Advice,
    Attachment,
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
)
from storage.kinds import Seal
from tests.discord.markdown import fires

TIM = Seal("answerer:q1", "sealed")
ONCE = "0123456789ab"


def taken(made: Layout) -> list[dict[str, Any]]:
    """The components after Discord's limits have been checked."""
    return validate_components(made.components, flags=made.body()["flags"])


def texts(made: Layout) -> list[str]:
    return [one["content"] for one in walk_components(made.components) if one["type"] == 10]


def test_parts_from_top_to_bottom_then_buttons() -> None:
    message = Message(
        (
            Heading("A hint"),
            Line("Two rows?"),
            Said("It is `left_join`."),
            Item("My question", Button("Open", "question", ("q1",))),
            Fine("Only you\nsee this."),
        ),
        (
            *tuple(Button(f"B{n}", "press", (str(n),)) for n in range(6)),
            Button("Delete", "delete", style=Style.DANGER),
            Button("Post", "post", style=Style.PRIMARY),
        ),
        once=ONCE,
    )
    made = layout(message, Enclosed())
    # Types, styles and nesting: Discord's component reference.
    assert made.components[:5] == [
        {"type": 10, "content": "## A hint"},
        {"type": 10, "content": "Two rows?"},
        {"type": 10, "content": "It is `left_join`."},
        {
            "type": 9,
            "components": [{"type": 10, "content": "My question"}],
            "accessory": {
                "type": 2,
                "style": 2,
                "label": "Open",
                "custom_id": f"question:q1:{ONCE}",
            },
        },
        {"type": 10, "content": "-# Only you\n-# see this."},
    ]
    rows = made.components[5:]
    assert [(row["type"], len(row["components"])) for row in rows] == [(1, 5), (1, 3)]
    assert [button["style"] for button in rows[1]["components"]] == [2, 4, 1]
    assert made.body() == {
        "components": made.components,
        "flags": 32768,
        "allowed_mentions": {"parse": [], "users": []},
    }
    assert taken(made)


def test_only_a_name_that_was_put_in_is_a_mention() -> None:
    message = Message(
        (Line(f"{NAME} answered <@99>, not {NAME}", (PersonName(TIM), PersonName(Seal("x", "y")))),)
    )
    made = layout(message, Enclosed({TIM: account("42")}))
    assert texts(made) == ["<@42> answered \\<@99\\>, not somebody who has left"]
    assert made.body()["allowed_mentions"] == {"parse": [], "users": ["42"]}


@pytest.mark.parametrize("kind", [Heading, Line, Said, Fine])
def test_no_part_fires(kind: type[Heading | Line | Said | Fine]) -> None:
    hostile = "@everyone <@1> [a](https://b.example) **c**"
    (text,) = texts(layout(Message((kind(hostile),)), Enclosed()))
    assert fires(text.removeprefix("## ").removeprefix("-# ")) == []


def test_files_show_where_they_belong() -> None:
    files = (
        Attachment("a", "picture-1.png", "image/png", "Two tables"),
        Attachment("b", "program.py", "text/x-python"),
        Attachment("c", "my file.py", "text/x-python"),
        Attachment("gone", "gone.png", "image/png"),
    )
    contents = {"a": b"png", "b": b"left = 1", "c": b"x"}
    made = layout(Message((Said("see"),), files=files), Enclosed({}, contents))
    assert made.components[1:] == [
        {
            "type": 12,
            "items": [
                {"media": {"url": "attachment://picture-1.png"}, "description": "Two tables"}
            ],
        },
        {"type": 13, "file": {"url": "attachment://program.py"}},
        {"type": 13, "file": {"url": "attachment://my_file.py"}},
    ]
    assert [(one.name, one.content) for one in made.uploads] == [
        ("picture-1.png", b"png"),
        ("program.py", b"left = 1"),
        ("my_file.py", b"x"),
    ]
    assert taken(made)


def test_equal_names_are_told_apart() -> None:
    files = (Attachment("a", "a.py", "text/plain"), Attachment("b", "a.py", "text/plain"))
    made = layout(Message((Said("see"),), files=files), Enclosed({}, {"a": b"1", "b": b"2"}))
    assert [one.name for one in made.uploads] == ["a.py", "2-a.py"]


def test_signs_that_need_no_escaping_in_a_block_of_code() -> None:
    made = layout(Message((Said("*" * 3000), Line("and on"))), Enclosed())
    assert texts(made) == ["```\n" + "*" * 3000 + "\n```", "and on"]
    assert made.uploads == ()


def test_what_is_too_long_however_it_is_shown_goes_along_whole() -> None:
    whole = "`" * 3000
    made = layout(Message((Said(whole), Said("a" * 1000))), Enclosed())
    assert [one.content.decode() for one in made.uploads] == [whole]
    assert texts(made)[0].endswith("…")
    assert texts(made)[1] == "a" * 1000
    assert sum(map(len, texts(made))) <= 4000
    assert {"type": 13, "file": {"url": f"attachment://{made.uploads[0].name}"}} in made.components
    assert taken(made)


def test_the_largest_message_fits() -> None:
    items: tuple[Part, ...] = tuple(Item("t", Button("b", "i", (str(n),))) for n in range(9))
    parts = (*items, Line("x"), Line("y"), Said("z"))
    buttons = tuple(Button("b", "press", (str(n),)) for n in range(8))
    files = tuple(Attachment(str(n), f"{n}.txt", "text/plain") for n in range(2))
    made = layout(Message(parts, buttons, files), Enclosed({}, {str(n): b"x" for n in range(2)}))
    assert len(list(walk_components(made.components))) == 40
    assert texts(made)[-1] == "x\ny\nz"
    assert taken(made)


HOSTILE = st.text(
    alphabet=st.one_of(st.sampled_from("\\*`_<@[]()"), st.characters(codec="utf-8")), min_size=1
).filter(str.strip)
PARTS = st.one_of(HOSTILE.map(Said), HOSTILE.map(Fine), HOSTILE.map(Heading))


@given(st.lists(PARTS, min_size=1, max_size=8))
def test_every_message_is_one_discord_takes(parts: list[Said | Fine | Heading]) -> None:
    made = layout(Message(tuple(parts)), Enclosed())
    assert taken(made)
    assert sum(map(len, texts(made))) <= 4000
    assert made.body()["flags"] == COMPONENTS_V2


@pytest.mark.parametrize(("required", "least"), [(True, 1), (False, 0)])
def test_people_to_pick(required: bool, least: int) -> None:
    form = Form("Staff", "staff", (PickPerson("who", "Who?", 4, required),), "Send", (), ONCE)
    (label,) = modal(form)["components"]
    # Discord's component reference: "User Select", inside a "Label" of a modal
    assert label == {
        "type": 18,
        "label": "Who?",
        "component": {
            "type": 5,
            "custom_id": "who",
            "required": required,
            "min_values": least,
            "max_values": 4,
        },
    }


def test_a_role_to_pick() -> None:
    form = Form("Staff", "staff", (PickGroup("group", "Role"),), "Send", (), ONCE)
    (label,) = modal(form)["components"]
    # Discord's component reference: "Role Select"
    assert label["component"] == {
        "type": 6,
        "custom_id": "group",
        "required": False,
        "min_values": 0,
        "max_values": 1,
    }


def test_a_form_with_every_kind_of_field() -> None:
    form = Form(
        "Ask",
        "ask",
        (
            Advice("Keep it *short*."),
            TextField("text", "What?", required=True, long=True, initial="My", placeholder="Words"),
            Choice("wish", "Help", (Option("a", "Pointer"), Option("b", "Answer")), initial="b"),
            PickPlace("staff", "Their room"),
            AddFiles("files", "Files", most=3),
        ),
        "Ask",
        ("q1",),
        ONCE,
    )
    made = modal(form)
    assert made == {
        "custom_id": f"ask:q1:{ONCE}",
        "title": "Ask",
        "components": [
            {"type": 10, "content": "Keep it \\*short\\*."},
            {
                "type": 18,
                "label": "What?",
                "component": {
                    "type": 4,
                    "custom_id": "text",
                    "style": 2,
                    "required": True,
                    "max_length": 3000,
                    "value": "My",
                    "placeholder": "Words",
                },
            },
            {
                "type": 18,
                "label": "Help",
                "component": {
                    "type": 3,
                    "custom_id": "wish",
                    "required": False,
                    "min_values": 0,
                    "max_values": 1,
                    "options": [
                        {"label": "Pointer", "value": "a", "default": False},
                        {"label": "Answer", "value": "b", "default": True},
                    ],
                },
            },
            {
                "type": 18,
                "label": "Their room",
                "component": {
                    "type": 8,
                    "custom_id": "staff",
                    "required": True,
                    "min_values": 1,
                    "max_values": 1,
                    "channel_types": [0],
                },
            },
            {
                "type": 18,
                "label": "Files",
                "component": {
                    "type": 19,
                    "custom_id": "files",
                    "required": False,
                    "min_values": 0,
                    "max_values": 3,
                },
            },
        ],
    }
    assert validate_modal(made)


def test_an_empty_box_has_no_empty_texts() -> None:
    made = modal(Form("T", "n", (TextField("text", "What?"),), "S"))
    assert made["components"][0]["component"] == {
        "type": 4,
        "custom_id": "text",
        "style": 1,
        "required": False,
        "max_length": 3000,
    }
