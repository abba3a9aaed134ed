"""Making a posted question, or its answer, findable by those who ask the same."""

from handlers.course import Course
from handlers.rules.bm25 import weights
from handlers.rules.pages import title
from storage.kinds import Audience, By, Form, QuestionState, Source
from storage.search_tables import Entry
from storage.tables import Answer, Question

FOUND = "question-"
"""How the entry of a question begins: its own id follows."""


def make_findable(course: Course, question: Question, source: Source, answer: str = "") -> None:
    """Let a question be found, in place of what was findable of it before.

    Only questions the class may read are; hidden or not, nothing of their asker goes with them.

    Args:
        course: the course.
        question: a posted question.
        source: ``QUESTION`` while it is open, ``ANSWER`` once staff stand behind an answer.
        answer: the answer's text.
    """
    if question.audience != Audience.CLASS or question.hidden_at is not None:
        return
    course.search.remove_question(question.id)
    found = weights(question.text, answer, course.record.language)
    entry = Entry(
        id=f"{FOUND}{question.id}",
        course_id=course.id,
        kind=question.kind,
        source=source,
        title=title(question.text, 200),
        body=answer,
        topic=question.topic,
        question_id=question.id,
        answered=source == Source.ANSWER,
        length=sum(found.values()),
    )
    course.search.add(entry, found)


def make_findable_again(course: Course, question: Question) -> None:
    """Let a question be found as far as it can be: with the answer staff stand behind, if any."""
    course.search.remove_question(question.id)
    answers = course.answers.of(question.id)
    behind = [text for given in answers if (text := stands(given))]
    if not behind and question.shared_at is not None:
        behind = [given.text for given in answers if given.by == By.STAFF and given.text]
    if behind:
        make_findable(course, question, Source.ANSWER, behind[-1])
    elif question.state == QuestionState.OPEN and not course.jobs.waits(question.id, "class-card"):
        make_findable(course, question, Source.QUESTION)


def stands(given: Answer) -> str:
    """What staff stand behind of an answer, word for word; empty where they do not.

    What they have corrected goes on as the correction alone, so that nobody finds the rest again.
    """
    if given.wrong_at is not None:
        return ""
    if given.correction:
        known = given.form == Form.FULL or given.endorsed_at is not None
        return given.correction if known else ""
    own = given.by == By.STAFF and given.form == Form.FULL
    return given.text if own or given.endorsed_at is not None else ""


def make_unfindable(course: Course, question: Question) -> None:
    """Let a question be found no more."""
    course.search.remove_question(question.id)
