"""Where the pulse is offered: in the panel to who has not been asked yet, and on one's own page."""

from handlers.chat.incoming import Command, Press, Submission
from handlers.chat.outgoing import Button
from handlers.course import Course, Desk
from handlers.pulse.asking import member_of
from handlers.pulse.terms import asks


def in_panel(event: Submission, course: Course) -> tuple[Button, ...]:
    """**[Ask me weekly]**, for a student who is not asked, while the course's pulse runs."""
    term = course.work.pulses.current(course.id)
    if term is None or not asks(course, term) or event.role.staff:
        return ()
    if member_of(course, term, event.who) is not None:
        return ()
    return (Button(course.say("button-pulse-begin"), "pulse-begin", (term.id,)),)


def on_page(event: Command | Press, desk: Desk) -> tuple[Button, ...]:
    """**[Weekly questions]**, where the course has or had a pulse in its latest term."""
    if not isinstance(desk, Course) or event.role.staff:
        return ()
    if desk.work.pulses.current(desk.id) is None:
        return ()
    return (Button(desk.say("button-pulse-mine"), "pulse-mine"),)
