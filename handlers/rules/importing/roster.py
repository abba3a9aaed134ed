"""A roster's bytes into who is listed, as what, in which section; nothing is kept here.

A CSV file with the columns ``person`` (a member's id, as the platform shows it), ``role``
(student, ta, instructor; a student unless said), ``section`` and, for warnings alone, ``name``. A
wrong row is named with its line
and the reason, and the others are not touched by it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from handlers.rules.importing.records import Remark
from handlers.rules.importing.rows import Row, csv_rows
from handlers.rules.importing.text import NOT_UTF_8, decoded, one_line
from storage.kinds import Role

PERSON: Final = ("person", "member id", "user id", "userid", "id")
"""Names of the first column: ours, and those that platforms' own lists have."""
NAME: Final = ("name", "full name", "fullname", "display name", "displayname")
"""Names of the column with people's names, in the order in which they are preferred."""
LONGEST_NAME: Final = 200
ROLE: Final = "role"
SECTION: Final = "section"
MOST: Final = 2000
"""People in one roster; a larger class is listed in two."""
_ROLES: Final = {
    "": Role.STUDENT,
    "student": Role.STUDENT,
    "ta": Role.TA,
    "teaching assistant": Role.TA,
    "instructor": Role.INSTRUCTOR,
    "teacher": Role.INSTRUCTOR,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in a roster.

    Attributes:
        line: where, from 1.
        person: the member's id as it was written.
        role: what they are.
        section: the course's own name of their section; empty for none.
        name: as it was written; empty for none. It is hashed and forgotten.
    """

    line: int
    person: str
    role: Role
    section: str
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Roster:
    """What a roster holds: who is listed, and which rows are wrong."""

    listed: tuple[Listed, ...] = ()
    refused: tuple[Remark, ...] = ()


def roster(data: bytes, sections: Mapping[str, str]) -> Roster:
    """Read a roster.

    Args:
        data: the file.
        sections: the course's sections by their names in lower case.
    """
    text = decoded(data)
    if not text.strip():
        return Roster(refused=(Remark(None, "The file is empty."),))
    listed: dict[str, Listed] = {}
    refused: list[Remark] = []
    for found in _rows(text, sections):
        if isinstance(found, Remark):
            refused.append(found)
        elif (before := listed.get(found.person)) is not None:
            refused.append(Remark(found.line, f"This person is on line {before.line} already."))
        elif len(listed) == MOST:
            refused.append(Remark(found.line, f"A roster takes {MOST:,} people; split it."))
            break
        else:
            listed[found.person] = found
    return Roster(tuple(listed.values()), tuple(refused))


def _rows(text: str, sections: Mapping[str, str]) -> Iterator[Listed | Remark]:
    for row in csv_rows(text, (*PERSON, ROLE, SECTION, *NAME)):
        if isinstance(row, Remark):
            yield row
            continue
        column = next((name for name in PERSON if name in row.cells), None)
        if column is None:
            yield Remark(None, "There is no column 'person'; name it in the first line.")
            return
        yield _row(row, column, sections)


def _row(row: Row, column: str, sections: Mapping[str, str]) -> Listed | Remark:
    person, role, section = (
        one_line(str(row.cells.get(name, ""))) for name in (column, ROLE, SECTION)
    )
    called = next((one_line(str(row.cells[key])) for key in NAME if row.cells.get(key)), "")
    if NOT_UTF_8.search(person + role + section + called):
        return Remark(row.line, "It is not written in UTF-8; save the file as 'CSV UTF-8'.")
    if not person:
        return Remark(row.line, "It names no person.")
    if role.casefold() not in _ROLES:
        return Remark(row.line, "The role is none of student, ta, instructor.")
    if section and section.casefold() not in sections:
        return Remark(row.line, "The course has no section of that name; add it first.")
    return Listed(
        row.line,
        person,
        _ROLES[role.casefold()],
        sections.get(section.casefold(), ""),
        called[:LONGEST_NAME],
    )


def people(data: bytes) -> dict[int, str]:
    """Whom a roster names, by line; whatever else stands in it, right or wrong."""
    listed: dict[int, str] = {}
    for row in csv_rows(decoded(data), (*PERSON, ROLE, SECTION, *NAME)):
        if isinstance(row, Row) and len(listed) < MOST:
            named = next((str(row.cells[name]) for name in PERSON if name in row.cells), "")
            listed[row.line] = one_line(named)
    return listed
