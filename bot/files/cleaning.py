"""One door for all kinds: look at the content, send it to its cleaner, name what comes back."""

from dataclasses import dataclass

from bot.files import archive, notebook, text
from bot.files.kinds import Kind, kind_of
from bot.files.text import Inner
from bot.files.verdicts import (
    LIMIT_BYTES,
    CannotCleanError,
    Clean,
    Reason,
    Rebuilt,
    Refused,
)

_DEEPEST = 3
"""Files within files: a picture in a spreadsheet in a document in an archive."""

MAX_PIXELS = 120_000_000
"""Of all pictures in one file together: a document can hold a thousand small bombs."""


@dataclass(slots=True)
class _Within:
    """How deep a file lies within others, and what may still be spent on all of them."""

    depth: int
    pixels_left: list[int]

    def deeper(self) -> "_Within":
        return _Within(self.depth + 1, self.pixels_left)

    def spend(self, pixels: int) -> None:
        self.pixels_left[0] -= pixels
        if self.pixels_left[0] < 0:
            raise CannotCleanError(Reason.TOO_MUCH_INSIDE)


def clean(name: str, content: bytes, *, number: int) -> Clean | Refused:
    """A copy of a file with what is seen in it and nothing about who made it.

    It can take seconds of processor time and some hundred megabytes for the largest files, so an
    event loop calls it in a thread or process with a time limit.

    Args:
        name: The uploader's name for the file. Only its extension is looked at.
        content: The file, of any size and from anybody.
        number: The file's number within the question, from 1; it goes into the new name.

    Returns:
        The clean copy, or why there is none. Nothing is raised, whatever the content.
    """
    shown = archive.printable(name) or "?"
    try:
        rebuilt = _rebuilt(name, content, _Within(0, [MAX_PIXELS]))
        if len(rebuilt.content) > LIMIT_BYTES:
            raise CannotCleanError(Reason.TOO_BIG_CLEANED)
    except CannotCleanError as refusal:
        return Refused(name, refusal.reason, {"file": shown, **refusal.values})
    except Exception:  # noqa: BLE001 - hostile bytes make libraries raise anything; refuse, post nothing
        return Refused(name, Reason.BROKEN, {"file": shown})
    return Clean(
        f"{rebuilt.word}-{number}.{rebuilt.extension}", rebuilt.media_type, rebuilt.content
    )


def _rebuilt(name: str, content: bytes, within: _Within) -> Rebuilt:
    """A file's clean content."""
    if within.depth > _DEEPEST:
        raise CannotCleanError(Reason.ARCHIVE_NESTED)
    if not content:
        raise CannotCleanError(Reason.EMPTY)
    if len(content) > LIMIT_BYTES:
        raise CannotCleanError(Reason.TOO_BIG)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    # Pillow, pypdf and lxml are loaded when the first such file comes: most processes never see
    # one, and the start should not wait for them.
    match kind_of(content, extension):
        case Kind.PICTURE:
            from bot.files import pictures  # noqa: PLC0415 - see above

            return pictures.clean(content, within.spend)
        case Kind.PDF:
            from bot.files import pdf  # noqa: PLC0415 - see above

            return pdf.clean(content)
        case Kind.ZIP:
            return _zip(content, within)
        case Kind.TEXT if notebook.is_notebook(content, extension):
            return notebook.clean(content, _inner(within))
        case Kind.TEXT:
            return text.clean(content, extension, _inner(within))


def _zip(content: bytes, within: _Within) -> Rebuilt:
    """An office document or an archive; archives within archives are not opened."""
    from bot.files import office  # noqa: PLC0415 - as in _rebuilt

    members = archive.read(content, encrypted=Reason.ENCRYPTED_ARCHIVE)
    if office.is_office(members):
        return office.clean(members, _inner(within))
    if within.depth > 0:
        raise CannotCleanError(Reason.ARCHIVE_NESTED)
    return archive.clean(members, lambda name, packed: _rebuilt(name, packed, within.deeper()))


def _inner(within: _Within) -> Inner:
    """The cleaner of what lies within a file."""
    return lambda embedded: _rebuilt("", embedded, within.deeper())
