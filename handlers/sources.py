"""What the course can say to one question: hints, material and past answers, rung by rung."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.chat.incoming import Heard
from handlers.chat.person import Person
from handlers.course import Course, asked_by
from handlers.exams import Shelves, closed
from handlers.rules.bm25 import terms
from handlers.rules.cutting import cut_to_hint
from handlers.rules.exams import Period
from handlers.rules.rungs import Ladder, Rung
from storage.kinds import Kind, QuestionState, Source
from storage.search import Found
from storage.tables import Question

TELLING = 0.25
"""The share of a question's weight that a source must cover to count as specific to it: a quarter.
Far below it, a pointer would send somebody who is stuck to the wrong place."""
DIRECT = 0.4
"""The same for an answer given in full at once: more, since nothing stands before it."""
OTHERS = 3
"""How many titles of what others asked a panel shows."""
_LOOK_AT = 8


@dataclass(frozen=True, slots=True)
class Help:
    """What one rung shows.

    Attributes:
        rung: which.
        source: ``hint:ID``, ``entry:ID`` or ``reflect``, by which votes are counted.
        lead: the bot's own line before it, if any.
        text: somebody's words, if any.
        cite: where it stands.
    """

    rung: Rung
    source: str
    lead: str = ""
    text: str = ""
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything the course can say to one question.

    Attributes:
        ladder: which rungs have something specific.
        helps: what each of them shows.
        direct: the entry that answers in full, when the best match has no ladder.
        others: what others asked too, answered or open.
        topic: the best match's topic.
        exam: the exam period that closes the rest of the shelf.
    """

    ladder: Ladder
    helps: dict[Rung, Help]
    direct: Found | None
    others: list[Found]
    topic: str
    exam: Period | None = None


def shelf(course: Course, event: Heard, question: Question) -> Shelf:
    """Look through what the course has for a question, and is open for whoever acted."""
    exam, shelves = closed(course, event), Shelves(course, event.at)
    wanted = terms(question.text, course.record.language)
    found = course.search.best(
        course.id,
        wanted,
        sources={Source.ANSWER, Source.MATERIAL, Source.HINT},
        answered_only=False,
        limit=_LOOK_AT,
        least=TELLING,
    )
    asked = course.search.best(
        course.id,
        wanted,
        sources={Source.QUESTION},
        answered_only=False,
        limit=_LOOK_AT,
        least=TELLING,
    )
    others = [
        one
        for one in sorted(
            [*(one for one in found if one.entry.source == Source.ANSWER), *asked],
            key=lambda one: -one.score,
        )
        if _for_reader(course, event.who, one) and _open(shelves, one)
    ]
    best = found[0] if found else None
    direct = best if best is not None and _answers_directly(best) else None
    helps = _helps(course, found, question.topic, shelves)
    exists = bool(found) or course.search.anything(course.id)
    gate = timedelta(minutes=course.record.gate_minutes)
    if exam is not None:
        # Dates and rules stay open, as staff brought them; what people once answered does not.
        known = direct if direct is not None and direct.entry.question_id is None else None
        return Shelf(Ladder(exists, frozenset(), gate), {}, known, [], "", exam)
    return Shelf(
        ladder=Ladder(exists, frozenset(helps), gate),
        helps=helps,
        direct=direct,
        others=others[:OTHERS],
        topic="" if best is None else best.entry.topic,
    )


def _open(shelves: Shelves, found: Found) -> bool:
    """Whether an answer may be read now; a question that is still open has none."""
    return found.entry.source == Source.QUESTION or shelves.entry(found.entry) is None


def _answers_directly(best: Found) -> bool:
    return best.entry.kind != Kind.LEARNING and best.strength >= DIRECT


def reflect(course: Course) -> Help:
    """Rung 0, which needs nothing specific."""
    return Help(Rung.REFLECT, "reflect", lead=course.say("reflect"))


def _for_reader(course: Course, who: Person, found: Found) -> bool:
    """Not the reader's own question, and not one that is no longer public."""
    if found.entry.question_id is None:
        return True
    question = course.questions.find(course.id, found.entry.question_id)
    if question is None or question.state == QuestionState.WITHDRAWN:
        return False
    return not asked_by(who, question)


def _helps(course: Course, telling: list[Found], topic: str, shelves: Shelves) -> dict[Rung, Help]:
    """The best thing for each rung: what staff wrote for it, else the nearest source's."""
    helps: dict[Rung, Help] = {}
    # A hint that sounds nearer is not, where it was written for another topic than the asker named.
    fits = {topic, ""} if topic else None
    hints = next(
        (
            one
            for one in telling
            if one.entry.source == Source.HINT and (fits is None or one.entry.topic in fits)
        ),
        None,
    )
    about = (topic, "") if hints is None else (hints.entry.topic, hints.entry.cite)
    for hint in course.hints.about(course.id, *about):
        rung = Rung(hint.rung)
        waits = rung == Rung.ANSWER and shelves.opens(hint.topic, hint.problem) is not None
        if rung != Rung.REFLECT and not waits:  # a question back needs nothing specific
            written = Help(rung, f"hint:{hint.id}", text=hint.text, cite=hint.cite)
            helps.setdefault(rung, written)
    looked_at = {Source.HINT}
    for found in telling:
        if found.entry.source not in looked_at:
            looked_at.add(found.entry.source)
            for help_ in _from_entry(course, found, shelves):
                helps.setdefault(help_.rung, help_)
    return helps


def _from_entry(course: Course, found: Found, shelves: Shelves) -> list[Help]:
    entry, source = found.entry, f"entry:{found.entry.id}"
    say = course.say
    cited = "-cite" if entry.cite else ""
    values = {"title": entry.title, "cite": entry.cite}
    if entry.source == Source.MATERIAL:
        lead = say(f"pointer-material{cited}", **values)
        return [
            Help(Rung.POINTER, source, lead=lead, cite=entry.cite),
            Help(Rung.HINT, source, text=entry.body, cite=entry.cite),
        ]
    lead = say(f"pointer-answer{cited}", **values)
    helps = [Help(Rung.POINTER, source, lead=lead, cite=entry.cite)]
    if shelves.entry(entry) is not None:
        return helps
    if hint := cut_to_hint(entry.body):
        lead = say("hint-answer", title=entry.title)
        helps.append(Help(Rung.HINT, source, lead=lead, text=hint, cite=entry.cite))
    helps.append(Help(Rung.ANSWER, source, text=entry.body, cite=entry.cite))
    return helps
