"""The questions to replay: one JSON object a line."""

from dataclasses import dataclass

from handlers.forms import QUESTION
from handlers.rules.importing.records import Remark
from handlers.rules.importing.rows import json_rows
from handlers.rules.importing.text import NOT_UTF_8, cleaned, decoded


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that somebody asked.

    Attributes:
        text: as it was typed.
        answer_id: the ``id`` of the imported answer that answers it; empty if nobody knows one.
    """

    text: str
    answer_id: str


def read_questions(data: bytes, answers: set[str]) -> tuple[list[Asked], list[Remark]]:
    """The questions of a JSONL file, and a sentence about each line that is not as it should be.

    Args:
        data: the file; ``question`` and optionally ``answer_id`` on each line.
        answers: the ids there are. A question that names another one is asked all the same, as one
            whose answer nobody knows, and the line is named.
    """
    asked: list[Asked] = []
    remarks: list[Remark] = []
    for row in json_rows(decoded(data)):
        if isinstance(row, Remark):
            remarks.append(row)
            continue
        text, wrong = _text(row.cells.get("question"))
        if wrong:
            remarks.append(Remark(row.line, wrong))
            continue
        named = row.cells.get("answer_id")
        answer_id = cleaned(str(named)) if named is not None else ""
        if answer_id and answer_id not in answers:
            remarks.append(
                Remark(row.line, "Its answer_id is not among the answers; it is asked without one.")
            )
            answer_id = ""
        asked.append(Asked(text, answer_id))
    return asked, remarks


def _text(found: object) -> tuple[str, str]:
    """The question, or what is wrong with it."""
    if not isinstance(found, str):
        return "", 'It has no "question"; write one as text.'
    text = cleaned(found)
    if NOT_UTF_8.search(text):
        return "", "Its question is not UTF-8; save the file as UTF-8."
    if not text:
        return "", "Its question is empty; write one."
    if len(text) > QUESTION:
        return "", f"Its question has {len(text):,} characters and {QUESTION:,} fit; shorten it."
    return text, ""
