"""Erasing again what had been erased before an old database was restored."""

from collections.abc import Callable

from sqlalchemy import delete, select

from storage.columns import table
from storage.erasure import Tag, erase, own_questions
from storage.store import Store, Work
from storage.tables import CardTable, QuestionTable

_question, _card = table(QuestionTable), table(CardTable)


def erase_person(work: Work, tag: Tag) -> None:
    """Everything of a person, with what could be found of it; the cards were emptied long ago."""
    for question_id in own_questions(work.connection, tag):
        work.search.remove_question(question_id)
        work.connection.execute(delete(_card).where(_card.c.question_id == question_id))
    erase(work.connection, tag)


def unlink(work: Work, question_id: str, author_tag: str | None) -> None:
    """Cut a question from its author for ever, and what hangs on it."""
    work.questions.unlink(question_id)
    work.peers.forget_own(question_id)
    work.continuations.forget(question_id)
    if author_tag is not None:
        work.care.forget(question_id, author_tag)
    work.outbox.untell(f"author:{question_id}")


def unlink_again(store: Store, was_unlinked: Callable[[str], bool]) -> int:
    """Unlink every question of which that was done before; how many there were."""
    linked = select(_question.c.id, _question.c.author_tag).where(
        _question.c.author_tag.is_not(None)
    )
    with store.begin() as work:
        found = [row for row in work.connection.execute(linked).all() if was_unlinked(row.id)]
        for row in found:
            unlink(work, row.id, row.author_tag)
    return len(found)
