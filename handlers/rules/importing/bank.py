"""A bank of statements for the weekly pulse, with its source and licence: one JSON file."""

from pydantic import ValidationError

from handlers.instruments.instrument import Pulse
from handlers.rules.importing.records import Contents, ItemBank, Remark

MOST_NAMED = 5
"""Mistakes that are named; whoever makes more corrects these first."""


def bank(text: str) -> Contents:
    """The bank in a file, or what is wrong with it."""
    try:
        read = Pulse.model_validate_json(text)
    except ValidationError as problem:
        found = problem.errors(include_url=False, include_input=False, include_context=False)
        return Contents(
            refused=tuple(_remark(one["loc"], one["msg"]) for one in found[:MOST_NAMED])
        )
    asked = [*read.chat.weekly.values(), *read.chat.rotating.values()]
    record = ItemBank((), read.model_dump_json(), sum(map(len, asked)))
    return Contents(records=(record,))


def _remark(where: tuple[int | str, ...], message: str) -> Remark:
    """A mistake in words: where in the file, and what."""
    place = ".".join(map(str, where))
    said = message.removeprefix("Value error, ")
    return Remark(None, f"{place}: {said}." if place else f"{said[:1].upper()}{said[1:]}.")
