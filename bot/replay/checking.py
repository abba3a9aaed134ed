"""What is in the database after a replay, against what the chat had acknowledged."""

from collections import Counter
from collections.abc import Iterable

from bot.platforms.local.chat import Chat, Gone
from bot.replay.student import Came, Sitting
from storage.kinds import QuestionState, TicketState
from storage.store import Work

STATES = {
    Came.REUSED: QuestionState.REUSED,
    Came.ME_TOO: QuestionState.PRIVATE,
    Came.SOLVED: QuestionState.SOLVED,
    Came.TICKET: QuestionState.OPEN,
}
"""The state in which each outcome leaves a question. Following another leaves one's own private."""


def mark_lost(sittings: Iterable[Sitting], course_id: str, work: Work, chat: Chat) -> None:
    """Make lost what was acknowledged and is not there.

    There means: the question with its own words in the state that its outcome leaves; its ticket
    waiting in the line, and the ticket's card in the staff's room with those words; as many
    followers of a question as followings were acknowledged.

    Args:
        sittings: every question of the replay, delivered as far as it will be.
        course_id: the course.
        work: an open transaction.
        chat: where cards were posted.
    """
    told = Counter(one.followed for one in sittings if one.came == Came.ME_TOO)
    missing = {
        question_id: times - len(work.questions.followers(question_id))
        for question_id, times in told.items()
    }
    for sitting in sittings:
        if sitting.came == Came.LOST:
            continue
        kept = _kept(sitting, course_id, work)
        if kept and sitting.came == Came.TICKET:
            kept = _on_card(sitting, course_id, work, chat)
        if kept and missing.get(sitting.followed, 0) > 0:
            missing[sitting.followed] -= 1
            kept = False
        if not kept:
            sitting.came = Came.LOST


def _kept(sitting: Sitting, course_id: str, work: Work) -> bool:
    question = work.questions.find(course_id, sitting.question_id)
    if question is None or question.text != sitting.asked.text:
        return False
    if question.state != STATES[sitting.came]:
        return False
    if sitting.came != Came.TICKET:
        return True
    ticket = work.tickets.find(question.id)
    return ticket is not None and ticket.state == TicketState.WAITING


def _on_card(sitting: Sitting, course_id: str, work: Work, chat: Chat) -> bool:
    """Whether staff see the question on its card."""
    card = work.cards.ref(course_id, f"ticket:{sitting.question_id}", "local")
    if card is None:
        return False
    try:
        seen = chat.message(card)
    except Gone:
        return False
    return seen.room == "staff" and sitting.asked.text in seen.body.text
