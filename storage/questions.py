"""Questions, what the ladder showed of them, and who follows them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    insert,
    or_,
    select,
    union_all,
    update,
)

from storage.columns import table
from storage.kinds import Alone, Audience, Label, QuestionState
from storage.reading import every
from storage.ready import Ready, Records, among
from storage.tables import (
    AnswerTable,
    Follower,
    FollowerTable,
    Question,
    QuestionTable,
    Showing,
    ShowingTable,
)

_question, _showing, _follower = table(QuestionTable), table(ShowingTable), table(FollowerTable)
_answer = table(AnswerTable)
_ADD = Ready(insert(_question))
_SHOW = Ready(insert(_showing))
_FIND = Records(
    Question,
    select(_question).where(
        _question.c.id == bindparam("id"), _question.c.course_id == bindparam("course")
    ),
)
_LINKED = select(_question.c.id, _question.c.author_tag).where(
    _question.c.course_id == bindparam("course"), _question.c.author_tag.is_not(None)
)
_TAGS = Ready(_LINKED)
_OPEN_TAGS = Ready(_LINKED.where(_question.c.state == QuestionState.OPEN))
_LISTED = 16
_TAKEN = Ready(
    select(_question.c.alias).where(
        _question.c.course_id == bindparam("course"),
        _question.c.alias.in_([bindparam(f"alias{i}") for i in range(_LISTED)]),
        among(_question.c.state, (QuestionState.PRIVATE, QuestionState.OPEN)),
    )
)
_SHOWN = Records(
    Showing,
    select(_showing)
    .where(_showing.c.question_id == bindparam("question"))
    .order_by(_showing.c.shown_at, _showing.c.rung),
)


def _change(*conditions: ColumnElement[bool], **values: object) -> Ready:
    """A change of one question where it is still as the conditions say."""
    which = _question.c.id == bindparam("which")
    return Ready(update(_question).where(which, *conditions).values(**values))


_PRIVATE = _question.c.state == QuestionState.PRIVATE
_LIVE = among(_question.c.state, (QuestionState.PRIVATE, QuestionState.OPEN))
_CLIMBED = _change(_question.c.rung == bindparam("was"), rung=bindparam("now"))
_ATTEMPTED = _change(attempted=True, tried=bindparam("what"))
_CHOSEN = _change(
    _PRIVATE,
    label=bindparam("who"),
    audience=bindparam("reads"),
    section=bindparam("part"),
)
_COURSE_OF = Ready(
    union_all(
        select(_question.c.course_id).where(_question.c.id == bindparam("id")),
        select(_question.c.course_id)
        .join(_answer, _answer.c.question_id == _question.c.id)
        .where(_answer.c.id == bindparam("id")),
    )
)
_POSTED = _change(
    _PRIVATE,
    state=QuestionState.OPEN,
    posted_at=bindparam("at"),
    revealable=bindparam("promise"),
)
_CLOSED = _change(_LIVE, state=bindparam("now"), closed_at=bindparam("at"))
_REOPENED = _change(_question.c.state == bindparam("was"), state=bindparam("now"), closed_at=None)
_UNLINKED = _change(author_tag=None, author_seal=None)
_EDITED = _change(
    _LIVE, text=bindparam("new"), tried=bindparam("what"), attempted=bindparam("gate")
)
_OWNED = _change(
    (_question.c.state == QuestionState.OPEN) & (_question.c.label == bindparam("was")),
    label=bindparam("now"),
)
_HIDDEN = _change(_question.c.hidden_at.is_(None), hidden_at=bindparam("at"))
_ASKED_ALONE = _change(_question.c.alone.is_(None), alone=Alone.ASKED)
_SAID_ALONE = _change(_question.c.alone == Alone.ASKED, alone=bindparam("now"))
_DIFFERENCE = _change(~_LIVE, difference=bindparam("words"))
_SHARED = _change(
    (_question.c.audience == Audience.STAFF) & _question.c.shared_at.is_(None),
    audience=Audience.CLASS,
    text=bindparam("new"),
    label=bindparam("now"),
    shared_at=bindparam("at"),
)
_UNHIDDEN = _change(_question.c.hidden_at.is_not(None), hidden_at=None)


class Questions:
    """Questions of all courses; every look-up names its course."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, question: Question) -> None:
        """Keep a new question."""
        _ADD.run(self._connection, question.model_dump())

    def find(self, course_id: str, question_id: str) -> Question | None:
        """The question with this id, whoever asked it."""
        return _FIND.one(self._connection, {"id": question_id, "course": course_id})

    def tags(self, course_id: str) -> list[tuple[str, str]]:
        """Id and author's tag of every question of the course whose author is still linked."""
        rows = _TAGS.rows(self._connection, {"course": course_id})
        return [(row[0], row[1]) for row in rows]

    def open_tags(self, course_id: str) -> list[tuple[str, str]]:
        """Id and author's tag of every posted question that is still open."""
        rows = _OPEN_TAGS.rows(self._connection, {"course": course_id})
        return [(row[0], row[1]) for row in rows]

    def taken(self, course_id: str, aliases: Sequence[str]) -> set[str]:
        """Which of some aliases, sixteen at most, private or open questions of the course have."""
        listed = [*aliases, *[aliases[0]] * (_LISTED - len(aliases))]
        wanted = {f"alias{i}": alias for i, alias in enumerate(listed)}
        rows = _TAKEN.rows(self._connection, {"course": course_id, **wanted})
        return {row[0] for row in rows}

    def some(self, ids: Iterable[str]) -> list[Question]:
        """The questions with these ids, the newest first."""
        rows = self._connection.execute(
            select(_question)
            .where(_question.c.id.in_(list(ids)))
            .order_by(_question.c.asked_at.desc(), _question.c.id)
        )
        return every(Question, rows)

    def open_after(self, course_id: str, at: datetime, last: str, most: int) -> list[Question]:
        """A course's open questions that were posted after a moment, or then with a later id.

        Args:
            course_id: the course.
            at: when the last one before was posted.
            last: its id.
            most: how many at most, the longest open first.
        """
        rows = self._connection.execute(
            select(_question)
            .where(
                _question.c.course_id == course_id,
                _question.c.state == QuestionState.OPEN,
                or_(
                    _question.c.posted_at > at,
                    and_(_question.c.posted_at == at, _question.c.id > last),
                ),
            )
            .order_by(_question.c.posted_at, _question.c.id)
            .limit(most)
        )
        return every(Question, rows)

    def climbed(self, question_id: str, from_rung: int, to_rung: int) -> bool:
        """Move up the ladder; false if the question has moved meanwhile."""
        return self._change(_CLIMBED, question_id, was=from_rung, now=to_rung)

    def attempted(self, question_id: str, tried: str) -> bool:
        """Keep what was tried, which opens the gate before rung 3."""
        return self._change(_ATTEMPTED, question_id, what=tried)

    def chosen(self, question_id: str, label: Label, audience: Audience, section: str = "") -> bool:
        """Keep who will read it and who will know; false if it is no longer private."""
        return self._change(_CHOSEN, question_id, who=label, reads=audience, part=section)

    def course_of(self, thing_id: str) -> str | None:
        """The course that a question or an answer belongs to, by its id."""
        found = _COURSE_OF.first(self._connection, {"id": thing_id})
        return None if found is None else found[0]

    def posted(self, question_id: str, at: datetime, *, revealable: bool = False) -> bool:
        """Private → open; false if it was not private.

        Args:
            question_id: which.
            at: when.
            revealable: whether the promise its asker read had the one exception.
        """
        return self._change(_POSTED, question_id, at=at, promise=revealable)

    def closed(self, question_id: str, state: QuestionState, at: datetime) -> bool:
        """Private or open → a closed state; false if it is closed already."""
        return self._change(_CLOSED, question_id, now=state, at=at)

    def reopened(self, question_id: str, was: QuestionState, now: QuestionState) -> bool:
        """A closed state → private or open again; false if it was not closed so."""
        return self._change(_REOPENED, question_id, was=was, now=now)

    def unlink(self, question_id: str) -> bool:
        """Cut the question from its author for ever: tag and seal become NULL."""
        return self._change(_UNLINKED, question_id)

    def edited(self, question_id: str, text: str, tried: str, attempted: bool) -> bool:
        """Keep other words of a question that is not closed; false if it is."""
        return self._change(_EDITED, question_id, new=text, what=tried, gate=attempted)

    def owned(self, question_id: str, was: Label, now: Label) -> bool:
        """Keep that more people know who asked; false if it is closed or has changed meanwhile."""
        return self._change(_OWNED, question_id, was=was, now=now)

    def hide(self, question_id: str, at: datetime) -> bool:
        """Take a question away from the class; false if it is hidden already."""
        return self._change(_HIDDEN, question_id, at=at)

    def shared(self, question_id: str, text: str, label: Label, at: datetime) -> bool:
        """Show the class what only staff have read, in these words; false if it is theirs."""
        return self._change(_SHARED, question_id, new=text, now=label, at=at)

    def unhide(self, question_id: str) -> bool:
        """Give a question back to the class; false if it was not hidden."""
        return self._change(_UNHIDDEN, question_id)

    def ask_alone(self, question_id: str) -> bool:
        """Its asker is asked whether a similar one goes alone now; false if they were before."""
        return self._change(_ASKED_ALONE, question_id)

    def said_alone(self, question_id: str, answer: Alone) -> bool:
        """Keep what they said; false if they have said it, or were not asked."""
        return self._change(_SAID_ALONE, question_id, now=answer)

    def keep_difference(self, question_id: str, words: str) -> bool:
        """Keep what made the difference; false while the question is not closed."""
        return self._change(_DIFFERENCE, question_id, words=words)

    def show(self, showing: Showing) -> None:
        """Keep what was shown, so that it can be read again."""
        _SHOW.run(self._connection, showing.model_dump())

    def shown(self, question_id: str) -> list[Showing]:
        """Everything the ladder has shown of a question, in order."""
        return _SHOWN.every(self._connection, {"question": question_id})

    def vote(self, question_id: str, showing_id: str, useful: bool) -> bool:
        """Keep whether something shown was useful; the last vote stands."""
        result = self._connection.execute(
            update(_showing)
            .where(_showing.c.id == showing_id, _showing.c.question_id == question_id)
            .values(useful=useful)
        )
        return result.rowcount == 1

    def votes(self, source: str) -> tuple[int, int]:
        """How many found a source useful, and how many not."""
        rows = self._connection.execute(
            select(_showing.c.useful).where(_showing.c.source == source)
        )
        said = [row[0] for row in rows]
        return said.count(True), said.count(False)

    def follow(self, follower: Follower) -> bool:
        """Add somebody who asks the same; false if they follow already."""
        mine = select(_follower.c.question_id).where(
            _follower.c.question_id == follower.question_id,
            _follower.c.follower_tag == follower.follower_tag,
        )
        if self._connection.execute(mine).first() is not None:
            return False
        self._connection.execute(insert(_follower), follower.model_dump())
        return True

    def followers(self, question_id: str) -> list[Follower]:
        """Who follows a question."""
        rows = self._connection.execute(
            select(_follower).where(_follower.c.question_id == question_id)
        )
        return every(Follower, rows)

    def followed(self, course_id: str) -> list[Follower]:
        """Every following in the course; the caller knows which tags are its own."""
        rows = self._connection.execute(
            select(_follower)
            .join(_question, _question.c.id == _follower.c.question_id)
            .where(_question.c.course_id == course_id)
        )
        return every(Follower, rows)

    def news_for_followers(self, question_id: str) -> None:
        """There is something new for everybody who follows a question."""
        self._connection.execute(
            update(_follower).where(_follower.c.question_id == question_id).values(news=True)
        )

    def told_follower(self, question_id: str, follower_tag: str) -> None:
        """A follower has been told what is new."""
        self._connection.execute(
            update(_follower)
            .where(_follower.c.question_id == question_id, _follower.c.follower_tag == follower_tag)
            .values(news=False)
        )

    def _change(self, statement: Ready, question_id: str, **values: object) -> bool:
        return statement.run(self._connection, {"which": question_id, **values}) == 1
