"""A rule begins and ends by the institution's hand, never by the teaching team's.

No route leads here: the operator's command does (``askwell reveal``), and transcripts.
"""

from collections.abc import Sequence
from datetime import datetime

from handlers.chat.outgoing import BUTTON
from handlers.chat.person import Person
from handlers.course import Course
from handlers.reveal import noting
from handlers.rules.reveal import TARGETS
from storage.kinds import Purpose
from storage.tables import Confirmer, RevealRule


class Unfit(Exception):
    """The rule cannot be set so; the message is one sentence for the operator."""


def switch_on(
    course: Course,
    *,
    office: str,
    named: Sequence[Person],
    deputies: Sequence[Person],
    target: int,
    at: datetime,
) -> None:
    """Set a rule, which holds for questions that are posted from now on; the class is told.

    Args:
        course: the course.
        office: what students read of the two people, such as "the student counselling service".
        named: the two who decide.
        deputies: who decide in their stead once the target has passed.
        target: minutes until then.
        at: when.

    Raises:
        Unfit: why not.
    """
    everybody = [(person, False) for person in named] + [(person, True) for person in deputies]
    tags = [person.tag(Purpose.MEMBER, course.id) for person, _deputy in everybody]
    problem = _problem(course, office, len(named), tags, target)
    if problem:
        raise Unfit(problem)
    confirmers = []
    for number, (person, deputy) in enumerate(everybody, 1):
        confirmer_id = course.chance.token()
        confirmers.append(
            Confirmer(
                id=confirmer_id,
                course_id=course.id,
                member_tag=tags[number - 1],
                member_seal=person.sealed(f"confirmer:{confirmer_id}").box,
                number=number,
                deputy=deputy,
            )
        )
    rule = RevealRule(course_id=course.id, office=office, target=target, since=at)
    course.work.oversight.set_rule(rule, confirmers)
    noting.note(course, course.id, noting.ON, at)
    course.do_later("reveal-on", at)  # the running bot says it in the course's rooms


def _problem(course: Course, office: str, named: int, tags: list[str], target: int) -> str:
    if course.record.operator_teaches:
        return (
            "Whoever operates Askwell teaches this course, so no question is hidden from staff "
            "and there is nothing to reveal."
        )
    if named != 2 or len(set(tags)) != len(tags):
        return "Name exactly two people, and nobody twice."
    if any(course.work.courses.named_role(course.id, tag) for tag in tags):
        return "Somebody named is staff of this course. Name people outside the teaching team."
    if not office.strip() or len(office) > BUTTON:
        return f"Say in up to {BUTTON} characters who they are, as students should read it."
    if not TARGETS[0] <= target <= TARGETS[1]:
        return f"The target is between {TARGETS[0]} and {TARGETS[1]} minutes."
    return ""


def switch_off(course: Course, at: datetime) -> bool:
    """Nothing is revealed from now on; false if there was no rule."""
    if course.work.oversight.rule(course.id) is None:
        return False
    course.work.oversight.end_rule(course.id)
    noting.note(course, course.id, noting.OFF, at)
    course.do_later("reveal-off", at)
    return True
