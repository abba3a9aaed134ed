"""Whoever answers is coached while they are new to it: staff as well as classmates.

How often somebody has answered stands in no table: it is counted in what they wrote in this course,
found by their own tags, and forgotten.
"""

from itertools import islice

from handlers.chat.incoming import Acted
from handlers.course import Course, tag_for

COACHED = 3
"""How often whoever answers is coached (product.md, section 2)."""
LOOKED_AT = 2000
"""Answers of a course in which somebody's own are looked for, the newest first."""


def coached(event: Acted, course: Course) -> bool:
    """Whether somebody has answered fewer than three times in this course."""
    own = (
        answer_id
        for answer_id, question_id, tag in course.answers.newest_authors(course.id, LOOKED_AT)
        if tag == tag_for(event.who, question_id)
    )
    return len(list(islice(own, COACHED))) < COACHED
