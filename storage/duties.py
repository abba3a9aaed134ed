"""What erasing and exporting mean for each table: declared beside its columns, found by reflection.

A table without a duty fails the build (``tests/storage/test_erasure.py``).
"""

from dataclasses import dataclass

from storage.kinds import Purpose


@dataclass(frozen=True, slots=True)
class Nobodys:
    """Rows that hold nothing of any student, and why that is so."""

    why: str


@dataclass(frozen=True, slots=True)
class OfQuestion:
    """Rows that belong to one question and go with it.

    Attributes:
        column: where the question's id stands.
        unless: a number column; where it is not 0 the row is in hand and goes by itself.
        exported: whether the question's author gets them with everything else that is stored.
    """

    column: str = "question_id"
    unless: str = ""
    exported: bool = True


@dataclass(frozen=True, slots=True)
class Tagged:
    """Rows that carry somebody's tag: theirs are found by computing it for each scope.

    Attributes:
        tag: the column that holds the tag.
        purpose: the tag's purpose.
        scope: the column whose value is the tag's scope.
        blank: columns emptied when the row must stay for somebody else; empty: the row is deleted.
    """

    tag: str
    purpose: Purpose
    scope: str
    blank: tuple[str, ...] = ()


Duty = Nobodys | OfQuestion | Tagged
