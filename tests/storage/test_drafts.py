"""Drafts: locked, one for each form, found by their writer's tags, gone after a day."""

from datetime import timedelta

from sqlalchemy import text

from storage.kinds import Purpose
from storage.store import Store
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE, MONDAY

TAG = ANA.tag(Purpose.DAY, f"{COURSE}/2026-09-07")


def test_a_later_draft_takes_the_place_of_an_earlier_one(store: Store) -> None:
    with store.begin() as work:
        work.drafts.keep(rows.draft("d1", ANA), {"text": "words of ana"})
        work.drafts.keep(rows.draft("d2", ANA, form="tried", args="q1"), {"tried": "more"})
        work.drafts.keep(rows.draft("d3", BEN), {"text": "words of ben"})
        work.drafts.keep(rows.draft("d4", ANA), {"text": "better words"})
        assert work.drafts.find("d1") is None
        newest = work.drafts.newest([TAG], "ask")
        assert newest is not None
        assert newest.id == "d4"
        assert work.drafts.fields(newest) == {"text": "better words"}
        assert work.drafts.newest(["somebody else"], "ask") is None


def test_no_words_stand_in_the_table(store: Store) -> None:
    with store.begin() as work:
        work.drafts.keep(rows.draft("d1", ANA), {"text": "words of ana"})
        stored = work.connection.execute(text("SELECT * FROM draft")).mappings().one()
        assert "words" not in str(dict(stored))


def test_they_go_when_sent_and_after_a_day(store: Store) -> None:
    with store.begin() as work:
        work.drafts.keep(rows.draft("d1", ANA), {"text": "words"})
        work.drafts.keep(rows.draft("d2", ANA, form="tried", args="q1"), {"tried": "words"})
        work.drafts.keep(rows.draft("d3", BEN), {"text": "words"})
        work.drafts.drop_of([TAG], "ask", "")
        assert [work.drafts.find(one) is None for one in ("d1", "d2", "d3")] == [True, False, False]
        assert work.drafts.drop("d2")
        assert not work.drafts.drop("d2")
        work.drafts.sweep(MONDAY + timedelta(days=1) - timedelta(seconds=1))
        assert work.drafts.find("d3") is not None
        work.drafts.sweep(MONDAY + timedelta(days=1))
        assert work.drafts.find("d3") is None
