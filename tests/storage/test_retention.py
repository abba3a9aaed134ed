"""Clock jumps: each thing is there the moment before, and gone the moment after."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from storage.kinds import By, Kind, Purpose, QuestionState, Source
from storage.retention import LINK, TERM, sweep, term_ends
from storage.search_tables import Entry
from storage.store import Store, Work
from storage.tables import LegalHold, Published
from tests.storage import rows
from tests.storage.rows import BEN, COURSE, MONDAY, TIM

END = MONDAY + TERM
MOMENT = timedelta(seconds=1)
EVERYTHING = ("q1", "q2")


def furnish(work: Work) -> None:
    """One question without an answer that staff stand behind, one with."""
    work.courses.add(rows.course())
    for question_id in EVERYTHING:
        work.questions.add(rows.question(question_id, state=QuestionState.OPEN, tried="tried"))
        work.questions.show(rows.showing(f"s-{question_id}", question_id))
        work.questions.follow(rows.follower(question_id, BEN))
        work.tickets.add(rows.ticket(question_id))
        tag = TIM.tag(Purpose.QUESTION, question_id)
        work.tickets.claim(question_id, tag, TIM.sealed(f"holder:{question_id}"), MONDAY)
        work.answers.add(rows.answer(f"a-{question_id}", question_id))
        work.answers.add(rows.answer(f"b-{question_id}", question_id, BEN, by=By.CLASSMATE))
        work.answers.follow_up(rows.follow_up(f"f-{question_id}", question_id, BEN))
        work.attachments.add(rows.stored_file(f"file-{question_id}", question_id))
        work.care.flag(rows.flag(question_id, BEN))
        work.rosters.names(COURSE, "member", work.rosters.tags(COURSE, ["ana"]).values())
        work.care.take(rows.measure(question_id, BEN))
        work.oversight.ask(rows.reveal_request(f"r-{question_id}", question_id))
        work.oversight.confirm(rows.confirmation(f"r-{question_id}", question_id, BEN), MONDAY)
    for question_id, source in (("q1", Source.QUESTION), ("q2", Source.ANSWER)):
        entry = Entry(
            id=f"e-{question_id}",
            course_id=COURSE,
            kind=Kind.LEARNING,
            source=source,
            title="title",
            body="body",
            question_id=question_id,
            answered=source == Source.ANSWER,
            length=1.0,
        )
        work.search.add(entry, {"word": 1.0})


def count(work: Work, what: str, where: str = "1 = 1") -> int:
    found: int = work.connection.execute(
        text(f"SELECT count(*) FROM {what} WHERE {where}")  # noqa: S608  # the test's own words
    ).scalar_one()
    return found


def swept(store: Store, now: datetime) -> None:
    with store.begin() as work:
        sweep(work.connection, now)


@pytest.fixture
def kept(store: Store) -> Store:
    with store.begin() as work:
        furnish(work)
    return store


def test_nothing_leads_to_anybody_two_weeks_after_the_term(kept: Store) -> None:
    swept(kept, END + LINK - MOMENT)
    with kept.read() as work:
        assert count(work, "question", "author_seal IS NOT NULL") == 2
        assert count(work, "follower") == 2
        assert count(work, "roster_name") == 1
    swept(kept, END + LINK)
    with kept.read() as work:
        for name, columns in (
            ("question", ("author_tag", "author_seal")),
            ("ticket", ("holder_tag", "holder_seal")),
            ("answer", ("author_tag", "author_seal")),
            ("follow_up", ("author_tag",)),
        ):
            for column in columns:
                assert count(work, name, f"{column} IS NOT NULL") == 0, (name, column)
        assert [count(work, name) for name in ("follower", "flag", "measure", "roster_name")] == [
            0,
            0,
            0,
            0,
        ]
        assert count(work, "question", "text != ''") == 2
        assert count(work, "answer", "text != ''") == 4


def test_words_go_a_term_later_unless_staff_stand_behind_an_answer(kept: Store) -> None:
    swept(kept, END + TERM - MOMENT)
    with kept.read() as work:
        assert count(work, "question") == 2
        assert count(work, "follow_up") == 2
    swept(kept, END + TERM)
    with kept.read() as work:
        for name in ("question", "ticket", "entry"):
            assert count(work, name) == 1, name
        assert count(work, "question", "id = 'q2' AND tried = ''") == 1
        assert count(work, "answer", "question_id = 'q2'") == count(work, "answer") == 2
        for name in ("showing", "follow_up", "attachment", "reveal_request", "confirmation"):
            assert count(work, name) == 0, name


@pytest.mark.parametrize("posted", [False, True])
def test_what_is_asked_after_the_term_can_still_be_answered(kept: Store, *, posted: bool) -> None:
    """Nobody set an end of term, and the course went on: its newest question is nobody's to lose.

    Also one that was asked in the term, and shown to people only now.
    """
    late = END + TERM + timedelta(days=60)
    question = rows.question("late", asked_at=MONDAY if posted else late)
    question.posted_at = late if posted else None
    with kept.begin() as work:
        work.questions.add(question)
    swept(kept, late + LINK - MOMENT)
    with kept.read() as work:
        assert count(work, "question", "author_seal IS NOT NULL") == 1
    swept(kept, late + LINK)
    with kept.read() as work:
        assert count(work, "question", "author_seal IS NOT NULL") == 0
    swept(kept, late + TERM - MOMENT)
    with kept.read() as work:
        assert count(work, "question", "id = 'late'") == 1
    swept(kept, late + TERM)
    with kept.read() as work:
        assert count(work, "question", "id = 'late'") == 0


def test_another_course_is_left_alone(kept: Store) -> None:
    with kept.begin() as work:
        work.courses.add(rows.course("later", term_end=date(2028, 1, 31)))
        work.questions.add(rows.question("q3", course_id="later"))
    swept(kept, END + TERM)
    with kept.read() as work:
        assert count(work, "question", "id = 'q3' AND author_tag IS NOT NULL") == 1


def test_a_term_ends_after_its_last_day_or_twenty_weeks_after_the_course_was_made() -> None:
    assert term_ends(date(2026, 12, 18), MONDAY) == datetime.fromisoformat("2026-12-19T00:00Z")
    assert term_ends(None, MONDAY) == datetime.fromisoformat("2027-01-25T10:15Z")


@pytest.mark.parametrize("days", [0, 3, 14, 99])
def test_a_course_may_shorten_a_time_and_never_prolong_it(kept: Store, days: int) -> None:
    with kept.begin() as work:
        work.courses.set(COURSE, keep_link=days, keep_words=days)
        work.digests.freeze(
            Published(course_id=COURSE, week="2026-W37", composed_at=MONDAY, content="{}")
        )
        work.courses.set(COURSE, keep_digests=days)
    link, words = END + timedelta(days=min(days, 14)), END + timedelta(days=days)
    swept(kept, link - MOMENT)
    with kept.read() as work:
        assert count(work, "question", "author_seal IS NOT NULL") == 2
    swept(kept, link)
    with kept.read() as work:
        assert count(work, "question", "author_seal IS NOT NULL") == 0
        assert work.digests.find(COURSE, "2026-W37") is None  # of a term ago
    if words > link:
        swept(kept, words - MOMENT)
        with kept.read() as work:
            assert count(work, "question") == 2
    swept(kept, words)
    with kept.read() as work:
        assert count(work, "question") == 1


def test_digests_go_after_two_years_whether_or_not_the_course_goes_on(kept: Store) -> None:
    with kept.begin() as work:
        digest = Published(course_id=COURSE, week="2026-W37", composed_at=MONDAY, content="{}")
        work.digests.freeze(digest)
    for now, left in ((timedelta(days=730), 1), (timedelta(days=730) + MOMENT, 0)):
        swept(kept, MONDAY + now)
        with kept.read() as work:
            assert (work.digests.find(COURSE, "2026-W37") is not None) == bool(left)


def test_nothing_is_deleted_under_a_hold_and_everything_in_its_time_after(kept: Store) -> None:
    with kept.begin() as work:
        assert work.oversight.begin_hold(LegalHold(course_id=COURSE, since=MONDAY))
        assert not work.oversight.begin_hold(LegalHold(course_id=COURSE, since=MONDAY))
    for years in (1, 3, 9):
        swept(kept, END + TERM + timedelta(days=365 * years))
    with kept.read() as work:
        assert count(work, "question", "author_seal IS NOT NULL") == 2
        assert [count(work, name) for name in ("follower", "flag", "follow_up")] == [2, 2, 2]
    with kept.begin() as work:
        assert work.oversight.end_hold(COURSE)
        assert not work.oversight.end_hold(COURSE)
    swept(kept, END + TERM)
    with kept.read() as work:
        assert count(work, "question") == 1
        assert count(work, "question", "author_seal IS NOT NULL") == 0
