"""The private panel: what its asker sees of a question, rung by rung."""

from collections.abc import Iterable

from handlers.chat.outgoing import (
    Button,
    Fine,
    Heading,
    Item,
    Line,
    Message,
    Part,
    Reply,
    Said,
    Style,
)
from handlers.course import Course
from handlers.rules.pages import pages, title
from handlers.rules.rungs import Rung
from handlers.sources import Help
from storage.kinds import Source
from storage.search import Found
from storage.tables import Question, Showing


def panel_buttons(
    course: Course, question: Question, *, people_first: bool, more: bool = True
) -> tuple[Button, ...]:
    """The steps that stand beside every rung, and files; no next hint where there is no more."""
    say, args = course.say, (question.id,)
    people = Style.PRIMARY if people_first else Style.PLAIN
    hint = (Button(say("button-next-hint"), "next-hint", args),) if more else ()
    return (
        Button(say("button-did-it"), "that-did-it", args),
        *hint,
        Button(say("button-ask-people"), "ask-people", args, people),
        Button(say("button-keep"), "keep", args),
        Button(say("button-add-files"), "add-files", args),
    )


def gate_buttons(course: Course, question: Question) -> tuple[Button, ...]:
    """What can be done before a gate that also opens with time."""
    say, args = course.say, (question.id,)
    return (
        Button(say("button-write-attempt"), "write-attempt", args, Style.PRIMARY),
        Button(say("button-ask-people"), "ask-people", args),
    )


def help_parts(course: Course, help_: Help) -> list[Part]:
    """What one rung says, under its name."""
    say = course.say
    parts: list[Part] = [Heading(say(f"rung-{int(help_.rung)}"))]
    if help_.lead:
        parts.append(Line(help_.lead))
    if help_.text:
        parts.append(Said(help_.text))
        if help_.cite:
            parts.append(Fine(say("hint-cite", cite=help_.cite)))
    return parts


def vote_buttons(course: Course, question: Question, showing: Showing) -> tuple[Button, ...]:
    """Whether what was shown helped; the question back is nobody's hint."""
    if showing.rung == Rung.REFLECT:
        return ()
    args = (question.id, showing.id)
    return (
        Button(course.say("button-useful"), "useful", args),
        Button(course.say("button-not-useful"), "not-useful", args),
    )


def other_items(course: Course, question: Question, others: Iterable[Found]) -> list[Part]:
    """What others asked too: titles, each with the one press that follows from it."""
    say = course.say
    items: list[Part] = []
    for found in others:
        entry = found.entry
        args = (question.id, entry.id)
        name = title(entry.title)
        if entry.source == Source.QUESTION:
            button = Button(say("button-me-too"), "me-too", args)
            items.append(Item(say("panel-open", title=name), button))
        else:
            button = Button(say("button-its"), "its", args)
            items.append(Item(say("panel-answered", title=name), button))
    return [Line(say("panel-others")), *items] if items else []


def shown(course: Course, parts: Iterable[Part], buttons: tuple[Button, ...]) -> list[Reply]:
    """A panel, over as many messages as it takes."""
    fine = Fine(f"{course.say('panel-private')} {course.say('only-you')}")
    return [Reply(message) for message in pages([*parts, fine], buttons)]


def people_next(course: Course, key: str) -> list[Part]:
    """The line that hands over to people."""
    return [Line(course.say(key))]


def answer_parts(course: Course, text: str, cite: str) -> list[Part]:
    """An answer in full, with where it stands."""
    parts: list[Part] = [Said(text)]
    return [*parts, Fine(course.say("reused-cite", cite=cite))] if cite else parts


def said_again(course: Course, showing: Showing) -> list[Part]:
    """Something the ladder has shown, to be read again."""
    rung = course.say(f"rung-{int(Rung(showing.rung))}")
    parts: list[Part] = [Line(course.say("my-told", rung=rung)), Said(showing.text)]
    if showing.cite and showing.cite not in showing.text:
        parts.append(Fine(course.say("hint-cite", cite=showing.cite)))
    return parts


def one_line(course: Course, key: str, *buttons: Button, **values: str | int) -> Reply:
    """A reply of one line of the catalogue, with buttons."""
    return Reply(Message((Line(course.say(key, **values)),), buttons))
