"""From a CSV to a report on disk, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.study import replication, sections
from bot.study.figures import figures
from bot.study.reading import Watch, read
from bot.study.writing import write
from handlers.instruments import shipped
from handlers.instruments.instrument import Demographics, Instrument, UnusableError
from handlers.rules.study.analysis import analyse
from handlers.rules.study.numbers import numbers
from handlers.rules.study.replication import match

Survey = TypeVar("Survey", bound=BaseModel)


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Attributes:
        source: The CSV.
        folder: Where the report goes.
        reproduce: Whether the reproduction setting applies.
        instrument: Another questionnaire's file.
        demographics: Another file of demographic questions.
        without: Demographic columns to leave out.
    """

    source: Path
    folder: Path
    reproduce: bool = False
    instrument: Path | None = None
    demographics: Path | None = None
    without: tuple[str, ...] = ()


def make(
    order: Order, step: Callable[[str], None] = lambda _: None, watch: Watch = lambda _: None
) -> list[str]:
    """Read, compute, draw and write.

    Args:
        order: What is asked for.
        step: Told the name of each step as it begins.
        watch: Told how many bytes of the CSV have been read.

    Returns:
        What to say of the published study's numbers; nothing for another questionnaire.

    Raises:
        UnusableError: One sentence on what is wrong and what to do.
        OSError: A file cannot be read or written.
    """
    instrument = _survey(Instrument, order.instrument) or shipped.questionnaire()
    demographics = _survey(Demographics, order.demographics) or shipped.demographics()
    demographics = demographics.without(order.without)
    if order.reproduce:
        instrument = instrument.reproducing()
    step("Reading rows")
    file = read(order.source, instrument, demographics, watch)
    study = analyse(file.answers, instrument, demographics, step)
    found = numbers(study)
    published = shipped.published() if order.instrument is None else None
    matches = match(found, published.numbers) if published else []
    step("Drawing")
    pictures = figures(study)
    last = replication.sections(study, published, matches) if published else ()
    step("Writing")
    aliases = {m.stat: m.computed for m in matches}
    write(
        sections.document(study, file, order.source.name, pictures, last),
        found | aliases,
        order.folder,
    )
    return replication.spoken(study, published, matches) if published else []


def _survey(shape: type[Survey], path: Path | None) -> Survey | None:
    if path is None:
        return None
    try:
        return shape.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise UnusableError(f"{path.name}, {where}: {first['msg']}.") from None
