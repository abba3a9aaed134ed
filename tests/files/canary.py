"""A marked name, and looking for it everywhere a file can hide it."""

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

_MARK = "Quillfeather"


def marked(place: str) -> str:
    """A name nobody has, with the place it was planted in."""
    return f"{_MARK}{place}"


def places(content: bytes) -> set[str]:
    """Where the marked name is found, in the file or in anything packed in it."""
    found: set[str] = set()
    for layer in _layers(content, 5):
        # Without the zero bytes, UTF-16 reads like ASCII.
        for text in (layer, layer.replace(b"\0", b"")):
            found |= {m.decode() for m in re.findall(rb"Quillfeather([a-z0-9]+)", text)}
    return found


def _layers(content: bytes, depth: int) -> Iterator[bytes]:
    yield content
    if depth == 0:
        return
    for packed in _packed(content):
        yield from _layers(packed, depth - 1)


def _packed(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment
            for entry in archive.infolist():
                yield b" ".join((entry.filename.encode(), entry.comment, entry.extra))
                yield archive.read(entry)
    for start in (m.end() for m in re.finditer(rb"stream\r?\n", content)):
        yield from _inflated(content[start:])
    if content.startswith(b"\x89PNG"):
        for chunk in re.finditer(rb"(?:zTXt|iTXt|iCCP)[^\0]*\0", content):
            for skip in range(1, 12):
                yield from _inflated(content[chunk.end() + skip :])
    for coded in re.findall(rb"[A-Za-z0-9+/\r\n]{60,}={0,2}", content):
        try:
            yield base64.b64decode(coded + b"==")
        except binascii.Error:
            continue
    for text in re.findall(rb"<((?:[0-9A-Fa-f]{2}){8,})>", content):
        yield bytes.fromhex(text.decode())


def _inflated(content: bytes) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj().decompress(content, 1 << 22)
    except zlib.error:
        return
