"""The vocabulary's limits: the stricter platform's, to the character."""

import pytest

from handlers.chat.outgoing import (
    NAME,
    AddFiles,
    Advice,
    Attachment,
    Button,
    Choice,
    Field,
    Form,
    Heading,
    Item,
    Line,
    Message,
    Option,
    PersonName,
    PickPerson,
    PickPlace,
    Said,
    Style,
    TextField,
    TooBig,
    identify,
    recognise,
    stamped,
)
from storage.kinds import Seal

ASCII = "x"


def test_an_id_carries_name_arguments_and_token() -> None:
    assert identify("claim", ("q1",), "tok") == "claim:q1:tok"
    assert recognise("claim:q1:tok") == ("claim", ("q1",), "tok")
    assert recognise(identify("news", (), "")) == ("news", (), "")
    assert recognise(identify("my", ("a", "b"), "t")) == ("my", ("a", "b"), "t")


@pytest.mark.parametrize("text", ["", "claim", ":q1:tok"])
def test_a_foreign_id_is_not_recognised(text: str) -> None:
    with pytest.raises(ValueError, match="not one of this bot's ids"):
        recognise(text)


def test_an_id_holds_a_hundred_characters_and_no_separator() -> None:
    assert len(identify("n", ("x" * 93,), "four")) == 100
    with pytest.raises(TooBig):
        identify("n", ("x" * 94,), "four")
    with pytest.raises(ValueError, match="colon"):
        identify("n", ("a:b",), "t")


def test_a_button_holds_75_characters_and_leaves_room_for_its_token() -> None:
    assert Button("x" * 75, "go").style is Style.PLAIN
    with pytest.raises(TooBig, match="button label: 76 is over the limit of 75"):
        Button("x" * 76, "go")
    Button("Go", "go", ("x" * 84,))
    with pytest.raises(TooBig):
        Button("Go", "go", ("x" * 85,))


def test_a_line_has_as_many_names_as_places_for_them() -> None:
    name = PersonName(Seal("holder:q1", "box"))
    assert Line(f"{NAME} and {NAME}", (name, name)).names == (name, name)
    for text, names in ((NAME, ()), ("nobody", (name,)), (NAME, (name, name))):
        with pytest.raises(ValueError, match="as many names"):
            Line(text, names)


def test_a_message_says_something_within_its_limits() -> None:
    with pytest.raises(ValueError, match="says something"):
        Message(())
    for empty in ("", " \n"):
        with pytest.raises(ValueError, match="an empty line"):
            Message((Line(empty),))
    Message((Said("x" * 3000), Said("y" * 1000)))
    with pytest.raises(TooBig, match="said: 3001"):
        Message((Said("x" * 3001),))
    with pytest.raises(TooBig, match="message: 4001"):
        Message((Said("x" * 3000), Said("y" * 1001)))
    Message((Line("x"),) * 30)
    with pytest.raises(TooBig, match="parts: 31"):
        Message((Line("x"),) * 31)
    item = Item("x", Button("b", "b"))
    Message((item,) * 10)
    with pytest.raises(TooBig, match="parts: 31"):
        Message((*(item,) * 10, Line("x")))
    Message((Line("x"),), (Button("b", "b"),) * 8)
    with pytest.raises(TooBig, match="buttons: 9"):
        Message((Line("x"),), (Button("b", "b"),) * 9)


def test_all_buttons_are_items_first() -> None:
    one, two, three = (Button(label, "go") for label in ("1", "2", "3"))
    message = Message((Heading("h"), Item("a", one), Item("b", two)), (three,))
    assert [button.label for button in message.all_buttons()] == ["1", "2", "3"]


def test_a_stamped_message_differs_by_its_token_only() -> None:
    message = Message((Line("x"),), (Button("b", "b"),), (Attachment("f", "n", "t"),))
    assert stamped(message, "tok") == Message(message.parts, message.buttons, message.files, "tok")


def test_a_choice_has_25_options_and_starts_with_one_of_them() -> None:
    options = tuple(Option(str(number), "label") for number in range(25))
    assert Choice("c", "Choose", options, initial="24").initial == "24"
    with pytest.raises(TooBig, match="options: 26"):
        Choice("c", "Choose", (*options, Option("26", "label")))
    with pytest.raises(ValueError, match="none of the options"):
        Choice("c", "Choose", options, initial="25")
    Option("v" * 75, "l" * 75)
    with pytest.raises(TooBig, match="option label: 76"):
        Option("v", "l" * 76)
    with pytest.raises(TooBig, match="option value: 76"):
        Option("v" * 76, "l")


def test_as_many_people_as_discord_lets_be_picked() -> None:
    assert PickPerson("who", "Who?", 25).most == 25
    with pytest.raises(TooBig, match="people: 26"):
        PickPerson("who", "Who?", 26)
    with pytest.raises(ValueError, match="at least one"):
        PickPerson("who", "Who?", 0)


def form(*fields: Field, title: str = "Ask", submit: str = "Ask") -> Form:
    return Form(title, "ask", fields, submit)


def test_a_form_has_five_components_and_short_titles() -> None:
    five = (
        Advice("why"),
        PickPlace("p", "Room"),
        AddFiles("f", "Files"),
        Choice("c", "Choice", (Option("a", "A"),)),
        TextField("t", "Text"),
    )
    assert form(*five).fields == five
    with pytest.raises(TooBig, match="form fields: 6"):
        form(*five, TextField("u", "Text"))
    assert form(title="x" * 24, submit="x" * 24).title == "x" * 24
    with pytest.raises(TooBig, match="form title: 25"):
        form(title="x" * 25)
    with pytest.raises(TooBig, match="submit label: 25"):
        form(submit="x" * 25)
    with pytest.raises(TooBig):
        Form("Ask", "ask", (), "Ask", ("x" * 90,))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        (TextField("t", "x" * 46), "field label: 46"),
        (PickPlace("t", "x" * 46), "field label: 46"),
        (Advice("x" * 3001), "advice: 3001"),
        (TextField("t", "Text", placeholder="x" * 101), "placeholder: 101"),
        (TextField("t", "Text", most=3001), "field: 3001"),
        (TextField("t", "Text", initial="xx", most=1), "initial text: 2"),
    ],
)
def test_fields_over_a_limit(field: Field, wrong: str) -> None:
    with pytest.raises(TooBig, match=wrong):
        form(field)


def test_fields_at_their_limits() -> None:
    form(
        TextField("t", "x" * 45, placeholder="x" * 100, most=3000, initial="x" * 3000),
        Advice("x" * 3000),
    )
