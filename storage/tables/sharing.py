"""Whether the class may see an answered question that only staff have read."""

from typing import ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from storage.columns import one_of
from storage.duties import Duty, OfQuestion
from storage.kinds import Sharing
from storage.tables.record import Record


class Proposal(Record):
    """What staff would like to show the class of one question, if its asker agrees.

    ``text`` is what the asker would have the class read in place of their question; empty while
    they have changed nothing. ``news`` until the asker was told.
    """

    question_id: str = Field(primary_key=True)
    answer_id: str
    state: Sharing = Field(sa_type=one_of(Sharing))
    text: str = Field(default="", sa_type=Text)
    news: bool = True


class ProposalTable(Proposal, table=True):
    """Proposals: one for each question, so that a no is the last word."""

    __tablename__ = "proposal"
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(),)
