"""What is said comes back from JSON as it was."""

import json

from handlers.chat.codec import (
    aftermath_from_json,
    aftermath_to_json,
    form_to_object,
    message_from_json,
    message_to_json,
    message_to_object,
    replies_from_json,
    replies_to_json,
)
from handlers.chat.outgoing import (
    NAME,
    AddFiles,
    Advice,
    Attachment,
    Button,
    Choice,
    Fine,
    Forget,
    Form,
    Heading,
    Item,
    Join,
    Line,
    Message,
    Offer,
    OpenForm,
    Option,
    PersonName,
    PickGroup,
    PickPerson,
    PickPlace,
    Reply,
    Said,
    Separate,
    Style,
    TextField,
)
from storage.kinds import Seal

MESSAGE = Message(
    (
        Heading("Hint"),
        Line(f"{NAME} wrote:", (PersonName(Seal("helper:a1", "box")),)),
        Said("SELECT ‘x’\n```\ncode\n```"),
        Item("“title”", Button("That's it", "its", ("q1", "e1"))),
        Fine("only you"),
    ),
    (Button("Post", "post", ("q1",), Style.PRIMARY),),
    (Attachment("f1", "picture-1.png", "image/png", "a plot"),),
    "token",
)
FORM = Form(
    "Ask",
    "ask",
    (
        Advice("why"),
        TextField("text", "Text", required=True, long=True),
        Choice("wish", "Wish", (Option("pointer", "A pointer"),), initial="pointer"),
        PickPlace("staff", "Staff"),
        AddFiles("files", "Files"),
    ),
    "Send",
    ("q1",),
    "token",
)


def test_a_message_comes_back() -> None:
    assert message_from_json(message_to_json(MESSAGE)) == MESSAGE


def test_replies_come_back() -> None:
    staff = Form(
        "Staff",
        "staff",
        (PickPerson("who", "Who", 3, required=False), PickGroup("group", "Group")),
        "Send",
    )
    said = (Reply(MESSAGE), OpenForm(FORM), OpenForm(staff))
    assert replies_from_json(replies_to_json(said)) == said
    assert replies_from_json(replies_to_json(())) == ()


def test_what_is_left_to_the_door_comes_back() -> None:
    left = (Forget(), Offer("K7QF-3MNP"), Join(), Separate())
    assert aftermath_from_json(aftermath_to_json(left)) == left
    assert b"\n" not in aftermath_to_json(left)


def test_objects_are_plain_json() -> None:
    message = message_to_object(MESSAGE)
    assert json.loads(json.dumps(message)) == message
    assert [part["type"] for part in message["parts"]] == [
        "heading",
        "line",
        "said",
        "item",
        "fine",
    ]
    assert message["buttons"][0]["style"] == "primary"
    form = form_to_object(FORM)
    assert json.loads(json.dumps(form)) == form
    assert [field["type"] for field in form["fields"]] == [
        "advice",
        "text",
        "choice",
        "pick-place",
        "files",
    ]
