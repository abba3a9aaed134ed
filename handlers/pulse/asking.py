"""Whether somebody may be asked, and what: by their own powers, at the moment they are asked.

Nothing links a pulse to a question. Only the person can tell that a question is theirs, and so the
door lets due work meet each person it asks (``Tick.meet``); what is found is used and not kept.
"""

from datetime import datetime

from handlers.chat.person import Person
from handlers.course import Course
from handlers.instruments.bank import bank_of
from handlers.rules.pulse.plan import items_for
from handlers.rules.pulse.times import AFTER_NOT_YET, may_ask
from storage.kinds import Purpose
from storage.tables import PulseMember, PulseSlot, PulseTerm

CONSENT = 1
"""The version of the two sentences of ``pulse-consent``: another text is another number."""


class Waiting:
    """The course's open questions and fresh *not yets*, as anybody may know them: by their tags."""

    def __init__(self, course: Course, now: datetime) -> None:
        """Look them up once, for everybody who is asked now."""
        self._now = now
        self._open = course.questions.open_tags(course.id)
        self._not_yet = course.work.log.not_yet(course.id, now - AFTER_NOT_YET)

    def lets_ask(self, who: Person) -> bool:
        """Whether this person may be asked now."""
        has_open = any(who.tag(Purpose.QUESTION, id_) == tag for id_, tag in self._open)
        moments = [at for id_, tag, at in self._not_yet if who.tag(Purpose.QUESTION, id_) == tag]
        newest = max(moments, default=None)
        return may_ask(self._now, has_open_question=has_open, not_yet_at=newest)


def tag_in(term: PulseTerm, who: Person) -> str:
    """The person's tag in this term's pulse, and nowhere else."""
    return who.tag(Purpose.PULSE, term.id)


def member_of(course: Course, term: PulseTerm, who: Person) -> PulseMember | None:
    """What somebody said about being asked; ``None`` unless they agreed to the words as they are.

    Who agreed to an earlier text is asked anew, and nothing of theirs is kept until they are.
    """
    member = course.work.pulses.member(term.id, tag_in(term, who))
    return member if member is not None and member.consent == CONSENT else None


def scope_of(tag: str) -> str:
    """The scope of the seal by which somebody in a pulse is reached."""
    return f"pulse:{tag}"


def new_slot(course: Course, term: PulseTerm, tag: str, week: int) -> PulseSlot:
    """What somebody is asked in a week."""
    chat = bank_of(course.work, course.id).chat
    items = items_for(tag, week, chat.weekly, chat.rotating)
    return PulseSlot(term_id=term.id, week=week, person_tag=tag, codes=" ".join(items))


def item_args(slot: PulseSlot) -> tuple[str, ...] | None:
    """The item that comes next, as the catalogue names it; ``None`` after the last."""
    items = slot.codes.split()
    if slot.place >= len(items):
        return None
    place = slot.place
    return slot.term_id, str(slot.week), str(place), str(len(items)), items[place]
