"""Whether a question is about the subject, so that a similar one could be done alone afterwards.

Where it is not, nothing is learned by asking, and being asked would be hollow or hurt: what is
known (logistics, set-up), somebody who wants to talk, what sounds personal, what is about how the
course is run, and words in which somebody worries or gives up. It rather says no once too often:
then one press less is offered, and nothing else.
"""

import re

from handlers.rules.identifying import looks_personal
from handlers.rules.screening import Heed
from storage.kinds import Kind, Wish

_RUN = re.compile(
    r"\b(?:deadlines?|due (?:date|by|on)|hand(?:ed|ing)? (?:it )?in"
    r"|submissions?|submit(?:ted|ting)?"
    r"|office hours?|syllabus|attendance|enrol\w*|timetable|reschedul\w*|grading|graded"
    r"|(?:when|where) (?:is|are|will|do|does) (?:the|our|my|we)\b.{0,20}"
    r"\b(?:exams?|midterm|finals?|lectures?|labs?|tutorials?|quiz(?:zes)?|room|hall)"
    r"|on the (?:exam|midterm|final))\b",
    re.IGNORECASE,
)
_WORRY = re.compile(
    r"\b(?:worr(?:y|ied|ies)|afraid|scared|anxious|overwhelm\w*|ashamed|hopeless|falling behind"
    r"|fallen behind|drop(?:ping)? out|(?:fail|pass|drop|quit)(?:ing)?"
    r" (?:the|this|my) (?:course|class|exam|module|degree|studies))\b",
    re.IGNORECASE,
)


def about_subject(kind: Kind, wish: Wish, text: str, heed: Heed) -> bool:
    """Whether a question is about the subject.

    Args:
        kind: the question's.
        wish: the help its asker would like.
        text: the question's words.
        heed: what the screen says of them.
    """
    if kind != Kind.LEARNING or wish == Wish.TALK or heed != Heed.NOTHING:
        return False
    return not (looks_personal(text) or _RUN.search(text) or _WORRY.search(text))
