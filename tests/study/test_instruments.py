"""The survey files: what ships, and the mistakes that reading one catches."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from handlers.instruments import shipped
from handlers.instruments.instrument import Demographics, Instrument


def test_the_questionnaire_is_keyed_as_designed() -> None:
    instrument = shipped.questionnaire()
    composition = {s.name: (len(s.items), s.items[0], s.items[-1]) for s in instrument.scales}
    assert composition == {
        "motivation_total": (12, "D1", "D12"),
        "intrinsic": (6, "D1", "D6"),
        "extrinsic": (6, "D7", "D12"),
        "total_unkeyed": (14, "Q1", "Q14"),
        "total_approach": (14, "Q1", "Q14"),
        "executive": (5, "Q1", "Q5"),
        "avoidant": (5, "Q6", "Q10"),
        "instrumental": (4, "Q11", "Q14"),
    }
    minus = {name for name, item in instrument.items.items() if item.key == "-"}
    assert minus == {"Q6", "Q7", "Q8", "Q9", "Q10"} == set(instrument.scale("AHSrev").reversed)


def test_reproducing_changes_extrinsic_motivation_only() -> None:
    plain, other = shipped.questionnaire(), shipped.questionnaire().reproducing()
    changed = [a.code for a, b in zip(plain.scales, other.scales, strict=True) if a != b]
    assert changed == ["E"]
    assert other.scale("E").items == ("D6", "D7", "D8", "D9", "D10", "D11", "D12")
    assert plain.scale("E").items == ("D7", "D8", "D9", "D10", "D11", "D12")


def test_the_pulse_bank_has_thirty_two_items_of_six_scales() -> None:
    items = shipped.pulse().items
    assert len(items) == 32
    assert {item.scale for item in items.values()} == {
        "belonging", "self_efficacy", "teacher_support", "peer_support", "help_threat", "goals",
    }  # fmt: skip


def test_the_published_study_has_83_numbers() -> None:
    published = shipped.published()
    assert len({number.stat for number in published.numbers}) == 83
    assert all(sum(g.n for g in row.groups) == published.n for row in published.comparisons)


def plain() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(shipped.questionnaire().model_dump_json())
    return document


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("scales", 1, "items", 0), "D99", "scale I names the unknown item D99"),
        (("scales", 1, "reversed"), ["Q6"], "scale I reverses Q6, which is not in it"),
        (("scales", 2, "code"), "I", "scale code I is used twice"),
        (("plan", "groups"), ["ZZ"], "the plan names the unknown scale ZZ"),
        (("reproduction", "items"), {"ZZ": []}, "the reproduction setting names the unknown scale"),
        (("norms",), {}, "Extra inputs are not permitted"),
    ],
)
def test_a_mistake_in_a_survey_file_is_named(
    path: tuple[str | int, ...], value: object, message: str
) -> None:
    document: Any = plain()
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ValidationError, match=message):
        Instrument.model_validate(document)


def test_leaving_out_a_question_that_is_not_asked_is_an_error() -> None:
    with pytest.raises(ValueError, match="'shoe_size' is not a demographic column; there are"):
        shipped.demographics().without(("shoe_size",))


def test_an_instrument_without_a_reproduction_setting_says_so() -> None:
    document = plain() | {"reproduction": None}
    with pytest.raises(ValueError, match="has no reproduction setting"):
        Instrument.model_validate(document).reproducing()


def test_a_factor_needs_two_groups() -> None:
    with pytest.raises(ValidationError):
        Demographics.model_validate(
            {"factors": [{"column": "x", "title": "X", "groups": {"only": "Only"}}]}
        )
