"""A draft of an answer that did not go through is a sign of whoever holds the ticket."""

from datetime import timedelta

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.incoming import Submission
from storage.keys import Somebody
from storage.kinds import Address, Purpose, QuestionState, Role, Room, TicketState
from storage.store import Store
from tests.storage import rows
from tests.storage.rows import BEN, COURSE, KEYS, MONDAY, TIM


def sent(who: Somebody, minutes: int) -> Submission:
    return Submission(
        who=who,
        role=Role.TA,
        course=COURSE,
        courses=(COURSE,),
        at=MONDAY + timedelta(minutes=minutes),
        seed=f"{minutes:016}".encode(),
        delivery=f"answer {minutes}",
        name="answer",
        args=("q1",),
        fields={"text": " ", "form": "hint"},
    )


def test_a_kept_draft_extends_ones_own_claim_and_nobody_elses(stored_url: str) -> None:
    store = Store(stored_url, KEYS)
    tag = TIM.tag(Purpose.QUESTION, "q1")
    held = {"state": TicketState.CLAIMED, "holder_tag": tag, "holder_seal": "seal"}
    with store.begin() as work:
        work.courses.add(rows.course())
        work.courses.give_room(COURSE, Room.STAFF, Address("local", "demo", "staff"))
        work.questions.add(rows.question("q1", state=QuestionState.OPEN, posted_at=MONDAY))
        reminded = MONDAY + timedelta(minutes=5)
        work.tickets.add(rows.ticket("q1", active_at=MONDAY, reminded_at=reminded, **held))
    dispatcher = Dispatcher(store, ROUTES)

    dispatcher.handle(sent(BEN, 10))
    with store.read() as work:
        ticket = work.tickets.find("q1")
    assert ticket is not None
    assert (ticket.active_at, ticket.reminded_at) == (MONDAY, reminded)

    dispatcher.handle(sent(TIM, 20))
    with store.read() as work:
        ticket = work.tickets.find("q1")
    assert ticket is not None
    assert (ticket.active_at, ticket.reminded_at) == (MONDAY + timedelta(minutes=20), None)
    store.close()
