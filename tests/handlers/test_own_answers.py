"""What a member of staff is told of their own answers: theirs alone, and of a week that is over."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.incoming import Press
from handlers.chat.outgoing import Line, Reply
from storage.keys import Somebody
from storage.kinds import By, Outcome, Role, Wish
from storage.store import Store
from tests.storage import rows
from tests.storage.rows import BEN, COURSE, KEYS, MONDAY, TIM

FEW = "What askers said of them is told from ten on, and rounded."
SOON = "How soon your first replies come is told from three of them on."
EVA = Somebody(KEYS, b"e" * 16)


@pytest.fixture
def store(stored_url: str) -> Iterator[Store]:
    opened = Store(stored_url, KEYS)
    yield opened
    opened.close()


def answered(
    store: Store,
    name: str,
    who: Somebody = TIM,
    *,
    after: int | None = None,
    said: str = "",
    late: bool = False,
    **changed: object,
) -> None:
    """Somebody answered, after so many minutes of duty time; its asker said something, or not.

    Args:
        store: where it is kept.
        name: the question's.
        who: whoever answered.
        after: minutes until the first reply, if this was it.
        said: what the asker said first, as the log has it.
        late: whether they said it when the week was over.
        changed: other values of the question.
    """
    word = {"": None, "solved": Outcome.SOLVED, "partly": Outcome.PARTLY}
    with store.begin() as work:
        work.questions.add(rows.question(name, BEN, **changed))
        first = {} if after is None else {"first_reply_at": MONDAY, "waited_minutes": after}
        work.tickets.add(rows.ticket(name, **first))
        outcome = word.get(said, Outcome.NOT_YET)
        work.answers.add(rows.answer(f"a-{name}", name, who, outcome=outcome))
        if said:
            detail = {"detail": "staff full"} if said == "solved" else {}
            at = MONDAY + (timedelta(days=7) if late else timedelta(hours=1))
            work.log.about_ticket(rows.ticket_event(f"e-{name}", name, what=said, at=at, **detail))


def told(store: Store, who: Somebody = TIM, role: Role = Role.TA) -> list[str]:
    """What the page says on the Monday after."""
    press = Press(
        who=who,
        role=role,
        course=COURSE,
        courses=(COURSE,),
        at=MONDAY + timedelta(days=7),
        seed=b"16 bytes of luck",
        delivery=f"{who.tag} {role}",
        name="my-answers",
        args=(),
    )
    (reply,) = Dispatcher(store, ROUTES).handle(press).said
    assert isinstance(reply, Reply)
    return [part.text for part in reply.message.parts if isinstance(part, Line)]


def begun(store: Store, enrolment: int | None, term_start: date | None = None) -> None:
    with store.begin() as work:
        work.courses.add(rows.course(enrolment=enrolment, term_start=term_start))


def share_of(store: Store, solved: int, others: int) -> None:
    for number in range(solved + others):
        answered(store, f"q{number}", said="solved" if number < solved else "not yet")


@pytest.mark.parametrize(
    ("solved", "others", "last"),
    [
        (9, 0, FEW),
        (6, 4, "Solved at once, of the questions whose asker said something: about 60 %."),
        (13, 0, "Solved at once, of the questions whose asker said something: 90 % or more."),
    ],
)
def test_what_askers_said_is_released_as_a_share(
    store: Store, solved: int, others: int, last: str
) -> None:
    begun(store, 60)
    share_of(store, solved, others)
    assert told(store) == [f"You answered {solved + others} questions.", SOON, last]


@pytest.mark.parametrize(
    ("enrolment", "shown"),
    [(None, False), (11, False), (12, True)],
)
def test_in_a_small_class_nothing_that_askers_said(
    store: Store, enrolment: int | None, *, shown: bool
) -> None:
    # Four weeks are taken together, which are over on the Monday after.
    begun(store, enrolment, term_start=MONDAY.date() - timedelta(weeks=3))
    share_of(store, 13, 0)
    assert told(store)[0] == "You answered 13 questions."
    assert (told(store)[-1] != FEW) is shown


def test_it_is_half_of_the_first_replies_that_were_theirs(store: Store) -> None:
    begun(store, 60)
    for number, minutes in enumerate((200, 5, 75, 1)):
        answered(store, f"q{number}", after=minutes)
    answered(store, "second")  # somebody else had replied first
    # By hand: 1, 5, 75, 200; half of the four within 5 minutes.
    assert told(store)[:2] == [
        "You answered 5 questions.",
        "Where yours was the first reply, half of the questions had it within 5 min of duty time.",
    ]


def test_nobody_is_told_anything_of_somebody_else(store: Store) -> None:
    begun(store, 60)
    share_of(store, 13, 0)
    answered(store, "eva's", EVA, after=10)
    assert told(store, EVA) == ["You answered one question.", SOON, FEW]
    nothing = ["You answered no questions in these days."]
    assert told(store, BEN, Role.INSTRUCTOR) == nothing
    # A student's answer to a classmate is none of staff's.
    with store.begin() as work:
        work.questions.add(rows.question("peer"))
        work.answers.add(rows.answer("a-peer", "peer", BEN, by=By.CLASSMATE))
    assert told(store, BEN, Role.INSTRUCTOR) == nothing


def again(store: Store, name: str, times: int, said: str) -> None:
    """The same member of staff answered a question again, an hour apart; its asker said a word."""
    outcome = Outcome.SOLVED if said == "solved" else Outcome.NOT_YET
    detail = {"detail": "staff full"} if said == "solved" else {}
    with store.begin() as work:
        for hours in range(2, 2 + times):
            given_at = MONDAY + timedelta(hours=hours)
            at = given_at + timedelta(minutes=30)
            more = rows.answer(f"a-{name}-{hours}", name, outcome=outcome, given_at=given_at)
            work.answers.add(more)
            word = rows.ticket_event(f"e-{name}-{hours}", name, what=said, at=at, **detail)
            work.log.about_ticket(word)


def test_an_asker_who_says_five_times_not_yet_is_one_of_the_ten(store: Store) -> None:
    begun(store, 60)
    share_of(store, 0, 2)
    for name in ("q0", "q1"):
        again(store, name, 4, "not yet")
    assert told(store) == ["You answered 2 questions.", SOON, FEW]


def test_the_first_answer_of_which_an_asker_said_something_stands_for_the_question(
    store: Store,
) -> None:
    begun(store, 60)
    share_of(store, 6, 4)
    for number in range(6, 10):
        again(store, f"q{number}", 1, "solved")
    # Six of ten questions at the first answer; of fourteen answers, ten.
    said = "Solved at once, of the questions whose asker said something: about 60 %."
    assert told(store)[-1] == said


def test_what_came_later_and_what_was_no_question_changes_nothing(store: Store) -> None:
    begun(store, 60)
    share_of(store, 9, 0)
    before = told(store)
    answered(store, "late", said="solved", late=True)
    assert told(store) == ["You answered 10 questions.", *before[1:]]
    answered(store, "talk", said="solved", wish=Wish.TALK)
    assert told(store)[0] == "You answered 10 questions."
    with store.begin() as work:  # solved alone afterwards: no word about this answer
        happened = rows.ticket_event("e-alone", "late", what="solved", detail="rung 2", at=MONDAY)
        work.log.about_ticket(happened)
    assert told(store)[-1] == FEW
