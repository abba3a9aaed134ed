"""Flags and measures: each once, lifted and taken anew, on both databases."""

from datetime import timedelta

from storage.kinds import Flagged, Measured, Purpose
from storage.store import Store
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE, MONDAY, TIM

DAY = timedelta(days=1)


def test_a_flag_counts_once_a_person(store: Store) -> None:
    with store.begin() as work:
        work.questions.add(rows.question("q1"))
        assert work.care.flag(rows.flag("q1", BEN))
        assert not work.care.flag(rows.flag("q1", BEN, Flagged.ELSE))
        assert work.care.flag(rows.flag("q1", TIM, Flagged.ELSE))
        assert work.care.flags("q1") == {Flagged.HURTFUL: 1, Flagged.ELSE: 1}
        assert work.care.flags("q2") == {}


def test_a_measure_is_taken_once_lifted_once_and_taken_anew(store: Store) -> None:
    tag = BEN.tag(Purpose.QUESTION, "q1")
    with store.begin() as work:
        work.questions.add(rows.question("q1", ANA))
        care = work.care
        assert not care.lift("q1", tag, Measured.MUTED)
        assert care.take(rows.measure("q1", BEN))
        assert not care.take(rows.measure("q1", BEN))
        assert care.look_again("q1", tag, Measured.MUTED)
        assert not care.look_again("q1", tag, Measured.MUTED)
        assert care.active(COURSE, MONDAY) == [("q1", tag, MONDAY + DAY)]
        assert care.active(COURSE, MONDAY + DAY) == []
        assert care.active("other", MONDAY) == []
        assert care.lift("q1", tag, Measured.MUTED)
        assert not care.lift("q1", tag, Measured.MUTED)
        assert not care.look_again("q1", tag, Measured.MUTED)
        assert care.active(COURSE, MONDAY) == []
        assert care.take(rows.measure("q1", BEN))
        assert care.active(COURSE, MONDAY) == [("q1", tag, MONDAY + DAY)]
        assert care.take(rows.measure("q1", BEN, what=Measured.HIDDEN))
        assert len(care.measures(COURSE)) == 2
        care.told("q1", tag, Measured.MUTED)
        assert [one.news for one in care.measures(COURSE) if one.what == Measured.MUTED] == [False]
        care.forget("q1", tag)
        assert care.measures(COURSE) == []


def test_hiding_and_showing_again_happen_once(store: Store) -> None:
    with store.begin() as work:
        work.questions.add(rows.question("q1"))
        assert not work.questions.unhide("q1")
        assert work.questions.hide("q1", MONDAY)
        assert not work.questions.hide("q1", MONDAY)
        assert work.questions.unhide("q1")
