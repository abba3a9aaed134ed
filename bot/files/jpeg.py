"""JPEG streams inside other files: without their metadata segments, with the same pixels."""

from bot.files.verdicts import CannotCleanError, Reason

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ADOBE = 0xEE  # APP14 says how the colours are coded: without it a CMYK picture turns negative
_COMMENT = 0xFE
_STANDALONE = {0x01, *range(0xD0, 0xD8)}


def without_metadata(content: bytes) -> bytes:
    """The same JPEG without EXIF, XMP, IPTC, profile, comment and trailing bytes.

    Args:
        content: A JPEG file or stream (ITU-T T.81, annex B).

    Returns:
        The stream with every APPn segment but Adobe's colour mark, and every comment, left out,
        ending at its end marker. The coded pixels are byte for byte the same.

    Raises:
        CannotCleanError: if the segments do not add up.
    """
    if content[:2] != b"\xff\xd8":
        raise CannotCleanError(Reason.BROKEN)
    out = bytearray(b"\xff\xd8")
    at = 2
    while True:
        marker, at = _next_marker(content, at)
        if marker == _END:
            return bytes(out + b"\xff\xd9")
        if marker in _STANDALONE:
            out += bytes((0xFF, marker))
            continue
        length = int.from_bytes(content[at : at + 2], "big")
        if marker == _START or length < 2 or at + length > len(content):
            raise CannotCleanError(Reason.BROKEN)
        segment = content[at : at + length]
        at += length
        if marker == _ADOBE and segment[2:7] == b"Adobe":
            out += b"\xff\xee\x00\x0e" + segment[2:14].ljust(12, b"\0")
        elif not (0xE0 <= marker <= 0xEF or marker == _COMMENT):
            out += bytes((0xFF, marker)) + segment
        if marker == _SCAN:
            end = _scan_end(content, at)
            out += content[at:end]
            at = end


def _next_marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker at a position and the position after it; fill bytes (0xFF) are skipped."""
    if content[at : at + 1] != b"\xff":
        raise CannotCleanError(Reason.BROKEN)
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content):
        raise CannotCleanError(Reason.BROKEN)
    return content[at], at + 1


def _scan_end(content: bytes, at: int) -> int:
    """Where coded data ends: at the first marker that is no stuffed byte and no restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise CannotCleanError(Reason.BROKEN)
        following = content[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        else:
            return at
