"""Zip archives: opened with limits, written anew, each file in them cleaned.

An archive is rebuilt rather than refused: homework is handed round as zip. Its files get neutral
names in their old order; folders go (their names are names too). Nothing is ever unpacked to disk,
so a path that climbs out of its folder climbs nowhere. What computers put in by themselves
(`__MACOSX`, `.git`, `.DS_Store`, compiled code) is left out: it is full of names and nobody meant
to send it. One file that cannot be cleaned refuses the archive, since it would be missed.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.files.verdicts import CannotCleanError, Reason, Rebuilt
from bot.files.words import words

MAX_MEMBERS = 2_000
MAX_FILES = 100
"""Files in an archive that is sent as such; office documents have more parts, all small."""

MAX_UNPACKED = 64 * 1024 * 1024

NamedInner = Callable[[str, bytes], Rebuilt]
"""Cleans a file found inside another, given its name there; raises `CannotCleanError`."""

_ENCRYPTED = 0x1
_LEFT_OUT_FOLDERS = words(
    "__MACOSX .git .svn .hg .idea .vscode .vs __pycache__ .ipynb_checkpoints .Rproj.user "
    "node_modules .venv venv .mypy_cache .pytest_cache .ruff_cache .settings"
)
_LEFT_OUT_FILES = words(
    ".ds_store thumbs.db desktop.ini .project .classpath .rhistory .rdata .rapp.history "
    ".python_history .gitconfig .localized icon"
)
_LEFT_OUT_ENDINGS = (".pyc", ".pyo", ".class", ".o", ".obj", ".iml", ".swp", "~")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name there, and its content."""

    name: str
    content: bytes


def read(content: bytes, *, encrypted: Reason) -> list[Member]:
    """The files of a zip archive, in order; folders and links are left out.

    Args:
        content: A zip file.
        encrypted: What to say if a password is needed.

    Returns:
        Each file's name and content; what the archive says about size is not believed.

    Raises:
        CannotCleanError: if it is broken or encrypted, or unpacks to too much.
    """
    members: list[Member] = []
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_MEMBERS:
                raise CannotCleanError(Reason.TOO_MUCH_INSIDE)
            for entry in entries:
                if entry.is_dir() or stat.S_ISLNK(entry.external_attr >> 16):
                    continue
                if entry.flag_bits & _ENCRYPTED:
                    raise CannotCleanError(encrypted)
                if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                    raise CannotCleanError(Reason.ARCHIVE_FORMAT)
                with archive.open(entry) as packed:
                    unpacked = packed.read(left + 1)
                left -= len(unpacked)
                if left < 0:
                    raise CannotCleanError(Reason.TOO_MUCH_INSIDE)
                members.append(Member(entry.filename, unpacked))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise CannotCleanError(Reason.BROKEN) from None
    return members


def write(members: Iterable[Member]) -> bytes:
    """A zip archive without dates, owners, comments and extra fields.

    Args:
        members: The files in the order they are written.

    Returns:
        The archive; the same files give the same bytes on every machine.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            entry = zipfile.ZipInfo(member.name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else it says which kind of computer wrote it
            archive.writestr(entry, member.content)
    return out.getvalue()


def clean(members: list[Member], inner: NamedInner) -> Rebuilt:
    """An archive of clean copies under neutral names.

    Args:
        members: The files of the archive, as `read` gives them.
        inner: Cleans one file, given its name and content.

    Returns:
        The archive, its files named by kind and numbered in their old order.

    Raises:
        CannotCleanError: if nothing is in it, or something in it cannot be cleaned.
    """
    meant = [member for member in members if not _left_out(member.name)]
    if not meant:
        raise CannotCleanError(Reason.ARCHIVE_EMPTY)
    if len(meant) > MAX_FILES:
        raise CannotCleanError(Reason.ARCHIVE_TOO_MUCH)
    rebuilt: list[Member] = []
    for number, member in enumerate(meant, start=1):
        try:
            copy = inner(member.name, member.content)
        except CannotCleanError as refusal:
            if refusal.reason is Reason.ARCHIVE_NESTED:
                raise
            raise CannotCleanError(
                Reason.ARCHIVE_MEMBER, member=printable(member.name.rpartition("/")[2])
            ) from None
        rebuilt.append(Member(f"{copy.word}-{number}.{copy.extension}", copy.content))
    return Rebuilt("archive", "zip", "application/zip", write(rebuilt))


def printable(name: str) -> str:
    """A file name fit to be shown to the person who chose it: one line, at most 80 characters."""
    return "".join(c for c in name if c.isprintable())[:80]


def _left_out(name: str) -> bool:
    *folders, last = name.replace("\\", "/").split("/")
    return (
        not last
        or not _LEFT_OUT_FOLDERS.isdisjoint(folders)
        or last.startswith("._")
        or last.lower() in _LEFT_OUT_FILES
        or last.lower().endswith(_LEFT_OUT_ENDINGS)
    )
