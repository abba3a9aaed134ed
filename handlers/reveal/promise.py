"""What a student is promised about being found, and that it stays what they read.

A preview's **[Post]** carries the promise it stands under. So a question becomes revealable only
if its asker has read the exception, and one that was asked before never does.
"""

from handlers.course import Course
from storage.kinds import Audience, Label
from storage.tables import Question

EXCEPTION = "exception"
"""On a button or form under which the exception stands."""


def label_line(course: Course, question: Question, audience: Audience) -> str:
    """The sentence of a question's label: who knows that it was its asker.

    Args:
        course: the course.
        question: what is asked.
        audience: who will read it, which may be fewer than was chosen.
    """
    group = "group-" if audience == Audience.GROUP else ""
    key = f"label-{group}{question.label}"
    rule = course.work.oversight.rule(course.id)
    if rule is None or question.label != Label.EVERYONE:
        return course.say(key)
    return course.say(f"{key}-revealed", office=rule.office)


def under(course: Course, label: Label) -> tuple[str, ...]:
    """What a button adds to its arguments where the exception is told above it."""
    ruled = label == Label.EVERYONE and course.work.oversight.rule(course.id) is not None
    return (EXCEPTION,) if ruled else ()


def revealable(course: Course, label: Label, args: tuple[str, ...]) -> bool:
    """Whether a question posted from such a button may ever be revealed."""
    return EXCEPTION in args and bool(under(course, label))


def talk_line(course: Course) -> str:
    """The same for a person to talk to: what staying nameless means there."""
    rule = course.work.oversight.rule(course.id)
    if rule is None:
        return course.say("talk-advice-unfindable", contacts=course.record.contacts)
    return course.say("talk-advice-revealed", office=rule.office)


def course_line(course: Course) -> str:
    """How it stands, on the course's page."""
    rule = course.work.oversight.rule(course.id)
    if rule is None:
        return course.say("course-reveal-off")
    return course.say("course-reveal-on", office=rule.office)
