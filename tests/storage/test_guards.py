"""Every change of state is guarded: tables of what each one takes and what it refuses."""

from datetime import timedelta

import pytest
from sqlalchemy import Update

from handlers.rules.ticket_life import may
from storage import ticket_life as life
from storage.kinds import (
    Address,
    Alone,
    Audience,
    By,
    Label,
    Outcome,
    Purpose,
    QuestionState,
    Role,
    Room,
    Sharing,
    TicketState,
)
from storage.store import Store, Work
from storage.tables import Card, Hint, Topic
from storage.ticket_life import Hold, Step
from storage.tickets import STATEMENTS
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE, MONDAY, TIM

TAG, OTHER = TIM.tag(Purpose.QUESTION, "q1"), BEN.tag(Purpose.QUESTION, "q1")
SEAL = TIM.sealed("holder:q1")
LATER = MONDAY + timedelta(minutes=5)
FREE, MINE, THEIRS = None, TAG, OTHER

W, C, A, S, X, Z, M = (
    TicketState.WAITING,
    TicketState.CLAIMED,
    TicketState.ANSWERED,
    TicketState.SOLVED,
    TicketState.WITHDRAWN,
    TicketState.SNOOZED,
    TicketState.MERGED,
)


def tried(work: Work, change: str) -> bool:
    tickets = work.tickets
    match change:
        case "claim":
            return tickets.claim("q1", TAG, SEAL, LATER)
        case "release":
            return tickets.release("q1", TAG)
        case "answered":
            return tickets.answered("q1", TAG, SEAL, LATER)
        case "helped":
            return tickets.helped("q1", LATER)
        case "not yet":
            return tickets.not_yet("q1")
        case _:
            return tickets.closed("q1", S)


# change, state before, who holds it, state after; None: refused, and nothing has changed
TICKETS = [
    ("claim", W, FREE, C),
    ("claim", C, MINE, None),
    ("claim", C, THEIRS, None),
    ("claim", A, THEIRS, None),
    ("claim", S, FREE, None),
    ("claim", X, FREE, None),
    ("release", C, MINE, W),
    ("release", C, THEIRS, None),
    ("release", W, FREE, None),
    ("release", A, MINE, None),
    ("answered", W, FREE, A),
    ("answered", C, MINE, A),
    ("answered", C, THEIRS, None),
    ("answered", A, THEIRS, A),
    ("answered", S, FREE, None),
    ("answered", X, FREE, None),
    ("helped", W, FREE, A),
    ("helped", C, THEIRS, None),
    ("helped", A, THEIRS, None),
    ("helped", S, FREE, None),
    ("not yet", A, THEIRS, W),
    ("not yet", W, FREE, None),
    ("not yet", C, THEIRS, None),
    ("not yet", S, FREE, None),
    ("closed", W, FREE, S),
    ("closed", C, THEIRS, S),
    ("closed", A, THEIRS, S),
    ("closed", S, FREE, None),
    ("closed", X, FREE, None),
]


@pytest.mark.parametrize(("change", "before", "holder", "after"), TICKETS)
def test_a_ticket_takes_only_the_steps_it_should(
    store: Store, change: str, before: TicketState, holder: str | None, after: TicketState | None
) -> None:
    ticket = rows.ticket("q1", state=before, holder_tag=holder, holder_seal=holder and "seal")
    with store.begin() as work:
        work.tickets.add(ticket)
        work.tickets.add(rows.ticket("q2"))
        assert tried(work, change) is (after is not None)
        found = work.tickets.find("q1")
        assert found is not None
        assert found.due == ticket.due
        if after is None:
            assert found == ticket
        else:
            assert found.state == after
            held = after == C or (after == A and change == "answered")
            assert found.holder_tag == (TAG if held else None)
        assert work.tickets.find("q2") == rows.ticket("q2")


STEPS = [
    pytest.param(step, before, holder, id=f"{step.name}-{before}-{'mine' if holder else 'not'}")
    for step in (*life.STEPS, *life.MARKS)
    for before in TicketState
    for holder in ((MINE, THEIRS) if before in {C, A} else (FREE,))
]


@pytest.mark.parametrize(("step", "before", "holder"), STEPS)
def test_the_statement_of_a_step_takes_what_the_table_says_and_nothing_else(
    store: Store, step: Step, before: TicketState, holder: str | None
) -> None:
    """Every step from every state, mine and another's; the columns it may touch, and no others."""
    ticket = rows.ticket(
        "q1",
        state=before,
        holder_tag=holder,
        holder_seal=holder and "seal",
        active_at=MONDAY if before == C else None,
        snoozed_until=MONDAY if before == Z else None,
        merged_into="q2" if before == M else None,
        settled_at=MONDAY if before == S else None,
        answered_at=MONDAY if before == A else None,
    )
    values = {
        "mine": TAG,
        "tag": TAG,
        "seal": SEAL.box,
        "at": LATER,
        "until": LATER,
        "into": "q3",
        "seen": getattr(ticket, step.same or "state"),
    }
    statement = STATEMENTS[step.name].statement
    assert isinstance(statement, Update)
    needed = statement.compile().params
    given = {key: value for key, value in values.items() if key in needed}
    with store.begin() as work:
        work.tickets.add(ticket)
        work.tickets.add(rows.ticket("q2"))
        expected = may(step, before, mine=holder == MINE)
        assert work.tickets.take(step, "q1", **given) is expected
        found = work.tickets.find("q1")
        assert found is not None
        assert (found.due, found.course_id) == (ticket.due, ticket.course_id)
        if not expected:
            assert found == ticket
            return
        after = before if step.to is None else step.to
        assert found.state == after
        assert (found.snoozed_until is not None) is (after == Z)
        assert (found.merged_into is not None) is (after == M)
        assert (found.active_at is not None) is (after == C)
        if after not in {C, A}:
            assert (found.holder_tag, found.holder_seal, found.claimed_at) == (None, None, None)
        if step.hold == Hold.TAKES:
            assert found.holder_tag == TAG
        assert work.tickets.find("q2") == rows.ticket("q2")


@pytest.mark.parametrize(
    ("step", "before", "column", "seen"),
    [
        (life.LAPSE, C, "active_at", LATER),
        (life.REMIND, C, "active_at", LATER),
        (life.WAKE, Z, "snoozed_until", LATER),
        (life.PART, M, "merged_into", "q9"),
        (life.ESCALATE, W, "escalated", 1),
    ],
)
def test_what_has_changed_since_it_was_read_is_left(
    store: Store, step: Step, before: TicketState, column: str, seen: object
) -> None:
    then = {"active_at": MONDAY, "snoozed_until": MONDAY, "merged_into": "q2", "escalated": 0}
    ticket = rows.ticket("q1", state=before, **{column: then[column]})
    at = {"at": LATER} if step == life.REMIND else {}
    with store.begin() as work:
        work.tickets.add(ticket)
        assert not work.tickets.take(step, "q1", seen=seen, **at)
        assert work.tickets.find("q1") == ticket
        assert work.tickets.take(step, "q1", seen=then[column], **at)


def test_somebody_is_reminded_once(store: Store) -> None:
    with store.begin() as work:
        work.tickets.add(rows.ticket("q1", state=C, holder_tag=TAG, active_at=MONDAY))
        assert work.tickets.take(life.REMIND, "q1", seen=MONDAY, at=LATER)
        assert not work.tickets.take(life.REMIND, "q1", seen=MONDAY, at=LATER)
        assert work.tickets.take(life.STIR, "q1", mine=TAG, at=LATER)
        assert work.tickets.take(life.REMIND, "q1", seen=LATER, at=LATER)
        work.tickets.add(rows.ticket("q2", state=A))
        assert work.tickets.take(life.REMIND_ASKER, "q2", at=LATER)
        assert not work.tickets.take(life.REMIND_ASKER, "q2", at=LATER)


def test_no_statement_sets_when_a_ticket_is_due() -> None:
    for name, statement in STATEMENTS.items():
        assert "due" not in str(statement.statement).partition("WHERE")[0], name


def test_tickets_by_what_is_to_be_done_with_them(store: Store) -> None:
    with store.begin() as work:
        for minutes, (name, state) in enumerate(
            (("q1", W), ("q2", C), ("q3", Z), ("q4", A), ("q5", S), ("q6", M))
        ):
            due = MONDAY - timedelta(minutes=minutes)
            into = "q1" if state == M else None
            work.tickets.add(rows.ticket(name, state=state, due=due, merged_into=into))
        assert [one.question_id for one in work.tickets.needing(COURSE)] == ["q3", "q2", "q1"]
        assert [one.question_id for one in work.tickets.held_in(COURSE)] == ["q2"]
        assert [one.question_id for one in work.tickets.merged_into("q1")] == ["q6"]
        assert work.tickets.needing("another") == work.tickets.held_in("another") == []


def test_a_ticket_comes_back_to_its_old_place(store: Store) -> None:
    with store.begin() as work:
        for minutes, name in ((2, "q3"), (0, "q1"), (1, "q2")):
            work.tickets.add(rows.ticket(name, due=MONDAY + timedelta(minutes=minutes)))
        work.tickets.claim("q1", TAG, SEAL, LATER)
        assert [one.question_id for one in work.tickets.line(COURSE)] == ["q2", "q3"]
        work.tickets.release("q1", TAG)
        assert [one.question_id for one in work.tickets.line(COURSE)] == ["q1", "q2", "q3"]
        work.tickets.answered("q1", TAG, SEAL, LATER)
        work.tickets.not_yet("q1")
        assert [one.question_id for one in work.tickets.line(COURSE)] == ["q1", "q2", "q3"]
        reopened = work.tickets.find("q1")
        assert reopened is not None
        assert (reopened.reopened, reopened.answered_at) == (1, None)
        assert work.tickets.line("another-course") == []
        assert [one.question_id for one in work.tickets.line(COURSE, 1)] == ["q1"]


P, OP, SO, RE, WI = (
    QuestionState.PRIVATE,
    QuestionState.OPEN,
    QuestionState.SOLVED,
    QuestionState.REUSED,
    QuestionState.WITHDRAWN,
)
QUESTIONS = [
    ("posted", P, OP),
    ("posted", OP, None),
    ("posted", SO, None),
    ("posted", RE, None),
    ("chosen", P, P),
    ("chosen", OP, None),
    ("chosen", SO, None),
    ("closed", P, SO),
    ("closed", OP, SO),
    ("closed", SO, None),
    ("closed", RE, None),
    ("closed", WI, None),
    ("reopened", RE, P),
    ("reopened", SO, None),
    ("reopened", P, None),
    ("reopened", OP, None),
    ("difference", SO, SO),
    ("difference", RE, RE),
    ("difference", WI, WI),
    ("difference", P, None),
    ("difference", OP, None),
]


@pytest.mark.parametrize(("change", "before", "after"), QUESTIONS)
def test_a_question_takes_only_the_steps_it_should(
    store: Store, change: str, before: QuestionState, after: QuestionState | None
) -> None:
    question = rows.question("q1", state=before)
    with store.begin() as work:
        work.questions.add(question)
        work.questions.add(rows.question("q2"))
        changes = {
            "posted": lambda: work.questions.posted("q1", LATER),
            "chosen": lambda: work.questions.chosen("q1", Label.NAMED, Audience.STAFF),
            "closed": lambda: work.questions.closed("q1", SO, LATER),
            "reopened": lambda: work.questions.reopened("q1", RE, P),
            "difference": lambda: work.questions.keep_difference("q1", "Counting the keys."),
        }
        assert changes[change]() is (after is not None)
        found = work.questions.find(COURSE, "q1")
        assert found is not None
        assert found == question if after is None else found.state == after
        assert work.questions.find(COURSE, "q2") == rows.question(
            "q2", author_seal=_seal_of(work, "q2")
        )


def _seal_of(work: Work, question_id: str) -> str | None:
    found = work.questions.find(COURSE, question_id)
    return None if found is None else found.author_seal


def test_whether_it_goes_alone_is_asked_once_and_answered_once(store: Store) -> None:
    with store.begin() as work:
        questions = work.questions
        questions.add(rows.question("q1"))
        assert not questions.said_alone("q1", Alone.YES)  # before it was asked
        assert questions.ask_alone("q1")
        assert not questions.ask_alone("q1")
        assert questions.said_alone("q1", Alone.NOT_YET)
        assert not questions.said_alone("q1", Alone.YES)
        assert not questions.ask_alone("q1")
        found = questions.find(COURSE, "q1")
        assert found is not None
        assert found.alone == Alone.NOT_YET


def test_two_steps_up_the_ladder_at_once_are_one(store: Store) -> None:
    with store.begin() as work:
        work.questions.add(rows.question("q1", rung=1))
        assert work.questions.climbed("q1", 1, 2)
        assert not work.questions.climbed("q1", 1, 2)
        assert work.questions.attempted("q1", "looked at the keys")
        found = work.questions.find(COURSE, "q1")
        assert found is not None
        assert (found.rung, found.attempted, found.tried) == (2, True, "looked at the keys")


def test_a_question_belongs_to_its_course_and_its_author(store: Store) -> None:
    with store.begin() as work:
        work.questions.add(rows.question("q1", asked_at=MONDAY))
        work.questions.add(rows.question("q2", BEN, asked_at=LATER, alias="Calm Heron"))
        work.questions.add(rows.question("q3", course_id="another", alias="Elsewhere"))
        assert work.questions.find("another", "q1") is None
        assert dict(work.questions.tags(COURSE)) == {
            "q1": ANA.tag(Purpose.QUESTION, "q1"),
            "q2": BEN.tag(Purpose.QUESTION, "q2"),
        }
        asked = ["Calm Heron", "Elsewhere", "Curious Otter"]
        assert work.questions.taken(COURSE, asked) == {"Curious Otter", "Calm Heron"}
        assert work.questions.taken(COURSE, ["Elsewhere"]) == set()
        assert [one.id for one in work.questions.some(["q1", "q2"])] == ["q2", "q1"]
        assert work.questions.unlink("q1")
        assert dict(work.questions.tags(COURSE)).keys() == {"q2"}
        found = work.questions.find(COURSE, "q1")
        assert found is not None
        assert (found.author_tag, found.author_seal) == (None, None)


def test_votes(store: Store) -> None:
    with store.begin() as work:
        for number, source in enumerate(("hint:h1", "hint:h1", "hint:h2")):
            work.questions.show(
                rows.showing(f"s{number}", f"q{number}", source=source, rung=number)
            )
        assert work.questions.vote("q0", "s0", useful=True)
        assert work.questions.vote("q1", "s1", useful=True)
        assert work.questions.vote("q1", "s1", useful=False)
        assert not work.questions.vote("q1", "s0", useful=False)
        assert work.questions.votes("hint:h1") == (1, 1)
        assert work.questions.votes("hint:h2") == (0, 0)
        work.questions.show(rows.showing("s9", "q0", shown_at=LATER))
        assert [one.id for one in work.questions.shown("q0")] == ["s0", "s9"]


def test_followers(store: Store) -> None:
    ben = rows.follower("q1", BEN)
    with store.begin() as work:
        work.questions.add(rows.question("q1"))
        assert work.questions.follow(ben)
        assert not work.questions.follow(rows.follower("q1", BEN))
        assert work.questions.follow(rows.follower("q1", TIM))
        assert len(work.questions.followers("q1")) == len(work.questions.followed(COURSE)) == 2
        assert work.questions.followed("another") == []
        work.questions.news_for_followers("q1")
        work.questions.told_follower("q1", ben.follower_tag)
        news = {one.follower_tag: one.news for one in work.questions.followers("q1")}
        assert news == {ben.follower_tag: False, TIM.tag(Purpose.QUESTION, "q1"): True}


def test_answers(store: Store) -> None:
    with store.begin() as work:
        work.questions.add(rows.question("q1"))
        work.answers.add(rows.answer("a2", "q1", given_at=LATER))
        work.answers.add(rows.answer("a1", "q1", BEN, by=By.CLASSMATE))
        assert [one.id for one in work.answers.of("q1")] == ["a1", "a2"]
        assert work.answers.opened("a1", MONDAY)
        assert not work.answers.opened("a1", LATER)
        assert work.answers.endorsed("a1", MONDAY)
        assert not work.answers.endorsed("a1", LATER)
        assert work.answers.judged("a1", Outcome.PARTLY)
        assert not work.answers.judged("a1", Outcome.PARTLY)
        assert work.answers.judged("a1", Outcome.NOT_YET)
        found, other = work.answers.find("a1"), work.answers.find("a2")
        assert found is not None
        assert other is not None
        assert (found.opened_at, found.endorsed_at) == (MONDAY, MONDAY)
        assert found.outcome == Outcome.NOT_YET
        assert (other.opened_at, other.endorsed_at, other.outcome) == (None, None, None)
        assert sorted(work.answers.authors(COURSE)) == [
            ("a1", "q1", BEN.tag(Purpose.QUESTION, "q1")),
            ("a2", "q1", TIM.tag(Purpose.QUESTION, "q1")),
        ]
        assert work.answers.authors("another") == []


def test_a_line_is_read_by_the_other_side_only(store: Store) -> None:
    with store.begin() as work:
        work.answers.follow_up(rows.follow_up("f1", "q1", TIM))
        work.answers.follow_up(rows.follow_up("f2", "q1", ANA, by=By.ASKER, answer_id="a1"))
        work.answers.follow_up(rows.follow_up("f3", "q1", ANA, by=By.ASKER, answer_id="a2"))
        work.answers.read("q1", By.STAFF, LATER)
        work.answers.read("q1", By.ASKER, LATER, "a1")
        work.answers.read("q1", By.STAFF, LATER + timedelta(minutes=1))
        read = {one.id: one.read_at for one in work.answers.follow_ups("q1")}
        assert read == {"f1": LATER, "f2": LATER, "f3": None}


def test_rooms_and_roles(store: Store) -> None:
    here, there = Address("local", "demo", "data-101"), Address("local", "demo", "staff")
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.CLASS, here)
        work.courses.give_room(COURSE, Room.STAFF, there)
        work.courses.name_staff(rows.staff(TIM, Role.TA))
        work.courses.set(COURSE, gate_minutes=10)
        assert work.courses.at(here) == work.courses.at(there) == COURSE
        assert work.courses.at(Address("local", "elsewhere", "staff")) is None
        assert [room.room_id for room in work.courses.rooms(COURSE, Room.STAFF)] == ["staff"]
        assert work.courses.named_role(COURSE, TIM.tag(Purpose.MEMBER, COURSE)) == Role.TA
        assert work.courses.named_role(COURSE, ANA.tag(Purpose.MEMBER, COURSE)) is None
        assert [one.gate_minutes for one in work.courses.all()] == [10]


def test_hints_topics_and_files(store: Store) -> None:
    hint = Hint(id="h1", course_id=COURSE, topic="joins", rung=1, text="Look at the keys.")
    with store.begin() as work:
        work.hints.add(hint)
        work.hints.add(Hint(**{**hint.model_dump(), "text": "Look again."}))
        work.hints.add(Hint(**{**hint.model_dump(), "id": "h2", "problem": "p1"}))
        assert [one.text for one in work.hints.about(COURSE, "joins", "")] == ["Look again."]
        assert [one.id for one in work.hints.of(COURSE)] == ["h1", "h2"]
        assert work.hints.some(["h2", "h9"]).keys() == {"h2"}
        work.hints.add_topic(Topic(id="t1", course_id=COURSE, name="joins"))
        assert [one.name for one in work.hints.topics(COURSE)] == ["joins"]
        work.attachments.add(rows.stored_file("f1", "q1"))
        assert [one.id for one in work.attachments.of("q1")] == ["f1"]
        assert not hasattr(work.attachments.of("q1")[0], "content")
        assert work.attachments.find("f2") is None


def test_a_card_is_known_by_where_it_was_posted_last(store: Store) -> None:
    card = Card(
        course_id=COURSE,
        key="ticket:q1",
        platform="local",
        room=Room.STAFF,
        question_id="q1",
        ref="m1",
        posted_at=MONDAY,
    )
    with store.begin() as work:
        assert work.cards.ref(COURSE, "ticket:q1", "local") is None
        work.cards.posted(card)
        work.cards.posted(Card(**{**card.model_dump(), "ref": "m2"}))
        assert work.cards.ref(COURSE, "ticket:q1", "local") == "m2"
        assert work.cards.about("q1") == {("ticket:q1", Room.STAFF)}
        work.cards.gone(COURSE, "ticket:q1", "local")
        assert work.cards.ref(COURSE, "ticket:q1", "local") is None


def test_the_clock_s_offset_is_kept(store: Store) -> None:
    with store.begin() as work:
        assert work.settings.clock_offset() == timedelta(0)
        work.settings.set_clock_offset(timedelta(minutes=5, microseconds=250_000))
        work.settings.set_clock_offset(timedelta(days=20, microseconds=250_000))
    with store.read() as work:
        assert work.settings.clock_offset() == timedelta(days=20, microseconds=250_000)


def test_an_asker_is_asked_once_and_decides_once(store: Store) -> None:
    with store.begin() as work:
        assert work.proposals.add(rows.proposal("q1"))
        assert not work.proposals.add(rows.proposal("q1", answer_id="a2"))
        assert work.proposals.worded("q1", "other words")
        work.proposals.told("q1")
        assert work.proposals.said("q1", Sharing.NO)
        assert not work.proposals.said("q1", Sharing.YES)
        assert not work.proposals.worded("q1", "still others")
        found = work.proposals.find("q1")
    changed = {"state": Sharing.NO, "text": "other words", "news": False}
    assert found == rows.proposal("q1", **changed)


def test_only_what_staff_alone_have_read_is_shown_to_the_class_and_once(store: Store) -> None:
    with store.begin() as work:
        work.questions.add(rows.question("q1", audience=Audience.STAFF))
        work.questions.add(rows.question("q2", audience=Audience.CLASS))
        assert not work.questions.shared("q2", "words", Label.EVERYONE, LATER)
        assert work.questions.shared("q1", "words", Label.CLASSMATES, LATER)
        assert not work.questions.shared("q1", "again", Label.EVERYONE, LATER)
        found = work.questions.find(COURSE, "q1")
    assert found is not None
    assert (found.text, found.label, found.shared_at) == ("words", Label.CLASSMATES, LATER)
    assert found.audience == Audience.CLASS


def test_what_staff_say_of_a_classmates_answer_is_guarded(store: Store) -> None:
    with store.begin() as work:
        work.answers.add(rows.answer("a1", "q1", BEN, by=By.CLASSMATE))
        work.answers.add(rows.answer("a2", "q1", TIM))
        assert work.answers.corrected("a1", "first", LATER, seen="")
        assert not work.answers.corrected("a1", "second", LATER, seen="")
        assert not work.answers.endorsed("a1", LATER)
        assert work.answers.wrong("a1", LATER)
        assert not work.answers.wrong("a1", LATER)
        assert not work.answers.endorsed("a1", LATER)
        assert work.answers.corrected("a1", "second", LATER, seen="first")
        assert not work.answers.corrected("a2", "of staff", LATER, seen="")
        assert not work.answers.wrong("a2", LATER)
        work.answers.author_told("a1")
        found, other = work.answers.find("a1"), work.answers.find("a2")
    assert found is not None
    assert (found.correction, found.wrong_at, found.author_news) == ("second", None, False)
    assert other is not None
    assert (other.correction, other.wrong_at) == ("", None)
