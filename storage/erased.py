"""What was erased, kept apart from the databases, so that restoring an old one erases it again.

A file of keyed hashes, one a line, only ever added to: of people who deleted everything, and of
questions that were unlinked. Without the installation's keys it says nothing; with them it can only
say whether somebody in a database has been erased before. Who comes back is somebody new.
"""

import os
from pathlib import Path
from typing import Literal

Kind = Literal["person", "question"]
PERSON: Kind = "person"
QUESTION: Kind = "question"


class Erased:
    """The file."""

    def __init__(self, path: Path) -> None:
        """Take where it is, or will be."""
        self._path = path

    def note(self, kind: Kind, key: str) -> None:
        """Add something, written through to the disk before it is erased.

        Raises:
            OSError: it cannot be written.
        """
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{kind} {key}\n")
            file.flush()
            os.fsync(file.fileno())

    def noted(self, kind: Kind) -> set[str]:
        """Every key of a kind; none where there is no file yet."""
        try:
            lines = self._path.read_text("ascii").splitlines()
        except FileNotFoundError:
            return set()
        words = (line.split(" ") for line in lines)
        return {one[1] for one in words if len(one) == 2 and one[0] == kind}
