"""What is said wherever somebody may need more than coursework: contacts, and a person."""

from handlers.chat.outgoing import Button, Line, Part, Style
from handlers.course import Course


def contacts(course: Course) -> list[Part]:
    """Whom to ring now, and that a person of the course can be asked for."""
    say = course.say
    return [
        Line(say("care-contacts", contacts=course.record.contacts)),
        Line(say("care-person")),
    ]


def talk_button(course: Course) -> Button:
    """**[Connect me with a person]**."""
    return Button(course.say("button-talk"), "talk", (course.id,), Style.PRIMARY)
