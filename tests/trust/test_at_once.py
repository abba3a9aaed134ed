"""Two steps of one ticket at the same moment: what comes out is what one after the other gives."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count, product
from typing import Any, NamedTuple

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.incoming import Acted, Press, Submission
from storage.keys import Somebody
from storage.kinds import Address, By, Form, Purpose, QuestionState, Role, Room, TicketState
from storage.store import Store
from tests.storage import rows
from tests.storage.rows import ANA, BEN, COURSE, KEYS, MONDAY, TIM

EVA = Somebody(KEYS, b"e" * 16)
STAFF = (TIM, EVA)
LATER = MONDAY + timedelta(minutes=5)
ROUNDS = 4
W, C, A, S, X, Z, M = (
    TicketState.WAITING,
    TicketState.CLAIMED,
    TicketState.ANSWERED,
    TicketState.SOLVED,
    TicketState.WITHDRAWN,
    TicketState.SNOOZED,
    TicketState.MERGED,
)
OPEN = QuestionState.OPEN
CLOSED = {S: QuestionState.SOLVED, X: QuestionState.WITHDRAWN}


class Act(NamedTuple):
    """Who presses what, or sends which form; ``about`` the question or its answer."""

    who: Somebody
    name: str
    about: str = "question"
    fields: Mapping[str, str] | None = None


HINT = {"text": "Look at the keys.", "form": "hint"}
SURE: Mapping[str, str] = {}
CLAIM, TIM_CLAIMS = Act(EVA, "claim"), Act(TIM, "claim")
RELEASE, HAND_OVER = Act(TIM, "release"), Act(TIM, "hand-over", fields=SURE)
ANSWER, TIM_ANSWERS = Act(EVA, "answer", fields=HINT), Act(TIM, "answer", fields=HINT)
SNOOZE = Act(TIM, "snooze", fields={"until": "hour"})
MERGE = Act(TIM, "merge", fields={"lead": "lead"})
SETTLE = Act(TIM, "settle", fields=SURE)
WRONG = Act(EVA, "mark-wrong", "answer", SURE)
CORRECT = Act(TIM, "endorse", "answer")
SOLVED, NOT_YET = Act(ANA, "solved", "answer"), Act(ANA, "not-yet", "answer")
WITHDRAW = Act(ANA, "withdraw", fields=SURE)

# the state before (Tim holds what is claimed, Ben has answered what is answered), two acts, and
# every state in which one after the other, in either order, can end
PAIRS = [
    (W, TIM_CLAIMS, CLAIM, {C}),
    (W, CLAIM, WITHDRAW, {X}),
    (W, CLAIM, SNOOZE, {C, Z}),
    (W, CLAIM, MERGE, {C, M}),
    (W, CLAIM, SETTLE, {C, S}),
    (W, ANSWER, WITHDRAW, {X}),
    (W, ANSWER, SNOOZE, {A}),
    (W, MERGE, WITHDRAW, {X}),
    (W, MERGE, SNOOZE, {M, Z}),
    (C, HAND_OVER, RELEASE, {C, W}),
    (C, RELEASE, ANSWER, {W, A}),
    (C, RELEASE, TIM_ANSWERS, {A}),
    (C, SNOOZE, TIM_ANSWERS, {A}),
    (C, SETTLE, WITHDRAW, {S, X}),
    (A, ANSWER, SOLVED, {S}),
    (A, ANSWER, NOT_YET, {W, A}),
    (A, SETTLE, SOLVED, {S}),
    (A, WRONG, SOLVED, {S}),
    (A, WRONG, NOT_YET, {W}),
    (A, WRONG, CORRECT, {W}),
    (A, WRONG, ANSWER, {A}),
]


def prepare(store: Store, before: TicketState, name: str) -> None:
    """A question in a state, and another that it can be merged into."""
    tag, seal = TIM.tag(Purpose.QUESTION, name), TIM.sealed(f"holder:{name}").box
    held = {"holder_tag": tag, "holder_seal": seal, "active_at": MONDAY} if before == C else {}
    with store.begin() as work:
        for one, state in ((name, before), (f"{name}-lead", W)):
            work.questions.add(rows.question(one, state=OPEN, posted_at=MONDAY))
            changed = {**held, "answered_at": MONDAY if before == A else None}
            changed = changed if one == name else {}
            work.tickets.add(rows.ticket(one, state=state, posted_at=MONDAY, **changed))
        if before == A:
            ben = {"by": By.CLASSMATE, "form": Form.HINT, "alias": "Calm Owl"}
            work.answers.add(rows.answer(f"{name}-answer", name, BEN, opened_at=MONDAY, **ben))


def event(act: Act, name: str, number: int) -> Acted:
    about = name if act.about == "question" else f"{name}-answer"
    heard: dict[str, Any] = {
        "who": act.who,
        "role": Role.TA if act.who in STAFF else Role.STUDENT,
        "course": COURSE,
        "courses": (COURSE,),
        "at": LATER,
        "seed": f"{number:016}".encode(),
        "delivery": f"{number}",
        "name": act.name,
        "args": (about,),
    }
    if act.fields is None:
        return Press(**heard)
    fields = {key: f"{name}-lead" if key == "lead" else text for key, text in act.fields.items()}
    if act is HAND_OVER:
        heard |= {"people": {"who": (EVA,)}, "roles": {"who": (Role.TA,)}}
    return Submission(**heard, fields=fields)


def test_two_steps_at_once_end_as_one_after_the_other(stored_url: str) -> None:
    store = Store(stored_url, KEYS)
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))
    dispatcher, numbers, barrier = Dispatcher(store, ROUTES), count(1), threading.Barrier(2)

    def does(one: Acted) -> bool:
        barrier.wait(60)
        return bool(dispatcher.handle(one).said)

    with ThreadPoolExecutor(2) as pool:
        for (place, pair), turn in product(enumerate(PAIRS), range(ROUNDS)):
            before, first, second, ends = pair
            name = f"q{place}-{turn}"
            prepare(store, before, name)
            acts = (first, second) if turn % 2 else (second, first)
            said = list(pool.map(does, [event(one, name, next(numbers)) for one in acts]))
            assert said == [True, True], "both are told something"
            with store.read() as work:
                ticket, question = work.tickets.find(name), work.questions.find(COURSE, name)
            assert ticket is not None
            assert question is not None
            assert ticket.state in ends, (place, ticket.state)
            assert question.state == CLOSED.get(ticket.state, OPEN)
            holders = [who.tag(Purpose.QUESTION, name) for who in STAFF]
            if ticket.state == C:
                assert holders.count(ticket.holder_tag or "") == 1
            elif ticket.state != A:
                assert ticket.holder_tag is None
            assert (ticket.merged_into is not None) == (ticket.state == M)
    store.close()
