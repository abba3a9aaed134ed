"""What is fixed when the term begins stays, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from storage.keys import Keys
from storage.kinds import Purpose
from storage.rosters import Rosters
from storage.store import Store
from storage.tables import Section
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE

TODAY = date(2026, 10, 5)
NEXT = TODAY + timedelta(days=1)

# first day of term, said before, said now, whether it is kept
ENROLLED = [
    (None, None, 120, True),
    (None, 120, 130, True),
    (NEXT, 120, 130, True),
    (TODAY, None, 120, True),  # said for the first time
    (TODAY, 120, 120, True),
    (TODAY, 120, 130, False),
]


@pytest.mark.parametrize(("start", "before", "now", "kept"), ENROLLED)
def test_the_size_of_a_class_is_fixed_when_the_term_begins(
    store: Store, start: date | None, before: int | None, now: int, kept: bool
) -> None:
    with store.begin() as work:
        work.courses.add(rows.course(term_start=start, enrolment=before))
        work.courses.add(rows.course("another", enrolment=before))
        assert work.courses.enrol(COURSE, now, TODAY) is kept
    with store.read() as work:
        found, other = work.courses.find(COURSE), work.courses.find("another")
    assert found is not None
    assert other is not None
    assert (found.enrolment, found.term_start) == (now if kept else before, start)
    assert other.enrolment == before


def test_sections_take_the_place_of_those_before(store: Store) -> None:
    monday, friday = (
        Section(id=name, course_id=COURSE, name=name, place=place)
        for place, name in enumerate(("monday", "friday"))
    )
    elsewhere = Section(id="elsewhere", course_id="another", name="monday", place=0)
    with store.begin() as work:
        work.courses.set_sections(COURSE, [monday])
        work.courses.set_sections("another", [elsewhere])
        work.courses.set_sections(COURSE, [friday, monday])
    with store.read() as work:
        assert [one.name for one in work.courses.sections(COURSE)] == ["monday", "friday"]
        assert [one.id for one in work.courses.sections("another")] == ["elsewhere"]
    with store.begin() as work:
        work.courses.set_sections(COURSE, [])
        assert work.courses.sections(COURSE) == []


def test_a_join_code_leads_to_its_course_and_none_to_none(store: Store) -> None:
    with store.begin() as work:
        work.courses.add(rows.course())
        assert work.courses.with_code("") is None
        work.courses.set(COURSE, join_code="otter-42")
        found = work.courses.with_code("otter-42")
        assert found is not None
        assert found.id == COURSE
        assert work.courses.with_code("otter-43") is None


def test_names_of_a_roster_are_known_and_nowhere_to_be_read(store: Store) -> None:
    ana, ben = (who.tag(Purpose.MEMBER, COURSE) for who in (ANA, BEN))
    with store.begin() as work:
        rosters = work.rosters
        assert rosters.known(COURSE, ["ana"]) == frozenset()
        for tag, names in ((ana, ["ana", "ana lindqvist"]), (ben, ["ben"])):
            rosters.names(COURSE, tag, rosters.tags(COURSE, names).values())
        assert rosters.known(COURSE, ["ana", "ben", "cleo"]) == {"ana", "ben"}
        assert rosters.known("another", ["ana"]) == frozenset()
        # Listed again with another name, the old one is forgotten; others stay.
        rosters.names(COURSE, ana, rosters.tags(COURSE, ["anna", "anna"]).values())
        assert rosters.known(COURSE, ["ana", "anna", "ben"]) == {"anna", "ben"}
        kept = str(work.connection.execute(text("SELECT * FROM roster_name")).all())
        assert not any(name in kept for name in ("anna", "ben"))
        other = Rosters(work.connection, Keys(b"o" * 32, {"k1": b"l" * 32}, "k1"))
        assert other.known(COURSE, ["anna", "ben"]) == frozenset()
