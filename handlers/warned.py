"""What the preview warns of, and what starts with staff only."""

from handlers.chat.outgoing import Line, Part
from handlers.course import Course
from handlers.exams import Shelves
from handlers.files import files_of
from handlers.rules.identifying import identifying, looks_like_code, looks_personal
from handlers.rules.names import keys_in
from storage.kinds import Audience, Wish
from storage.tables import Question


def warnings(course: Course, question: Question) -> list[Part]:
    """A line for each thing in a question that could show who somebody is."""
    if not question.label.hidden:
        return []
    texts = (question.text, question.tried)
    known = course.work.rosters.known(course.id, keys_in("\n".join(texts)))
    found = identifying(texts, known)
    return [Line(course.say(f"warned-{warned}")) for warned in found]


def staff_first(course: Course, question: Question) -> str:
    """Why a question starts with staff only: a key of the catalogue, empty where it does not.

    A task whose answers are still held back is assessed: code or files for it could give them away.
    """
    if question.wish == Wish.CHECK:
        return "staff-first-check"
    words = f"{question.text}\n{question.tried}"
    if looks_personal(words):
        return "staff-first-personal"
    assessed = Shelves(course, question.asked_at).opens(question.topic) is not None
    if assessed and (looks_like_code(words) or files_of(course, question)):
        return "staff-first-assessed"
    return ""


def start_audience(course: Course, question: Question) -> Audience:
    """Who reads a question unless its asker chooses otherwise."""
    return Audience.STAFF if staff_first(course, question) else Audience.CLASS
