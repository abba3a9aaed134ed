"""What staff would like to show the class, and what its asker says."""

from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import table
from storage.kinds import Sharing
from storage.reading import one
from storage.tables import Proposal, ProposalTable

_proposal = table(ProposalTable)
_VALUES: dict[str, Any] = {column.name: bindparam(column.name) for column in _proposal.c}
_ASK = {
    "sqlite": sqlite.insert(_proposal)
    .values(_VALUES)
    .on_conflict_do_nothing()
    .returning(_proposal.c.question_id),
    "postgresql": postgresql.insert(_proposal)
    .values(_VALUES)
    .on_conflict_do_nothing()
    .returning(_proposal.c.question_id),
}
_FIND = select(_proposal).where(_proposal.c.question_id == bindparam("question"))


class Proposals:
    """Proposals by the question they are about."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, proposal: Proposal) -> bool:
        """Ask; false if the asker has been asked before."""
        statement = _ASK[self._connection.dialect.name]
        return self._connection.execute(statement, proposal.model_dump()).first() is not None

    def find(self, question_id: str) -> Proposal | None:
        """The proposal about a question."""
        return one(Proposal, self._connection.execute(_FIND, {"question": question_id}).first())

    def said(self, question_id: str, state: Sharing) -> bool:
        """The asker says yes or no; false if they have said so before."""
        return self._change(question_id, state=state)

    def worded(self, question_id: str, text: str) -> bool:
        """The asker would have the class read other words; false if they have decided."""
        return self._change(question_id, text=text)

    def told(self, question_id: str) -> None:
        """The asker has read that they are asked."""
        self._change(question_id, news=False)

    def _change(self, question_id: str, **values: object) -> bool:
        statement = update(_proposal).where(
            _proposal.c.question_id == question_id, _proposal.c.state == Sharing.ASKED
        )
        return self._connection.execute(statement.values(**values)).rowcount == 1
