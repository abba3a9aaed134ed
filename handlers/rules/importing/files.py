"""One file's bytes into what it holds."""

from typing import Final

from handlers.rules.importing.bank import bank
from handlers.rules.importing.columns import KNOWN, contents
from handlers.rules.importing.markdown import passages
from handlers.rules.importing.records import Contents, Remark
from handlers.rules.importing.rows import csv_rows, json_rows
from handlers.rules.importing.text import decoded

MARKDOWN: Final = frozenset({"md", "markdown"})
LINES: Final = frozenset({"jsonl", "ndjson"})
BANK: Final = "json"
TABLES: Final = frozenset({"csv", "tsv", "txt"})  # .txt is Excel's "Unicode Text"


def read(name: str, data: bytes) -> Contents:
    """What a file holds: its ending tells how it is written, its columns what it is.

    Args:
        name: the file's name, without folders.
        data: all of it.
    """
    ending = name.rpartition(".")[2].lower()
    # Workbooks are zip archives, and some are named as if they were CSV.
    if ending in ("xlsx", "xls", "ods") or data.startswith(b"PK\x03\x04"):
        return _refused("It is a workbook or another archive; save a workbook as 'CSV UTF-8'.")
    if ending not in MARKDOWN | LINES | TABLES | {BANK}:
        return _refused("What it holds cannot be told; give it the ending .csv, .jsonl or .md.")
    text = decoded(data)
    if not text.strip():
        return _refused("The file is empty.")
    if ending in MARKDOWN | {BANK}:
        return bank(text) if ending == BANK else passages(name, text)
    found = contents(json_rows(text) if ending in LINES else csv_rows(text, KNOWN))
    if not found.records and not found.refused:
        return _refused("The file names columns, but there is no line under them.")
    return found


def _refused(sentence: str) -> Contents:
    return Contents(refused=(Remark(None, sentence),))
