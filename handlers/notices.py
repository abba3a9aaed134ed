"""Direct messages: a closed catalogue of texts with constant buttons, never content.

The pulse's are of it as well: an item is a constant text of the course's bank, and which of them
somebody has says nothing but their place in a Latin square. What a message is replaced by after a
press is a text of the catalogue too, the same whatever was pressed.
"""

from collections.abc import Callable

from handlers.chat.outgoing import Button, Fine, Heading, Line, Message, NoticeKind, Part, Style
from handlers.instruments.bank import bank_of
from handlers.instruments.instrument import Pulse
from handlers.words import FALLBACK, Words, words
from storage.store import Work
from storage.tables import Course

_BUTTONS = {
    NoticeKind.NEWS: (("button-read-it", "news"),),
    NoticeKind.LINKED: (("button-accounts", "accounts"),),
    NoticeKind.CARE: (("button-care", "care"),),
    NoticeKind.OFFER: (("button-look", "offers"), ("button-helper-pause-notice", "helper-pause")),
    NoticeKind.BROUGHT: (("button-take-next", "take-next"), ("button-duty", "duty")),
    NoticeKind.CLAIM: (("button-in-hand", "in-hand"),),
    NoticeKind.LATE: (("button-take-next", "take-next"),),
    NoticeKind.HANDED: (("button-in-hand", "in-hand"),),
    NoticeKind.CONTINUED: (("button-look", "continued"),),
    NoticeKind.UNOPENED: (("button-read-it", "news"),),
    NoticeKind.REVEAL: (("button-reveals", "reveals"),),
    NoticeKind.DIRECT: (
        ("button-follow-up-notice", "direct-follow-up"),
        ("button-new-question", "direct-ask"),
    ),
}
CAN_WAIT = frozenset(_BUTTONS) - {NoticeKind.DIRECT}
"""What is told at the next contact where it could not be delivered; the rest has its time."""


def notice(kind: NoticeKind, language: str) -> Message:
    """The message of a kind of notice: the same bytes whoever gets it, whatever it is about."""
    say = words(language)
    buttons = tuple(
        Button(say(label), name, style=Style.PRIMARY if at == 0 else Style.PLAIN)
        for at, (label, name) in enumerate(_BUTTONS[kind])
    )
    return Message((Line(say(f"notice-{kind}")),), buttons)


def composed(work: Work, course_id: str, kind: NoticeKind, args: tuple[str, ...]) -> Message:
    """A text of the catalogue.

    Args:
        work: to look up the course's words and bank.
        course_id: the course.
        kind: which text.
        args: which one of this kind; of the pulse's the term, and of an item also the week, its
            place in the week, how many there are, and its code.
    """
    course = work.courses.find(course_id)
    if kind in _BUTTONS or course is None:
        return notice(kind, FALLBACK if course is None else course.language)
    return about_pulse(kind, args, course, bank_of(work, course_id))


def about_pulse(kind: NoticeKind, args: tuple[str, ...], course: Course, bank: Pulse) -> Message:
    """A text of the pulse's: of its course, its bank and its place in the week, and nothing else.

    Args:
        kind: which text.
        args: as for :func:`composed`.
        course: the course.
        bank: the course's.
    """
    say = words(course.language)
    if kind in {NoticeKind.PULSE, NoticeKind.PULSE_REMINDER}:
        return _item(say, course, kind, args, bank)
    return _TEXTS[kind](say, course, args)


def _item(
    say: Words, course: Course, kind: NoticeKind, args: tuple[str, ...], bank: Pulse
) -> Message:
    term, week, place, count, item = args
    if item not in bank.items:  # another bank was brought meanwhile
        return _over(say, course, args)
    lead = say("pulse-lead", course=course.name, place=int(place) + 1, count=count)
    parts: list[Part] = [Heading(lead)]
    if kind == NoticeKind.PULSE_REMINDER:
        parts.append(Line(say("pulse-reminder")))
    parts += [Line(bank.items[item].text), Fine(say("pulse-fine"))]
    at = (term, week, place)
    answers = (
        Button(label, "pulse-tap", (*at, item, str(value)))
        for value, label in enumerate(bank.response, 1)
    )
    return Message(
        tuple(parts),
        (
            *answers,
            Button(say("button-pulse-skip"), "pulse-tap", (*at, item, "skip")),
            Button(say("button-pulse-pause"), "pulse-pause", (term,)),
            Button(say("button-pulse-stop"), "pulse-stop", (term,)),
        ),
    )


def _closing(say: Words, course: Course) -> list[Part]:
    """The same for everyone, whatever they pressed."""
    return [
        Line(say("pulse-contacts", contacts=course.contacts)),
        Fine(say("pulse-closing", course=course.name)),
    ]


def _noted(say: Words, course: Course, _args: tuple[str, ...]) -> Message:
    return Message((Line(say("pulse-noted")), *_closing(say, course)))


def _paused(say: Words, course: Course, args: tuple[str, ...]) -> Message:
    button = Button(say("button-pulse-resume"), "pulse-resume", args)
    return Message((Line(say("pulse-paused")), *_closing(say, course)), (button,))


def _stopped(say: Words, course: Course, _args: tuple[str, ...]) -> Message:
    return Message((Line(say("pulse-stopped")), *_closing(say, course)))


def _resumed(say: Words, course: Course, _args: tuple[str, ...]) -> Message:
    return Message((Line(say("pulse-resumed")), *_closing(say, course)))


def _silent(say: Words, course: Course, args: tuple[str, ...]) -> Message:
    buttons = (
        Button(say("button-pulse-resume"), "pulse-resume", args),
        Button(say("button-pulse-stop"), "pulse-stop", args),
    )
    line = Line(say("pulse-silent", course=course.name))
    return Message((line, *_closing(say, course)), buttons)


def _over(say: Words, course: Course, _args: tuple[str, ...]) -> Message:
    return Message((Line(say("pulse-over")), *_closing(say, course)))


_TEXTS: dict[NoticeKind, Callable[[Words, Course, tuple[str, ...]], Message]] = {
    NoticeKind.PULSE_NOTED: _noted,
    NoticeKind.PULSE_PAUSED: _paused,
    NoticeKind.PULSE_STOPPED: _stopped,
    NoticeKind.PULSE_RESUMED: _resumed,
    NoticeKind.PULSE_SILENT: _silent,
    NoticeKind.PULSE_OVER: _over,
}
