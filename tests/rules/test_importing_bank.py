import json
from typing import Any

import pytest

from handlers.instruments.instrument import Pulse
from handlers.instruments.shipped import pulse
from handlers.rules.importing.files import read
from handlers.rules.importing.records import ItemBank


def a_bank(**changed: object) -> dict[str, Any]:
    item = {"key": "+", "text": "I know a next step."}
    return {
        "source": "Our own",
        "licence": "CC BY 4.0",
        "response": ["no", "rather no", "so so", "rather yes", "yes"],
        "items": {"X1": item, "X2": item, "X3": {**item, "key": "-"}},
        "chat": {"weekly": {"steps": ["X1", "X2", "X3"]}, "reversed": ["X3"]},
    } | changed


def said(**changed: object) -> list[str]:
    found = read("bank.json", json.dumps(a_bank(**changed)).encode())
    assert found.records == ()
    return [remark.sentence for remark in found.refused]


def test_a_bank_with_its_source_and_licence() -> None:
    (record,) = read("bank.JSON", json.dumps(a_bank()).encode()).records
    assert isinstance(record, ItemBank)
    assert record.items == 3
    kept = Pulse.model_validate_json(record.content)
    assert (kept.source, kept.licence) == ("Our own", "CC BY 4.0")
    assert kept.scale("X3") == "steps"
    assert kept.scale("X9") is None


def test_the_shipped_bank_is_one() -> None:
    (record,) = read("b.json", pulse().model_dump_json().encode()).records
    assert isinstance(record, ItemBank)
    assert record.items == 13


ITEM = {"key": "+", "text": "I know a next step."}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"source": ""}, "source: "),
        ({"licence": ""}, "licence: "),
        ({"response": ["no", "yes"]}, "response: "),
        ({"response": ["no", "", "so", "rather", "yes"]}, "A label of an answer has 1 to 75"),
        ({"chat": {"weekly": {}}}, "chat.weekly: "),
        ({"chat": {"weekly": {"steps": ["X1"]}}}, "Scale steps needs two items"),
        ({"chat": {"weekly": {"steps": ["X1", "X9"]}}}, "The chat names the unknown item X9"),
        ({"chat": {"weekly": {"steps": ["X1", "X1"]}}}, "Item X1 is in the chat twice"),
        (
            {"chat": {"weekly": {"a": ["X1", "X2"]}, "rotating": {"a": ["X3", "X2"]}}},
            "A scale is weekly or rotating, not both",
        ),
        (
            {
                "items": {"X 1": ITEM, "X2": ITEM},
                "chat": {"weekly": {"steps": ["X 1", "X2"]}},
            },
            "Write the code X 1 in up to eight letters and digits",
        ),
        (
            {
                "items": {"X1": {**ITEM, "text": "x" * 301}, "X2": ITEM},
                "chat": {"weekly": {"steps": ["X1", "X2"]}},
            },
            "Item X1 is longer than 300 characters",
        ),
        ({"items": {"X1": {"key": "?", "text": "x"}}}, "items.X1.key: "),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, object], sentence: str) -> None:
    assert said(**changed)[0].startswith(sentence)


def test_what_is_no_json_is_said_to_be() -> None:
    (remark,) = read("bank.json", b"{").refused
    assert "JSON" in remark.sentence
