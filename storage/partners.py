"""Who looks for company, what is proposed, and which groups there are; every change is guarded."""

from sqlalchemy import Connection, delete, insert, select, update

from storage.columns import table
from storage.keys import Keys
from storage.kinds import Audience, Purpose, QuestionState
from storage.reading import every, one
from storage.tables import (
    Partner,
    PartnerTable,
    Question,
    QuestionTable,
    StudyGroup,
    StudyGroupTable,
)

_partner, _group, _question = table(PartnerTable), table(StudyGroupTable), table(QuestionTable)


class Partners:
    """Studying together."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self._connection = connection
        self._keys = keys

    def mark(self, question_id: str, group_id: str) -> str:
        """What a question for a group is known by: nothing else joins the two."""
        return self._keys.tag(Purpose.MEMBER, f"group:{question_id}", group_id.encode())

    def seek(self, partner: Partner) -> None:
        """Look for company."""
        self._connection.execute(insert(_partner), partner.model_dump())

    def of(self, course_id: str, member_tag: str) -> list[Partner]:
        """Somebody's own, by topic."""
        rows = self._connection.execute(
            select(_partner)
            .where(_partner.c.course_id == course_id, _partner.c.member_tag == member_tag)
            .order_by(_partner.c.topic, _partner.c.id)
        )
        return every(Partner, rows)

    def looking(self, like: Partner) -> list[Partner]:
        """Others who look for the same and have nothing proposed."""
        rows = self._connection.execute(
            select(_partner)
            .where(
                _partner.c.course_id == like.course_id,
                _partner.c.topic == like.topic,
                _partner.c.size == like.size,
                _partner.c.group_id.is_(None),
                _partner.c.member_tag != like.member_tag,
            )
            .order_by(_partner.c.id)
        )
        return every(Partner, rows)

    def propose(self, group: StudyGroup, partners: list[Partner]) -> bool:
        """Propose a group; false, with nothing kept, if somebody has another proposal by now."""
        ids = [one.id for one in partners]
        changed = self._connection.execute(
            update(_partner)
            .where(_partner.c.id.in_(ids), _partner.c.group_id.is_(None))
            .values(group_id=group.id, agrees=False, news=True)
            .returning(_partner.c.id)
        )
        if len(changed.all()) < len(ids):
            self.dissolve(group.id)
            return False
        self._connection.execute(insert(_group), group.model_dump())
        return True

    def group(self, group_id: str) -> StudyGroup | None:
        """The group with this id."""
        rows = self._connection.execute(select(_group).where(_group.c.id == group_id))
        return one(StudyGroup, rows.first())

    def members(self, group_id: str) -> list[Partner]:
        """Everybody in it."""
        rows = self._connection.execute(
            select(_partner).where(_partner.c.group_id == group_id).order_by(_partner.c.id)
        )
        return every(Partner, rows)

    def agree(self, partner_id: str, group_id: str) -> bool:
        """Somebody says yes; false if they had, or it is not proposed any more."""
        changed = self._connection.execute(
            update(_partner)
            .where(
                _partner.c.id == partner_id,
                _partner.c.group_id == group_id,
                _partner.c.agrees.is_(False),
            )
            .values(agrees=True)
            .returning(_partner.c.id)
        )
        return changed.first() is not None

    def form(self, group_id: str) -> bool:
        """The group is formed; false if it was, or somebody has not said yes."""
        waits = select(_partner.c.id).where(
            _partner.c.group_id == group_id, _partner.c.agrees.is_(False)
        )
        changed = self._connection.execute(
            update(_group)
            .where(_group.c.id == group_id, _group.c.formed.is_(False), ~waits.exists())
            .values(formed=True)
            .returning(_group.c.id)
        )
        return changed.first() is not None

    def tell(self, group_id: str) -> None:
        """There is something new for everybody in it."""
        self._connection.execute(
            update(_partner).where(_partner.c.group_id == group_id).values(news=True)
        )

    def told(self, partner_id: str) -> None:
        """They have read how it stands."""
        self._connection.execute(
            update(_partner).where(_partner.c.id == partner_id).values(news=False)
        )

    def leave(self, partner_id: str) -> bool:
        """Somebody looks no more, says no, or leaves; false if they had."""
        gone = self._connection.execute(
            delete(_partner).where(_partner.c.id == partner_id).returning(_partner.c.id)
        )
        return gone.first() is not None

    def dissolve(self, group_id: str) -> None:
        """There is no such group any more: whoever is left looks on."""
        self._connection.execute(delete(_group).where(_group.c.id == group_id))
        self._connection.execute(
            update(_partner)
            .where(_partner.c.group_id == group_id)
            .values(group_id=None, agrees=False, news=True)
        )

    def questions(self, course_id: str, group_id: str) -> list[Question]:
        """Open questions for a group, the oldest first."""
        rows = self._connection.execute(
            select(_question)
            .where(
                _question.c.course_id == course_id,
                _question.c.state == QuestionState.OPEN,
                _question.c.audience == Audience.GROUP,
            )
            .order_by(_question.c.posted_at, _question.c.id)
        )
        return [
            question
            for question in every(Question, rows)
            if question.group_mark == self.mark(question.id, group_id)
        ]

    def addressed(self, question_id: str, group_id: str) -> None:
        """Keep for which group a question is."""
        self._connection.execute(
            update(_question)
            .where(_question.c.id == question_id)
            .values(group_mark=self.mark(question_id, group_id))
        )
