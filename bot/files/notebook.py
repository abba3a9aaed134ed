"""Jupyter notebooks: cells and what they printed, nothing about who ran them.

Kept: each cell's kind, text and number, printed text, errors, tables as text, pictures (cleaned).
Not kept: every other metadata (Colab writes the account's name and photograph into each cell),
widgets' state, HTML and SVG output (both can run scripts and hold anything; the text beside it
stays), cell ids other than our own numbers.
"""

import base64
import binascii
import json
import re

from bot.files.text import Inner, decode, neutral
from bot.files.verdicts import CannotCleanError, Reason, Rebuilt

_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9+#]{0,15}")
_TEXT_TYPES = ("text/plain", "text/markdown", "text/latex")
_PICTURE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_STREAMS = {"stdout", "stderr"}

Json = dict[str, object]


def is_notebook(content: bytes, extension: str) -> bool:
    """Whether a text file is a notebook, or what is left of one.

    Args:
        content: The file.
        extension: Of its name, in small letters, without the dot.

    Returns:
        True also for a damaged one: taken for plain text, all its metadata would be posted.
    """
    # UTF-16 without its zero bytes reads like ASCII.
    plain = content.replace(b"\0", b"")
    shaped = b'"nbformat"' in plain or (b'"cell_type"' in plain and b'"outputs"' in plain)
    return extension == "ipynb" or (shaped and b"{" in plain[:64])


def clean(content: bytes, inner: Inner) -> Rebuilt:
    """A notebook with the same cells, outputs and pictures.

    Args:
        content: A notebook of format 4.
        inner: Cleans embedded pictures.

    Returns:
        A notebook of format 4.5 made only from what is shown.

    Raises:
        CannotCleanError: if it is broken or of an older format.
    """
    try:
        old = json.loads(decode(content))
    except ValueError:
        raise CannotCleanError(Reason.BROKEN) from None
    if not isinstance(old, dict):
        raise CannotCleanError(Reason.BROKEN)
    if old.get("nbformat") != 4:
        raise CannotCleanError(Reason.NOTEBOOK_OLD)
    cells = old.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise CannotCleanError(Reason.BROKEN)
    new = {
        "cells": [_cell(cell, f"cell-{n}", inner) for n, cell in enumerate(cells, start=1)],
        "metadata": _kernel(old.get("metadata")),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(new, ensure_ascii=False, indent=1) + "\n"
    return Rebuilt("notebook", "ipynb", "application/x-ipynb+json", text.encode())


def _kernel(metadata: object) -> Json:
    """The language alone: an environment's name is often its owner's."""
    found = None
    for part, key in (("language_info", "name"), ("kernelspec", "language")):
        section = metadata.get(part) if isinstance(metadata, dict) else None
        value = section.get(key) if isinstance(section, dict) else None
        if isinstance(value, str) and _LANGUAGE.fullmatch(value):
            found = found or value
    if found is None:
        return {}
    name = {"python": "python3", "R": "ir"}.get(found, found.lower())
    return {
        "kernelspec": {"display_name": found, "language": found, "name": name},
        "language_info": {"name": found},
    }


def _cell(old: Json, identity: str, inner: Inner) -> Json:
    kind = old.get("cell_type")
    if kind not in {"code", "markdown", "raw"}:
        raise CannotCleanError(Reason.BROKEN)
    new: Json = {"cell_type": kind, "id": identity, "metadata": {}}
    source = _text(old.get("source"), inner)
    if kind == "code":
        outputs = old.get("outputs")
        new["execution_count"] = _count(old.get("execution_count"))
        new["outputs"] = [
            output
            for output in (
                _output(o, inner) for o in (outputs if isinstance(outputs, list) else [])
            )
            if output is not None
        ]
    else:
        attachments, source = _attachments(old.get("attachments"), source, inner)
        if attachments:
            new["attachments"] = attachments
    new["source"] = source.splitlines(keepends=True)
    return new


def _output(old: object, inner: Inner) -> Json | None:
    """One output; None for kinds that are not shown."""
    if not isinstance(old, dict):
        raise CannotCleanError(Reason.BROKEN)
    kind = old.get("output_type")
    if kind == "stream":
        name = old.get("name") if old.get("name") in _STREAMS else "stdout"
        return {"name": name, "output_type": kind, "text": _text(old.get("text"), inner)}
    if kind == "error":
        trace = old.get("traceback")
        return {
            "ename": _text(old.get("ename"), inner),
            "evalue": _text(old.get("evalue"), inner),
            "output_type": kind,
            "traceback": [
                _text(line, inner) for line in (trace if isinstance(trace, list) else [])
            ],
        }
    if kind in {"display_data", "execute_result"}:
        new: Json = {
            "data": _shown(old.get("data"), inner),
            "metadata": {},
            "output_type": kind,
        }
        if kind == "execute_result":
            new["execution_count"] = _count(old.get("execution_count"))
        return new
    return None


def _shown(bundle: object, inner: Inner) -> Json:
    """The kinds of one result that can be cleaned."""
    if not isinstance(bundle, dict):
        return {}
    new: Json = {kind: _text(bundle[kind], inner) for kind in _TEXT_TYPES if kind in bundle}
    for kind in _PICTURE_TYPES:
        if kind in bundle:
            new |= _picture(bundle[kind], inner)
    return new


def _picture(coded: object, inner: Inner) -> Json:
    """A picture under its true media type; nothing if it cannot be cleaned."""
    text = "".join(coded) if isinstance(coded, list) else coded
    try:
        rebuilt = inner(base64.b64decode(re.sub(r"\s", "", str(text))))
    except binascii.Error:
        return {}
    except CannotCleanError as refusal:
        if refusal.reason is Reason.TOO_MUCH_INSIDE:
            raise
        return {}
    if rebuilt.media_type not in _PICTURE_TYPES:
        return {}
    return {rebuilt.media_type: base64.b64encode(rebuilt.content).decode()}


def _attachments(old: object, source: str, inner: Inner) -> tuple[Json, str]:
    """Pictures pasted into a text cell, under neutral names there and in the text."""
    new: Json = {}
    for number, (name, bundle) in enumerate(old.items() if isinstance(old, dict) else [], start=1):
        neutral_name = f"attachment-{number}"
        pictures: Json = {}
        for coded in bundle.values() if isinstance(bundle, dict) else []:
            pictures |= _picture(coded, inner)
        source = source.replace(f"attachment:{name}", f"attachment:{neutral_name}")
        if pictures:
            new[neutral_name] = pictures
    return new, source


def _text(value: object, inner: Inner) -> str:
    """A notebook's text: one string, or a list of its lines."""
    lines: list[object] = value if isinstance(value, list) else [value or ""]
    if not all(isinstance(line, str) for line in lines):
        raise CannotCleanError(Reason.BROKEN)
    return neutral("".join(map(str, lines)), inner)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None
