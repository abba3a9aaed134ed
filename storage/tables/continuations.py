"""A question that goes on with whoever answered an earlier one, because its asker chose so."""

from typing import ClassVar

from sqlmodel import Field

from storage.duties import Duty, OfQuestion
from storage.tables.record import Record


class Continuation(Record):
    """Two questions that their asker linked, and no others; ``passed`` when the other side has.

    It goes with either of the two, with *unlink* and *withdraw*, and when authors go.
    """

    question_id: str = Field(primary_key=True)
    earlier_id: str = Field(index=True)
    answer_id: str
    passed: bool = False


class ContinuationTable(Continuation, table=True):
    """Questions that go on with the same person."""

    __tablename__ = "continuation"
    duties: ClassVar[tuple[Duty, ...]] = (OfQuestion(), OfQuestion("earlier_id"))
