"""Asking: one box, then help at once, then people if wanted."""

from collections.abc import Iterator, Sequence
from functools import partial

from handlers import forms, panels
from handlers.afterwards import learned, once_solved
from handlers.allowances import again_at, use
from handlers.cards import cards_of
from handlers.chat.incoming import CleanFile, Command, Press, Submission
from handlers.chat.outgoing import Button, Line, Message, Outgoing, Part, Reply, Style
from handlers.climbing import progress_of, show
from handlers.closing import close_posted
from handlers.continuing import keep_link
from handlers.course import Course, tag_for
from handlers.drafts import fixable, sent
from handlers.exams import Shelves, exam_line, require_open, require_released
from handlers.files import keep_files
from handlers.news import courses_of
from handlers.pulse.offering import in_panel
from handlers.routes import Routes
from handlers.rules.aliases import alias
from handlers.rules.limits import Limited
from handlers.rules.pages import pages, title
from handlers.rules.rungs import Rung, Show, opening
from handlers.rules.vagueness import vague
from handlers.safety.heeding import heeded
from handlers.silence import watch
from handlers.sources import Shelf, reflect, shelf
from handlers.warned import start_audience
from storage.kinds import Audience, Kind, Label, QuestionState, Source, Stuck, Wish
from storage.search_tables import Entry
from storage.tables import Follower, Question, Showing

routes = Routes()


@routes.press("ask", reads=True)
@routes.command("ask", reads=True)
def open_box(event: Press | Command, course: Course) -> Iterator[Outgoing]:
    """**[Ask]** opens the form; opening and abandoning it is not recorded.

    Where no room says which of several courses is meant, the form does, and can be changed.
    """
    decided = event.where is not None and course.work.courses.at(event.where) == course.id
    records = [] if decided else [one.record for one in courses_of(event, course)]
    yield forms.ask(course, [one for one in records if one.archived_at is None])


@routes.submission("ask", tells=True)
@routes.submission("continue", tells=True)
@heeded("text", "tried", then="giving-up-then")
def ask(form: Submission, course: Course) -> Iterator[Outgoing]:
    """A question is kept, privately, and the panel answers at once."""
    question = _new_question(form, course)
    use_of_the_day = use(form, course, Limited.ASKED)
    if not use_of_the_day:
        raise fixable(form, course, "day-full-asked", time=again_at(form, course))
    first = use_of_the_day == 1 and not _asked_before(form, course)
    found = shelf(course, form, question)
    question.topic = question.topic or found.topic
    question.audience = start_audience(course, question)
    if found.direct is not None:
        question.kind = found.direct.entry.kind
    course.questions.add(question)
    keep_link(form, course, question)
    sent(form, course)
    course.happened(question, "asked", form.at, question.kind)
    if found.direct is not None:
        course.did(form, "asked what is known", question.kind)
        yield from _answer_directly(form, course, question, found)
    else:
        course.did(form, "asked", f"{question.wish}{' attempt' if question.attempted else ''}")
        leads = [Line(course.say("greeting"))] if first else []
        yield from first_rung(form, course, question, found, leads, prompts=True)
        watch(form, course, question)


def _asked_before(form: Submission, course: Course) -> bool:
    """Whether they have asked in this course: known by their tags of its questions alone."""
    asked = course.questions.tags(course.id)
    return any(tag_for(form.who, question_id) == tag for question_id, tag in asked)


def _new_question(form: Submission, course: Course) -> Question:
    text, tried = form.text("text"), form.text("tried")
    if not text:
        raise fixable(form, course, "ask-empty")
    for size, most in ((len(text), forms.QUESTION), (len(tried), forms.TRIED)):
        if size > most:
            raise fixable(form, course, "ask-too-long", length=size, most=most)
    wish = Wish(form.text("wish") or Wish.POINTER)
    stuck = form.text("stuck")
    question_id = course.chance.token()
    seal = form.who.sealed(f"author:{question_id}")
    label = Label.CLASSMATES if course.record.operator_teaches else Label.EVERYONE
    return Question(
        id=question_id,
        course_id=course.id,
        state=QuestionState.PRIVATE,
        author_tag=tag_for(form.who, question_id),
        author_seal=seal.box,
        alias=alias(course.chance, partial(course.questions.taken, course.id)),
        label=label,
        audience=Audience.CLASS,
        kind=Kind.LEARNING,
        wish=wish,
        stuck=Stuck(stuck) if stuck else None,
        topic=_topic(course, form.text("topic")),
        text=text,
        tried=tried,
        attempted=bool(tried),
        asked_at=form.at,
    )


def _topic(course: Course, given: str) -> str:
    """A topic's name: chosen from the list by its id, or typed where there is no list."""
    if not given:
        return ""
    return {topic.id: topic.name for topic in course.hints.topics(course.id)}.get(given, given)


def _answer_directly(
    form: Submission, course: Course, question: Question, found: Shelf
) -> Iterator[Outgoing]:
    """Logistics and set-up: the full answer with its source, no ladder."""
    if found.direct is None:
        return
    entry = found.direct.entry
    _show_answer(course, question, entry, form)
    key = "panel-direct" if entry.cite else "panel-direct-plain"
    lead = course.say(key, cite=entry.cite) if entry.cite else course.say(key)
    parts: list[Part] = [Line(lead), *panels.answer_parts(course, entry.body, "")]
    others = [one for one in found.others if one.entry.id != entry.id]
    parts += panels.other_items(course, question, others)
    args = (question.id,)
    buttons = (
        Button(course.say("button-did-it"), "that-did-it", args, Style.PRIMARY),
        Button(course.say("button-ask-people"), "ask-people", args),
    )
    yield from panels.shown(course, parts, buttons)


def first_rung(
    form: Submission,
    course: Course,
    question: Question,
    found: Shelf,
    leads: Sequence[Part] = (),
    *,
    prompts: bool = False,
) -> Iterator[Outgoing]:
    """The panel with the best first help.

    Args:
        form: what was sent.
        course: the course.
        question: the question, kept.
        found: what the course can say to it.
        leads: what is said before it.
        prompts: ask kindly for one line more where it says too little; once, and never a wall.
    """
    step = opening(progress_of(question), found.ladder, form.at)
    parts: list[Part]
    votes: tuple[Button, ...] = ()
    if isinstance(step, Show):
        help_ = reflect(course) if step.rung == Rung.REFLECT else found.helps[step.rung]
        showing = show(course, question, help_, form.at)
        parts = panels.help_parts(course, help_)
        votes = panels.vote_buttons(course, question, showing)
    elif question.wish == Wish.CHECK:
        parts = panels.people_next(course, "panel-check")
    else:
        parts = panels.people_next(course, "panel-nothing")
    unclear = prompts and vague(question.text, question.tried, course.record.language)
    # What is found for too few words is a guess, so the prompt comes before it.
    prompt = [Line(course.say("ask-vague"))] if unclear else []
    parts = [*leads, *prompt, *parts]
    if found.exam is not None:
        parts.append(exam_line(course, found.exam))
    parts += panels.other_items(course, question, found.others)
    shows = isinstance(step, Show) and found.exam is None
    more = shows or question.wish == Wish.CHECK
    buttons = panels.panel_buttons(course, question, people_first=not shows, more=more)
    if unclear:
        say_more = Button(course.say("button-say-more"), "edit", (question.id,), Style.PRIMARY)
        yield from panels.shown(course, parts, (say_more, *buttons))
        return
    offer = in_panel(form, course)
    yield from panels.shown(course, parts, (*buttons, *votes, *offer))


@routes.press("that-did-it", repeats=True)
def that_did_it(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[That did it]** closes a question that never needed people, or needs them no more."""
    question = course.own(press.who, press.args[0])
    key = "did-it" if learned(press, course, question) else "did-it-known"
    said = [Line(course.say(key))]
    if question.state == QuestionState.OPEN:
        said.append(Line(course.say("did-it-posted")))
        yield from close_posted(course, question, QuestionState.SOLVED, press.at)
    elif not course.questions.closed(question.id, QuestionState.SOLVED, press.at):
        raise course.refuse("did-it-again")
    course.happened(question, "solved", press.at, f"rung {question.rung}")
    course.did(press, "solved", f"rung {question.rung}")
    asked, buttons = once_solved(press, course, question)
    yield Reply(Message((*said, *asked), buttons))


@routes.press("keep")
def keep(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Keep it, I'm still trying]**: the student decides, and loses nothing."""
    question = course.own(press.who, press.args[0])
    course.happened(question, "kept", press.at, f"rung {question.rung}")
    course.did(press, "kept")
    yield Reply(course.line("kept"))


@routes.press("its", tells=True)
def thats_it(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[That's it]**: the sealed answer opens, which counts as rung 4, and the question closes."""
    question = course.own(press.who, press.args[0])
    entry = _entry(course, press.args[1], answered=True)
    require_open(course, press)
    require_released(course, Shelves(course, press.at).entry(entry))
    again: tuple[Button, ...] = (
        Button(course.say("button-still-stuck"), "still-stuck", (question.id,)),
    )
    if question.state == QuestionState.OPEN:
        again = ()
        yield from close_posted(course, question, QuestionState.REUSED, press.at)
    elif not course.questions.closed(question.id, QuestionState.REUSED, press.at):
        raise course.refuse("did-it-again")
    _show_answer(course, question, entry, press)
    course.happened(question, "reused", press.at, entry.id)
    course.did(press, "reused")
    asked, buttons = once_solved(press, course, question)
    parts: list[Part] = [
        Line(course.say("reused-sealed", title=title(entry.title))),
        *panels.answer_parts(course, entry.body, entry.cite),
        Line(course.say("reused-closed")),
        *asked,
    ]
    for message in pages(parts, (*again, *buttons)):
        yield Reply(message)


def _entry(course: Course, entry_id: str, *, answered: bool) -> Entry:
    entry = course.search.find(course.id, entry_id)
    if entry is None or entry.answered != answered:
        raise course.refuse("question-gone")
    return entry


def _show_answer(
    course: Course, question: Question, entry: Entry, event: Press | Submission
) -> None:
    showing = Showing(
        id=course.chance.token(),
        question_id=question.id,
        rung=Rung.ANSWER,
        source=f"entry:{entry.id}",
        text=entry.body,
        cite=entry.cite,
        shown_at=event.at,
    )
    course.questions.show(showing)
    course.questions.climbed(question.id, question.rung, Rung.ANSWER)
    question.rung = Rung.ANSWER


@routes.press("still-stuck")
def still_stuck(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Still stuck]** opens a question again that had been closed too soon."""
    question = course.own(press.who, press.args[0])
    if not course.questions.reopened(question.id, QuestionState.REUSED, QuestionState.PRIVATE):
        raise course.refuse("question-closed")
    course.happened(question, "reopened", press.at)
    buttons = panels.panel_buttons(course, question, people_first=True)
    line = Line(course.say("reopened-private"))
    yield Reply(Message((line,), buttons))


@routes.press("me-too")
def me_too(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Me too]** beside an open question in the panel: follow it without posting."""
    course.own(press.who, press.args[0])
    require_open(course, press)
    entry = _entry(course, press.args[1], answered=False)
    if entry.source != Source.QUESTION or entry.question_id is None:
        raise course.refuse("question-closed")
    yield from _follow(press, course, entry.question_id, "me-too-done")


@routes.press("follow")
def follow(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Me too]** on the class card."""
    yield from _follow(press, course, press.args[0], "me-too-card")


def _follow(press: Press, course: Course, question_id: str, done: str) -> Iterator[Outgoing]:
    question = course.live(question_id)
    tag = tag_for(press.who, question.id)
    if tag == question.author_tag:
        raise course.refuse("me-too-own")
    follower = Follower(
        question_id=question.id,
        follower_tag=tag,
        follower_seal=press.who.sealed(f"follower:{question.id}").box,
    )
    if not course.questions.follow(follower):
        raise course.refuse("me-too-already")
    course.happened(question, "followed", press.at)
    course.did(press, "followed")
    yield panels.one_line(course, done, title=title(question.text))


@routes.press("add-files", reads=True)
def open_files(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Add files]** opens a form of its own, which carries the warning."""
    yield forms.add_files(course, course.own(press.who, press.args[0]))


@routes.submission("add-files")
def add_files(form: Submission, course: Course) -> Iterator[Outgoing]:
    """Cleaned files are kept with the question; refused ones are named with the reason."""
    question = course.own(form.who, form.args[0])
    if not form.files:
        raise course.refuse("files-none")
    yield Reply(Message(tuple(keep_files(course, question, form.files))))
    if question.state == QuestionState.OPEN and any(
        isinstance(file, CleanFile) for file in form.files
    ):
        yield from cards_of(course, question)
