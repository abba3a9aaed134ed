"""Changing one's own question: its words, who knows, or taking it back."""

from collections.abc import Iterator

from handlers import forms, panels
from handlers.asking import first_rung
from handlers.cards import cards_of, class_card, gone_card, ticket_cards
from handlers.chat.incoming import Press, Submission, Tick
from handlers.chat.outgoing import Button, Line, Message, Outgoing, Post, Reply, Style
from handlers.continuing import own_advice
from handlers.course import Course
from handlers.drafts import fix_button, fixable, new_draft, sent
from handlers.findable import make_findable, make_unfindable
from handlers.life.anew import part_all
from handlers.posting import labels
from handlers.queue import ticket_of
from handlers.routes import Routes
from handlers.rules.rungs import Rung
from handlers.safety.heeding import heeded
from handlers.safety.mutes import refuse_muted
from handlers.sources import shelf
from handlers.warned import warnings
from storage.kinds import Audience, Label, QuestionState, Source, TicketState
from storage.tables import Question

routes = Routes()
LIVE = (QuestionState.PRIVATE, QuestionState.OPEN)


@routes.press("more", reads=True)
def more(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[More]**: what else can be done with a posted question."""
    question = _open(press, course)
    say, args = course.say, (question.id,)
    buttons = [
        Button(say("button-edit"), "edit", args),
        Button(say("button-add-files"), "add-files", args),
    ]
    if _more_open(course, question):
        buttons.append(Button(say("button-own"), "own", args))
    buttons.append(Button(say("button-withdraw"), "withdraw", args, Style.DANGER))
    yield Reply(Message((Line(say("more-lead")),), tuple(buttons)))


def _open(event: Press | Submission, course: Course) -> Question:
    question = course.own(event.who, event.args[0])
    if question.state != QuestionState.OPEN:
        raise course.refuse("question-closed")
    return question


@routes.press("edit", reads=True)
def open_edit(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Edit]**, and **[Say more]** beside a question that says too little to begin with."""
    question = course.own(press.who, press.args[0])
    if question.state not in LIVE:
        raise course.refuse("question-closed")
    yield forms.edit(course, question)


@routes.submission("edit")
@heeded("text", "tried")
def edit(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The question's words are others from now on; a posted one's cards say the new ones."""
    question = course.own(form.who, form.args[0])
    text, tried = form.text("text"), form.text("tried")
    if question.state not in LIVE:
        raise fixable(form, course, "question-closed")
    refuse_muted(form, course, question, text)
    if not text:
        raise fixable(form, course, "ask-empty")
    for size, most in ((len(text), forms.QUESTION), (len(tried), forms.TRIED)):
        if size > most:
            raise fixable(form, course, "ask-too-long", length=size, most=most)
    was = question.state
    question.text, question.tried = text, tried
    question.attempted = question.attempted or bool(tried)
    if was == QuestionState.OPEN and not form.confirmed:
        warned = warnings(course, question)
        if warned:
            draft = new_draft(form, course, form.name, form.args)
            course.work.drafts.keep(draft, form.fields)
            as_it_is = Button(course.say("button-as-it-is"), "go-on", (draft.id,))
            buttons = (fix_button(course, draft), as_it_is)
            yield Reply(Message((Line(course.say("edit-warned")), *warned), buttons))
            return
    if not course.questions.edited(question.id, text, tried, question.attempted):
        raise fixable(form, course, "question-closed")
    sent(form, course)
    course.happened(question, "edited", form.at)
    if was == QuestionState.PRIVATE:
        yield from _again(form, course, question)
        return
    yield from ticket_cards(course, question, ticket_of(course, question))
    yield from _to_class_later(form, course, question)
    yield Reply(course.line("edited-class" if _in_class_unseen(question) else "edited"))


def _again(form: Submission, course: Course, question: Question) -> Iterator[Outgoing]:
    """The panel for the new words; what was shown already stays shown."""
    if question.rung <= Rung.REFLECT:
        yield from first_rung(form, course, question, shelf(course, form, question))
        return
    buttons = panels.panel_buttons(course, question, people_first=False)
    yield from panels.shown(course, [Line(course.say("edited-private"))], buttons)


def _to_class_later(form: Submission, course: Course, question: Question) -> Iterator[Outgoing]:
    """The class's card of a hidden question changes after a delay drawn by chance as well."""
    waits = course.jobs.waits(question.id, "class-card")
    if question.audience != Audience.CLASS or question.hidden_at is not None or waits:
        return
    if not _in_class_unseen(question):
        _findable(course, question)
        yield class_card(course, question)
        return
    if course.jobs.waits(question.id, "class-card-edited"):
        return
    course.by_chance(question, "class-card-edited", form.at)


def _in_class_unseen(question: Question) -> bool:
    """Whether the class reads it without knowing who asked."""
    in_class = question.audience == Audience.CLASS and question.hidden_at is None
    return in_class and question.label.hidden


@routes.tick("class-card-edited")
def class_card_edited(tick: Tick, course: Course) -> Iterator[Outgoing]:
    """A hidden question's card says its new words."""
    question = course.questions.find(course.id, tick.args[0])
    if question is not None and question.state == QuestionState.OPEN:
        _findable(course, question)
        yield class_card(course, question)


def _findable(course: Course, question: Question) -> None:
    if course.search.answer_to(question.id) is None:
        make_findable(course, question, Source.QUESTION)


@routes.press("withdraw", reads=True)
def open_withdraw(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Withdraw]** says first what it means."""
    yield forms.confirm(course, "withdraw", (_open(press, course).id,))


@routes.submission("withdraw")
def withdraw(form: Submission, course: Course) -> Iterator[Outgoing]:
    """A posted question is taken back: its cards say so and nothing else.

    Whatever was to be answered together with it is back in the line by itself.
    """
    question = _open(form, course)
    course.questions.closed(question.id, QuestionState.WITHDRAWN, form.at)
    course.tickets.closed(question.id, TicketState.WITHDRAWN)
    make_unfindable(course, question)
    course.work.continuations.forget(question.id)
    course.happened(question, "withdrawn", form.at)
    yield from _emptied(course, question)
    yield from part_all(course, question.id, form.at)
    yield Reply(course.line("withdrawn"))


def _emptied(course: Course, question: Question) -> Iterator[Post]:
    posted = course.work.cards.about(question.id) | course.work.outbox.in_hand(question.id)
    for key, room in sorted(posted):
        yield gone_card(course, room, key, "card-withdrawn")


@routes.press("own", reads=True)
def open_own(press: Press, course: Course) -> Iterator[Outgoing]:
    """**[Own it]**: only the asker can show who asked, and only they can choose to."""
    question = _open(press, course)
    choices = _more_open(course, question)
    if not choices:
        raise course.refuse("own-already")
    yield forms.own(course, question, choices, own_advice(course, question))


def _more_open(course: Course, question: Question) -> tuple[Label, ...]:
    """The labels by which more people would know than now; what was known stays known."""
    offered = labels(course)
    return offered[: offered.index(question.label)] if question.label in offered else ()


@routes.submission("own")
def own(form: Submission, course: Course) -> Iterator[Outgoing]:
    """The cards show the name from now on."""
    question = _open(form, course)
    label = Label(form.text("label") or question.label)
    if label not in _more_open(course, question):
        raise course.refuse("own-already")
    if not course.questions.owned(question.id, question.label, label):
        raise course.refuse("own-already")
    question.label = label
    course.happened(question, "owned", form.at)
    if label == Label.NAMED:
        yield from cards_of(course, question)
    else:
        # The class's card shows nothing of it: an edit would only mark it as edited.
        yield from ticket_cards(course, question, ticket_of(course, question))
    yield Reply(course.line(f"owned-{label}"))
