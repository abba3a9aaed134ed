"""Erasing and exporting one person of two who are in every table; and duties, by reflection."""

from typing import Any

import pytest
from sqlalchemy import insert, select, text

from storage import columns
from storage import tables as tables_module
from storage.duties import Nobodys, OfQuestion, Tagged
from storage.erasure import erase, export, tables
from storage.keys import Somebody
from storage.kinds import By, Kind, Purpose, QuestionState, Role, Room, Source, TicketState
from storage.search_tables import Entry
from storage.store import Store, Work
from storage.tables import Card, ConfirmerTable, Continuation, Job, OnceLink
from storage.ticket_life import MERGE
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE, MONDAY, TIM

MARK = "words-of-ana"
BLANKED = {"ticket", "answer", "follow_up", "reveal_request"}
"""Tables in which a row of a person stays for somebody else, emptied of the person."""


def without_duties() -> list[str]:
    return [table.name for table, duties in tables() if not duties]


def test_every_table_has_its_duties() -> None:
    assert len(list(tables())) >= 20
    assert without_duties() == []


def test_a_table_without_duties_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(tables_module.StaffTable, "duties")
    monkeypatch.setattr(tables_module.FollowerTable, "duties", ())
    assert sorted(without_duties()) == ["follower", "staff"]


def undone() -> list[str]:
    """Columns that hold something of a person or belong to a question, and no duty says so."""
    found = []
    for table, duties in tables():
        covered = {duty.tag for duty in duties if isinstance(duty, Tagged)}
        covered |= {duty.column for duty in duties if isinstance(duty, OfQuestion)}
        found += [
            f"{table.name}.{column.name}"
            for column in table.c
            if (column.name.endswith("_tag") or column.name == "question_id")
            and column.name not in covered
        ]
    return found


def test_every_tag_and_every_question_id_has_a_duty(monkeypatch: pytest.MonkeyPatch) -> None:
    # A card and its question: the handler takes the card back, which needs the row.
    assert undone() == ["card.question_id"]
    monkeypatch.setattr(tables_module.AnswerTable, "duties", (Nobodys("not so"),))
    assert sorted(undone()) == ["answer.author_tag", "answer.question_id", "card.question_id"]


def furnish(work: Work, who: Somebody, name: str, other: Somebody, others: str) -> None:
    """Everything of one person, and what they did for a question of the other's."""
    mine, theirs, words = f"q-{name}", f"q-{others}", f"words-of-{name}"
    work.questions.add(
        rows.question(mine, who, text=words, tried=words, state=QuestionState.OPEN, alias=name)
    )
    work.questions.show(rows.showing(f"s-{name}", mine, text=words))
    work.questions.follow(rows.follower(theirs, who))
    scope = f"{COURSE}/2026-09-07/asked"
    work.allowances.use(scope, who.tag(Purpose.DAY, scope), MONDAY, 3)
    work.drafts.keep(rows.draft(f"d-{name}", who), {"text": words})
    work.care.flag(rows.flag(theirs, who))
    work.care.take(rows.measure(theirs, who))
    work.tickets.add(rows.ticket(mine))
    work.tickets.claim(
        mine, other.tag(Purpose.QUESTION, mine), other.sealed(f"holder:{mine}"), MONDAY
    )
    work.answers.add(
        rows.answer(f"a-{name}", theirs, who, by=By.CLASSMATE, text=words, alias=f"helper-{name}")
    )
    work.answers.follow_up(rows.follow_up(f"f-{name}", theirs, who, text=words))
    work.answers.follow_up(
        rows.follow_up(f"g-{name}", mine, who, by=By.ASKER, author_tag=None, text=words)
    )
    work.attachments.add(rows.stored_file(f"file-{name}", mine))
    link = OnceLink(
        hash=f"hash-{name}",
        course_id=COURSE,
        kind="my",
        owner_tag=who.tag(Purpose.ONCE, f"hash-{name}"),
        owner_seal=who.sealed(f"link:hash-{name}").box,
        expires_at=MONDAY,
    )
    work.links.add(link)
    work.proposals.add(rows.proposal(mine, text=words))
    work.notes.add(rows.staff_note(f"n-{name}", theirs, who, text=words))
    work.log.about_ticket(rows.ticket_event(f"t-{name}", mine))
    rows.note(work, f"p-{name}", who, "2026-W36")
    work.log.settle(MONDAY, lambda: f"settled-{name}")
    rows.note(work, f"u-{name}", who)
    work.courses.name_staff(rows.staff(who, Role.TA))
    work.courses.join(rows.member(who, "monday"))
    work.partners.seek(rows.partner(f"partner-{name}", who))
    work.peers.sit(rows.helper_seat(f"seat-{name}", who))
    work.peers.begin(mine)
    work.peers.offer(mine, f"mark-{name}")
    work.rosters.keep([rows.roster_line(name, who)])
    continued = Continuation(question_id=mine, earlier_id=f"e-{name}", answer_id=f"a-{name}")
    work.continuations.add(continued)
    work.rosters.names(COURSE, who.tag(Purpose.MEMBER, COURSE), [f"hash of {name}"])
    work.exams.accommodate(rows.accommodation("midterm", who))
    work.connection.execute(
        insert(columns.table(ConfirmerTable)), rows.confirmer(len(name), who, id=name).model_dump()
    )
    work.oversight.ask(rows.reveal_request(f"r-{name}", theirs, who, reason=words))
    work.oversight.confirm(rows.confirmation(f"r-{name}", theirs, who, words), MONDAY)
    work.seats.add(rows.seat(f"seat-{name}", who))
    slot = rows.pulse_slot(who)
    work.pulses.join(rows.pulse_member(who))
    work.pulses.claim(slot)
    work.pulses.answered(f"w-{name}", slot, "2026-W37", "belonging", "B1", 4, consent=1)
    work.outbox.put(rows.parcel(f"ticket:{mine}", question_id=mine, body=words))
    work.jobs.add(Job(id=f"j-{name}", question_id=mine, name="class-card", due=MONDAY))
    entry = Entry(
        id=f"e-{name}",
        course_id=COURSE,
        kind=Kind.LEARNING,
        source=Source.QUESTION,
        title=words,
        body="",
        question_id=mine,
        answered=False,
        length=1.0,
    )
    work.search.add(entry, {words: 1.0})
    work.inbox.keep(work.inbox.key(name), words.encode(), MONDAY)
    work.cards.posted(
        Card(
            course_id=COURSE,
            key=f"ticket:{mine}",
            platform="local",
            room=Room.STAFF,
            question_id=mine,
            ref=f"m-{name}",
            posted_at=MONDAY,
        )
    )


def everything(work: Work) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [
            dict(row)
            for row in work.connection.execute(select(table).order_by(text("1"))).mappings()
        ]
        for table, _duties in tables()
    }


SCOPES = (
    f"{COURSE}/2026-09-07",
    f"{COURSE}/2026-09-07/asked",
    "q-ana",
    "q-ben",
    "p-ana",
    "u-ana",
    f"{COURSE}/2026-W36",
    f"{COURSE}/2026-W37",
    COURSE,
    "t1",
)
TAGS = {ANA.tag(purpose, scope) for purpose in Purpose for scope in SCOPES}


def of_ana(row: dict[str, Any]) -> bool:
    values = [str(value) for value in row.values()]
    return "ana" in " ".join(values) or not TAGS.isdisjoint(values)


@pytest.fixture
def both(store: Store) -> Store:
    """A store with rows of two people in every table that may hold something of anybody."""
    with store.begin() as work:
        work.courses.add(rows.course())
        work.pulses.add_term(rows.pulse_term())
        furnish(work, ANA, "ana", BEN, "ben")
        furnish(work, BEN, "ben", ANA, "ana")
    return store


def test_both_are_in_every_table_that_has_somebody(both: Store) -> None:
    with both.read() as work:
        found = everything(work)
    somebody_s = [
        table.name
        for table, duties in tables()
        if any(not isinstance(duty, Nobodys) for duty in duties)
    ]
    assert {name: len(found[name]) for name in somebody_s if len(found[name]) < 2} == {}


def test_nothing_of_the_one_is_left(both: Store) -> None:
    with both.begin() as work:
        erase(work.connection, ANA.tag)
        after = everything(work)
    for name, found in after.items():
        if name == "card":  # the handler takes it back
            continue
        for row in found:
            assert TAGS.isdisjoint(str(value) for value in row.values()), name
            assert MARK not in str(row), name
            assert "q-ana" not in str(row.values()), name
            assert "helper-ana" not in str(row), name


def test_everything_of_the_other_stays(both: Store) -> None:
    with both.begin() as work:
        before = everything(work)
        erase(work.connection, ANA.tag)
        after = everything(work)
    for name in before.keys() - BLANKED - {"card"}:
        theirs = [row for row in before[name] if not of_ana(row)]
        assert [row for row in after[name] if row in theirs] == theirs, name
    (ticket,) = after["ticket"]
    assert (ticket["question_id"], ticket["due"]) == ("q-ben", MONDAY)
    # What ana wrote to help ben stays as an empty place; what ben wrote went with ana's question.
    (answer,) = after["answer"]
    assert (answer["id"], answer["text"], answer["author_tag"]) == ("a-ana", "", None)
    lines = {row["id"]: row["text"] for row in after["follow_up"]}
    assert lines == {"f-ana": "", "g-ben": "words-of-ben"}


def test_a_ticket_the_person_held_is_back_in_the_line(both: Store) -> None:
    with both.begin() as work:
        before = work.tickets.find("q-ben")
        assert before is not None
        assert before.state == TicketState.CLAIMED
        erase(work.connection, ANA.tag)
        assert [one.question_id for one in work.tickets.line(COURSE)] == ["q-ben"]
        assert work.tickets.claim("q-ben", "t", TIM.sealed("holder:q-ben"), MONDAY)


def test_what_was_to_be_answered_with_the_person_s_question_is_back_in_the_line(
    both: Store,
) -> None:
    with both.begin() as work:
        assert work.tickets.release("q-ben", ANA.tag(Purpose.QUESTION, "q-ben"))
        assert work.tickets.take(MERGE, "q-ben", mine="", into="q-ana")
        erase(work.connection, ANA.tag)
        parted = work.tickets.find("q-ben")
        assert parted is not None
        assert (parted.state, parted.merged_into) == (TicketState.WAITING, None)


def test_a_card_being_posted_is_left_to_be_taken_back(both: Store) -> None:
    with both.begin() as work:
        (first,) = work.outbox.take(1e6, 60)
        erase(work.connection, ANA.tag)
        assert [one.id for one in work.outbox.waiting() if one.question_id == "q-ana"] == (
            [first.id] if first.question_id == "q-ana" else []
        )


def test_erasing_somebody_unknown_changes_nothing(both: Store) -> None:
    with both.begin() as work:
        before = everything(work)
        erase(work.connection, TIM.tag)
        assert everything(work) == before


def test_a_question_that_was_unlinked_is_nobody_s(both: Store) -> None:
    with both.begin() as work:
        work.questions.unlink("q-ana")
        erase(work.connection, ANA.tag)
        assert work.questions.find(COURSE, "q-ana") is not None


def test_the_export_has_everything_of_the_one_and_nothing_of_the_other(both: Store) -> None:
    with both.read() as work:
        found = export(work.connection, ANA.tag)
        everybody = everything(work)
    somebody_s = {
        table.name
        for table, duties in tables()
        if any(not isinstance(duty, Nobodys) for duty in duties)
    }
    assert found.keys() == somebody_s
    assert "words-of-ben" not in str({**found, "answer": (), "follow_up": (), "staff_note": ()})
    assert [row["text"] for row in found["question"]] == [MARK]
    assert {row["id"] for row in found["answer"]} == {"a-ana", "a-ben"}  # given, and received
    assert {row["id"] for row in found["unsettled_event"]} == {"u-ana"}
    assert {row["id"] for row in found["person_event"]} == {"settled-ana"}
    for name, mine in found.items():
        for row in mine:
            assert not any(key.endswith(("_tag", "_seal")) for key in row), name
            assert "content" not in row
    assert everybody.keys() >= found.keys()


def test_a_hold_keeps_all_of_its_course(both: Store) -> None:
    with both.begin() as work:
        before = everything(work)
        erase(work.connection, ANA.tag, held={COURSE})
        after = everything(work)
    assert {name for name in before if before[name] != after[name]} == {"allowance"}


def test_a_hold_elsewhere_keeps_nothing(both: Store) -> None:
    with both.begin() as work:
        erase(work.connection, ANA.tag, held={"another-course"})
        after = everything(work)
    assert not [name for name, found in after.items() for row in found if MARK in str(row)]


def test_every_table_says_which_course_its_rows_are_of() -> None:
    """Else a legal hold would not know what to keep."""
    unknown = [
        table.name
        for table, duties in tables()
        if any(not isinstance(duty, Nobodys) for duty in duties)
        and not {"course_id", "question_id", "term_id"} & set(table.c.keys())
        and table.name != "question"
    ]
    assert unknown == ["allowance"]
