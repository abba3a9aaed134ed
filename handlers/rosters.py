"""Applying a roster: the same for a file in the chat and one in the terminal."""

from collections import Counter
from collections.abc import Iterable

from handlers.rules.names import keys_of
from storage.kinds import Role
from storage.store import Work
from storage.tables import Member, RosterLine, Staff


def counted(lines: Iterable[RosterLine]) -> Counter[Role]:
    """How many are listed as what."""
    return Counter(line.role for line in lines)


def name_tags(work: Work, course_id: str, name: str) -> str:
    """By what somebody's name is known in a course: keyed hashes, never the name."""
    return " ".join(work.rosters.tags(course_id, keys_of(name)).values())


def apply(lines: Iterable[RosterLine], course_id: str, work: Work) -> None:
    """Name staff, and let students be in their sections; whoever is not listed stays as they are.

    A student's row takes nobody's staff role away: that is done by name, in so many words. A
    section of which nobody has said how many are enrolled in it has as many as are listed in it.
    """
    lines = list(lines)
    for line in lines:
        if line.names:
            work.rosters.names(course_id, line.member_tag, line.names.split())
        if line.role is not Role.STUDENT:
            work.courses.name_staff(
                Staff(
                    course_id=course_id,
                    member_tag=line.member_tag,
                    role=line.role,
                    member_seal=line.member_seal,
                )
            )
        elif line.section_id is None:
            work.courses.join(Member(course_id=course_id, member_tag=line.member_tag))
        else:
            work.courses.choose_section(course_id, line.member_tag, line.section_id)
    work.courses.fill_sections(course_id, sizes(lines))


def sizes(lines: Iterable[RosterLine]) -> Counter[str]:
    """How many students are listed in which section, by the section's id."""
    return Counter(
        line.section_id
        for line in lines
        if line.section_id is not None and line.role is Role.STUDENT
    )
