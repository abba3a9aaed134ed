"""The survey files that come with Askwell."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from handlers.instruments.instrument import Demographics, Instrument, Published, Pulse


def _text(name: str) -> str:
    return files("handlers.instruments").joinpath(name).read_text(encoding="utf-8")


@cache
def questionnaire() -> Instrument:
    """Twelve items on learning motivation and fourteen on academic help-seeking."""
    return Instrument.model_validate_json(_text("questionnaire.json"))


@cache
def demographics() -> Demographics:
    """The six demographic questions of the consented study."""
    return Demographics.model_validate_json(_text("demographics.json"))


@cache
def pulse() -> Pulse:
    """The thirty-two items of the weekly pulse."""
    return Pulse.model_validate_json(_text("pulse.json"))


@cache
def published() -> Published:
    """What the study that the questionnaire follows prints."""
    return Published.model_validate_json(_text("published.json"))
