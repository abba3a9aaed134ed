"""Every form there is."""

from collections.abc import Sequence

from handlers.chat.outgoing import (
    BUTTON,
    OPTIONS,
    AddFiles,
    Advice,
    Choice,
    Field,
    Form,
    OpenForm,
    Option,
    PickPlace,
    TextField,
)
from handlers.course import Course, Desk
from handlers.rules.pages import title
from storage.kinds import Audience, Flagged, Label, Stuck, Wish
from storage.kinds import Form as AnswerForm
from storage.tables import Course as CourseRecord
from storage.tables import Question

QUESTION, TRIED, ANSWER, LINE, DIFFERENCE = 2500, 1000, 3000, 2000, 500
"""Characters that fit: a card holds a question and what was tried with room to spare."""


WISHES = tuple(wish for wish in Wish if wish != Wish.TALK)
"""What help can be wished for in the form."""
WORRIED = "worried"
"""What a flag says that is no complaint: it goes to the asker, as care, and is not kept."""


def ask(course: Course, courses: Sequence[CourseRecord] = ()) -> OpenForm:
    """The one box, and four things that help when somebody likes to say them.

    Args:
        course: whose form it is.
        courses: those that may be meant; of several, one is chosen in place of the topic, which
            is guessed.
    """
    last = _topic(course) if len(courses) < 2 else _course(course, courses)
    return _ask(course, (*_asking(course), last))


def ask_this(course: Course, text: str) -> OpenForm:
    """The same for something written already; the topic's place says what becomes of that."""
    return _ask(course, (Advice(course.say("ask-this-advice")), *_asking(course, text)))


def go_on(course: Course, name: str, earlier_id: str, earlier: str) -> OpenForm:
    """The same for a question that goes on from an earlier one, with what that means first."""
    say = course.say
    fields = (Advice(say("continue-advice", title=earlier)), *_asking(course))
    return OpenForm(Form(say("ask-title"), name, fields, say("ask-submit"), (earlier_id,)))


def _ask(course: Course, fields: tuple[Field, ...]) -> OpenForm:
    return OpenForm(Form(course.say("ask-title"), "ask", fields, course.say("ask-submit")))


def _asking(course: Course, text: str = "") -> tuple[Field, ...]:
    say = course.say
    return (
        TextField(
            "text",
            say("ask-text"),
            required=True,
            long=True,
            initial=text,
            placeholder=say("ask-text-placeholder"),
            most=QUESTION,
        ),
        Choice("stuck", say("ask-stuck"), tuple(Option(one, say(f"stuck-{one}")) for one in Stuck)),
        TextField("tried", say("ask-tried"), long=True, most=TRIED),
        Choice(
            "wish",
            say("ask-wish"),
            tuple(Option(one, say(f"wish-{one}")) for one in WISHES),
            initial=Wish.POINTER,
        ),
    )


def _course(course: Course, courses: Sequence[CourseRecord]) -> Field:
    options = tuple(Option(one.id, title(one.name, BUTTON)) for one in courses[:OPTIONS])
    return Choice("course", course.say("ask-course"), options, initial=course.id, required=True)


def _topic(course: Course) -> Field:
    topics = course.hints.topics(course.id)
    if not topics:
        placeholder = course.say("ask-topic-placeholder")
        return TextField("topic", course.say("ask-topic"), placeholder=placeholder, most=BUTTON)
    options = tuple(Option(topic.id, title(topic.name, BUTTON)) for topic in topics[:OPTIONS])
    return Choice("topic", course.say("ask-topic"), options)


def tried(course: Course, question: Question) -> OpenForm:
    """The gate before rung 3: one line about an attempt."""
    say = course.say
    return OpenForm(
        Form(
            say("tried-title"),
            "tried",
            (
                Advice(say("tried-advice")),
                TextField("tried", say("tried-field"), required=True, long=True, most=TRIED),
            ),
            say("tried-submit"),
            (question.id,),
        )
    )


def add_files(course: Course, question: Question) -> OpenForm:
    """Files, with the warning that belongs to them."""
    say = course.say
    return OpenForm(
        Form(
            say("files-title"),
            "add-files",
            (Advice(say("files-advice")), AddFiles("files", say("files-field"))),
            say("files-submit"),
            (question.id,),
        )
    )


def choose(
    course: Course,
    question: Question,
    labels: tuple[Label, ...],
    *,
    staff_only: bool = False,
    section: str = "",
    group: bool = False,
) -> OpenForm:
    """Who reads it and who knows: the three labels, where all three are offered.

    A section is shown only if its asker adds it; empty: they have said none.
    """
    say = course.say
    added = "yes" if question.section else "no"
    sections = tuple(Option(one, say(f"choose-section-{one}")) for one in ("yes", "no"))
    own = (Choice("section", say("choose-section"), sections, added, required=True),)
    audiences = (Audience.STAFF,) if staff_only else (Audience.STAFF, Audience.CLASS)
    audiences = (*audiences, Audience.GROUP) if group and not staff_only else audiences
    return OpenForm(
        Form(
            say("choose-title"),
            "choose",
            (
                Choice(
                    "audience",
                    say("choose-audience"),
                    tuple(Option(one, say(f"audience-{one}")) for one in audiences),
                    initial=question.audience if question.audience in audiences else "",
                    required=True,
                ),
                Choice(
                    "label",
                    say("choose-label"),
                    tuple(Option(one, say(f"label-choice-{one}")) for one in labels),
                    initial=question.label,
                    required=True,
                ),
                *(own if section else ()),
            ),
            say("choose-submit"),
            (question.id,),
        )
    )


def answer(
    course: Course, question: Question, text: str = "", *, together: int = 0, coached: bool = True
) -> OpenForm:
    """An answer: what was tried is shown first; hint or full.

    Args:
        course: the course.
        question: what is answered.
        text: an answer that has been written already.
        together: how many more it goes to, whose questions are answered together with this one.
        coached: whether whoever answers is new to it, and is told what helps most.
    """
    say = course.say
    if question.wish == Wish.TALK:
        return _talk_back(course, question)
    seals = course.record.seal_answers
    lines = [say("answer-advice-tried", tried=question.tried)] if question.tried else []
    lines += [say("answer-advice")] if coached else []
    lines += [say("answer-advice-with", count=together)] if together else []
    advice = (Advice("\n".join(lines)),) if lines else ()
    return OpenForm(
        Form(
            say("answer-title"),
            "answer",
            (
                *advice,
                TextField(
                    "text",
                    say("answer-text"),
                    required=True,
                    long=True,
                    initial=text,
                    most=ANSWER,
                ),
                Choice(
                    "form",
                    say("answer-form"),
                    (
                        Option(AnswerForm.HINT, say("answer-hint")),
                        Option(AnswerForm.FULL, say("answer-full" if seals else "answer-open")),
                    ),
                    initial=AnswerForm.HINT,
                    required=True,
                ),
            ),
            say("answer-submit"),
            (question.id,),
        )
    )


def _talk_back(course: Course, question: Question) -> OpenForm:
    """A first line to somebody who asked for a person: no hint, no seal."""
    say = course.say
    text = TextField("text", say("answer-text"), required=True, long=True, most=ANSWER)
    fields = (Advice(say("talk-back-advice")), text)
    return OpenForm(
        Form(say("answer-title"), "answer", fields, say("answer-submit"), (question.id,))
    )


def line(course: Course, name: str, args: tuple[str, ...]) -> OpenForm:
    """One line to the other side: a follow-up, asking back."""
    say = course.say
    field = TextField("text", say("follow-up-text"), required=True, long=True, most=LINE)
    return OpenForm(Form(say("follow-up-title"), name, (field,), say("follow-up-submit"), args))


def look_again(course: Course, args: tuple[str, ...]) -> OpenForm:
    """Asking staff to look again at what they did; a reason is the asker's to give."""
    say = course.say
    field = TextField("text", say("follow-up-text"), long=True, most=LINE)
    return OpenForm(
        Form(say("look-again-title"), "look-again", (field,), say("follow-up-submit"), args)
    )


def difference(course: Course, question: Question) -> OpenForm:
    """What made the difference, for the asker's own page."""
    say = course.say
    text = TextField(
        "text",
        say("difference-text"),
        long=True,
        initial=question.difference,
        most=DIFFERENCE,
    )
    fields = (Advice(say("difference-advice")), text)
    return OpenForm(
        Form(
            say("difference-title"),
            "difference",
            fields,
            say("difference-submit"),
            (question.id,),
        )
    )


def direct_follow_up(desk: Desk, questions: Sequence[Option]) -> OpenForm:
    """A follow-up from a direct message, where no button says which question is meant."""
    say = desk.say
    fields = (
        Advice(say("direct-advice")),
        Choice(
            "question",
            say("direct-question"),
            tuple(questions),
            initial=questions[0].value,
            required=True,
        ),
        TextField("text", say("follow-up-text"), required=True, long=True, most=LINE),
    )
    title_, submit = say("follow-up-title"), say("follow-up-submit")
    return OpenForm(Form(title_, "direct-follow-up", fields, submit))


def talk(
    course: Course, labels: tuple[Label, ...], nameless: str, promise: tuple[str, ...]
) -> OpenForm:
    """Being connected with a person: who learns who it is, and a line if somebody likes.

    Args:
        course: whose staff.
        labels: what may be promised.
        nameless: what staying without a name means; empty where that is not offered.
        promise: what the form carries of it.
    """
    say = course.say
    advice = f"{say('talk-advice')}\n{nameless}".strip()
    return OpenForm(
        Form(
            say("talk-title"),
            "talk",
            (
                Advice(advice),
                Choice(
                    "label",
                    say("choose-label"),
                    tuple(Option(one, say(f"talk-label-{one}")) for one in reversed(labels[1:])),
                    initial=labels[-1],
                    required=True,
                ),
                TextField("text", say("talk-text"), long=True, most=LINE),
            ),
            say("talk-submit"),
            (course.id, *promise),
        )
    )


def flag(course: Course, question: Question) -> OpenForm:
    """What is wrong with a post."""
    say = course.say
    whys = (*Flagged, WORRIED)
    return OpenForm(
        Form(
            say("flag-title"),
            "flag",
            (
                Choice(
                    "why",
                    say("flag-why"),
                    tuple(Option(str(one), say(f"flag-{one}")) for one in whys),
                    required=True,
                ),
                Advice(say("flag-advice")),
            ),
            say("flag-submit"),
            (question.id,),
        )
    )


def edit(course: Course, question: Question) -> OpenForm:
    """A question's own words, to be changed."""
    say = course.say
    return OpenForm(
        Form(
            say("edit-title"),
            "edit",
            (
                TextField(
                    "text",
                    say("ask-text"),
                    required=True,
                    long=True,
                    initial=question.text,
                    placeholder=say("ask-text-placeholder"),
                    most=QUESTION,
                ),
                TextField("tried", say("ask-tried"), long=True, initial=question.tried, most=TRIED),
            ),
            say("edit-submit"),
            (question.id,),
        )
    )


def own(course: Course, question: Question, choices: tuple[Label, ...], also: str = "") -> OpenForm:
    """Showing later who asked; *also* says what else that means, where it does."""
    say = course.say
    options = tuple(Option(one, say(f"label-choice-{one}")) for one in choices)
    advice = f"{say('own-advice')}\n{also}".strip()
    fields = (Advice(advice), Choice("label", say("own-label"), options, required=True))
    return OpenForm(Form(say("own-title"), "own", fields, say("own-submit"), (question.id,)))


def confirm(desk: Desk, name: str, args: tuple[str, ...] = ()) -> OpenForm:
    """A last look before something that cannot be undone."""
    say = desk.say
    fields = (Advice(say(f"{name}-advice")),)
    return OpenForm(Form(say(f"{name}-title"), name, fields, say(f"{name}-submit"), args))


def new_course(desk: Desk) -> OpenForm:
    """Two answers make a course."""
    say = desk.say
    return OpenForm(
        Form(
            say("course-title"),
            "course",
            (
                PickPlace("staff", say("course-staff")),
                TextField(
                    "contacts",
                    say("course-contacts"),
                    required=True,
                    long=True,
                    placeholder=say("course-contacts-placeholder"),
                    most=1000,
                ),
                TextField("name", say("course-name"), most=BUTTON),
            ),
            say("course-submit"),
        )
    )
