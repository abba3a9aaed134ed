"""Bytes into text that every database and platform takes."""

import codecs
import re
from typing import Final

LONGEST_LINE: Final = 100_000
"""Characters a line or a record may have: some thirty messages' worth."""

LONGEST_FIELD: Final = 2_000
"""Characters of what stands on one line, such as a question or a heading."""

NOT_UTF_8: Final = re.compile("[\ud800-\udfff]")
"""Finds what is left of bytes that are no UTF-8, and halves of characters in JSON."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# PostgreSQL refuses the first, no platform shows the others; old slides have them as line breaks.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def decoded(data: bytes) -> str:
    """A file's text: UTF-8, or UTF-16 as Excel saves it, with or without a byte order mark.

    Bytes that are neither stay in it as lone surrogates (`NOT_UTF_8` finds them), so that one bad
    line spoils no other. Lines end with a line feed alone.
    """
    encoding = "utf-8"
    # ASCII in UTF-16, and the first character of a header or of JSON is ASCII.
    if b"\0" in data[:2]:
        encoding = "utf-16-be" if data.startswith(b"\0") else "utf-16-le"
    for bom, marked in _BOMS:
        if data.startswith(bom):
            data, encoding = data[len(bom) :], marked
    text = data.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def cleaned(text: str) -> str:
    """A text without control characters and without space around it; its lines stay."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """A text on one line, with single spaces."""
    return " ".join(cleaned(text).split())


def mended(text: str) -> str:
    """A text with "\N{REPLACEMENT CHARACTER}" in place of what is no UTF-8."""
    return NOT_UTF_8.sub("\N{REPLACEMENT CHARACTER}", text)
