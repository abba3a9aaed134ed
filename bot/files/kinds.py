"""What a file is, told by its content: a name can say anything."""

import re
from enum import Enum, auto

from bot.files.text import CODE
from bot.files.verdicts import CannotCleanError, Reason
from bot.files.words import words


class Kind(Enum):
    """Kinds of file that can be cleaned; what a zip holds is looked at later."""

    PICTURE = auto()
    PDF = auto()
    ZIP = auto()
    TEXT = auto()


_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_PICTURE_ENDINGS = words("png jpg jpeg gif webp bmp tif tiff heic avif ico psd")
_OTHER_ENDINGS = words("pdf doc docx xls xlsx ppt pptx odt ods odp zip mp3 mp4 mov exe")

# (offset, bytes there, what to say)
_REFUSED: tuple[tuple[int, bytes, Reason], ...] = (
    (0, b"MZ", Reason.EXECUTABLE),
    (0, b"\x7fELF", Reason.EXECUTABLE),
    (0, b"\xca\xfe\xba\xbe", Reason.EXECUTABLE),
    (0, b"\xcf\xfa\xed\xfe", Reason.EXECUTABLE),
    (0, b"\xce\xfa\xed\xfe", Reason.EXECUTABLE),
    (0, b"\xfe\xed\xfa\xce", Reason.EXECUTABLE),
    (0, b"\xfe\xed\xfa\xcf", Reason.EXECUTABLE),
    (0, b"\0asm", Reason.EXECUTABLE),
    (0, b"7z\xbc\xaf\x27\x1c", Reason.ARCHIVE_FORMAT),
    (0, b"Rar!\x1a\x07", Reason.ARCHIVE_FORMAT),
    (0, b"\x1f\x8b", Reason.ARCHIVE_FORMAT),
    (0, b"BZh", Reason.ARCHIVE_FORMAT),
    (0, b"\xfd7zXZ\0", Reason.ARCHIVE_FORMAT),
    (0, b"\x28\xb5\x2f\xfd", Reason.ARCHIVE_FORMAT),
    (257, b"ustar", Reason.ARCHIVE_FORMAT),
    (0, b"II*\0", Reason.PICTURE_FORMAT),
    (0, b"MM\0*", Reason.PICTURE_FORMAT),
    (0, b"8BPS", Reason.PICTURE_FORMAT),
    (0, b"\0\0\1\0", Reason.PICTURE_FORMAT),
    (0, b"\0\0\0\x0cjP  ", Reason.PICTURE_FORMAT),
    (0, b"{\\rtf", Reason.OTHER_DOCUMENT),
    (0, b"%!PS", Reason.OTHER_DOCUMENT),
    (0, b"\xc5\xd0\xd3\xc6", Reason.OTHER_DOCUMENT),
    (0, b"ID3", Reason.AUDIO),
    (0, b"OggS", Reason.AUDIO),
    (0, b"fLaC", Reason.AUDIO),
    (0, b"MThd", Reason.AUDIO),
    (8, b"WAVE", Reason.AUDIO),
    (0, b"\xff\xfb", Reason.AUDIO),
    (0, b"\xff\xf3", Reason.AUDIO),
    (0, b"\xff\xf1", Reason.AUDIO),
    (8, b"AVI ", Reason.VIDEO),
    (0, b"\x1a\x45\xdf\xa3", Reason.VIDEO),
    (0, b"FLV\1", Reason.VIDEO),
    (0, b"\0\0\1\xba", Reason.VIDEO),
    (0, b"\x30\x26\xb2\x75", Reason.VIDEO),
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
_SOUND_BRANDS = {b"M4A ", b"M4B "}
_SVG = re.compile(
    rb"\s*(?:<\?[^>]{0,300}\?>\s*|<!--(?:(?!-->).){0,4000}-->\s*"
    rb"|<!DOCTYPE[^>\[]{0,300}(?:\[[^\]]{0,2000}\]\s*)?>\s*){0,20}<(?:\w{1,20}:)?svg[\s/>]",
    re.DOTALL | re.IGNORECASE,
)

_PDF_OBJECT = re.compile(rb"(?m)^\d{1,10} \d{1,5} obj\b")


def kind_of(content: bytes, extension: str) -> Kind:
    """Which cleaner a file is for.

    Args:
        content: The file, not empty.
        extension: Of its name, in small letters, without the dot: only used to tell kindly that a
            picture or document holds text instead.

    Returns:
        Its kind by content.

    Raises:
        CannotCleanError: if files of this kind are not taken.
    """
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if content.startswith(_PICTURES) or webp:
        return Kind.PICTURE
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith((b"PK\3\4", b"PK\5\6")):
        return Kind.ZIP
    _refuse_known(content)
    return _text(content, extension)


def _refuse_known(content: bytes) -> None:
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise CannotCleanError(Reason.ENCRYPTED_OFFICE if locked else Reason.OFFICE_OLD)
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        if brand in _HEIC:
            raise CannotCleanError(Reason.HEIC)
        raise CannotCleanError(Reason.AUDIO if brand in _SOUND_BRANDS else Reason.VIDEO)
    # Two letters are too few to tell a bitmap from a word: its header has zeros where it must.
    if content[:2] == b"BM" and content[6:10] == bytes(4):
        raise CannotCleanError(Reason.PICTURE_FORMAT)
    for offset, mark, reason in _REFUSED:
        if content[offset : offset + len(mark)] == mark:
            # Words may begin with MZ, BZh or ID3 too, but no text has control characters.
            if mark.isalnum() and offset == 0 and _looks_like_text(content):
                continue
            raise CannotCleanError(reason)


def _looks_like_text(content: bytes) -> bool:
    head = content[:512]
    return not any(byte < 9 or 13 < byte < 27 for byte in head)


def _text(content: bytes, extension: str) -> Kind:
    start = content[:65536].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _SVG.match(start) or extension == "svg":
        raise CannotCleanError(Reason.SVG)
    if _PDF_OBJECT.search(content) and extension not in CODE:
        # A PDF that lost its head reads like text, author and all.
        raise CannotCleanError(Reason.BROKEN)
    if extension in _PICTURE_ENDINGS | _OTHER_ENDINGS:
        looks = _looks_like_text(content)
        raise CannotCleanError(Reason.NOT_WHAT_IT_SAYS if looks else Reason.BROKEN)
    return Kind.TEXT
