"""JPEG 2000 streams inside PDF files: without metadata boxes and comments, same pixels."""

from bot.files.verdicts import CannotCleanError, Reason

_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_KEPT = {b"jP  ", b"ftyp", b"jp2h"}
_COMMENT, _TILE = 0xFF64, 0xFF90


def without_metadata(content: bytes) -> bytes:
    """The same picture without XML, UUID and property boxes and without comments.

    Args:
        content: A JP2 file or a bare code stream (ITU-T T.800, annexes A and I).

    Returns:
        Signature, type, header and code stream; the coded pixels are byte for byte the same.

    Raises:
        CannotCleanError: if boxes or segments do not add up.
    """
    if not content.startswith(_SIGNATURE):
        return _code_stream(content)
    out, at = bytearray(), 0
    while at + 8 <= len(content):
        length, kind, header = (
            int.from_bytes(content[at : at + 4], "big"),
            content[at + 4 : at + 8],
            8,
        )
        if length == 1:
            length, header = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        if length == 0:
            length = len(content) - at
        if length < header or at + length > len(content):
            raise CannotCleanError(Reason.BROKEN)
        body = content[at + header : at + length]
        if kind == b"jp2c":
            body = _code_stream(body)
        if kind == b"jp2c" or kind in _KEPT:
            out += (len(body) + 8).to_bytes(4, "big") + kind + body
        at += length
    return bytes(out)


def _code_stream(content: bytes) -> bytes:
    """The code stream without comment segments in its main header, ending at its end marker."""
    if not content.startswith(b"\xff\x4f"):
        raise CannotCleanError(Reason.BROKEN)
    out, at = bytearray(content[:2]), 2
    while True:
        marker = int.from_bytes(content[at : at + 2], "big")
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _TILE:
            end = content.rfind(b"\xff\xd9")
            return bytes(out + content[at : end + 2 if end > at else len(content)])
        if marker < 0xFF00 or length < 2 or at + 2 + length > len(content):
            raise CannotCleanError(Reason.BROKEN)
        if marker != _COMMENT:
            out += content[at : at + 2 + length]
        at += 2 + length
