"""The preview says how long an answer takes here, from the course's own history."""

from datetime import timedelta

from bot.dispatch import Dispatcher
from handlers.all import ROUTES
from handlers.chat.incoming import Press
from handlers.chat.outgoing import Line, Reply
from handlers.words import words
from storage.kinds import Role, TicketState
from storage.store import Store
from tests.storage import rows
from tests.storage.rows import ANA, COURSE, KEYS, MONDAY

SAY = words("en")


def lines(store: Store, number: int) -> list[str]:
    press = Press(
        who=ANA,
        role=Role.STUDENT,
        course=COURSE,
        courses=(COURSE,),
        at=MONDAY,
        seed=b"16 bytes of luck",
        delivery=f"ask people {number}",
        name="ask-people",
        args=("mine",),
    )
    said = Dispatcher(store, ROUTES).handle(press).said
    replies = [one.message for one in said if isinstance(one, Reply)]
    return [part.text for message in replies for part in message.parts if isinstance(part, Line)]


def test_it_is_known_from_the_twentieth_answer_on(stored_url: str) -> None:
    """Waits of 10, 20 … minutes: the ⌈.8 (n + 1)⌉-th of twenty is 170 minutes, so 13:05."""
    store = Store(stored_url, KEYS)
    with store.begin() as work:
        work.courses.add(rows.course())
        work.questions.add(rows.question("mine"))
        for number in range(1, 20):
            past = {"state": TicketState.SOLVED, "waited_minutes": 10 * number}
            replied = MONDAY - timedelta(days=7, minutes=number)
            work.tickets.add(rows.ticket(f"q{number}", first_reply_at=replied, **past))
    assert SAY("preview-wait") in lines(store, 1)
    with store.begin() as work:
        last = {"state": TicketState.SOLVED, "waited_minutes": 200}
        work.tickets.add(rows.ticket("q20", first_reply_at=MONDAY - timedelta(days=7), **last))
    shown = lines(store, 2)
    assert SAY("preview-wait-known", time="Mon 13:05") in shown
    assert SAY("preview-wait") not in shown
    store.close()
