"""What can be said about an attachment: clean, or refused and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LIMIT_BYTES = 8 * 1024 * 1024
"""The largest file taken, and the largest clean copy posted, in bytes."""

LIMIT_FILES = 10
"""How many files one question can carry; the caller counts."""


class Reason(StrEnum):
    """Why a file cannot be posted: keys of the text catalogue, `files.ftl`."""

    ARCHIVE_EMPTY = "file-archive-empty"
    ARCHIVE_FORMAT = "file-archive-format"
    ARCHIVE_MEMBER = "file-archive-member"
    ARCHIVE_NESTED = "file-archive-nested"
    ARCHIVE_TOO_MUCH = "file-archive-too-much"
    AUDIO = "file-audio"
    BROKEN = "file-broken"
    EMPTY = "file-empty"
    ENCRYPTED_ARCHIVE = "file-encrypted-archive"
    ENCRYPTED_OFFICE = "file-encrypted-office"
    ENCRYPTED_PDF = "file-encrypted-pdf"
    EXECUTABLE = "file-executable"
    HEIC = "file-heic"
    MACROS = "file-macros"
    NOT_WHAT_IT_SAYS = "file-not-what-it-says"
    NOTEBOOK_OLD = "file-notebook-old"
    OFFICE_OBJECT = "file-office-object"
    OFFICE_OLD = "file-office-old"
    OFFICE_PICTURE = "file-office-picture"
    OTHER_DOCUMENT = "file-other-document"
    PDF_TOO_MUCH = "file-pdf-too-much"
    PICTURE_FORMAT = "file-picture-format"
    PICTURE_TOO_LARGE = "file-picture-too-large"
    SVG = "file-svg"
    TOO_BIG = "file-too-big"
    TOO_BIG_CLEANED = "file-too-big-cleaned"
    TOO_MUCH_INSIDE = "file-too-much-inside"
    UNKNOWN = "file-unknown"
    VIDEO = "file-video"


@dataclass(frozen=True, slots=True)
class Clean:
    """A copy that may be posted.

    Attributes:
        name: A neutral file name, such as `picture-1.png`; nothing of the original but its kind.
        media_type: The content's media type (RFC 6838).
        content: The rebuilt file, at most `LIMIT_BYTES` long.
    """

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not posted.

    Attributes:
        original_name: The uploader's name for the file: shown to the uploader and nobody else.
        reason: A key of the text catalogue; the sentence says what to do instead.
        values: What the sentence fills in; always `file`, and what the reason needs.
    """

    original_name: str
    reason: Reason
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A cleaned file before it has its name.

    Attributes:
        word: What the neutral name starts with: `picture`, `document`, `code`.
        extension: Without the dot.
        media_type: The content's media type.
        content: The rebuilt file.
    """

    word: str
    extension: str
    media_type: str
    content: bytes


class CannotCleanError(Exception):
    """A cleaner's refusal, on its way to `clean`, which turns it into `Refused`."""

    def __init__(self, reason: Reason, **values: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values
