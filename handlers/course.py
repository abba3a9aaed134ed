"""What a handler may touch: the open work, the course it is for, its words and its chance."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.chat.incoming import Heard
from handlers.chat.outgoing import Line, Message
from handlers.chat.person import Person
from handlers.refusal import Refused
from handlers.rules.chance import Chance
from handlers.rules.indicators.thresholds import TARGET
from handlers.rules.release import window_at
from handlers.words import FALLBACK, Words, words
from storage.answers import Answers
from storage.attachments import Attachments
from storage.hints import Hints
from storage.jobs import Jobs
from storage.kinds import Purpose, QuestionState, Seal
from storage.questions import Questions
from storage.search import Search
from storage.store import Work
from storage.tables import Course as CourseRecord
from storage.tables import Job, PersonEvent, Question, TicketEvent
from storage.tickets import Tickets

BOARD_PAUSE = timedelta(seconds=20)
"""So long the board waits for more to happen: a busy minute is few edits."""


class Desk:
    """A handler's place of work outside any course."""

    def __init__(self, work: Work, chance: Chance, language: str = FALLBACK) -> None:
        """Take the open work and the event's chance."""
        self.work = work
        self.chance = chance
        self.language = language
        self.say: Words = words(language)

    def line(self, key: str, **values: str | int) -> Message:
        """A message of one line of the catalogue."""
        return Message((Line(self.say(key, **values)),))

    def refuse(self, key: str, **values: str | int) -> Refused:
        """A refusal with a text of the catalogue, to be raised."""
        return Refused(self.line(key, **values))


class Course(Desk):
    """A course, open for one event."""

    def __init__(self, work: Work, chance: Chance, record: CourseRecord) -> None:
        """Take the open work, the event's chance and the course."""
        super().__init__(work, chance, record.language)
        self.record = record
        self.id = record.id

    def keep(self, **values: object) -> None:
        """Change settings, by column name."""
        self.work.courses.set(self.id, **values)
        for name, value in values.items():
            setattr(self.record, name, value)

    @property
    def target(self) -> timedelta:
        """Staffed time within which a first reply is aimed at: as staff said, else the usual."""
        hours = self.record.reply_hours
        return TARGET if hours is None else timedelta(hours=hours)

    @property
    def questions(self) -> Questions:
        """Questions."""
        return self.work.questions

    @property
    def tickets(self) -> Tickets:
        """The line."""
        return self.work.tickets

    @property
    def answers(self) -> Answers:
        """Answers and follow-ups."""
        return self.work.answers

    @property
    def attachments(self) -> Attachments:
        """Files."""
        return self.work.attachments

    @property
    def hints(self) -> Hints:
        """Topics and hints."""
        return self.work.hints

    @property
    def search(self) -> Search:
        """What can be found."""
        return self.work.search

    @property
    def jobs(self) -> Jobs:
        """Due work."""
        return self.work.jobs

    def question(self, question_id: str) -> Question:
        """A question of this course.

        Raises:
            Refused: it is gone.
        """
        question = self.questions.find(self.id, question_id)
        if question is None:
            raise self.refuse("question-gone")
        return question

    def own(self, who: Person, question_id: str) -> Question:
        """A question that this person asked.

        Raises:
            Refused: it is gone, unlinked, or somebody else's. All three read the same.
        """
        question = self.question(question_id)
        if not asked_by(who, question):
            raise self.refuse("question-gone")
        return question

    def live(self, question_id: str) -> Question:
        """A posted question that is still open.

        Raises:
            Refused: it is gone or closed.
        """
        question = self.question(question_id)
        if question.state != QuestionState.OPEN:
            raise self.refuse("question-closed")
        return question

    def by_chance(self, question: Question, name: str, at: datetime) -> None:
        """Do something to the class's card at a time nobody can match with somebody's typing."""
        # Whole seconds, zero among them: any moment up to the longest is as likely as another.
        delay = timedelta(seconds=self.chance.below(self.record.card_delay_seconds + 1))
        self.do_later(name, at + delay, question.id, question_id=question.id)

    def happened(self, question: Question, what: str, at: datetime, detail: str = "") -> None:
        """Note something about a ticket."""
        self.work.log.about_ticket(
            TicketEvent(
                id=self.chance.token(),
                course_id=self.id,
                question_id=question.id,
                what=what,
                detail=detail,
                at=at,
            )
        )
        if self.record.board:
            job = f"board-{self.id}"
            self.jobs.once(Job(id=job, course_id=self.id, name="board", due=at + BOARD_PAUSE))

    def do_later(
        self, name: str, due: datetime, *args: str, question_id: str | None = None
    ) -> None:
        """Have something done when it falls due.

        Args:
            name: which tick does it.
            due: when.
            args: what the tick is told.
            question_id: the question it goes with, if it does: with that it is dropped.
        """
        self.jobs.add(
            Job(
                id=self.chance.token(),
                course_id=self.id,
                question_id=question_id,
                name=name,
                args=" ".join(args),
                due=due,
            )
        )

    def local(self, at: datetime) -> date:
        """The day it is where the course is."""
        return at.astimezone(ZoneInfo(self.record.timezone)).date()

    def window(self, at: datetime) -> str:
        """The name of the window in which people are counted at a moment."""
        return window_at(self.local(at), self.record.enrolment, self.record.term_start).name

    def did(self, event: Heard, what: str, detail: str = "") -> None:
        """Note something about a person: no question, no time finer than the window."""
        done = self._about(event, self.window(event.at), what, detail)
        self.work.log.about_person(done, event.who.tag(Purpose.WINDOW, done.id))

    def will_have(self, event: Heard, at: datetime, job: str) -> str:
        """The person, locked away for a job that will note what came of something they did.

        Args:
            event: what the person did.
            at: when it will be known.
            job: the job's id.
        """
        done = self._about(event, self.window(at), "", "")
        return self.work.log.lock_away(done, event.who.tag(Purpose.WINDOW, done.id), job)

    def _about(self, event: Heard, window: str, what: str, detail: str) -> PersonEvent:
        scope = f"{self.id}/{window}"
        return PersonEvent(
            id=self.chance.token(),
            course_id=self.id,
            window=window,
            window_scope=scope,
            person_tag=event.who.tag(Purpose.WINDOW, scope),
            what=what,
            detail=detail,
        )


def asked_by(who: Person, question: Question) -> bool:
    """Whether this person asked the question."""
    return question.author_tag is not None and question.author_tag == tag_for(who, question.id)


def tag_for(who: Person, question_id: str) -> str:
    """The person's tag within one question, and nowhere else."""
    return who.tag(Purpose.QUESTION, question_id)


def author_seal(question: Question) -> Seal | None:
    """The asker, locked, to be told something; ``None`` once unlinked."""
    if question.author_seal is None:
        return None
    return Seal(f"author:{question.id}", question.author_seal)
